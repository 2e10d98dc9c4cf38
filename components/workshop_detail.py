"""Everything that a reader may know about one workshop."""

import streamlit as st

from components import layout, menu, workshop_card
from components.layout import Fact
from components.visits import Visit
from components.wording.workshops import RUNG_MEANS, RUNGS
from services.workshops import Workshop


def draw(workshop: Workshop | None, visit: Visit) -> None:
    """The workshop with its buttons, or where to look when there is none."""
    if workshop is None:
        layout.page_title("We could not find that workshop")
        layout.empty_state(
            "It may have been taken down",
            "Look at what else is planned.",
            lambda: menu.link("whats-on", "See what's on"),
        )
        return
    layout.page_title(layout.plain(workshop.title))
    layout.badge_row(workshop_card.badges(workshop))
    layout.fact_lines([*workshop_card.facts(workshop), *_more_facts(workshop)])
    if workshop.cancel_reason:
        st.warning(f"This is not happening. {layout.plain(workshop.cancel_reason)}")
    if workshop.mine and (kept := workshop_card.kept(workshop.mine.state, workshop.mine.expires_at)):
        st.info(kept)
    with (
        st.container(border=True, key="workshop-places"),
        layout.action_row(workshop_card.standing(workshop, visit)),
    ):
        workshop_card.buttons(workshop, visit)
    if workshop.online_link:
        _online(workshop.online_link)
    _about(workshop)
    menu.link("whats-on", "See what else is on")


def _more_facts(workshop: Workshop) -> list[Fact]:
    found: list[Fact] = []
    if workshop.address and "in_person" in workshop.places:
        found.append(("signpost", workshop.address))
    if workshop.programme:
        found.append(("category", f"Part of {workshop.programme}"))
    if workshop.language != "English":
        found.append(("translate", f"In {workshop.language}"))
    if workshop.childcare:
        found.append(("child_care", "Someone looks after children in the next room"))
    if workshop.transport_help:
        found.append(("directions_bus", "We can help with getting there. Call us"))
    found.append(("savings", "Free"))
    return found


def _about(workshop: Workshop) -> None:
    for heading, text in (
        ("What to expect", workshop.what_to_expect),
        ("Who will be there", workshop.who_will_be_there),
        ("The room and getting in", workshop.access_facts),
    ):
        if text:
            layout.section(heading)
            st.text(text)
    layout.section("How much say you have")
    st.markdown(f"**{RUNGS[workshop.rung]}.** {RUNG_MEANS[workshop.rung]}")


def _online(link: str) -> None:
    st.info("Join online with this address. It is for you alone.", icon=":material/videocam:")
    st.code(link, language=None, wrap_lines=True)
