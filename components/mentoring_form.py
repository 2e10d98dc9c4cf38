"""The questions that offers and requests have in common: experience, ways, times, wishes."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from components import layout
from components.visits import Person
from components.wording.mentoring import (
    DAYS,
    EXPERIENCES,
    GENDER_WISHES,
    GENDERS,
    INTERESTS,
    LANGUAGES,
    PARTS_OF_DAY,
    SITUATIONS,
    SUBSTANCES,
    WAYS,
)
from services.mentoring.answers import Answers

LEAVE_OUT = "You can leave this out"


def key(form: str, name: str) -> str:
    """The key of a field in a form."""
    return f"{form}-{name}"


def typed(form: str, name: str) -> Any:
    """What a field holds now."""
    given = st.session_state.get(key(form, name))
    return given.strip() if isinstance(given, str) else given


def told_before(person: Person | None) -> dict[str, Any]:
    """What somebody said about themselves when they joined, so that nobody asks twice."""
    if person is None or person.connection not in ("recovery", "family"):
        return {"connection": ""}
    return {"connection": person.connection, "relation": person.relation}


def experience(form: str, label: str, given: Answers, problems: dict[str, str]) -> None:
    """Own recovery, or what somebody is to their loved one."""
    chosen = given.relation if given.connection == "family" else given.connection
    select(form, "experience", label, EXPERIENCES, chosen, placeholder="Choose one")
    layout.form_problem(problems, "connection")
    layout.form_problem(problems, "relation")


def how_and_when(form: str, given: Answers, problems: dict[str, str]) -> None:
    """Ways of meeting, and the times of the week."""
    st.markdown("How could you meet?")
    with st.container(horizontal=True):
        for way, label in WAYS.items():
            st.checkbox(label, way in given.ways, key=key(form, f"way-{way}"))
    layout.form_problem(problems, "ways")
    for part, words in PARTS_OF_DAY.items():
        free = [day for day in DAYS if f"{day}_{part}" in given.times]
        several(form, f"time-{part}", f"Which {words}s suit you?", DAYS, free, "No days chosen")
    layout.form_problem(problems, "times")


def what_else(form: str, given: Answers, problems: dict[str, str]) -> None:
    """What may be left out: substance, situations, languages and interests."""
    label = "What is, or was, it about?"
    select(form, "substance", label, SUBSTANCES, given.substance)
    label = "Have you lived through any of these?"
    several(form, "situations", label, _situations(form), given.situations)
    label = "Which languages can you talk in with ease?"
    several(form, "languages", label, LANGUAGES, given.languages)
    layout.form_problem(problems, "languages")
    several(form, "interests", "What do you like to do?", INTERESTS, given.interests)


def gender(form: str, label: str, given: Answers) -> None:
    """The wish about the other person's gender, and one's own where it counts."""
    wish = "none" if given.gender_wish == "none" else f"{given.gender_wish}_{given.wanted_gender}"
    st.selectbox(
        label,
        list(GENDER_WISHES),
        index=list(GENDER_WISHES).index(wish),
        format_func=GENDER_WISHES.__getitem__,
        key=key(form, "gender_wish"),
    )
    label = "Your own gender, if you want it to count"
    select(form, "gender", label, GENDERS, given.gender)


def answers(form: str) -> dict[str, Any]:
    """What the questions above hold now."""
    chosen = typed(form, "experience")
    wish, _, wanted = (typed(form, "gender_wish") or "none").partition("_")
    return {
        "connection": "family" if chosen not in (None, "recovery") else chosen,
        "relation": chosen if chosen != "recovery" else None,
        "substance": typed(form, "substance"),
        "situations": tuple(typed(form, "situations") or ()),
        "ways": tuple(way for way in WAYS if typed(form, f"way-{way}")),
        "times": tuple(
            f"{day}_{part}" for part in PARTS_OF_DAY for day in typed(form, f"time-{part}") or ()
        ),
        "languages": tuple(typed(form, "languages") or ()),
        "interests": tuple(typed(form, "interests") or ()),
        "gender": typed(form, "gender"),
        "gender_wish": wish,
        "wanted_gender": wanted or None,
    }


def select(
    form: str,
    name: str,
    label: str,
    options: Mapping[str, str],
    chosen: str | None,
    placeholder: str = LEAVE_OUT,
) -> None:
    """One choice, or none."""
    codes = list(options)
    st.selectbox(
        label,
        codes,
        index=codes.index(chosen) if chosen in codes else None,
        format_func=options.__getitem__,
        key=key(form, name),
        placeholder=placeholder,
    )


def several(
    form: str,
    name: str,
    label: str,
    options: Mapping[str, str],
    chosen: Sequence[str],
    placeholder: str = LEAVE_OUT,
) -> None:
    """Any number of choices."""
    st.multiselect(
        label,
        list(options),
        [code for code in chosen if code in options],
        format_func=options.__getitem__,
        key=key(form, name),
        placeholder=placeholder,
    )


def _situations(form: str) -> dict[str, str]:
    asked_apart = form == "ask"  # a request asks about treatment in a question of its own
    return {
        code: words for code, words in SITUATIONS.items() if code != "treatment" or not asked_apart
    }
