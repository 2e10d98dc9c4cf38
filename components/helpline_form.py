"""The form of a helpline. It fills itself from one that exists."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from components import layout
from services.helplines import Helpline
from services.web.help_page import NATIONS, NEEDS

TEXTS = {
    "name": ("Name", 80),
    "phone": ("Number to call, such as 116 123", 40),
    "text_to": ("Number to text", 20),
    "text_word": ("Word to text, if it asks for one", 20),
    "web": ("Website, such as example.org", 200),
    "hours": ("When it is open", 120),
    "who_for": ("Who it is for", 200),
    "source": ("Where you found the number", 200),
}


def draw(line: Helpline | None, problems: Mapping[str, str], save: Callable[[str], None]) -> None:
    """Every field, and the button; `save` is given the name of the form."""
    name = line.id if line else "new"
    found = {
        field: problems[f"{name}-{field}"] for field in FIELDS if f"{name}-{field}" in problems
    }
    with st.form(f"helpline-{name}", border=False, enter_to_submit=False):
        for field, (label, longest) in TEXTS.items():
            value = getattr(line, field) if line else None
            st.text_input(label, value or "", longest, key=key(name, field))
            layout.form_problem(found, field)
        needs = list(NEEDS)
        st.selectbox(
            "Where it stands on the page",
            needs,
            needs.index(line.need) if line else 1,
            format_func=NEEDS.__getitem__,
            key=key(name, "need"),
        )
        st.multiselect(
            "Nations",
            list(NATIONS),
            list(line.nations) if line else list(NATIONS),
            format_func=NATIONS.__getitem__,
            key=key(name, "nations"),
        )
        layout.form_problem(found, "nations")
        st.checkbox("I called it or looked it up today, and it is right", key=key(name, "checked"))
        st.form_submit_button("Save helpline", on_click=save, args=(name,))


def filled_in(name: str) -> tuple[dict[str, Any], bool]:
    """What is in the form of that name, and whether the number was checked today."""
    held = {field: st.session_state[key(name, field)] for field in FIELDS}
    return held, bool(st.session_state[key(name, "checked")])


def clear(name: str) -> None:
    """Empty the fields, once a new line is on the list."""
    for field in (*TEXTS, "checked"):
        st.session_state[key(name, field)] = "" if field in TEXTS else False


def key(name: str, field: str) -> str:
    """The session's key for one field."""
    return f"helpline-{name}-{field}"


FIELDS = (*TEXTS, "need", "nations")
