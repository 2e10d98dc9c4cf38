"""How we tell you: which notices also come by e-mail, how often, what they say, and when."""

import streamlit as st

from components import email_choices, frame, layout, wording
from components.consent_actions import Choosing
from components.wording import emails as words
from services import emails
from services.emails import MyEmails

visit = frame.require("member")
assert visit.person
ANSWER = "_emails_answer"
HELD_ROLES = visit.roles - {"mentor"}
topics = [topic for topic in words.TOPICS if topic != "work" or HELD_ROLES]


@frame.action
def save(before: MyEmails) -> None:
    """Save the form, or show what needs another look."""
    answer = emails.save(visit.gateway, email_choices.chosen(topics, before))
    st.session_state[ANSWER] = {answer.field: answer.problem} if answer.field else {}
    said = wording.sentence("emails", answer.outcome)
    frame.say(said, kind="warning" if answer.field else "success")


@frame.action
def test() -> None:
    """Send oneself a test."""
    outcome = emails.send_test(visit.gateway)
    said = wording.sentence("emails", outcome)
    frame.say(said, kind="success" if outcome == "on_its_way" else "warning")


def address(mine: MyEmails) -> None:
    """Where e-mails go, and a test of it."""
    layout.section("Where it goes")
    st.text(mine.address or wording.sentence("emails", "no_address"))
    if mine.not_working_since:
        st.warning(words.NOT_WORKING)
    frame.link("account", "Change the address")
    if mine.set_up and mine.address and mine.consent.stands:
        if mine.last_test:
            st.text(words.TESTS[mine.last_test.state])
        st.button("Send me a test", on_click=test)


layout.page_title(
    "How we tell you", "Everything waits for you here under For you. We can also email you."
)
mine = emails.mine(visit.gateway)
if not mine.set_up:
    st.info(words.NOT_SET_UP)
if not mine.consent.stands:
    with layout.card("May we email you?", key="consent", text=mine.consent.wording):
        say_yes = Choosing(visit).give
        st.button("Yes, you may", type="primary", on_click=say_yes, args=(mine.consent,))
else:
    email_choices.draw(mine, topics, st.session_state.pop(ANSWER, {}), lambda: save(mine))
address(mine)
