"""Who runs the portal and how to reach them; where to get help now."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from components import dates, layout


def about_us(organisation: Mapping[str, Any]) -> None:
    """The organisation's name, phone and hours; nothing until they are known."""
    if not organisation["phone"]:
        return
    layout.section(layout.plain(organisation["name"]))
    layout.fact_lines([("call", organisation["phone"]), ("schedule", organisation["hours"])])


def helplines(lines: Sequence[Mapping[str, Any]], headings: Mapping[str, str]) -> None:
    """The helplines under their headings, the most urgent first."""
    for need, heading in headings.items():
        group = [line for line in lines if line["need"] == need]
        if group:
            layout.section(heading)
            for line in group:
                _helpline(line)


def _helpline(line: Mapping[str, Any]) -> None:
    facts = [("call", line["phone"]), ("sms", line["text_to"]), ("schedule", line["hours"])]
    with layout.card(line["name"], key=f"helpline-{line['id']}", text=line["who_for"]):
        layout.fact_lines([(icon, words) for icon, words in facts if words])
        checked = line["verified_on"]
        st.caption(
            f"Checked on {dates.day(checked, year=True)}"
            if checked
            else "We have not checked this number lately."
        )
