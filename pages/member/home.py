"""A member's first screen: one next step, and what is theirs."""

import streamlit as st

from components import frame, layout, menu, next_step, right_question, wording
from components.wording.changes import after_answer
from services import changes, home

visit = frame.require("member")
assert visit.person


@frame.action
def answer(change_id: str, code: str) -> None:
    """Say whether a change is right, in one tap."""
    told = changes.answer(visit.gateway, change_id=change_id, answer=code)
    given = told.outcome in ("answered", "already_answered")
    words = wording.sentence("changes", after_answer(told))
    frame.say(words, kind="success" if given else "warning")


mine = home.mine(visit.gateway)

layout.page_title(f"Hello, {layout.plain(visit.person.display_name)}", "Your next step:")
next_step.draw(mine.next_step, visit)
menu.link_to_notices(visit)
if mine.question:
    right_question.card(mine.question, answer)

if mine.bookings:
    layout.section("What is coming")
    next_step.bookings(mine.bookings)
    frame.link("my-bookings", "See all my bookings")

if told := next_step.mentoring(mine.mentoring):
    layout.section("Peer mentoring")
    st.markdown(layout.plain(told))
    frame.link("mentoring", "See more")

layout.section("What you told us")
if mine.feedback:
    next_step.feedback(mine.feedback)
    frame.link("my-feedback", "See all that I told you")
else:
    st.markdown("Is there something we could do better? Tell us, and see here what comes of it.")
    frame.link("your-say", "Tell us")
