"""Changes, "you said, we did", as staff keep them: where each stands, and what came back."""

import streamlit as st

from components import change_card, frame, layout, paging
from components.wording.changes import STATES
from services import changes

visit = frame.require("staff")
PAGE, STATE, MINE = "staff_changes_page", "staff_changes_state", "staff_changes_mine"
ALL = ""

layout.page_title("Changes", "What we did about what people told us. Everyone can read this.")
held = st.session_state
page = changes.for_staff(
    visit.gateway,
    state=held.get(STATE) or None,
    mine=bool(held.get(MINE)),
    page=paging.number(PAGE),
)
with st.container(horizontal=True, gap="small"):
    frame.link("staff-change", "Write a new change", icon="add", main=True)
    if page.came_back_in_all:
        frame.link("came-back", f"Came back to you ({page.came_back})", icon="undo")
with st.container(horizontal=True, vertical_alignment="bottom"):
    names = {ALL: "All"} | {state: badge[0] for state, badge in STATES.items()}
    st.selectbox(
        "Where it stands",
        list(names),
        format_func=lambda state: names[state],
        key=STATE,
        on_change=paging.first,
        args=(PAGE,),
    )
    st.checkbox("Only mine", key=MINE, on_change=paging.first, args=(PAGE,))
for change in page.rows:
    change_card.listed(change)
if not page.rows:
    layout.empty_state(
        "No changes here",
        "Write the first one here, or from a piece of feedback or a decision that led to it.",
    )
paging.draw(PAGE, total=page.total, page_size=page.page_size)
