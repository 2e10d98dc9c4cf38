""" "Me too": saying it to what everybody reads, taking it back, and choosing to be told."""

import streamlit as st

from components import layout, visits, wording
from components.actions import action, say
from components.wording.feedback import STATES, about, support
from services import feedback
from services.feedback import Shown


def draw(said: Shown) -> None:
    """How many say it, and the button for a member who did not write it."""
    visit = visits.current()
    count = support(said.supporters)
    if visit is None or not visit.is_one_of("member") or said.is_mine:
        if count:
            st.text(count)
        return
    with layout.action_row(count or "Does this go for you as well?"):
        if said.supported:
            _take_back_button(said)
        else:
            st.button(
                "Me too",
                key=f"me-too-{said.feedback_id}",
                icon=":material/thumb_up:",
                on_click=_support,
                args=(said.feedback_id, True),
            )


def mine(said: Shown) -> None:
    """Something that one supports, with what staff answered."""
    title = about(said.about_kind, service=said.service, space=said.space, workshop=said.workshop)
    key = f"supported-{said.feedback_id}"
    with layout.card(title, key=key, badges=[STATES[said.state]], text=said.body):
        if said.reason:
            with st.container(gap=None):
                st.markdown("**Our answer**")
                st.text(said.reason)
        with layout.action_row("We tell you of the answer." if said.tell else None):
            st.button(
                "Do not tell me" if said.tell else "Tell me of the answer",
                key=f"tell-{said.feedback_id}",
                on_click=_support,
                args=(said.feedback_id, not said.tell),
            )
            _take_back_button(said)


def _take_back_button(said: Shown) -> None:
    st.button(
        "Take back my Me too",
        key=f"not-me-{said.feedback_id}",
        on_click=_take_back,
        args=(said.feedback_id,),
    )


@action
def _support(feedback_id: str, tell: bool) -> None:
    visit = visits.current()
    if visit is None:
        return
    outcome = feedback.support(visit.gateway, feedback_id=feedback_id, tell=tell)
    if outcome == "supported" and not tell:
        outcome = "supported_quietly"
    undo = (lambda: _undo(feedback_id)) if outcome == "supported" else None
    good = outcome.startswith("supported")
    say(wording.sentence("feedback", outcome), kind="success" if good else "info", undo=undo)


def _undo(feedback_id: str) -> None:
    if visit := visits.current():
        outcome = feedback.take_back(visit.gateway, feedback_id=feedback_id)
        say(wording.sentence("feedback", outcome), kind="info")


_take_back = action(_undo)
