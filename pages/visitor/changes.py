"""What has changed because people spoke up, each with its chain; ?id= shows one alone."""

import streamlit as st

from components import (
    change_card,
    filters,
    frame,
    layout,
    paging,
    responsiveness,
    shared_feedback,
)
from services import changes

visit = frame.require("anyone")
VIEW, PAGE = "changes_view", "changes_page"
VIEWS = {"changes": "What has changed", "said": "What people are saying"}


def tell_us() -> None:
    """The way to speak up, for members and for those who are not yet."""
    if visit.is_one_of("member"):
        frame.link("your-say", "Tell us", icon="edit")
    else:
        frame.link("join", "Join to tell us", icon="edit")


def draw_one(change_id: str) -> None:
    """One change alone, at an address that can be shared."""
    found = changes.one(visit.gateway, change_id=change_id)
    if found:
        change_card.alone(found)
    else:
        layout.page_title("What has changed")
        layout.empty_state("It is not here", "The address may be cut off, or the change is gone.")
    frame.link("what-changed", "See all that has changed", icon="arrow_back")


def draw_said() -> None:
    """What people are saying."""
    shared_feedback.draw(visit.gateway, "changes", PAGE)


def draw_changes() -> None:
    """What has changed, newest first."""
    told = changes.public(visit.gateway, **filters.chosen("changes"), page=paging.number(PAGE))
    filters.draw("changes", told.spaces, told.themes, page_key=PAGE)
    for change in told.rows:
        change_card.draw(change)
    if not told.rows:
        layout.empty_state(
            "Nothing to show here yet",
            "When people tell us something and we change it, you read it here. "
            "Choose another space or theme, or be the first to tell us.",
        )
    paging.draw(PAGE, total=told.total, page_size=told.page_size)
    responsiveness.draw(told.responsiveness)


if asked_for := st.query_params.get("id"):
    draw_one(asked_for)
    st.stop()
layout.page_title(
    "What has changed",
    "What people told us, what we did about it, and why. Nobody is named.",
)
tell_us()
st.radio(
    "Show",
    list(VIEWS),
    format_func=VIEWS.get,
    key=VIEW,
    horizontal=True,
    on_change=paging.first,
    args=(PAGE,),
)
(draw_changes if st.session_state[VIEW] == "changes" else draw_said)()
