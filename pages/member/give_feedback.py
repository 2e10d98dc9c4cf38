"""Tell us: say something at any time, about anything, or about the workshop in ?workshop=.

Staff write down what the person in ?for= told them, who does not use the internet.
"""

import streamlit as st

from components import danger_words, feedback_form, frame, layout, wording
from services import feedback, telling_words
from services.ids import is_id

visit = frame.require("member")
PROBLEMS, WARNED = "feedback_problems", "feedback_warned"
for_somebody = st.query_params.get("for") if visit.is_one_of("staff") else None
for_somebody = for_somebody if is_id(for_somebody) else None


@frame.action
def send() -> None:
    """Send what is in the form, once the person has seen any hint about it."""
    said = feedback_form.filled_in()
    found = telling_words.find(said["body"], NO_NAMES)
    st.session_state[PROBLEMS] = {}
    if (said["body"], found) != st.session_state.get(WARNED):
        danger_words.show_if(said["body"])  # help comes before any hint
        if found:
            st.session_state[WARNED] = (said["body"], found)
            return
    given = feedback.give(visit.gateway, **said, on_behalf_of=for_somebody)
    if given.outcome == "invalid":
        st.session_state[PROBLEMS] = {given.field: given.problem}
        frame.say(wording.sentence("feedback", "invalid"), kind="warning")
        return
    st.session_state.pop(WARNED, None)
    feedback_form.clear()
    can_take_back = given.outcome == "received" and not for_somebody
    take_back = (lambda: withdraw(given.feedback_id or "")) if can_take_back else None
    words = wording.sentence("feedback", given.outcome, reference=given.reference)
    frame.say(words, undo=take_back)


def withdraw(feedback_id: str) -> None:
    """Undo the sending."""
    outcome = feedback.withdraw(visit.gateway, feedback_id=feedback_id)
    frame.say(wording.sentence("feedback", outcome), kind="info")


layout.page_title(
    "Write down what they told you" if for_somebody else "Tell us",
    "It counts as theirs, and it says that staff entered it. Use their own words."
    if for_somebody
    else "An idea, a problem, something good, a question: all of it helps. "
    "Staff read everything and answer you.",
)
danger_words.draw()
with st.container(horizontal=True):
    frame.link("my-feedback", "What you told us", icon="chat")
    frame.link("what-changed", "What has changed", icon="auto_awesome")
choices = feedback.choices(visit.gateway, workshop_id=st.query_params.get("workshop"))
NO_NAMES = [one.name for one in choices.spaces] + [one.title for one in choices.workshops]
body, found = st.session_state.get(WARNED, ("", ()))
feedback_form.draw(
    visit.gateway,
    choices,
    own_space=visit.person.space_id if visit.person else None,
    problems=st.session_state.get(PROBLEMS, {}),
    gives_away=found if body and body == st.session_state.get(feedback_form.BODY) else (),
    send=send,
)
