"""The queue of feedback: what waits for an answer, and since when."""

import streamlit as st

from components import feedback_card, filters, frame, layout, paging
from components.wording.feedback import PILES
from services import feedback

visit = frame.require("staff")
PILE, PAGE = "queue_pile", "queue_page"

layout.page_title("Feedback", "What people told us. The ones who have waited longest come first.")
with st.container(horizontal=True):
    frame.link("staff-changes", "Changes that came of it", icon="auto_awesome")
    frame.link("themes", "The list of themes", icon="label")
queue = feedback.queue(
    visit.gateway,
    pile=st.session_state.get(PILE, "waiting"),
    tag=filters.tag_chosen("queue"),
    page=paging.number(PAGE),
    **filters.chosen("queue"),
)
st.selectbox(
    "Show",
    list(PILES),
    format_func=PILES.__getitem__,
    key=PILE,
    on_change=paging.first,
    args=(PAGE,),
)
waits = {pile: queue.counts[pile] for pile in PILES if queue.counts.get(pile)}
st.text("\n".join(f"{PILES[pile]}: {count}" for pile, count in waits.items()))
filters.draw("queue", queue.spaces, queue.themes, page_key=PAGE)
filters.draw_tags("queue", queue.tags, page_key=PAGE)
if not queue.rows:
    layout.empty_state(
        "Nothing here",
        "When people tell us something, it comes here. Choose another list above to see the rest.",
    )
for entry in queue.rows:
    with feedback_card.for_staff(entry), layout.action_row():
        frame.link(
            "answer-feedback",
            f"Read and answer {entry.reference}",
            icon="reply",
            query={"id": entry.feedback_id},
        )
paging.draw(PAGE, total=queue.total, page_size=queue.page_size)
