"""A mentor as a family sees them, and a family as a mentor sees them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import streamlit as st

from components import dates, layout
from components.menu import link
from components.wording.matching import SETTLED_FOR
from components.wording.mentoring import (
    INTERESTS,
    LANGUAGES,
    MATCH_STATES,
    PAUSED,
    STAGES,
    SUBSTANCES,
    experience,
    listed,
    times,
)
from components.wording.mentoring import ways as in_words
from services.mentoring import matches, mine

MATCH_TITLES = {
    "proposed": "We would like to suggest {name}",
    "family_said_yes": "You said yes to {name}. Now we ask them.",
    "active": "Your peer mentor is {name}",
    "paused": "Your peer mentor is {name}",
}
MET = ("family_said_yes", "active", "paused")
BADGES: dict[str, layout.Badge] = {
    "family_said_yes": ("New", "attention"),
    "active": MATCH_STATES["active"],
    "paused": MATCH_STATES["paused"],
}


@contextmanager
def for_family(match: mine.Match, phone: str, *, shares: bool) -> Iterator[None]:
    """The mentor proposed to a family, or whom they meet; `shares`: the mentor sees the family."""
    mentor = match.mentor
    name = mentor.display_name if mentor else "a peer mentor"
    facts = _since(match.since) + (_mentor_facts(mentor) if mentor else [])
    title = MATCH_TITLES[match.state].format(name=name)
    with layout.card(title, key=match.match_id, facts=facts):
        if mentor is None:
            st.markdown("What this person shared is not shown any more.")
        elif match.state == "proposed":
            st.markdown("**Why we thought of this person**")
            st.text(match.why)
        if match.state == "paused":
            st.info(PAUSED)
        if not shares:
            st.markdown("They see nothing about you, not even your name, until you share it below.")
        layout.fact_lines([whom_to_call(match.staff_name, phone)])
        yield
        if match.state in MET:
            _worried(match.match_id)


@contextmanager
def for_mentor(match: matches.Match, phone: str) -> Iterator[None]:
    """A family that said yes, as far as they share it."""
    family = match.family
    name = family.display_name if family else "Someone who shares no details at the moment"
    badge = BADGES[match.state]
    facts = _since(match.since) + (_family_facts(family) if family else [])
    with layout.card(name, key=match.match_id, badges=[badge], facts=facts):
        if family and family.would_help:
            st.markdown("**What would help, in their words**")
            st.text(family.would_help)
        if family is None:
            st.markdown("They can share again whenever they want. Staff can tell you more.")
        if match.state == "paused":
            st.info(PAUSED)
        layout.fact_lines([whom_to_call(match.staff_name, phone)])
        yield
        if match.state in MET:
            _worried(match.match_id)


def whom_to_call(staff_name: str | None, phone: str) -> layout.Fact:
    """Who on the staff knows about this match."""
    whom = f"Ask for {staff_name} on" if staff_name else "Call"
    return ("call", f"Questions? {whom} {phone}.")


def _worried(match_id: str) -> None:
    """One tap to tell the safeguarding lead about the other person of the match."""
    link("worried", "I am worried about this person", query={"match": match_id})


def _since(moment: str | None) -> list[layout.Fact]:
    return [("calendar_month", f"Since {dates.day(moment)}")] if moment else []


def _mentor_facts(mentor: mine.Mentor) -> list[layout.Fact]:
    facts = [("person", experience(mentor.connection, mentor.relation))]
    if mentor.settled_for:
        facts.append(("trending_up", f"Things settled for {SETTLED_FOR[mentor.settled_for]}"))
    return facts + _meeting_facts(mentor.ways, mentor.times, mentor.languages, mentor.interests)


def _family_facts(family: matches.Family) -> list[layout.Fact]:
    facts = [("person", experience(family.connection, family.relation))]
    if family.substance:
        facts.append(("info", f"About: {SUBSTANCES[family.substance].lower()}"))
    if family.stage:
        facts.append(("trending_up", f"How things are: {STAGES[family.stage].lower()}"))
    if family.place:
        facts.append(("location_on", family.place))
    return facts + _meeting_facts(family.ways, family.times, family.languages, family.interests)


def _meeting_facts(
    ways: tuple[str, ...],
    slots: tuple[str, ...],
    languages: tuple[str, ...],
    interests: tuple[str, ...],
) -> list[layout.Fact]:
    facts = [("forum", in_words(ways)), ("schedule", f"You both can: {times(slots)}")]
    if languages != ("english",):
        facts.append(("translate", _named(LANGUAGES, languages)))
    if interests:
        facts.append(("interests", f"You both like: {_named(INTERESTS, interests).lower()}"))
    return facts


def _named(names: Mapping[str, Any], codes: tuple[str, ...]) -> str:
    return listed([names[code] for code in codes])
