"""One change for staff: ?id= an existing one; ?feedback= or ?decision= what a new one starts from."""

from typing import Any

import streamlit as st

from components import change_desk, change_form, change_links, change_words, frame, layout, wording
from services import changes
from services.changes import Outcome, Source

visit = frame.require("staff")
assert visit.person
PROBLEMS, SAVED = "change_problems", "change_saved"
change_id = st.query_params.get("id", "")
starts_from: dict[str, Any] = {
    f"{one}_id": st.query_params.get(one) for one in ("feedback", "decision")
}


def tell(told: Outcome) -> bool:
    """Say what came of an action; keep which field needs another look."""
    good = told.outcome in ("saved", "moved", "linked", "unlinked", "replied")
    st.session_state[PROBLEMS] = {told.field: told.problem} if told.field else {}
    frame.say(wording.sentence("changes", told.outcome), kind="success" if good else "warning")
    return good


@frame.action
def save() -> None:
    """Save what is in the form; it stays filled in when something needs another look."""
    begun = {} if change_id else starts_from
    told = changes.save(visit.gateway, **change_form.filled_in(change_id), **begun)
    if tell(told) and told.change_id and not change_id:
        st.session_state[SAVED] = told.change_id


@frame.action
def link(source: Source) -> None:
    """Link what is chosen."""
    if given := st.session_state[change_links.chosen_key(source)]:
        ids = {"change_id": change_id, "source_id": given}
        tell(Outcome(changes.link_source(visit.gateway, source, **ids)))


@frame.action
def unlink(source: Source, given: str) -> None:
    """Undo a link."""
    ids = {"change_id": change_id, "source_id": given}
    tell(Outcome(changes.unlink_source(visit.gateway, source, **ids)))


@frame.action
def move() -> None:
    """Move it on without touching its words."""
    chosen = change_desk.moved(change_id)
    tell(changes.move(visit.gateway, change_id=change_id, **chosen))


@frame.action
def reply(answer_id: str) -> None:
    """Answer a "not yet"."""
    words = st.session_state[change_words.reply_key(answer_id)]
    tell(changes.reply(visit.gateway, answer_id=answer_id, reply=words))


if saved := st.session_state.pop(SAVED, None):
    frame.go("staff-change", {"id": saved})
desk = changes.open_one(visit.gateway, change_id=change_id, **starts_from)
problems = st.session_state.get(PROBLEMS, {})
if desk.change:
    change_desk.draw(desk, problems, move=move, reply=reply)
    change_links.draw(desk, link, unlink)
    with st.expander("Edit the words, or who sees to it", expanded=bool(problems)):
        change_form.draw(desk, problems, save, asker=visit.person.id)
else:
    layout.page_title("A new change", "What we did, or will do, about what people told us.")
    change_desk.start(desk)
    change_form.draw(desk, problems, save, asker=visit.person.id)
frame.link("staff-changes", "Back to all changes", icon="arrow_back")
