"""The helplines that everybody sees: staff keep them right, add to them and take them away."""

from collections.abc import Callable

import streamlit as st

from components import frame, helpline_card, helpline_form, layout, wording
from components.wording import helplines as words
from services import helplines
from services.web import organisation

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
        changed = answer.outcome == "changed"
        helpline_card.change(None if changed else form)
        tell(answer.outcome, line["name"], (lambda: undo(form, line["name"])) if changed else None)


@frame.action
def confirm(helpline_id: str, name: str) -> None:
    """Mark a helpline as checked today."""
    outcome = helplines.confirm(visit.gateway, helpline_id=helpline_id)
    tell(outcome, name, lambda: undo(helpline_id, name))


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
    helpline_card.draw(line, problems, confirm=confirm, remove=remove, undo=undo, save=save)
layout.section("Add a helpline")
helpline_form.draw(None, problems, save)
