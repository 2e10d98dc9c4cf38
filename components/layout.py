"""The shapes that every screen is made of: a title, cards, facts, badges, an empty state."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Literal

import streamlit as st

from components import wording

Tone = Literal["good", "waiting", "attention", "plain"]
Badge = tuple[str, Tone]
Fact = tuple[str, str]  # (icon name, text)

COLOURS: dict[Tone, Literal["green", "blue", "orange", "gray"]] = {
    "good": "green",
    "waiting": "blue",
    "attention": "orange",
    "plain": "gray",
}


def page_title(title: str, lead: str | None = None) -> None:
    """The page's one main heading, and a sentence or two on what the page is for."""
    with st.container(key="page-title", gap="small"):
        st.title(title, anchor=False)
        if lead:
            st.markdown(lead)


def section(title: str, lead: str | None = None) -> None:
    """A heading inside the page."""
    st.header(title, anchor=False)
    if lead:
        st.markdown(lead)


def status_badge(word: str, tone: Tone = "plain") -> None:
    """A status in a word; the colour only repeats it."""
    st.badge(word, color=COLOURS[tone])


def badge_row(badges: Sequence[Badge]) -> None:
    """Several status words on one line."""
    marks = (f":{COLOURS[tone]}-badge[{plain(word)}]" for word, tone in badges)
    st.markdown(" ".join(marks))  # one element: each costs time to send and to draw


def fact_lines(facts: Sequence[Fact]) -> None:
    """When, where and the like: one line each, with a small icon."""
    st.markdown(
        "  \n".join(f":material/{icon}: {plain(text)}" for icon, text in facts), anchors=False
    )


@contextmanager
def card(
    title: str,
    *,
    key: str,
    badges: Sequence[Badge] = (),
    facts: Sequence[Fact] = (),
    text: str | None = None,
) -> Iterator[None]:
    """A bordered card; what is drawn inside the `with` comes after its facts and text.

    `title` and `text` are drawn as they are, never as markup: people write them.
    """
    with st.container(border=True, key=f"card-{key}", gap="small"):
        if badges:
            badge_row(badges)
        st.subheader(plain(title), anchor=False)
        if facts:
            fact_lines(facts)
        if text:
            st.text(text)
        yield


@contextmanager
def action_row(text: str | None = None) -> Iterator[None]:
    """The last row of a card: what is left or where things stand, then the buttons."""
    if not text:
        with st.container(horizontal=True, horizontal_alignment="right", gap="small"):
            yield
        return
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.text(text, width="content")
        with st.container(
            horizontal=True, vertical_alignment="center", width="content", gap="small"
        ):
            yield


def empty_state(title: str, what_to_do: str, action: Callable[[], object] | None = None) -> None:
    """What will be here, and what to do about it; `action` draws one button or link."""
    with st.container(border=True, key=f"empty-{title}", gap="small"):
        st.subheader(title, anchor=False)
        st.markdown(what_to_do)
        if action:
            action()


def form_problem(problems: dict[str, str], field: str) -> None:
    """The sentence under a field that needs another look: `problems` maps field to problem code."""
    if field in problems:
        st.error(wording.problem(problems[field]), icon=":material/error:")


def plain(words: str) -> str:
    """Words that people wrote, made safe for a place that reads Markdown."""
    return "".join(f"\\{mark}" if mark in _MARKS else mark for mark in words)


_MARKS = frozenset("\\`*_{}[]()<>#+-.!|~$:&")
