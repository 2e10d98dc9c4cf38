"""For staff: a mentor who could be proposed, with the score and the reasons for and against."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from components import answer_facts, dates, layout
from components.wording import matching
from components.wording.mentoring import BARS, MATCH_STATES, experience, listed, ways
from services.mentoring.matching import (
    Family,
    LeftOut,
    Proposal,
    Reason,
    Suggestion,
    Suggestions,
    Waiting,
)

SIDES = {"for": "What speaks for it", "against": "What speaks against it", "not_known": "Not known"}
Propose = Callable[[Suggestion], None]
KeepApart = Callable[[Suggestion], None]


def waiting(family: Waiting) -> list[layout.Fact]:
    """Who waits, since when, and for what."""
    facts = [
        ("schedule", f"Waiting since {dates.day(family.asked_at)} ({dates.away(family.asked_at)})")
    ]
    if family.connection:
        facts.append(("person", experience(family.connection, family.relation)))
        facts.append(("forum", ways(family.ways)))
    if family.place:
        facts.append(("location_on", family.place))
    return facts


def request(family: Family) -> None:
    """What the family asked for."""
    facts = [("calendar_month", f"Asked on {dates.day(family.asked_at)}")]
    facts += answer_facts.of_request(family.answers, family.place)
    with layout.card(family.display_name, key="request", facts=facts):
        st.markdown("**What would help**")
        st.text(family.answers.would_help)


def suggestion(
    mentor: Suggestion,
    place: str | None,
    *,
    problem: str | None,
    propose: Propose,
    keep_apart: KeepApart,
) -> None:
    """One mentor: score, reasons, and the proposal with its written reason. Nothing is ticked."""
    facts = [
        ("person", experience(mentor.connection, mentor.relation)),
        ("groups", f"Has {mentor.load} of {mentor.capacity} families"),
        ("forum", ways(mentor.ways)),
    ]
    badges: list[layout.Badge] = [(f"Score: {mentor.score} of 100", "plain")]
    with layout.card(mentor.display_name, key=mentor.mentor_id, badges=badges, facts=facts):
        _reasons(mentor, place)
        _proposal_form(mentor, problem, propose)
        with st.expander("Keep these two apart"):
            st.markdown("They are never suggested to each other again. Neither of them is told.")
            label, key = "Keep them apart", f"apart-{mentor.mentor_id}"
            st.button(label, key=key, on_click=keep_apart, args=(mentor,))


def all_of(
    found: Suggestions, problems: Mapping[str, str], propose: Propose, keep_apart: KeepApart
) -> None:
    """Everybody who fits, best first, then who is left out and why."""
    place = found.family.place if found.family else None
    for mentor in found.suggestions:
        problem = problems.get(mentor.mentor_id)
        suggestion(mentor, place, problem=problem, propose=propose, keep_apart=keep_apart)
    if not found.suggestions:
        layout.empty_state("Nobody fits just now", "See below who is left out, and why.")
    left_out(found.left_out)


def left_out(mentors: Sequence[LeftOut]) -> None:
    """Mentors who cannot be proposed to this family, each with the reasons in words."""
    if not mentors:
        return
    count = len(mentors)
    with st.expander(f"{count} {'mentor is' if count == 1 else 'mentors are'} left out: see why"):
        for mentor in mentors:
            st.markdown(f"**{layout.plain(mentor.display_name)}** {because(mentor.because)}.")


def because(bars: Sequence[str]) -> str:
    """Why a mentor is left out: "is resting and has no time in common"."""
    return listed([BARS[bar] for bar in bars])


def proposal(open_one: Proposal, withdraw: Callable[[Proposal], None]) -> None:
    """The mentor being asked about now, and the way to take that back."""
    facts = [("calendar_month", f"Proposed on {dates.day(open_one.proposed_at)}")]
    with layout.card(
        f"{open_one.mentor_name} is proposed",
        key=open_one.match_id,
        badges=[MATCH_STATES[open_one.state]],
        facts=facts,
    ):
        label, key = "Take the proposal back", f"withdraw-{open_one.match_id}"
        st.button(label, key=key, on_click=withdraw, args=(open_one,))


def _reasons(mentor: Suggestion, place: str | None) -> None:
    for side, title in SIDES.items():
        said = [reason for reason in mentor.reasons if reason.side == side]
        if said:
            st.markdown(f"**{title}**")
            st.markdown("\n".join(f"- {_line(reason, mentor, place)}" for reason in said))


def _line(reason: Reason, mentor: Suggestion, place: str | None) -> str:
    words = layout.plain(matching.sentence(reason, gender=mentor.gender, place=place))
    if reason.most:
        return f"{words} ({reason.points} of {reason.most})"
    return f"{words} ({reason.points})" if reason.points else words


def _proposal_form(mentor: Suggestion, problem: str | None, propose: Propose) -> None:
    key = mentor.mentor_id
    with (
        st.expander("Propose this mentor", expanded=bool(problem)),
        st.form(f"propose-{key}", border=False),
    ):
        st.text_area(
            "Why this mentor? The family reads this, so leave out anything private.",
            key=f"why-{key}",
            max_chars=1000,
        )
        layout.form_problem({"why": problem} if problem else {}, "why")
        st.form_submit_button("Propose to the family", on_click=propose, args=(mentor,))
