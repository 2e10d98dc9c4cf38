"""What a click does, the words that follow it, and fragments that stay guarded."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Literal, ParamSpec

import streamlit as st

from components import visits, wording
from services.errors import PortalError, SignInFirst

P = ParamSpec("P")
Kind = Literal["success", "info", "warning", "error"]
NOTICE = "_notice"
DRAWING = "_drawing"


@dataclass(slots=True)
class Notice:
    """What happened and what comes next; stays until the next action or another page."""

    text: str
    kind: Kind
    undo: Callable[[], None] | None
    page: str | None = None


def say(text: str, kind: Kind = "success", undo: Callable[[], None] | None = None) -> None:
    """Show a sentence at the top of the next draw."""
    st.session_state[NOTICE] = Notice(text, kind, undo)


def action(do: Callable[P, None]) -> Callable[P, None]:
    """Make a function fit for `on_click`: old notices go, refusals become sentences."""

    @wraps(do)
    def act(*args: P.args, **kwargs: P.kwargs) -> None:
        if not visits.same_browser():
            return  # someone else is behind this browser now; the draw that follows starts afresh
        st.session_state.pop(NOTICE, None)
        try:
            do(*args, **kwargs)
        except SignInFirst:
            return  # the draw that follows asks them to sign in
        except PortalError as problem:
            say(wording.refusal(problem), kind="error")

    return act


def fragment(draw: Callable[P, None]) -> Callable[P, None]:
    """`st.fragment` that asks who is visiting before it redraws by itself."""

    @st.fragment
    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> None:
        if not st.session_state.get(DRAWING):
            before = visits.current()
            if before is None or before.audiences != visits.arrive().audiences:
                st.rerun()
        try:
            draw(*args, **kwargs)
        except SignInFirst:
            st.rerun()
        except PortalError as problem:
            st.error(wording.refusal(problem))

    return drawn


def draw_notice(page: str) -> None:
    """Draw what `say` left, unless it was already read on another page."""
    # the place is always there: a notice that comes must not move, and so remount, what is below
    place = st.empty()
    notice: Notice | None = st.session_state.get(NOTICE)
    if notice is None:
        return
    if notice.page not in (None, page):
        del st.session_state[NOTICE]
        return
    notice.page = page
    draw = {"success": st.success, "info": st.info, "warning": st.warning, "error": st.error}[
        notice.kind
    ]
    with place.container(key="notice", horizontal=True, vertical_alignment="center"):
        draw(notice.text)
        if notice.undo:
            st.button("Undo", on_click=action(notice.undo), key="notice-undo")
