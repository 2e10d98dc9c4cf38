"""The chain: what people said, where it was talked about, what was decided, what changed, and
whether people say that it was got right. One component draws it, wherever it stands."""

from collections.abc import Iterator

import streamlit as st

from components import dates
from components.layout import plain
from components.wording import changes as words
from services.changes import Change

SHORTENED = 400  # characters of a quote


def draw(change: Change, *, key: str = "") -> None:
    """The steps from first to last, as one list: people and days that would tell are not in it."""
    steps = (f"1. {step}" for step in _steps(change))
    with st.container(key=f"chain-{key}{change.change_id}"):
        st.markdown("\n\n".join(steps), anchors=False)


def _steps(change: Change) -> Iterator[str]:
    yield _step("What people said", *_said(change))
    if change.workshops:
        told = (
            f"{event.title}, {dates.day(event.starts_at, year=True)}" for event in change.workshops
        )
        yield _step("Where it was talked about", *map(_line, told))
    if change.decisions:
        yield _step("What was decided, and why", *_decided(change))
    yield _step(words.DID[change.state], *_changed(change))
    if change.right:
        yield _step(words.QUESTION, *map(_line, words.right(change.right)))


def _step(heading: str, *paragraphs: str) -> str:
    """A list item: its heading, then paragraphs that stay inside it."""
    return "\n\n".join([f"**{heading}**", *(f"   {paragraph}" for paragraph in paragraphs)])


def _line(text: str) -> str:
    """People's words on one line, so that they cannot leave their place in the list."""
    return plain(" ".join(text.split()))


def _said(change: Change) -> Iterator[str]:
    yield _line(change.said)
    for quote in change.quotes:
        cut = (
            quote.words[:SHORTENED].rstrip() + "…" if len(quote.words) > SHORTENED else quote.words
        )
        yield f"> “{_line(cut)}”"
    if many := words.people(change.people):
        yield f"*{many}.*"


def _decided(change: Change) -> Iterator[str]:
    for decision in change.decisions:
        yield f"{_line(decision.what)}  \n   *Why:* {_line(decision.why)}"


def _changed(change: Change) -> Iterator[str]:
    yield _line(change.what)
    yield f"*Why:* {_line(change.why)}"
