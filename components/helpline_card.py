"""A helpline as staff see it: how it is reached, when it was checked, and what they can do."""

from collections.abc import Callable, Mapping

import streamlit as st

from components import helpline_form, layout
from components.wording.helplines import EMERGENCY, checked
from services.helplines import Helpline
from services.web.help_page import NATIONS, NEEDS

CHANGING = "helpline_changing"
Act = Callable[[str, str], None]  # is given the id and the name


def draw(
    line: Helpline,
    problems: Mapping[str, str],
    *,
    confirm: Act,
    remove: Act,
    undo: Act,
    save: Callable[[str], None],
) -> None:
    """One line; its form only while it is being changed."""
    badges: list[layout.Badge] = [(NEEDS[line.need], "plain")]
    if line.removed_at:
        badges.append(("Taken away", "plain"))
    elif line.due:
        badges.append(("Check this", "attention"))
    about = f"{line.who_for}. Where we found it: {line.source}"
    with layout.card(
        line.name, key=f"line-{line.id}", badges=badges, facts=_facts(line), text=about
    ):
        _buttons(line, confirm, remove, undo)
        if st.session_state.get(CHANGING) == line.id and not line.removed_at:
            helpline_form.draw(line, problems, save)


def change(helpline_id: str | None) -> None:
    """Open the form of a line, or close it."""
    st.session_state[CHANGING] = helpline_id


def _buttons(line: Helpline, confirm: Act, remove: Act, undo: Act) -> None:
    this = (line.id, line.name)
    if line.removed_at:
        with layout.action_row("Nobody sees it."):
            st.button("Put it back", key=f"undo-{line.id}", on_click=undo, args=this)
        return
    told = EMERGENCY if line.is_emergency else checked(line.verified_on, due=line.due)
    with layout.action_row(told):
        if not line.is_emergency:
            label = "I have checked this today"
            st.button(label, key=f"confirm-{line.id}", on_click=confirm, args=this)
            st.button("Take it away", key=f"remove-{line.id}", on_click=remove, args=this)
        st.button("Change it", key=f"change-{line.id}", on_click=change, args=(line.id,))


def _facts(line: Helpline) -> list[layout.Fact]:
    texts = f"{line.text_word} to {line.text_to}" if line.text_word else line.text_to
    ways = (("call", line.phone), ("sms", texts), ("public", line.web), ("schedule", line.hours))
    nations = ", ".join(NATIONS[nation] for nation in line.nations)
    return [(icon, words) for icon, words in (*ways, ("map", nations)) if words]
