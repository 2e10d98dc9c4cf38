"""A workshop as a card: what it is, when and where, what is left, and the way to a place."""

from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Literal

import streamlit as st

from components import booking_actions, dates, layout, menu
from components.layout import Badge, Fact
from components.visits import Visit
from components.wording.bookings import COMING, KEPT_UNTIL, LAPSED, MODES
from components.wording.workshops import FOR_WHOM, KINDS, RUNGS, SHOWN_RUNGS, STATES
from services.workshops import Mode, Places, Workshop

BOOK = {"in_person": "Book a place", "online": "Join online"}
WAIT = {"in_person": "Join the waiting list", "online": "Wait for a place online"}


def draw(workshop: Workshop, visit: Visit) -> None:
    """The card, with the buttons that this visitor can use."""
    with _card(workshop), layout.action_row(standing(workshop, visit)):
        buttons(workshop, visit)
        menu.link("workshop", "More about it", icon="info", query={"id": workshop.id})


def draw_preview(workshop: Workshop) -> None:
    """The card as others see it, without buttons."""
    with _card(workshop), layout.action_row(left(workshop)):
        menu.link("workshop", "The whole page", icon="info", query={"id": workshop.id})


def _card(workshop: Workshop) -> AbstractContextManager[None]:
    return layout.card(
        workshop.title,
        key=f"workshop-{workshop.id}",
        badges=badges(workshop),
        facts=facts(workshop),
        text=first_line(workshop.what_to_expect),
    )


def badges(workshop: Workshop) -> list[Badge]:
    """What kind it is, how much say people have, whom it is for."""
    found: list[Badge] = [(KINDS[workshop.kind], "good")]
    if workshop.rung in SHOWN_RUNGS:
        found.append((RUNGS[workshop.rung], "plain"))
    if workshop.who_can_come in FOR_WHOM:
        found.append((FOR_WHOM[workshop.who_can_come], "waiting"))
    if workshop.state in STATES:
        found.append((STATES[workshop.state], "attention"))
    return found


def facts(workshop: Workshop) -> list[Fact]:
    """When and where."""
    return [
        ("calendar_month", dates.span(workshop.starts_at, workshop.ends_at)),
        ("location_on", where(workshop)),
    ]


def where(workshop: Workshop) -> str:
    """The space and the meeting point, and whether one can join online."""
    if "in_person" not in workshop.places:
        return "Online"
    place = ", ".join(part for part in (workshop.space, workshop.meeting_point) if part)
    return f"{place}, and online" if "online" in workshop.places else place


def first_line(text: str) -> str:
    """The first line of a longer text."""
    return text.strip().split("\n", 1)[0]


def left(workshop: Workshop) -> str:
    """What is left, for each way of coming: "In person: 4 places left. Online: full."."""
    places = workshop.places
    if len(places) == 1:
        return next(_left(each) for each in places.values())
    return ". ".join(f"{MODES[mode]}: {_left(each).lower()}" for mode, each in places.items())


def standing(workshop: Workshop, visit: Visit) -> str:
    """Where the visitor stands with this workshop, or what is left of it."""
    mine = workshop.mine
    if mine and mine.state == "waiting" and not started(workshop):
        return f"You are number {mine.position} in line"
    if mine and mine.state not in ("waiting", "lapsed"):
        return f"{COMING[mine.state]}, {MODES[mine.mode].lower()}"
    if workshop.state == "cancelled":
        return "This is not happening"
    if started(workshop):
        return "This has started" if workshop.ends_at > datetime.now(UTC) else "This is over"
    if not is_for(workshop, visit):
        return f"{FOR_WHOM[workshop.who_can_come]} this time"
    return left(workshop)


def buttons(workshop: Workshop, visit: Visit) -> None:
    """Book, wait, take a place up, or give it back; nothing where none of these can be done."""
    if workshop.state != "published" or started(workshop):
        return
    if workshop.mine and workshop.mine.state == "offered":
        take_up(workshop, workshop.mine.id, visit)
    elif workshop.mine and workshop.mine.state != "lapsed":
        _give_back(workshop, visit)
    elif is_for(workshop, visit):
        for mode, places in workshop.places.items():
            _book(workshop, mode, places, visit)


def started(workshop: Workshop) -> bool:
    """Whether it is too late to book or cancel."""
    return workshop.starts_at <= datetime.now(UTC)


def is_for(workshop: Workshop, visit: Visit) -> bool:
    """Whether the visitor is one of those whom it is for; someone signed out may be."""
    everyone = workshop.who_can_come == "everyone" or visit.person is None
    return everyone or (
        visit.person is not None and visit.person.connection == workshop.who_can_come
    )


def kept(state: str, expires_at: str | None) -> str | None:
    """Until when a place is kept for somebody, or that this time is over; Markdown."""
    words = {"offered": KEPT_UNTIL, "lapsed": LAPSED}.get(state)
    return words.format(until=dates.span(expires_at)) if words and expires_at else None


def take_up(
    workshop: booking_actions.Event, booking_id: str, visit: Visit, *, where: str = "card"
) -> None:
    """Yes and no to a place that is offered."""
    for label, key, do, kind in (
        ("Yes, I will come", "accept", booking_actions.accept, "primary"),
        ("No, thank you", "decline", booking_actions.cancel, "secondary"),
    ):
        st.button(
            label,
            key=f"{key}-{where}-{booking_id}",
            type="primary" if kind == "primary" else "secondary",
            on_click=do,
            args=(visit.gateway, workshop, booking_id),
        )


def _left(places: Places) -> str:
    if places.left:
        return "1 place left" if places.left == 1 else f"{places.left} places left"
    if not places.waiting:
        return "Full"
    return f"Full. {places.waiting} {'person is' if places.waiting == 1 else 'people are'} waiting"


def _book(workshop: Workshop, mode: Mode, places: Places, visit: Visit) -> None:
    key = f"book-{mode}-{workshop.id}"
    label = (BOOK if places.left else WAIT)[mode]
    first = bool(places.left) and mode == next(iter(workshop.places))
    kind: Literal["primary", "secondary"] = "primary" if first else "secondary"
    if visit.person is None:
        if st.button(label, key=key, type=kind):
            menu.go("book", {"id": workshop.id})
        return
    st.button(
        label,
        key=key,
        type=kind,
        on_click=booking_actions.book,
        args=(visit.gateway, workshop, mode),
    )


def _give_back(workshop: Workshop, visit: Visit) -> None:
    mine = workshop.mine
    if mine is None or mine.state not in ("booked", "waiting"):
        return
    st.button(
        "Leave the line" if mine.state == "waiting" else "I can't come",
        key=f"cancel-{workshop.id}",
        on_click=booking_actions.cancel,
        args=(visit.gateway, workshop, mine.id),
    )
