"""The server: Streamlit with our routes beside it and our guard in front of it."""

import logging
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Thread
from typing import Any

if (ROOT := str(Path(__file__).resolve().parent)) not in sys.path:
    sys.path.insert(0, ROOT)

import streamlit as st
from starlette.middleware import Middleware

from components import wording
from components.site_map import PAGES
from services.start import world
from services.web.limits import Limits
from services.web.pages import PageShell
from services.web.routes import ROUTES, first_parts
from services.web.security import Guard
from services.web.static_files import CompressedStatic

log = logging.getLogger("alongside")
A_MOMENT = 2.0  # seconds: the first page goes out before the imports begin


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[dict[str, Any]]:
    """Open the database, serve, and close the database at the end."""
    with world.open() as opened:
        Thread(target=warm, daemon=True, name="warm").start()
        yield {"world": opened}


def warm() -> None:
    """Import what the first chart would otherwise wait for."""
    time.sleep(A_MOMENT)
    import altair
    import pandas  # noqa: F401

    log.debug("altair %s is ready", altair.__version__)


def say_so(problem: Exception) -> bool:
    """Put a plain sentence where Streamlit would show an error of its own."""
    log.error("a click could not be carried out", exc_info=problem)
    st.error(wording.refusal(problem))
    return True


app = st.App(
    Path(__file__).resolve().parent / "components" / "frame.py",
    lifespan=lifespan,
    routes=ROUTES,
    on_script_error=say_so,
    middleware=[
        Middleware(Guard),
        Middleware(Limits),
        Middleware(CompressedStatic),
        Middleware(PageShell, pages=[page.url_path for page in PAGES], passed_on=first_parts()),
    ],
)
