"""Access needs that were not met: for staff until they have looked; for analysts the figures."""

import streamlit as st

from components import dates, frame, layout, paging, wording
from components.wording.access_needs import SAID
from services import access_needs
from services.access_needs import Unmet

visit = frame.require("staff", "analyst")
PAGE = "unmet_page"


@frame.action
def looked_at(need: Unmet) -> None:
    """Staff have looked at it."""
    outcome = access_needs.looked_at(visit.gateway, need_id=need.id)
    words = wording.sentence("access_needs", outcome)
    frame.say(words, kind="success" if outcome == "looked_at" else "warning")


def figure(many: int | None) -> str:
    """A count; analysts are not told a small one."""
    return "1 to 7" if many is None else str(many)


unmet = access_needs.unmet(visit.gateway, page=paging.number(PAGE))
layout.page_title("Access needs", "Was what people needed there? The last 12 months.")
with st.container(horizontal=True):
    st.metric("It was there", figure(unmet.met))
    st.metric("Something was missing", figure(unmet.not_met))
if "staff" not in visit.roles:
    st.caption("These are rounded to the nearest 5, and small ones are not told.")
    st.stop()

layout.section("Please look at these")
for need in unmet.rows:
    with layout.card(
        layout.plain(need.display_name),
        key=f"unmet-{need.id}",
        facts=[("calendar_month", dates.span(need.starts_at)), ("event", need.title)],
        text=need.needs,
    ):
        for who, says, word in (
            ("They say", need.person_says, need.person_word),
            ("The team says", need.team_says, need.team_word),
        ):
            if says:
                st.text(f"{who}: {SAID[says].lower()}. {word}".strip())
        with layout.action_row():
            frame.link("person", "The person", icon="person", query={"id": need.person_id})
            st.button("I have looked", key=f"looked-{need.id}", on_click=looked_at, args=(need,))
if not unmet.rows:
    layout.empty_state("Nothing waits", "When something was missing for somebody, it is here.")
paging.draw(PAGE, total=unmet.total, page_size=unmet.page_size)
