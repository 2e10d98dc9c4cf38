"""Tell staff about something that others wrote: ?feedback=<id>, or ?match=<id> for the other one's."""

import streamlit as st

from components import frame, layout, wording
from components.wording.reports import PIECES, REASONS, RULES
from services import reports

visit = frame.require("anyone")
KIND, REASON, WORDS, PROBLEMS = "report_kind", "report_reason", "report_words", "report_problems"
match_id = st.query_params.get("match")
piece_id = match_id or st.query_params.get("feedback")


@frame.action
def send(kind: str) -> None:
    """Send the report; what was typed stays until it is received."""
    answer = reports.report(
        visit.gateway,
        kind=kind,
        piece_id=piece_id or "",
        reason=st.session_state[REASON],
        words=st.session_state[WORDS],
    )
    st.session_state[PROBLEMS] = {answer.field: answer.problem} if answer.field else {}
    received = answer.outcome in ("received", "already_received")
    words = wording.sentence("reports", answer.outcome, reference=answer.reference)
    frame.say(words, kind="success" if received else "warning")
    if received:
        st.session_state[WORDS] = ""


def draw(kind: str, shown_text: str) -> None:
    """The words, the reasons, and the button."""
    with layout.card(PIECES[kind], key="piece", text=shown_text):
        pass
    problems = st.session_state.get(PROBLEMS, {})
    with st.form("report", border=False):
        st.radio("What is wrong with it?", list(REASONS), format_func=REASONS.get, key=REASON)
        st.text_area("Anything else that we need to know?", key=WORDS, max_chars=1000)
        layout.form_problem(problems, "words")
        st.form_submit_button("Send", type="primary", on_click=send, args=(kind,))


layout.page_title(
    "Tell us about this",
    "Staff look at it. The person who wrote it is never told that it was you.",
)
kind = "feedback"
if match_id:
    kinds = ["display_name", *(["words"] if visit.is_one_of("mentor") else [])]
    kind = st.radio("What is it about?", kinds, format_func=PIECES.get, key=KIND) or kinds[0]
piece = reports.piece(visit.gateway, kind=kind, piece_id=piece_id)
if piece is None:
    layout.empty_state(
        "There is nothing here to report",
        "It may have been taken away since. You can always call us.",
        lambda: frame.link("what-changed", "What has changed"),
    )
elif piece.is_mine:
    st.info(wording.sentence("reports", "your_own"))
else:
    draw(kind, piece.shown_text)
st.text("If someone is in danger now, call 999 first.")
with st.container(horizontal=True):
    frame.link("moderation", RULES)
    if visit.is_one_of("member"):
        frame.link("my-reports", "My reports")
