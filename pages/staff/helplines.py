"""The helplines that everybody sees: staff keep them right, add to them and take them away."""

from collections.abc import Callable

import streamlit as st

from components import contact, frame, helpline_form, layout, wording
from components.wording import helplines as words
from services import helplines
from services.helplines import Helpline
from services.web import organisation
from services.web.help_page import NATIONS, NEEDS

visit = frame.require("staff")
PROBLEMS = "helpline_problems"


def tell(outcome: str, name: str, undo: Callable[[], None] | None = None) -> None:
    """Say what came of it. The page for everybody asks again."""
    organisation.forget()
    fine = outcome not in ("invalid", "needed", "not_found")
    said = wording.sentence("helplines", outcome, name=layout.plain(name))
    frame.say(said, kind="success" if fine else "warning", undo=undo)


@frame.action
def save(form: str) -> None:
    """Add a line, or change one."""
    line, checked = helpline_form.filled_in(form)
    known = None if form == "new" else form
    answer = helplines.save(visit.gateway, line=line, helpline_id=known, checked=checked)
    st.session_state[PROBLEMS] = {f"{form}-{answer.field}": answer.problem} if answer.field else {}
    if answer.outcome == "added":
        helpline_form.clear(form)
        tell("added", line["name"], lambda: remove(answer.helpline_id or "", line["name"]))
    else:
        can_undo = answer.outcome == "changed"
        tell(answer.outcome, line["name"], (lambda: undo(form, line["name"])) if can_undo else None)


@frame.action
def confirm(line: Helpline) -> None:
    """Mark a helpline as checked today."""
    outcome = helplines.confirm(visit.gateway, helpline_id=line.id)
    tell(outcome, line.name, lambda: undo(line.id, line.name))


@frame.action
def remove(helpline_id: str, name: str) -> None:
    """Take a line away."""
    outcome = helplines.remove(visit.gateway, helpline_id=helpline_id)
    tell(outcome, name, (lambda: undo(helpline_id, name)) if outcome == "removed" else None)


@frame.action
def undo(helpline_id: str, name: str) -> None:
    """Take back the last change."""
    tell(helplines.undo(visit.gateway, helpline_id=helpline_id), name)


layout.page_title("Helplines", "Call or look up each number now and then. Then say it is right.")
problems = st.session_state.get(PROBLEMS, {})
lines = helplines.kept(visit.gateway)
due = [line for line in lines if line.due and not line.removed_at]
st.text(words.due(tuple(line.name for line in due)) if due else "Every number was checked lately.")
for line in sorted(lines, key=lambda line: (line.removed_at is not None, not line.due)):
    badges: list[layout.Badge] = [(NEEDS[line.need], "plain")]
    if line.removed_at:
        badges.append(("Taken away", "plain"))
    elif line.due:
        badges.append(("Check this", "attention"))
    about = f"{line.who_for}. Where we found it: {line.source}"
    facts = [*contact.facts(line), ("map", ", ".join(NATIONS[nation] for nation in line.nations))]
    with layout.card(line.name, key=f"line-{line.id}", badges=badges, facts=facts, text=about):
        contact.staff_buttons(line, confirm=confirm, remove=remove, undo=undo)
        if not line.removed_at:
            with st.expander("Change it", icon=":material/edit:"):
                helpline_form.draw(line, problems, save)
layout.section("Add a helpline")
helpline_form.draw(None, problems, save)
