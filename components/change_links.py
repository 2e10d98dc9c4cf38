"""What is behind a change, for staff: linked feedback, workshops and decisions, and ways to link more."""

from collections.abc import Callable, Mapping

import streamlit as st

from components import dates, layout, menu
from components.choosing import choose
from components.wording.feedback import KINDS
from services.changes import Behind, DecisionChoice, Desk, Source
from services.feedback import Event

Link = Callable[[Source], None]
Unlink = Callable[[Source, str], None]  # what (feedback, workshop, decision), and its id
NOUNS: dict[Source, tuple[str, str]] = {
    "feedback": ("What people said", "Link feedback"),
    "workshop": ("Where it was talked about", "Link a workshop"),
    "decision": ("What was decided", "Link a decision"),
}


def draw(desk: Desk, link: Link, unlink: Unlink) -> None:
    """Three lists, each with what is linked and what can be."""
    change = desk.change
    assert change
    linked: dict[Source, dict[str, str]] = {
        "feedback": {one.feedback_id: said(one) for one in change.feedback},
        "workshop": {one.workshop_id: held(one) for one in change.linked_workshops},
        "decision": {one.decision_id: decided(one) for one in change.linked_decisions},
    }
    offered: dict[Source, dict[str, str]] = {
        "feedback": {one.feedback_id: said(one) for one in change.feedback_to_link},
        "workshop": {one.workshop_id: held(one) for one in desk.choices.workshops},
        "decision": {one.decision_id: decided(one) for one in desk.choices.decisions},
    }
    for noun, (heading, label) in NOUNS.items():
        layout.section(heading)
        for given, words in linked[noun].items():
            _linked(noun, given, words, unlink)
        if not linked[noun]:
            st.text("Nothing is linked yet.")
        more = {one: words for one, words in offered[noun].items() if one not in linked[noun]}
        if more:
            _offer(noun, label, more, link)


def _linked(noun: Source, given: str, words: str, unlink: Unlink) -> None:
    with layout.action_row(words):
        if noun == "feedback":
            menu.link("answer-feedback", "Read it", icon="reply", query={"id": given})
        st.button("Unlink", key=f"unlink-{given}", on_click=unlink, args=(noun, given))


def _offer(noun: Source, label: str, names: Mapping[str, str], link: Link) -> None:
    with st.form(f"link-{noun}", border=False):
        choose(label, names, chosen_key(noun))
        st.form_submit_button("Link it", key=f"link-{noun}-send", on_click=link, args=(noun,))


def chosen_key(noun: Source) -> str:
    """Where the choice of what to link is kept."""
    return f"change_link_{noun}"


def said(one: Behind) -> str:
    """A piece of feedback in a line."""
    return f"{one.reference}, {KINDS[one.kind].lower()}: {one.start}"


def held(event: Event) -> str:
    """A workshop in a line."""
    return f"{event.title}, {dates.day(event.starts_at)}"


def decided(decision: DecisionChoice) -> str:
    """A decision in a line."""
    return f"{decision.what} ({decision.workshop}, {dates.day(decision.decided_on)})"
