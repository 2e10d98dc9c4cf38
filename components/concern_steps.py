"""What is done about a concern: the next step, notes, whom it names, and pausing a match."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from components import confirm, dates, layout
from components.choosing import choose
from components.wording.concerns import DECISIONS, NEXT, THEN, event
from components.wording.people import ROLES
from components.wording.triage import (
    CHILD,
    FINDINGS,
    HELPS,
    TRIAGE,
    UNCONFIRMED,
    WORKS_WITH_CHILDREN,
)
from services.concerns import Concern, Found, Match, Named

WORDS, DECISION, AFTER = "step_words", "step_decision", "step_after"
NOTE, CORRECTS, LOOK = "note_words", "note_corrects", "name_look"
QUESTIONS = ("needs", "risk", "protect")
Problems = Mapping[str, str]


def next_step(concern: Concern, problems: Problems, move: Callable[[str], None]) -> None:
    """The one thing to do now, and nothing else."""
    if concern.state == "closed":
        return
    layout.section(f"Next: {NEXT[concern.state]}")
    with st.container(border=True, key="card-next-step"):
        if concern.state == "new":
            st.button(
                "I have read it", key="step", type="primary", on_click=move, args=("acknowledged",)
            )
        elif concern.state == "acknowledged":
            _triage(concern, problems, move)
        elif concern.state == "triaged":
            _decide(problems, move)
        else:
            _close(concern, problems, move)


def findings() -> dict[str, str]:
    """The answers to the three questions, as far as there are any."""
    held = {code: st.session_state.get(f"finding-{code}") for code in QUESTIONS}
    return {code: answer for code, answer in held.items() if answer}


def note_form(concern: Concern, problems: Problems, note: Callable[[], None]) -> None:
    """Add to the history; what stands there is never changed."""
    with st.expander("Add a note", expanded=bool(problems)), st.form("note", border=False):
        st.text_area("Note", key=NOTE, max_chars=4000)
        layout.form_problem(dict(problems), "words")
        entries = {
            e.event_id: f"{event(e.kind, e.state)}, {dates.day(e.at)}, {dates.clock(e.at)}"
            for e in concern.history
            if e.event_id
        }
        choose("It puts something right that stands in the history", entries, CORRECTS, none="No")
        st.form_submit_button("Add the note", on_click=note)


def people(
    concern: Concern, name: Callable[[Found], None], pause: Callable[[Match, bool], None]
) -> None:
    """Whom of this portal it names, and their matches."""
    layout.section("Is it about somebody in this portal?")
    for person in concern.people:
        _person(person, pause)
    with st.expander("Name somebody"):
        st.markdown("Whom you name cannot read this, whatever their role. It cannot be undone.")
        st.text_input("Look for a name", key=LOOK, max_chars=60)
        for found in concern.found:
            label = f"{found.display_name}{_roles(found)}"
            confirm.button(
                f"Name {layout.plain(label)}",
                key=f"name-{found.person_id}",
                question=f"Is it about {layout.plain(found.display_name)}?",
                yes="Yes, name them",
                do=lambda found=found: name(found),  # type: ignore[misc]
            )
        if st.session_state.get(LOOK) and not concern.found:
            st.text("Nobody has this name. Two letters are enough to look.")


def _triage(concern: Concern, problems: Problems, move: Callable[[str], None]) -> None:
    test = TRIAGE[concern.nation]
    st.markdown(f"{HELPS} From: {test.law}, for people of {test.age} and over.")
    if not test.confirmed:
        st.warning(UNCONFIRMED)
    with st.form("triage", border=False):
        for code, question in test.questions.items():
            st.radio(
                question,
                list(FINDINGS),
                index=None,
                format_func=FINDINGS.get,
                key=f"finding-{code}",
                horizontal=True,
            )
        st.markdown(test.then)
        if concern.about != "adult" or concern.report.children_at_home == "yes":
            st.markdown(CHILD)
        if concern.about_role or any(person.matches for person in concern.people):
            st.markdown(WORKS_WITH_CHILDREN)
        _words("What you found, if you want to write it down", problems)
        st.form_submit_button("Save", type="primary", on_click=move, args=("triaged",))


def _decide(problems: Problems, move: Callable[[str], None]) -> None:
    with st.form("decide", border=False):
        st.radio(
            "What do you decide?",
            list(DECISIONS),
            index=None,
            format_func=DECISIONS.get,
            key=DECISION,
        )
        layout.form_problem(dict(problems), "state")
        _words("To whom, and why? A reason is always needed.", problems)
        st.form_submit_button("Save the decision", type="primary", on_click=move, args=("",))


def _close(concern: Concern, problems: Problems, move: Callable[[str], None]) -> None:
    with st.form("close", border=False):
        choices = ["closed", *(state for state in concern.next if state != "closed")]
        st.radio("What now?", choices, format_func=THEN.get, key=AFTER)
        _words("What came of it? A reason is always needed.", problems)
        st.form_submit_button("Save", type="primary", on_click=move, args=("",))


def _words(label: str, problems: Problems) -> None:
    st.text_area(label, key=WORDS, max_chars=4000)
    layout.form_problem(dict(problems), "words")


def _person(person: Named, pause: Callable[[Match, bool], None]) -> None:
    name = person.display_name or "Someone who has left"
    with layout.card(name, key=f"named-{person.person_id}"):
        for match in person.matches:
            _match(match, pause)
        if not person.matches:
            st.text("They have no match at the moment.")


def _match(match: Match, pause: Callable[[Match, bool], None]) -> None:
    paused = match.state == "paused"
    both = f"{match.mentor_name} is the peer mentor of {match.family_name}."
    with layout.action_row(f"{both} {'Paused.' if paused else ''}"):
        st.button(
            "Let the match go on" if paused else "Pause the match",
            key=f"pause-{match.match_id}",
            on_click=pause,
            args=(match, paused),
        )


def _roles(found: Found) -> str:
    words = [ROLES[role].lower() for role in found.roles]
    return f" ({', '.join(words)})" if words else ""


def chosen() -> dict[str, Any]:
    """What was typed for the step."""
    return {"words": st.session_state.get(WORDS, ""), "findings": findings()}
