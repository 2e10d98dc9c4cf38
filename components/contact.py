"""Who runs the portal and how to reach them; where to get help now."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from components import layout
from components.wording.helplines import EMERGENCY, checked
from services.helplines import Helpline
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


def facts(line: Helpline) -> list[layout.Fact]:
    """How a line is reached, for staff."""
    texts = f"{line.text_word} to {line.text_to}" if line.text_word else line.text_to
    ways = (("call", line.phone), ("sms", texts), ("public", line.web), ("schedule", line.hours))
    return [(icon, words) for icon, words in ways if words]


def staff_buttons(
    line: Helpline,
    *,
    confirm: Callable[[Helpline], None],
    remove: Callable[[str, str], None],
    undo: Callable[[str, str], None],
) -> None:
    """When a line was last checked, and what staff can do about it."""
    if line.removed_at:
        with layout.action_row("Nobody sees it."):
            back = (line.id, line.name)
            st.button("Put it back", key=f"undo-{line.id}", on_click=undo, args=back)
    elif line.is_emergency:
        st.text(EMERGENCY)
    else:
        with layout.action_row(checked(line.verified_on, due=line.due)):
            st.button(
                "I have checked this today",
                key=f"confirm-{line.id}",
                on_click=confirm,
                args=(line,),
            )
            away = (line.id, line.name)
            st.button("Take it away", key=f"remove-{line.id}", on_click=remove, args=away)


def _helpline(line: Mapping[str, Any]) -> None:
    with layout.card(line["name"], key=f"helpline-{line['id']}", text=line["who_for"]):
        if line["phone"]:
            _link(help_page.call_link(line["phone"]), line["phone"])
        if line["text_to"]:
            _link(help_page.text_link(line), help_page.text_words(line))
        if line["hours"]:
            layout.fact_lines([("schedule", line["hours"])])
        if line["web"]:
            _link(f"https://{line['web']}", line["web"])
        if told := help_page.checked(line):
            st.caption(told)


def _link(address: str, words: str) -> None:
    st.html(f'<a class="number" href="{escape(address)}" rel="noreferrer">{escape(words)}</a>')
