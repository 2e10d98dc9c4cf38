"""One piece of feedback: the whole text, its history, and what staff can do about it."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from components import (
    feedback_alike,
    feedback_answer,
    feedback_card,
    feedback_owner,
    feedback_sharing,
    frame,
    layout,
)
from components.feedback_actions import PROBLEMS, Clicks
from services import feedback

visit = frame.require("staff")
clicks = Clicks(visit.gateway, st.query_params.get("id", ""))


def on(do: Callable[..., None]) -> Callable[..., Callable[[], None]]:
    """A click whose action is told which one it is about."""
    return lambda *which: frame.action(partial(do, *which))


piece = feedback.piece(visit.gateway, feedback_id=clicks.feedback_id)
if piece is None:
    layout.page_title("Feedback")
    layout.empty_state("It is not here", "The person may have taken it back.")
    frame.link("feedback", "Back to the list", icon="arrow_back")
    st.stop()
problems = st.session_state.get(PROBLEMS, {})
feedback_card.in_full(piece)
feedback_answer.answer_form(piece, problems, frame.action(clicks.answer))
layout.section("More that you can do")
with st.expander("Who sees to it", expanded=piece.came_back, icon=":material/assignment_ind:"):
    feedback_owner.draw(piece, problems, frame.action(clicks.take), frame.action(clicks.hand_over))
look = piece.sharing == "to_check" or piece.asked_again is not None
with st.expander("Who can read it", expanded=look, icon=":material/visibility:"):
    feedback_sharing.draw(
        piece, frame.action(clicks.show), frame.action(clicks.keep), on(clicks.answer_appeal)
    )
alike = bool(piece.similar or piece.merged_pieces or piece.main)
with st.expander("What says the same", expanded=alike, icon=":material/merge:"):
    feedback_alike.draw(piece, on(clicks.merge), on(clicks.unmerge))
with st.expander("Talk about it at a workshop", icon=":material/groups:"):
    feedback_answer.agenda_form(piece, on(clicks.set_agenda))
with st.expander("Tags", icon=":material/label:"):
    feedback_alike.tags_form(piece, problems, frame.action(clicks.tag))
with st.expander("What came of it", icon=":material/auto_awesome:"):
    feedback_answer.change_form(piece, frame.action(clicks.link))
