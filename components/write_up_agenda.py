"""The feedback that a workshop talks about: put on before, or added in the write-up."""

import streamlit as st

from components import layout
from components.actions import action, say
from components.visits import Visit
from components.wording.closing import OUTCOMES
from components.wording.feedback import KINDS
from services import closing
from services.closing import Closing, Piece

SEARCH = "write-up-search"
TOLD = "They are told that it is talked about, and nothing else."


def draw(visit: Visit, found: Closing) -> None:
    """What is on the agenda, and what could be added."""
    open_now = found.state != "closed"
    for piece in found.agenda:
        _on(visit, found, piece, open_now)
    if not found.agenda:
        st.text("Nothing is on the agenda yet.")
    if not open_now:
        return
    with st.expander("Add feedback", expanded=bool(st.session_state.get(SEARCH))):
        st.text_input("Look for words, or for its number", key=SEARCH, max_chars=60)
        for piece in found.to_discuss:
            st.text(_words(piece))
            st.button(
                "Put it on the agenda" if found.not_open else "We talked about it",
                key=f"add-{piece.feedback_id}",
                on_click=_put,
                args=(visit, found, piece),
            )
        if not found.to_discuss:
            st.text("Nothing open that fits. Look for a word in it.")


def _on(visit: Visit, found: Closing, piece: Piece, open_now: bool) -> None:
    with st.container(border=True, key=f"agenda-{piece.feedback_id}", gap="small"):
        if piece.discussed:
            layout.badge_row([("Talked about", "good")])
        st.text(_words(piece))
        if not open_now:
            return
        with st.container(horizontal=True):
            if not found.not_open:
                st.button(
                    "We did not" if piece.discussed else "We talked about it",
                    key=f"discussed-{piece.feedback_id}",
                    on_click=_mark,
                    args=(visit, found, piece, not piece.discussed),
                )
            st.button(
                "Take it off",
                key=f"off-{piece.feedback_id}",
                type="tertiary",
                on_click=_take_off,
                args=(visit, found, piece),
            )


def _words(piece: Piece) -> str:
    about = f"{KINDS[piece.kind]}, {piece.theme}" if piece.theme else KINDS[piece.kind]
    return f"{piece.reference} ({about}): {piece.opening}"


@action
def _mark(visit: Visit, found: Closing, piece: Piece, discussed: bool) -> None:
    outcome = closing.mark_discussed(
        visit.gateway,
        workshop_id=found.workshop_id,
        feedback_id=piece.feedback_id,
        discussed=discussed,
    )
    _tell("discussed" if outcome == "saved" else outcome)


@action
def _put(visit: Visit, found: Closing, piece: Piece) -> None:
    if not found.not_open:
        _mark(visit, found, piece, True)
        return
    outcome = closing.put_on_agenda(
        visit.gateway, workshop_id=found.workshop_id, feedback_id=piece.feedback_id
    )
    if outcome in ("added", "already_on"):
        say(f"It is on the agenda. {TOLD}")
    else:
        _tell(outcome)


@action
def _take_off(visit: Visit, found: Closing, piece: Piece) -> None:
    outcome = closing.take_off_agenda(
        visit.gateway, workshop_id=found.workshop_id, feedback_id=piece.feedback_id
    )
    _tell("discussed" if outcome == "removed" else outcome)


def _tell(outcome: str) -> None:
    if outcome == "closed":
        say("This write-up is closed, so its agenda stays as it is.", kind="warning")
    else:
        say(OUTCOMES[outcome], kind="success" if outcome == "discussed" else "warning")
