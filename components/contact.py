"""Who runs the portal and how to reach them; where to get help now."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from components import layout
from services.web.help_page import NEEDS, UNCHECKED, is_reliable


def about_us(organisation: Mapping[str, Any]) -> None:
    """The organisation's name, phone and hours; nothing until they are known."""
    if not organisation["phone"]:
        return
    layout.section(layout.plain(organisation["name"]))
    layout.fact_lines([("call", organisation["phone"]), ("schedule", organisation["hours"])])


def helplines(lines: Sequence[Mapping[str, Any]]) -> None:
    """The helplines under their headings, the most urgent first."""
    for need, heading in NEEDS.items():
        group = [line for line in lines if line["need"] == need]
        if group:
            layout.section(heading)
            for line in group:
                _helpline(line)


def _helpline(line: Mapping[str, Any]) -> None:
    facts = [("call", line["phone"]), ("sms", line["text_to"]), ("schedule", line["hours"])]
    with layout.card(line["name"], key=f"helpline-{line['id']}", text=line["who_for"]):
        layout.fact_lines([(icon, words) for icon, words in facts if words])
        if not is_reliable(line):
            st.caption(UNCHECKED.removeprefix("* "))
