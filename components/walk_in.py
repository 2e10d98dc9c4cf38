"""Somebody came who is not on the list: find them, or add them with a first name."""

import streamlit as st

from components import layout, register_row
from components.actions import action, say
from components.visits import Visit
from components.wording.door import CONNECTIONS, REGISTER
from services import door
from services.door import Marked, Register

SEARCH = "register-search"
NAME, CONNECTION = "walk-in-name", "walk-in-connection"
SURE, PROBLEM = "walk-in-sure", "walk-in-problem"


def draw(visit: Visit, register: Register, search: str) -> None:
    """Who else is in the portal under the name that was looked for, and a form for who is not."""
    where = (visit, register.workshop.id)
    for found in register.found:
        register_row.draw_found(found, lambda *who: _add(*where, *who))
    with st.expander("Somebody new", expanded=bool(search) and not register.found):
        st.markdown("A first name is enough. They can make an account another day.")
        problems = st.session_state.get(PROBLEM, {})
        with st.form("walk-in", border=False):
            st.text_input("First name", search, max_chars=60, key=_name_of(search))
            layout.form_problem(problems, "display_name")
            st.radio(
                "How addiction touched their life",
                list(CONNECTIONS),
                index=None,
                format_func=CONNECTIONS.__getitem__,
                horizontal=True,
                key=CONNECTION,
            )
            layout.form_problem(problems, "connection")
            st.form_submit_button("Add them", type="primary", on_click=_new, args=(*where, search))


def _name_of(search: str) -> str:
    return f"{NAME}-{search}"


@action
def _add(visit: Visit, workshop_id: str, person_id: str, name: str) -> None:
    """Add somebody who came without a booking."""
    answer = door.add_walk_in(visit.gateway, workshop_id=workshop_id, person_id=person_id)
    _tell(visit, answer, name)


@action
def _new(visit: Visit, workshop_id: str, search: str) -> None:
    """Add somebody who is not in the portal yet, once staff saw a hint about the name."""
    name = st.session_state.get(_name_of(search), "")
    answer = door.add_new_walk_in(
        visit.gateway,
        workshop_id=workshop_id,
        display_name=name,
        connection=st.session_state.get(CONNECTION),
        sure=st.session_state.get(SURE) == name,
    )
    problem = answer.problem or ""
    st.session_state[PROBLEM] = {answer.field: problem} if answer.field else {}
    st.session_state[SURE] = name if answer.outcome == "name_gives_away" else None
    _tell(visit, answer, name.strip())


def _tell(visit: Visit, answer: Marked, name: str) -> None:
    """Say what came of adding somebody; then the search is empty again."""
    words = REGISTER[answer.outcome].format(name=layout.plain(name))
    if answer.outcome != "added":
        say(words, kind="warning")
        return
    booking_id = answer.booking_id or ""
    st.session_state[SEARCH] = ""
    say(words, undo=lambda: _take_off(visit, booking_id, name))


def _take_off(visit: Visit, booking_id: str, name: str) -> None:
    answer = door.mark(visit.gateway, booking_id=booking_id, state="cancelled")
    outcome = "cancelled" if answer.outcome == "marked" else answer.outcome
    say(REGISTER[outcome].format(name=layout.plain(name)), kind="info")
