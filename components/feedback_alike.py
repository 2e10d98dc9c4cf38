"""Tags of one piece of feedback, what says the same, and what is answered together with it."""

from collections.abc import Callable

import streamlit as st

from components import dates, layout, menu
from components.wording.feedback import STATES
from services.feedback import Alike, Piece

TAGS = "answer_tags"
MOST_TAGS = 5
CLOSED = ("done", "not_now")  # what is closed stays on its own


def tags_form(piece: Piece, problems: dict[str, str], save: Callable[[], None]) -> None:
    """Free words for it, from those in use or new."""
    with st.form("tags", border=False):
        st.multiselect(
            "Tags",
            sorted({*piece.all_tags, *piece.tags}),
            piece.tags,
            key=TAGS,
            max_selections=MOST_TAGS,
            accept_new_options=True,
            placeholder="Choose or write a word",
        )
        st.text("Five at most. Letters and numbers only, and never a name.")
        layout.form_problem(problems, "tags")
        st.form_submit_button("Save the tags", on_click=save)


def draw(
    piece: Piece,
    merge: Callable[[str, str], Callable[[], None]],
    unmerge: Callable[[str], Callable[[], None]],
) -> None:
    """What is merged into it, and what may say the same, with the words that they share."""
    if piece.main:
        st.button(
            "Answer it on its own again", key="unmerge-self", on_click=unmerge(piece.feedback_id)
        )
        return
    for merged in piece.merged_pieces:
        with layout.card(
            f"Answered together: {merged.reference}", key=f"merged-{merged.reference}"
        ):
            st.text(merged.body)
            with layout.action_row():
                st.button(
                    "Part it again",
                    key=f"unmerge-{merged.feedback_id}",
                    on_click=unmerge(merged.feedback_id),
                )
    if not piece.similar:
        st.text("We found nothing else that uses the same words.")
    for other in piece.similar:
        _suggest(piece, other, merge)


def _suggest(piece: Piece, other: Alike, merge: Callable[[str, str], Callable[[], None]]) -> None:
    when = dates.day(other.given_at or "")
    facts = [("calendar_month", when), ("match_word", f"Both say: {', '.join(other.shared)}")]
    badges = [STATES[other.state or "received"]]
    with layout.card(other.reference, key=f"like-{other.reference}", badges=badges, facts=facts):
        st.text(other.body)
        with layout.action_row():
            query = {"id": other.feedback_id}
            menu.link("answer-feedback", f"Open {other.reference}", icon="reply", query=query)
            if piece.state not in CLOSED:
                st.button(
                    f"Answer this one in {other.reference}",
                    key=f"into-{other.feedback_id}",
                    on_click=merge(piece.feedback_id, other.feedback_id),
                )
            if other.state not in CLOSED:
                st.button(
                    f"Answer {other.reference} here",
                    key=f"from-{other.feedback_id}",
                    on_click=merge(other.feedback_id, piece.feedback_id),
                )
