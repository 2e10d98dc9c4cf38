"""The server: Streamlit with our routes, our guard in front, and the world opened before the first visit."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

if (ROOT := str(Path(__file__).resolve().parent)) not in sys.path:
    sys.path.insert(0, ROOT)

import streamlit as st  # noqa: E402
from anyio import to_thread  # noqa: E402
from starlette.middleware import Middleware  # noqa: E402

from components.site_map import PAGES  # noqa: E402
from services.start import world  # noqa: E402
from services.web.pages import PageShell  # noqa: E402
from services.web.routes import ROUTES, first_parts  # noqa: E402
from services.web.security import Guard  # noqa: E402
from services.web.static_files import CompressedStatic  # noqa: E402


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[dict[str, Any]]:
    """Open the database, import what charts need, then serve; close the database at the end."""
    with world.open() as opened:
        await to_thread.run_sync(warm)
        yield {"world": opened}


def warm() -> None:
    """Import what the first chart would otherwise wait for."""
    import altair  # noqa: F401, PLC0415
    import pandas  # noqa: F401, PLC0415


app = st.App(
    Path(__file__).resolve().parent / "components" / "frame.py",
    lifespan=lifespan,
    routes=ROUTES,
    middleware=[
        Middleware(Guard),
        Middleware(CompressedStatic),
        Middleware(PageShell, pages=[page.url_path for page in PAGES], passed_on=first_parts()),
    ],
)
