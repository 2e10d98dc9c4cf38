"""One change as a card: what people said, what was done, and why."""

from collections.abc import Callable

import streamlit as st

from components import dates, layout, menu
from components.wording.changes import DID, STATES, people, people_exactly
from components.wording.feedback import KINDS
from services.changes import Behind, Change, Kept
from services.feedback import Event


def draw(change: Change, then: Callable[[], None] | None = None) -> None:
    """The whole chain, and nobody's name; `then` draws what comes after, inside the card."""
    with layout.card(
        change.title, key=change.change_id, badges=[STATES[change.state]], facts=_facts(change)
    ):
        _part("You said", change.said)
        _part(DID[change.state], change.what)
        _part("Why", change.why)
        if change.workshops:
            _part("Talked about at", "\n".join(_event(event) for event in change.workshops))
        if then:
            then()


def for_staff(
    change: Kept, *, unlink: Callable[[str, str], None], edit: Callable[[Kept], None]
) -> None:
    """The same card, with the feedback it came from and the way to edit it."""

    def behind() -> None:
        for said in change.feedback:
            _linked(change, said, unlink)
        with layout.action_row(f"Written by {change.made_by}"):
            st.button("Edit", key=f"edit-{change.change_id}", on_click=edit, args=(change,))

    draw(change, behind)


def _linked(change: Kept, said: Behind, unlink: Callable[[str, str], None]) -> None:
    with layout.action_row(f"{said.reference}, {KINDS[said.kind].lower()}: {said.start}"):
        menu.link(
            "answer-feedback",
            f"Read {said.reference}",
            icon="reply",
            query={"id": said.feedback_id},
        )
        st.button(
            "Unlink",
            key=f"unlink-{change.change_id}-{said.feedback_id}",
            on_click=unlink,
            args=(change.change_id, said.feedback_id),
        )


def _facts(change: Change) -> list[layout.Fact]:
    made, since = change.made_on, change.dated_on
    when = f"Made {dates.day(made)}" if made else f"Since {dates.day(since)}"
    facts = [("calendar_month", when)]
    for icon, words in (
        ("location_on", change.space),
        ("label", change.theme),
        (
            "group",
            people_exactly(change.exactly) if isinstance(change, Kept) else people(change.people),
        ),
    ):
        if words:
            facts.append((icon, words))
    return facts


def _part(heading: str, words: str) -> None:
    with st.container(gap=None):
        st.markdown(f"**{heading}**")
        st.text(words)


def _event(event: Event) -> str:
    return f"{event.title}, {dates.day(event.starts_at)}"
