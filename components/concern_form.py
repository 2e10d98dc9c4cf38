"""The form for whoever is worried. What is typed stays in the session until it is sent."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

import streamlit as st

from components import layout
from components.wording.concerns import ABOUT, ABOUT_ROLE, ONLY_WHAT_HAPPENED, WHO_READS, YES_NO
from services.concerns import About, Report

FORM_ID, SENT = "worry_form_id", "worry_sent"
MEANT = "worry_meant"
BOXES = {
    "what_happened": 8000,
    "happened_when": 300,
    "happened_where": 300,
    "exact_words": 4000,
    "who_was_there": 1000,
    "wishes": 2000,
    "care_needs": 1000,
    "reporter_name": 120,
    "reporter_contact": 300,
    "reporter_relation": 120,
}


def danger() -> None:
    """What comes first, whatever it is about."""
    with st.container(border=True, key="card-danger", gap="small"):
        layout.section("Is someone in danger right now?")
        st.markdown(":material/call: **Call 999.** You do not have to be sure.")
        st.markdown(
            "Then come back and tell us, if you want. This form is still here. "
            "More people to talk to are behind **Help now**, at the top of the page."
        )


def draw(
    about: About,
    *,
    signed_in: bool,
    may_write_for_others: bool,
    problems: Mapping[str, str],
    send: Callable[[], None],
) -> None:
    """All the boxes, and the button."""
    found = dict(problems)
    st.text(f"{ONLY_WHAT_HAPPENED} {WHO_READS}")
    with st.form("worry", border=False, enter_to_submit=False):
        if about.means_somebody:
            name = layout.plain(about.name or "the person you are matched with")
            st.checkbox(f"It is about {name}", value=True, key=MEANT)
        _long("What happened, or what worries you?", "what_happened", found, height=180)
        _choice("Who are you worried about?", ABOUT, "about")
        _short("When was it?", "happened_when", found)
        _short("Where was it?", "happened_where", found)
        _choice("Is it about someone who works or volunteers here?", ABOUT_ROLE, "about_role")
        with st.expander("More, if you know it. You can leave all of this out."):
            _more(found)
        layout.section("About you")
        _about_you(found, signed_in, may_write_for_others)
        st.form_submit_button("Send", type="primary", on_click=send)


def filled_in() -> dict[str, Any]:
    """What is in the form, as `concerns.raise_concern` takes it."""
    held = st.session_state
    report = Report(
        **{name: held.get(_key(name)) or "" for name in BOXES},
        they_know=held.get(_key("they_know")),
        children_at_home=held.get(_key("children_at_home")),
        for_someone_else=bool(held.get(_key("for_someone_else"))),
    )
    return {
        "report": report,
        "about": held.get(_key("about")) or "unsure",
        "about_role": held.get(_key("about_role")) or None,
    }


def form_id() -> UUID:
    """The id of this form: sent twice, it is still one worry."""
    made: UUID = st.session_state.setdefault(FORM_ID, uuid4())
    return made


def clear() -> None:
    """Forget everything that was typed."""
    for key in [key for key in st.session_state if str(key).startswith("worry_")]:
        del st.session_state[key]


def sent(reference: str, *, signed_in: bool, days: int, phone: str) -> None:
    """What the person needs once it is sent: the reference, and what comes next."""
    with layout.card("We have it. Thank you for telling us.", key="worry-sent"):
        st.markdown("Your reference:")
        st.code(reference, language=None)
        keep = (
            "You find it again under My worries." if signed_in else "Write it down, if it is safe."
        )
        within = "the next working day" if days == 1 else f"the next {days} working days"
        st.markdown(
            f"{keep} With it you can see how far we are. "
            f"The safeguarding lead or the deputy reads it by {within}."
        )
        if phone:
            layout.fact_lines([("call", f"You would rather talk? Call us on {phone}.")])


def _more(found: dict[str, str]) -> None:
    _long("What was said, in the exact words?", "exact_words", found)
    _short("Who was there, or who else saw it?", "who_was_there", found)
    _long("What does the person want to happen?", "wishes", found)
    _choice("Do they know that you are telling us?", YES_NO, "they_know")
    _choice("Are there children at home?", YES_NO, "children_at_home")
    label = "Does the person need care, or help to talk or understand?"
    _short(label, "care_needs", found)


def _about_you(found: dict[str, str], signed_in: bool, may_write_for_others: bool) -> None:
    if may_write_for_others:
        st.checkbox(
            "Somebody told me this. I write it down for them.", key=_key("for_someone_else")
        )
        st.text("Then the next three boxes are about them.")
    elif signed_in:
        st.text("Your name here goes with it. If you would rather give no name, sign out first.")
    else:
        st.text("You can leave all of this empty. Then we cannot ask you anything more.")
    _short("Name", "reporter_name", found)
    _short("How can we reach you safely?", "reporter_contact", found)
    _short(
        "What are you to the person? Such as a sister or a neighbour", "reporter_relation", found
    )


def _short(label: str, name: str, found: dict[str, str]) -> None:
    st.text_input(label, key=_key(name), max_chars=BOXES[name])
    layout.form_problem(found, name)


def _long(label: str, name: str, found: dict[str, str], height: int = 110) -> None:
    st.text_area(label, key=_key(name), max_chars=BOXES[name], height=height)
    layout.form_problem(found, name)


def _choice(label: str, options: Mapping[str, str], name: str) -> None:
    st.radio(label, list(options), index=None, format_func=options.get, key=_key(name))


def _key(name: str) -> str:
    return f"worry_{name}"
