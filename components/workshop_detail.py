"""Everything that a reader may know about one workshop."""

from datetime import UTC, datetime

import streamlit as st

from components import (
    access_needs,
    dates,
    layout,
    menu,
    who_is_coming,
    workshop_card,
    workshop_led_by,
    write_up,
)
from components.layout import Fact
from components.visits import Visit
from components.wording.series import PATTERNS
from components.wording.workshops import COMES, RUNG_MEANS, RUNGS
from services.workshops import Workshop

SHOWN_DATES = 4


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
    if workshop.cancel_reason:
        st.warning(f"This is not happening. {layout.plain(workshop.cancel_reason)}")
    layout.fact_lines([*workshop_card.facts(workshop), *_more_facts(workshop)])
    if workshop.mine and (
        kept := workshop_card.kept(workshop.mine.state, workshop.mine.expires_at)
    ):
        st.info(kept)
    with (
        st.container(border=True, key="workshop-places"),
        layout.action_row(workshop_card.standing(workshop, visit)),
    ):
        workshop_card.buttons(workshop, visit)
    if workshop.online_link:
        _online(workshop.online_link)
    _for_who_takes_part(workshop, visit)
    write_up.draw(workshop)
    _about(workshop, visit)
    _other_dates(workshop)
    menu.link("whats-on", "See what else is on")


def _for_who_takes_part(workshop: Workshop, visit: Visit) -> None:
    workshop_led_by.draw_mine(workshop, visit.gateway)
    if any(role.role == "facilitator" and role.state == "accepted" for role in workshop.my_roles):
        query = {"id": workshop.id}
        menu.link("workshop-needs", "What people need", icon="accessibility_new", query=query)
    access_needs.draw_mine(workshop, visit.gateway)


def _more_facts(workshop: Workshop) -> list[Fact]:
    found: list[Fact] = []
    if workshop.address and "in_person" in workshop.places:
        found.append(("signpost", workshop.address))
    found.append(("savings", "Free. It costs nothing"))
    found.append(("groups", COMES[workshop.who_can_come]))
    if workshop.childcare:
        found.append(("child_care", "Someone looks after children"))
    if workshop.transport_help:
        found.append(("directions_bus", "We can help with getting there. Call us"))
    found.append(("translate", f"In {workshop.language}"))
    if workshop.programme:
        found.append(("category", f"Part of {workshop.programme}"))
    if workshop.series:
        found.append(("event_repeat", PATTERNS[workshop.series.pattern]))
    return found


def _other_dates(workshop: Workshop) -> None:
    if workshop.series is None:
        return
    coming = workshop.series.to_come(datetime.now(UTC), "published")
    coming = tuple(each for each in coming if each.id != workshop.id)
    if coming:
        layout.section("It is on again")
    for each in coming[:SHOWN_DATES]:
        menu.link("workshop", dates.span(each.starts_at, each.ends_at), query={"id": each.id})


def _about(workshop: Workshop, visit: Visit) -> None:
    for heading, text in (
        ("What to expect", workshop.what_to_expect),
        ("Who will be there", workshop.who_will_be_there),
        ("The room and getting in", workshop.access_facts),
    ):
        if text:
            layout.section(heading)
            st.text(text)
    workshop_led_by.draw(workshop)
    who_is_coming.draw(workshop, visit.gateway)
    if not workshop.write_up:  # which says how much it really was
        layout.section("How much say you have")
        st.markdown(f"**{RUNGS[workshop.rung]}.** {RUNG_MEANS[workshop.rung]}")


def _online(link: str) -> None:
    st.info("Join online with this address. It is for you alone.", icon=":material/videocam:")
    st.code(link, language=None, wrap_lines=True)
