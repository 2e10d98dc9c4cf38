"""Who runs the portal and how to reach them; where to get help now."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from components import layout
from services.web import help_page


def about_us(organisation: Mapping[str, Any]) -> None:
    """The organisation's name, phone and hours; nothing until they are known."""
    if not organisation["phone"]:
        return
    layout.section(layout.plain(organisation["name"]))
    layout.fact_lines([("call", organisation["phone"]), ("schedule", organisation["hours"])])


def helplines(lines: Sequence[Mapping[str, Any]]) -> None:
    """The helplines under their headings, the most urgent first."""
    for need, heading in help_page.NEEDS.items():
        group = [line for line in lines if line["need"] == need]
        if group:
            layout.section(heading)
            for line in group:
                _helpline(line)


def _helpline(line: Mapping[str, Any]) -> None:
    with layout.card(line["name"], key=f"helpline-{line['id']}", text=line["who_for"]):
        if line["phone"]:
            _link("number", help_page.call_link(line["phone"]), line["phone"])
        if line["text_to"]:
            _link("number", help_page.text_link(line), help_page.text_words(line))
        if line["hours"]:
            layout.fact_lines([("schedule", line["hours"])])
        if line["web"]:
            _link("web", f"https://{line['web']}", line["web"])
        if told := help_page.checked(line):
            st.caption(told)


def _link(kind: str, address: str, words: str) -> None:
    st.html(f'<a class="{kind}" href="{escape(address)}" rel="noreferrer">{escape(words)}</a>')
