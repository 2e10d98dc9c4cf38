"""The write-up of a workshop as everybody reads it, and before that what it will talk about."""

import streamlit as st

from components import dates, layout
from components.layout import Fact
from components.wording.closing import LOOKS, NOT_FOR_YOU
from components.wording.workshops import RUNG_MEANS, RUNGS
from services.closing import Decision, WriteUp
from services.workshops import Workshop


def draw(workshop: Workshop) -> None:
    """What came of it, once it is closed; else the themes of its agenda."""
    if workshop.write_up:
        _written(workshop.write_up)
    if workshop.agenda:
        layout.section(
            "What people told us about it" if workshop.write_up else "We will talk about"
        )
        layout.badge_row([(theme, "plain") for theme in workshop.agenda])


def _written(found: WriteUp) -> None:
    layout.section("What we talked about")
    if found.summary:
        st.text(found.summary)
    else:
        st.markdown(NOT_FOR_YOU)
    layout.section("What we decided")
    for decision in found.decisions:
        with layout.card(
            decision.what,
            key=f"decided-{decision.decision_id}",
            facts=_facts(decision),
            text=decision.why,
        ):
            pass
    if not found.decisions:
        st.text("Nothing was decided this time.")
    layout.section("How much say people had")
    st.markdown(f"**{RUNGS[found.rung_reached]}.** {RUNG_MEANS[found.rung_reached]}")
    if found.rung_reached != found.rung_planned:
        st.text(f"The plan was: {RUNGS[found.rung_planned]}.")
    for entry in found.log:
        st.caption(f"Put right on {dates.day(entry.at)}: {layout.plain(entry.note or '')}")


def _facts(decision: Decision) -> list[Fact]:
    facts: list[Fact] = []
    if decision.looked_at:
        looked = f"{LOOKS[decision.looked_at['outcome']]} ({dates.day(decision.looked_at['on'])})"
        facts.append(("task_alt", looked))
    if decision.review_on:
        facts.append(("event_repeat", f"We look at it again on {dates.day(decision.review_on)}"))
    return facts
