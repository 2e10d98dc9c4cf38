"""What staff and administrators may do for a person: codes, roles, suspending."""

from collections.abc import Callable

import streamlit as st

from components import confirm, dates, layout, role_card
from components.actions import action, say
from components.menu import link
from components.visits import Visit
from components.wording import sentence
from components.wording.people import ROLES, explained
from services import bringing_in, people, roles
from services.people import Found

CODE = "_code_for"
FORGOTTEN = "For someone who forgot their password. Make sure that you are speaking with them."
JOINING = "You brought them in, and they have no account. The code joins the account they make."


def draw(visit: Visit, person: Found) -> None:
    """The buttons that the visitor may use for this person."""
    if person.has_account:
        _code(visit, person, "A code for a new password", FORGOTTEN, _issue)
    else:
        _code(visit, person, "A joining code", JOINING, _issue_joining)
    if visit.is_one_of("administrator"):
        _roles(visit, person)
        if person.has_account:
            _second_step(visit, person)
        _suspension(visit, person)
        link("delete-person", "Delete this person", query={"id": person.id})


def _code(visit: Visit, person: Found, title: str, about: str, issue: Callable[..., None]) -> None:
    with layout.card(title, key="code", text=about):
        shown = st.session_state.pop(CODE, None)
        if shown:
            st.code(shown, language=None)
        st.button("Give them a code", key="issue-code", on_click=issue, args=(visit, person))


def _roles(visit: Visit, person: Found) -> None:
    with layout.card("What they may do", key="roles"):
        for role in person.roles:
            confirm.button(
                f"Take away: {ROLES[role]}",
                key=f"remove-{role}",
                question=f"Take this away? It stops at their next click. {explained(role)}",
                yes="Yes, take it away",
                do=lambda role=role: _change(visit, person, role, False),  # type: ignore[misc]
            )
        others = [role for role in ROLES if role not in person.roles]
        wanted = st.selectbox(
            "Give a role",
            others,
            index=None,
            format_func=ROLES.__getitem__,
            key="role",
            placeholder="Choose one",
        )
        if wanted:
            confirm.button(
                "Give this role",
                key=f"grant-{wanted}",
                question=f"Give them this role? {explained(wanted)}",
                yes="Yes, give it",
                do=lambda: _change(visit, person, wanted, True),
            )


def _second_step(visit: Visit, person: Found) -> None:
    with layout.card("Their second step at sign-in", key="second-step"):
        confirm.button(
            "They lost their phone",
            key=f"reset-{person.id}",
            question=role_card.LOST,
            yes="Yes, let them start again",
            do=lambda: role_card.reset(visit, person.id, person.display_name),
        )


def _suspension(visit: Visit, person: Found) -> None:
    with layout.card("Their account", key="suspension"):
        if person.state == "suspended":
            st.text("This account is suspended.")
            st.button("Let them back", key="unsuspend", on_click=_unsuspend, args=(visit, person))
            return
        confirm.button(
            "Suspend this account",
            key="suspend",
            question="They are signed out, and can do nothing here until you let them back.",
            yes="Yes, suspend it",
            do=lambda: _suspend(visit, person),
        )


@action
def _issue(visit: Visit, person: Found) -> None:
    issued = people.issue_reset_code(visit.gateway, person_id=person.id)
    until = dates.clock(issued.expires_at) if issued.expires_at else ""
    st.session_state[CODE] = issued.code
    _tell("people", issued.outcome, person, until=until)


@action
def _issue_joining(visit: Visit, person: Found) -> None:
    issued = bringing_in.issue_joining_code(visit.gateway, person_id=person.id)
    until = dates.day(issued.expires_at) if issued.expires_at else ""
    st.session_state[CODE] = issued.code
    _tell("bringing_in", issued.outcome, person, until=until)


@action
def _change(visit: Visit, person: Found, role: str, give: bool) -> None:
    change = roles.grant if give else roles.remove
    _tell("roles", change(visit.gateway, person_id=person.id, role=role), person, role=ROLES[role])


@action
def _suspend(visit: Visit, person: Found) -> None:
    _tell("people", people.suspend(visit.gateway, person_id=person.id), person)


@action
def _unsuspend(visit: Visit, person: Found) -> None:
    _tell("people", people.unsuspend(visit.gateway, person_id=person.id), person)


def _tell(noun: str, outcome: str, person: Found, **values: str) -> None:
    done = outcome in ("issued", "granted", "removed", "suspended", "active")
    said = sentence(noun, outcome, name=layout.plain(person.display_name), **values)
    say(said, kind="success" if done else "warning")
