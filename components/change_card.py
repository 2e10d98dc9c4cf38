"""One change as a card: for everybody, for who was part of it, for the list of staff."""

from collections.abc import Callable

import streamlit as st

from components import chain, dates, layout, menu
from components.wording.changes import DID, STATES, answered, people_exactly, ways
from services.changes import Change, Listed, Mine


def draw(
    change: Change, then: Callable[[], None] | None = None, *, lead: str | None = None
) -> None:
    """The whole chain, and nobody's name; `then` draws what comes after, inside the card."""
    badges = [STATES[change.state]]
    with layout.card(
        change.title, key=change.change_id, badges=badges, facts=facts(change), text=lead
    ):
        chain.draw(change)
        if then:
            then()
        whole(change)


def preview(change: Change) -> None:
    """What people said and what changed, for a page that shows a few."""
    badges = [STATES[change.state]]
    with layout.card(change.title, key=change.change_id, badges=badges, facts=facts(change)):
        for heading, words in (("What people said", change.said), (DID[change.state], change.what)):
            with st.container(gap=None):
                st.markdown(f"**{heading}**")
                st.text(words)
        whole(change)


def whole(change: Change) -> None:
    """The way to the page of this change alone, which can be shared."""
    menu.link(
        "what-changed",
        "Read it on its own, or share it",
        icon="share",
        query={"id": change.change_id},
    )


def alone(mine: Mine) -> None:
    """A page of its own: the chain, its address, and the way to the part of who was in it."""
    change = mine.change
    layout.page_title(layout.plain(change.title))
    layout.badge_row([STATES[change.state]])
    layout.fact_lines(facts(change))
    if mine.part:
        with layout.action_row(f"You were part of this. {ways(mine.part.ways)}"):
            menu.link("what-came-of-it", "See your part", query={"id": change.change_id})
    with st.container(border=True, key=f"card-{change.change_id}"):
        chain.draw(change)
    here = (st.context.url or "").split("?")[0]
    if here:
        st.markdown("To share this, copy its address:")
        st.code(f"{here}?id={change.change_id}", language=None, wrap_lines=True)


def listed(change: Listed) -> None:
    """For staff: where it stands, who sees to it, and what people answer."""
    many = people_exactly(change.exactly)
    found = [
        (
            "calendar_month",
            _when(change.state, change.made_on, change.expected_on, change.dated_on),
        ),
        ("assignment_ind", f"{change.owner} sees to it" if change.owner else "Nobody sees to it"),
        ("group", many or "No feedback linked"),
    ]
    if change.state == "made":
        found.append(("rule", answered(change.answers)))
    badges = [STATES[change.state]]
    with (
        layout.card(change.title, key=change.change_id, badges=badges, facts=found),
        layout.action_row(),
    ):
        menu.link("staff-change", "Open", icon="edit", query={"id": change.change_id})


def facts(change: Change) -> list[layout.Fact]:
    """When, where and about what."""
    when = _when(change.state, change.made_on, change.expected_on, change.dated_on)
    found = [("calendar_month", when)]
    found += [("location_on", change.space or "Everywhere")]
    if change.theme:
        found.append(("label", change.theme))
    return found


def _when(state: str, made_on: str | None, expected_on: str | None, since: str) -> str:
    if made_on:
        return f"Made {dates.day(made_on)}"
    if expected_on:
        return f"We expect it by {dates.day(expected_on)}"
    return f"{'Said' if state == 'not_possible' else 'Since'} {dates.day(since)}"
