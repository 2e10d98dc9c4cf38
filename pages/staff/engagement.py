"""How people take part: figures and charts for staff."""

import streamlit as st

from components import dates, engagement_figures, engagement_tables, frame, layout
from components.figure import draw
from services import engagement

visit = frame.require("staff")

PERIODS = {3: "Last 3 months", 6: "Last 6 months", 12: "Last 12 months", 24: "Last 2 years"}
EVERYWHERE = None

layout.page_title(
    "Engagement",
    "How people take part. These numbers are exact, so please keep them inside the team. "
    "To share figures, publish a quarter.",
)
filters = st.container(horizontal=True, key="engagement-filters")

months = st.session_state.get("engagement-months", 12)
counted = engagement.count(
    visit.gateway,
    space_id=st.session_state.get("engagement-space"),
    from_on=engagement_tables.months_back(dates.today(), months),
    to_on=dates.today(),
)

names = {EVERYWHERE: "All spaces"} | {space.id: space.name for space in counted.spaces}
filters.selectbox(
    "Where", list(names), format_func=lambda space: names[space], key="engagement-space", width=260
)
filters.selectbox(
    "When",
    list(PERIODS),
    index=list(PERIODS).index(12),
    format_func=lambda chosen: PERIODS[chosen],
    key="engagement-months",
    width=260,
)

engagement_figures.headline(counted)
attendance, *others = engagement_figures.figures(counted)
draw(attendance)
for pair in (others[:2], others[2:4], others[4:]):
    for column, figure in zip(st.columns(2, gap="large"), pair, strict=True):
        with column:
            draw(figure)
