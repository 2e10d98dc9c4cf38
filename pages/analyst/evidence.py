"""Evidence: protected figures of closed quarters."""

import streamlit as st

from components import evidence_figures, evidence_tables, frame, layout
from components.figure import draw
from services import figures

visit = frame.require("analyst", "staff", "administrator")

layout.page_title(
    "Evidence",
    "Figures of whole quarters, for the whole county first. Nobody can be recognised in them.",
)
choice = st.container()
release = figures.read(visit.gateway, quarter=st.session_state.get("evidence-quarter"))

if release.quarter is None:
    layout.empty_state(
        "No quarter is published yet",
        "Staff publish a quarter after it has ended. Its figures will be here then.",
    )
    st.stop()

choice.selectbox(
    "Quarter",
    release.quarters,
    format_func=evidence_tables.quarter_name,
    key="evidence-quarter",
    width=320,
)
evidence_figures.whole(release)

layout.section("Who they are")
measure = st.selectbox(
    "Show",
    evidence_tables.GROUPED,
    format_func=lambda name: evidence_tables.MEASURES[name],
    key="evidence-measure",
    width=420,
)
for column, dimension in zip(st.columns(2, gap="large"), evidence_tables.DIMENSIONS, strict=True):
    with column:
        draw(evidence_figures.breakdown(release.figures, measure, dimension))

evidence_figures.method()
