"""What a workshop decided: one card each, and a form to add or change one."""

from datetime import timedelta

import streamlit as st

from components import choosing, confirm, dates, layout
from components.actions import action, say
from components.visits import Visit
from components.wording.closing import DECISIONS_SHOWN, OUTCOMES, OWNER_ROLES
from services import closing
from services.closing import Answer, Closing, Decision

CHANGING, PROBLEM, ADDED = "decision-changing", "decision-problem", "decision-added"
USUAL_REVIEW = timedelta(days=90)


def draw(visit: Visit, found: Closing) -> None:
    """Each decision, then the form: empty, or with the one that is being changed."""
    st.markdown(DECISIONS_SHOWN)
    changing = st.session_state.get(CHANGING)
    for decision in found.decisions:
        _card(visit, found, decision)
    one = next((one for one in found.decisions if one.decision_id == changing), None)
    title = "Change this decision" if one else "Add a decision"
    lacks = not found.decisions and not found.written.no_decisions
    with st.expander(title, expanded=bool(one or lacks or _problems())):
        _form(visit, found, one)


def _card(visit: Visit, found: Closing, decision: Decision) -> None:
    role = OWNER_ROLES.get(decision.owner_role or "", "")
    owner = f"{decision.owner} ({role})" if decision.owner else "Staff (the owner has left)"
    facts = [("person", owner)]
    if decision.review_on:
        facts.append(("event_repeat", f"Look at it again on {dates.day(decision.review_on)}"))
    with layout.card(
        decision.what, key=f"decision-{decision.decision_id}", facts=facts, text=decision.why
    ):
        st.button(
            "Change",
            key=f"change-{decision.decision_id}",
            on_click=_choose,
            args=(decision.decision_id,),
        )
        if found.state != "closed":
            confirm.button(
                "Take it out",
                key=f"remove-{decision.decision_id}",
                question="Take this decision out of the write-up?",
                yes="Yes, take it out",
                do=lambda: _remove(visit, decision.decision_id),
            )


def _form(visit: Visit, found: Closing, one: Decision | None) -> None:
    owners = {
        owner.person_id: f"{owner.display_name} ({OWNER_ROLES.get(owner.role, owner.role)})"
        for owner in found.owners
    }
    me = visit.person.id if visit.person else None
    usual = one.owner_id if one else me
    review = one.review_on if one else None
    with st.form(_key("form", one), border=False):
        st.text_area(
            "What did you decide?", one.what if one else "", max_chars=300, key=_key("what", one)
        )
        layout.form_problem(_problems(), "what")
        st.text_area("Why?", one.why if one else "", max_chars=600, key=_key("why", one))
        layout.form_problem(_problems(), "why")
        choosing.choose("Who sees to it?", owners, _key("owner_id", one), usual=usual)
        layout.form_problem(_problems(), "owner_id")
        st.date_input(
            "When do we look at it again?",
            review or dates.today() + USUAL_REVIEW,
            format="DD/MM/YYYY",
            key=_key("review_on", one),
        )
        layout.form_problem(_problems(), "review_on")
        if found.state == "closed":
            st.text_input("What did you put right?", max_chars=300, key=_key("note", one))
            layout.form_problem(_problems(), "note")
        st.form_submit_button("Save the decision", on_click=_save, args=(visit, found, one))
    if one:
        st.button("Leave it as it was", key="decision-leave", on_click=_choose, args=(None,))


def _problems() -> dict[str, str]:
    found: dict[str, str] = st.session_state.get(PROBLEM, {})
    return found


def _key(field: str, one: Decision | None) -> str:
    """A form that was saved is empty again: its next filling has keys of its own."""
    return f"decision-{one.decision_id if one else st.session_state.get(ADDED, 0)}-{field}"


def _choose(decision_id: str | None) -> None:
    st.session_state[CHANGING] = decision_id
    st.session_state[PROBLEM] = {}


@action
def _save(visit: Visit, found: Closing, one: Decision | None) -> None:
    answer = closing.save_decision(
        visit.gateway,
        workshop_id=found.workshop_id,
        decision_id=one.decision_id if one else None,
        **{
            field: st.session_state.get(_key(field, one))
            for field in ("what", "why", "owner_id", "review_on", "note")
        },
    )
    st.session_state[PROBLEM] = {answer.field: answer.problem} if answer.field else {}
    if answer.outcome in ("saved", "already_saved"):
        st.session_state[ADDED] = st.session_state.get(ADDED, 0) + 1
        st.session_state[CHANGING] = None
    _tell("decision_saved" if answer.outcome == "saved" else answer.outcome)


@action
def _remove(visit: Visit, decision_id: str) -> None:
    answer: Answer = closing.remove_decision(visit.gateway, decision_id=decision_id)
    _tell(answer.outcome)


def _tell(outcome: str) -> None:
    good = outcome in ("decision_saved", "removed")
    say(OUTCOMES[outcome], kind="success" if good else "warning")
