"""The form in which staff describe a workshop. It fills itself from one that exists."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

import streamlit as st

from components import confirm, dates, layout, wording
from components.wording.workshops import (
    CONTRIBUTIONS,
    KINDS,
    PROBLEMS,
    RUNG_MEANS,
    RUNGS,
    WHO_CAN_COME,
)
from services.spaces import Space
from services.workshops import Workshop

STEP = timedelta(minutes=15)
Problem = tuple[str, str]  # the field, and what is wrong with it: a code, or a sentence


def draw(
    spaces: Sequence[Space],
    filled: Workshop | None,
    *,
    name: str,
    keep_times: bool,
    problem: Problem | None,
    save: Callable[[], None],
    later: int = 0,
) -> None:
    """All fields and the button. `name` keeps the answers of two forms apart.

    `later`: how many of its series come after it, to which a change may go too.
    """
    with st.form(f"workshop-{name}", border=False, enter_to_submit=False):
        _what(name, filled, spaces, problem)
        _when(name, filled if keep_times else None, problem)
        _places(name, filled, problem)
        _about(name, filled, problem)
        _say(name, filled, problem)
        if later:
            _and_later(name, later)
        st.form_submit_button("Save", type="primary", on_click=save)


def draw_call_off(problem: Problem | None, call_off: Callable[[], None]) -> None:
    """The reason, and the button that asks once more."""
    layout.section("Call it off")
    st.text_input("Why? Everybody who booked reads this.", key="workshop-reason", max_chars=300)
    show_problem(problem, "reason")
    confirm.button(
        "Call it off",
        key="workshop-call-off",
        question="Every booking is cancelled with it. This cannot be taken back.",
        yes="Yes, call it off",
        do=call_off,
    )


def filled_in(name: str) -> dict[str, Any]:
    """What is in the form, as `workshops.save` takes it."""
    held = {field: st.session_state[_key(name, field)] for field in FIELDS}
    day, (space_id, programme_id) = held.pop("day"), held.pop("where") or (None, None)
    return held | {
        "space_id": space_id,
        "programme_id": programme_id,
        "starts_at": _moment(day, held["starts_at"]),
        "ends_at": _moment(day, held["ends_at"]),
        "in_person_capacity": held["in_person_capacity"] or None,
        "online_capacity": held["online_capacity"] or None,
        "and_later": bool(st.session_state.get(_key(name, "and_later"))),
    }


FIELDS = (
    *("title", "kind", "where", "meeting_point", "day", "starts_at", "ends_at"),
    *("in_person_capacity", "online_capacity", "online_link", "who_can_come"),
    *("what_to_expect", "who_will_be_there", "access_facts", "transport_help", "childcare"),
    *("language", "rung", "contribution_type"),
)


def _what(
    name: str, filled: Workshop | None, spaces: Sequence[Space], problem: Problem | None
) -> None:
    st.text_input("Title", filled.title if filled else "", 100, key=_key(name, "title"))
    show_problem(problem, "title")
    _choose(name, "kind", "Kind", KINDS, filled.kind if filled else None)
    show_problem(problem, "kind")
    places = _places_to_meet(spaces)
    at = (filled.space_id, filled.programme_id) if filled else None
    _choose(name, "where", "Space, and the programme it belongs to", places, at)
    show_problem(problem, "space_id", "programme_id")
    st.text_input(
        "Where to meet, if that is not the space itself",
        filled.meeting_point if filled else "",
        120,
        key=_key(name, "meeting_point"),
        placeholder="Castle Park, by the gate",
    )
    show_problem(problem, "meeting_point")


def _when(name: str, filled: Workshop | None, problem: Problem | None) -> None:
    starts = dates.uk(filled.starts_at) if filled else None
    ends = dates.uk(filled.ends_at) if filled else None
    with st.container(horizontal=True):
        st.date_input(
            "Day", starts.date() if starts else None, key=_key(name, "day"), format="DD/MM/YYYY"
        )
        for field, label, at, usual in (
            ("starts_at", "Starts", starts, time(18)),
            ("ends_at", "Ends", ends, time(20)),
        ):
            st.time_input(label, at.time() if at else usual, key=_key(name, field), step=STEP)
    show_problem(problem, "starts_at", "ends_at")


def _places(name: str, filled: Workshop | None, problem: Problem | None) -> None:
    with st.container(horizontal=True):
        for field, label, places in (
            (
                "in_person_capacity",
                "In person: places in the room",
                filled.in_person_capacity if filled else 12,
            ),
            ("online_capacity", "Online: places to join", filled.online_capacity if filled else 0),
        ):
            st.number_input(label, 0, 500, places or 0, key=_key(name, field))
    st.caption("0 means that nobody can come that way. Each way has its own line of people.")
    show_problem(problem, "in_person_capacity", "online_capacity")
    st.text_input(
        "Link to join online. Only people booked online see it",
        (filled.online_link or "") if filled else "",
        500,
        key=_key(name, "online_link"),
        placeholder="https://",
    )
    show_problem(problem, "online_link")
    who = filled.who_can_come if filled else "everyone"
    _choose(name, "who_can_come", "Who can come", WHO_CAN_COME, who)


def _about(name: str, filled: Workshop | None, problem: Problem | None) -> None:
    for field, label, longest, text in (
        (
            "what_to_expect",
            "What to expect. The first line shows on the card",
            1000,
            filled.what_to_expect if filled else "",
        ),
        ("who_will_be_there", "Who will be there", 500, filled.who_will_be_there if filled else ""),
        (
            "access_facts",
            "The room and getting in: steps, toilets, parking, quiet corner",
            500,
            filled.access_facts if filled else "",
        ),
    ):
        st.text_area(label, text, max_chars=longest, key=_key(name, field))
        show_problem(problem, field)
    for field, label, on in (
        (
            "transport_help",
            "We can help with getting there",
            bool(filled and filled.transport_help),
        ),
        ("childcare", "Someone looks after children", bool(filled and filled.childcare)),
    ):
        st.checkbox(label, on, key=_key(name, field))
    language = filled.language if filled else "English"
    st.text_input("Language", language, 40, key=_key(name, "language"))
    show_problem(problem, "language")


def _say(name: str, filled: Workshop | None, problem: Problem | None) -> None:
    rungs = {rung: f"{word}: {RUNG_MEANS[rung]}" for rung, word in RUNGS.items()}
    _choose(name, "rung", "How much say people have", rungs, filled.rung if filled else 6)
    show_problem(problem, "rung")
    kinds: dict[str | None, str] = {None: "None of these: people come for themselves"}
    kinds.update(CONTRIBUTIONS)
    given = filled.contribution_type if filled else "design_workshop"
    _choose(name, "contribution_type", "How people contribute by coming", kinds, given)


def _and_later(name: str, later: int) -> None:
    st.radio(
        "It is one of a series. What changes?",
        [False, True],
        format_func={False: "Only this one", True: "This one and the later ones"}.__getitem__,
        key=_key(name, "and_later"),
    )
    many = "1 more comes" if later == 1 else f"{later} more come"
    st.caption(f"{many} after it. If you move this one by a day, they move by a day too.")


def _choose(name: str, field: str, label: str, options: Mapping[Any, str], given: Any) -> None:
    keys = list(options)
    st.selectbox(
        label,
        keys,
        keys.index(given) if given in options else None,
        format_func=options.__getitem__,
        key=_key(name, field),
        placeholder="Choose one",
    )


def _places_to_meet(spaces: Sequence[Space]) -> dict[tuple[str, str | None], str]:
    found: dict[tuple[str, str | None], str] = {}
    for space in spaces:
        found[(space.id, None)] = space.name
        for programme in space.programmes:
            found[(space.id, programme.id)] = f"{space.name}: {programme.name}"
    return found


def _moment(day: Any, at: time | None) -> datetime | None:
    return datetime.combine(day, at, dates.UK) if day and at else None


def show_problem(problem: Problem | None, *names: str) -> None:
    """The sentence under a field that needs another look."""
    if problem and problem[0] in names:
        words = PROBLEMS.get(problem) or wording.PROBLEMS.get(problem[1], problem[1])
        st.error(words, icon=":material/error:")


def _key(name: str, field: str) -> str:
    return f"workshop-{name}-{field}"
