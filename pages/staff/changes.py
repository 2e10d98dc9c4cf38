"""Changes: "you said, we did" as staff write it. ?feedback= starts one from a piece of feedback."""

import streamlit as st

from components import change_card, change_form, frame, layout, paging, wording
from services import changes
from services.changes import Kept

visit = frame.require("staff")
PAGE, PROBLEMS, OPEN = "staff_changes_page", "change_problems", "change_open"
start = st.query_params.get("feedback")


@frame.action
def save() -> None:
    """Save what is in the form; it stays filled in when something needs another look."""
    new = st.session_state.get(change_form.EDITED) is None
    filled = change_form.filled_in()
    told = changes.save(visit.gateway, **filled, feedback_id=start if new else None)
    saved = told.outcome == "saved"
    st.session_state[PROBLEMS] = {told.field: told.problem} if told.field else {}
    frame.say(wording.sentence("changes", told.outcome), kind="success" if saved else "warning")
    if saved:
        open_form(None, is_open=False)


def open_form(change: Kept | None, is_open: bool = True) -> None:
    """Open the form, empty or with a change in it, or close it."""
    change_form.fill(change)
    st.session_state[OPEN] = is_open


@frame.action
def unlink(change_id: str, feedback_id: str) -> None:
    """Undo a link."""
    outcome = changes.unlink(visit.gateway, change_id=change_id, feedback_id=feedback_id)
    frame.say(wording.sentence("changes", outcome))


layout.page_title("Changes", "What we did about what people told us. Everyone can read this.")
page = changes.for_staff(visit.gateway, page=paging.number(PAGE))
if st.session_state.get(OPEN, bool(start)):
    editing = st.session_state.get(change_form.EDITED)
    layout.section("Edit the change" if editing else "A new change")
    change_form.draw(page, st.session_state.get(PROBLEMS, {}), save)
    st.button("Close without saving", key="change_close", on_click=open_form, args=(None, False))
else:
    st.button(
        "Write a new change", type="primary", key="change_new", on_click=open_form, args=(None,)
    )
if not page.rows:
    layout.empty_state(
        "No changes yet",
        "When something changes because people spoke up, write "
        "it down here, and link what they said. They see it, and so does everyone.",
    )
for change in page.rows:
    change_card.for_staff(change, unlink=unlink, edit=open_form)
paging.draw(PAGE, total=page.total, page_size=page.page_size)
