"""Read what others wrote about a person, piece by piece, and hand over what they may have."""

import streamlit as st

from components import data_desk, data_piece, dates, frame, layout, wording
from services import my_data
from services.my_data import Done, Piece

visit = frame.require("staff", "administrator")
request_id = st.query_params.get("id", "")
PROBLEMS, NOTE = "review_problems", "review_note"
GOOD = {"to_show", "to_keep_back", "ready"}


def tell(done: Done, about: str = "") -> None:
    """Say what came of it; keep which field of which piece needs another look."""
    st.session_state[PROBLEMS] = {f"{done.field}{about}": done.problem} if done.field else {}
    words = wording.sentence("my_data", done.outcome, left=done.left)
    frame.say(words, kind="success" if done.outcome in GOOD else "warning")


@frame.action
def save(piece: Piece) -> None:
    """Decide on one piece."""
    held = st.session_state
    answer = held[data_piece.answer_key(piece)]
    shown = answer != data_piece.KEPT
    done = my_data.decide(
        visit.gateway,
        request_id=request_id,
        piece=piece,
        shown=shown,
        because=answer if shown else None,
        reason=held[data_piece.reason_key(piece)],
    )
    tell(done, f"-{piece.key}")


@frame.action
def finish() -> None:
    """Hand it over."""
    tell(my_data.finish(visit.gateway, request_id=request_id, note=st.session_state[NOTE]))


review = my_data.review(visit.gateway, request_id=request_id)
if review is None:
    layout.page_title("Read for a request")
    layout.empty_state("There is nothing to read here", "It may be handed over already.")
    frame.link("data-desk", "Back to people's data", icon="arrow_back")
    st.stop()
layout.page_title(layout.plain(f"{review.reference}: {review.display_name}"))
frame.link("data-desk", "Back to people's data", icon="arrow_back")
layout.badge_row([data_desk.days_left(review.days_left)])
due = f"Asked {dates.day(review.asked_at)}, due {dates.day(review.due_on)}"
layout.fact_lines([("calendar_month", due)])
data_piece.steps()
for piece in review.pieces:
    data_piece.draw(piece, st.session_state.get(PROBLEMS, {}), save)
layout.section("Hand it over", "Look in email and on paper too. Say below how they get that.")
with st.form("finish", border=False):
    st.text_area("A note to them, if you like", key=NOTE, max_chars=1000)
    layout.form_problem(st.session_state.get(PROBLEMS, {}), "note")
    st.form_submit_button("Hand it over", type="primary", on_click=finish)
