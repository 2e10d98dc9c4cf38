"""One piece that somebody wrote about a person: show it, or keep it back and say why."""

from collections.abc import Callable

import streamlit as st

from components import dates, layout
from components.layout import Badge
from components.wording.my_data import BECAUSE, KEEP_BACK, STEPS
from services.my_data import Piece
from services.my_data.lists import WRITTEN

KEPT = "keep_back"


def steps() -> None:
    """The questions to ask of each piece."""
    with layout.card("Ask this of each piece", key="steps"):
        for number, step in enumerate(STEPS, start=1):
            st.text(f"{number}. {step}")


def answer_key(piece: Piece) -> str:
    """Where the choice for a piece is held."""
    return f"piece-answer-{piece.key}"


def reason_key(piece: Piece) -> str:
    """Where the reason for keeping a piece back is held."""
    return f"piece-reason-{piece.key}"


def draw(piece: Piece, problems: dict[str, str], save: Callable[[Piece], None]) -> None:
    """The words, and what to do with them."""
    answers = [*BECAUSE, KEPT]
    with (
        layout.card(
            WRITTEN[piece.kind],
            key=f"piece-{piece.key}",
            badges=_badges(piece),
            facts=[("calendar_month", dates.day(piece.written_at, year=True))],
            text=piece.words,
        ),
        st.form(f"piece-{piece.key}", border=False),
    ):
        st.radio(
            "What do we do with it?",
            answers,
            index=answers.index(chosen) if (chosen := _chosen(piece)) else None,
            format_func=lambda code: BECAUSE.get(code, KEEP_BACK),
            key=answer_key(piece),
        )
        layout.form_problem(problems, f"because-{piece.key}")
        st.text_input(
            "Why you keep it back. They read this",
            value=piece.reason or "",
            key=reason_key(piece),
            max_chars=500,
        )
        layout.form_problem(problems, f"reason-{piece.key}")
        st.form_submit_button("Save", on_click=save, args=(piece,))


def _chosen(piece: Piece) -> str | None:
    if piece.shown is None:
        return "about_them_alone" if piece.seen else None
    return piece.because if piece.shown else KEPT


def _badges(piece: Piece) -> list[Badge]:
    told: list[Badge] = [("They have seen this", "plain")] if piece.seen else []
    if piece.shown is None:
        return [("Not decided", "attention"), *told]
    return [("Show", "good") if piece.shown else ("Keep back", "plain"), *told]
