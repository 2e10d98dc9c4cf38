"""Decisions that the person sees to: does each still stand?"""

from datetime import timedelta

import streamlit as st

from components import dates, frame, layout
from components.layout import Badge
from components.wording.closing import LOOKS, OUTCOMES
from services import closing
from services.closing import ToReview

visit = frame.require("member")
PROBLEM = "decisions-problem"
AGAIN = timedelta(days=90)


@frame.action
def review(decision_id: str) -> None:
    """Write down what came of the look."""
    held = {
        name: st.session_state[f"{name}-{decision_id}"] for name in ("outcome", "word", "next_on")
    }
    answer = closing.review(visit.gateway, decision_id=decision_id, **held)
    problem = {answer.field: answer.problem} if answer.field else {}
    st.session_state[PROBLEM] = (decision_id, problem)
    frame.say(
        OUTCOMES[answer.outcome], kind="success" if answer.outcome == "reviewed" else "warning"
    )


def form(one: ToReview, problems: dict[str, str]) -> None:
    """Does it still stand, and if so until when?"""
    with st.form(f"look-{one.decision_id}", border=False):
        st.radio(
            "Does it still stand?",
            list(LOOKS),
            format_func=LOOKS.__getitem__,
            key=f"outcome-{one.decision_id}",
        )
        st.text_area("A word about it", key=f"word-{one.decision_id}", max_chars=600)
        st.caption("Only staff read this. If it does not stand any more, please say why.")
        layout.form_problem(problems, "word")
        st.date_input(
            "If it stands: when do we look again?",
            dates.today() + AGAIN,
            format="DD/MM/YYYY",
            key=f"next_on-{one.decision_id}",
        )
        layout.form_problem(problems, "next_on")
        st.form_submit_button("Save", type="primary", on_click=review, args=(one.decision_id,))


layout.page_title("Decisions I see to", "What workshops decided, and when to look at it again.")
asked, problems = st.session_state.get(PROBLEM, ("", {}))
mine = closing.my_decisions(visit.gateway)
for one in mine:
    badges: list[Badge] = [("Time for another look", "attention")] if one.due else []
    if not one.is_mine:
        badges.append(("Nobody sees to this now", "plain"))
    facts = [
        ("groups", one.title),
        ("event_repeat", f"Look at it again on {dates.day(one.review_on)}"),
    ]
    with layout.card(one.what, key=one.decision_id, badges=badges, facts=facts, text=one.why):
        frame.link("workshop", "See the workshop", query={"id": one.workshop_id})
        with st.expander("Look at it again", expanded=one.due and one is mine[0]):
            form(one, problems if asked == one.decision_id else {})
if not mine:
    layout.empty_state("Nothing is yours to see to", "What a workshop gives you appears here.")
