"""The script that runs for each visit: who is asking, the menu, the guard, then the page.

Pages import `require`, `say`, `action`, `fragment`, `link` and `go` from here.
"""

import logging
import sys
from pathlib import Path

if (ROOT := str(Path(__file__).resolve().parent.parent)) not in sys.path:
    sys.path.insert(0, ROOT)

import streamlit as st

from components import menu, refusals, reminders, visits
from components.actions import DRAWING, action, draw_notice, fragment, say
from components.menu import go, link
from components.visits import Person, Visit
from services.errors import PortalError

__all__ = ["Person", "Visit", "action", "fragment", "go", "link", "main", "require", "say"]

PORTAL = "Alongside"
log = logging.getLogger("alongside.frame")


def require(*audiences: str) -> Visit:
    """The first line of every page: who may see it. Stops the page for everyone else."""
    visit = visits.current()
    if visit is None or (audiences and not visit.is_one_of(*audiences)):
        refusals.not_for_you(visit)
        st.stop()
    return visit


def main() -> None:
    """Draw one visit: the menu, what the last action said, and the page if it is theirs to see."""
    st.session_state[DRAWING] = True
    try:
        _draw()
    except Exception as problem:
        if not isinstance(problem, PortalError):
            log.exception("a page could not be drawn")
        refusals.went_wrong(problem)
    finally:
        st.session_state.pop(DRAWING, None)


def _draw() -> None:
    visit = visits.arrive()
    st.session_state[DRAWING] = True
    page = menu.register(visit)
    is_open = page.open_to(visit.audiences)
    st.set_page_config(
        page_title=f"{page.tab_title} · {PORTAL}" if is_open else PORTAL,
        layout="wide" if page.wide and is_open else "centered",
    )
    if visit.person:
        menu.go_on()
    draw_notice(page.url_path)
    if is_open:
        reminders.draw(visit, page.url_path)
        menu.run()
    else:
        refusals.not_for_you(visit)


if __name__ == "__main__":
    from components import frame

    frame.main()
