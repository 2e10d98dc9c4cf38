"""The words of a write-up: saved half done, closed when it is whole, put right later."""

from typing import Any

import streamlit as st

from components import choosing, dates, layout
from components.actions import action, say
from components.visits import Visit
from components.wording.closing import (
    AUDIENCES,
    FOR_EVERYBODY,
    OUTCOMES,
    SHARED_KINDS,
    lacking,
)
from components.wording.workshops import RUNG_MEANS, RUNGS
from services import closing
from services.closing import Answer, Closing, Written

FIELDS = ("summary", "audience", "rung_reached", "hours", "no_decisions")
PROBLEM, VERSION, THEIRS, ROUND = "problem", "version", "theirs", "round"


def draw(visit: Visit, found: Closing) -> None:
    """The form, filled with what is saved; and what somebody else saved meanwhile, beside it."""
    st.session_state.setdefault(_key(found, VERSION), found.written.version)
    theirs: Written | None = st.session_state.get(_key(found, THEIRS))
    if theirs:
        _show_theirs(found, theirs)
    problems = st.session_state.get(_key(found, PROBLEM), {})
    with st.form("write-up", border=False):
        _fields(found, problems)
        if found.state == "closed":
            st.text_input("What did you put right?", max_chars=300, key=_key(found, "note"))
            layout.form_problem(problems, "note")
            st.form_submit_button("Save", type="primary", on_click=_save, args=(visit, found))
            return
        with st.container(horizontal=True):
            st.form_submit_button("Save for now", on_click=_save, args=(visit, found))
            st.form_submit_button(
                "Close the workshop", type="primary", on_click=_close, args=(visit, found)
            )


def _fields(found: Closing, problems: dict[str, str]) -> None:
    written = found.written
    st.text_area(
        "In a few sentences",
        written.summary,
        height=220,
        max_chars=4000,
        key=_key(found, "summary"),
        placeholder=FOR_EVERYBODY,
    )
    layout.form_problem(problems, "summary")
    usual = "everyone" if found.kind in SHARED_KINDS else "came"
    st.radio(
        "Who can read that? Everybody can read the decisions.",
        list(AUDIENCES),
        index=list(AUDIENCES).index(written.audience or usual),
        format_func=AUDIENCES.__getitem__,
        key=_key(found, "audience"),
    )
    st.checkbox("Nothing was decided", written.no_decisions, key=_key(found, "no_decisions"))
    rungs = {str(rung): f"{rung}. {RUNGS[rung]}: {RUNG_MEANS[rung]}" for rung in reversed(RUNGS)}
    choosing.choose(
        "How much say people really had",
        rungs,
        _key(found, "rung_reached"),
        usual=str(written.rung_reached) if written.rung_reached else None,
    )
    st.caption(f"The plan was: {RUNGS[found.rung_planned]}.")
    layout.form_problem(problems, "rung_reached")
    st.number_input(
        "How many hours it took",
        min_value=0.25,
        max_value=24.0,
        value=float(written.hours or _planned(found)),
        step=0.25,
        key=_key(found, "hours"),
    )
    layout.form_problem(problems, "hours")


def _planned(found: Closing) -> float:
    lasted = dates.uk(found.ends_at) - dates.uk(found.starts_at)
    return max(0.25, round(lasted.total_seconds() / 900) / 4)


def _show_theirs(found: Closing, theirs: Written) -> None:
    """What somebody else saved while this was being written; it can be taken over."""
    with layout.card("What they wrote", key="write-up-theirs", text=theirs.summary or "Nothing."):
        st.button("Use theirs instead", key="use-theirs", on_click=_use_theirs, args=(found,))


def _use_theirs(found: Closing) -> None:
    """Fill the form anew with what is saved."""
    after = st.session_state.get(_round(found), 0) + 1
    st.session_state[_round(found)] = after


def _round(found: Closing) -> str:
    return f"write-up-{found.workshop_id}-{ROUND}"


def _key(found: Closing, field: str) -> str:
    """Keys of one workshop, and of one filling of its form."""
    return f"write-up-{found.workshop_id}-{st.session_state.get(_round(found), 0)}-{field}"


def _filled_in(found: Closing) -> dict[str, Any]:
    held = {field: st.session_state[_key(found, field)] for field in FIELDS}
    return {**held, "rung_reached": int(held["rung_reached"]) if held["rung_reached"] else None}


@action
def _save(visit: Visit, found: Closing) -> None:
    note = {"note": st.session_state.get(_key(found, "note"))} if found.state == "closed" else {}
    answer = closing.save(
        visit.gateway,
        workshop_id=found.workshop_id,
        version=st.session_state[_key(found, VERSION)],
        **_filled_in(found),
        **note,
    )
    corrected = answer.outcome == "saved" and found.state == "closed"
    _tell(found, answer, "corrected" if corrected else answer.outcome)


@action
def _close(visit: Visit, found: Closing) -> None:
    answer = closing.close(
        visit.gateway,
        workshop_id=found.workshop_id,
        version=st.session_state[_key(found, VERSION)],
        **_filled_in(found),
    )
    _tell(found, answer, answer.outcome)


def _tell(found: Closing, answer: Answer, outcome: str) -> None:
    """Say it, and remember which version the form now stands on."""
    written = answer.written
    others = outcome in ("changed_meanwhile", "already_closed")
    if written:
        st.session_state[_key(found, VERSION)] = written.version
    st.session_state[_key(found, THEIRS)] = written if others else None
    problem = {answer.field: answer.problem} if answer.field else {}
    st.session_state[_key(found, PROBLEM)] = problem
    by = written and (written.closed_by if outcome == "already_closed" else written.saved_by)
    words = OUTCOMES[outcome].format(
        missing=lacking(answer.missing),
        name=layout.plain(by or "Somebody"),
        when=dates.day(written.closed_at) if written and written.closed_at else "",
    )
    say(words, kind="success" if outcome in ("saved", "corrected", "closed") else "warning")
