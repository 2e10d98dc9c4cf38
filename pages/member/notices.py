"""For you: what waits for the person, and the way to each thing."""

import streamlit as st

from components import dates, frame, layout, paging, wording
from components.site_map import BY_ADDRESS
from components.wording import notices as words
from services import notices
from services.notices import Notice

visit = frame.require("member")


@frame.action
def read(notice_id: str) -> None:
    """Mark one as read."""
    outcome = notices.read(visit.gateway, notice_id=notice_id)
    frame.say(wording.sentence("notices", outcome))


@frame.action
def read_all() -> None:
    """Mark them all as read."""
    frame.say(wording.sentence("notices", notices.read_all(visit.gateway)))


def look(notice: Notice) -> None:
    """The button that marks a notice as read and opens its page."""
    if st.button("Have a look", key=f"look-{notice.notice_id}"):
        if not notice.read_at:
            notices.read(visit.gateway, notice_id=notice.notice_id)
        frame.go(str(notice.url_path), notice.query)


def draw(notice: Notice) -> None:
    """One notice, with what can be done about it."""
    badges: list[layout.Badge] = [] if notice.read_at else [("New", "waiting")]
    with (
        layout.card(words.line(notice.kind), key=notice.notice_id, badges=badges),
        layout.action_row(dates.span(notice.made_at)),
    ):
        if notice.url_path in BY_ADDRESS:
            look(notice)
        elif not notice.read_at:
            st.button(
                "Mark as read",
                key=f"read-{notice.notice_id}",
                on_click=read,
                args=(notice.notice_id,),
            )


layout.page_title(
    "For you", "What waits for you. Others may see your screen, so we do not say more here."
)
told = notices.mine(visit.gateway, page=paging.number("notices_page"))
if not told.rows:
    layout.empty_state(
        "Nothing is waiting for you",
        "When somebody answers you, or needs to hear from you, you find it here.",
    )
if told.unread > 1:
    st.button("Mark all as read", on_click=read_all)
for one in told.rows:
    draw(one)
paging.draw("notices_page", total=told.total, page_size=told.page_size)
frame.link("how-we-tell-you", "Choose how we tell you", icon="mail")
