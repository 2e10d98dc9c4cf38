"""The list of workshops for staff: which list, what is looked for, and one row."""

from typing import Any

import streamlit as st

from components import layout, menu, paging, workshop_card
from components.layout import Badge, Tone
from components.wording.series import PATTERNS
from components.wording.workshops import LISTS, STATES
from services.workshops import StaffList, Workshop

PAGE, PLACE, WORD, SPACE = "workshops_page", "workshops_place", "workshops_word", "workshops_space"
REGISTER = ("register", "Register", "how_to_reg")
WRITE_UP = ("write-up", "Write up", "edit_note")
CHANGE = ("edit-workshop", "Change", "edit")
ROLES = ("workshop-roles", "Roles", "diversity_3")
COPY = ("edit-workshop", "Copy", "content_copy")
LOOK = ("workshop", "Look", "info")
WAYS_ON = {
    "to_mark": (REGISTER, WRITE_UP, COPY),
    "to_write_up": (WRITE_UP, REGISTER, COPY),
    "coming": (REGISTER, CHANGE, ROLES, COPY),
    "drafts": (CHANGE, ROLES),
    "past": (LOOK, WRITE_UP, COPY),
    "cancelled": (LOOK, COPY),
}
EMPTY = {
    "to_mark": ("Every register is marked", "After a workshop, say here who came."),
    "to_write_up": ("Everything is written up", "After a workshop, write down what came of it."),
    "coming": ("Nothing is planned", "Make a workshop. It stays a draft until you publish it."),
    "drafts": ("There are no drafts", "A new workshop waits here until you publish it."),
    "past": ("Nothing is here yet", "What is over and written up is shown here."),
    "cancelled": ("Nothing was called off", "What does not take place is shown here."),
}


def chosen() -> dict[str, Any]:
    """What is chosen, as `workshops.for_staff` takes it."""
    held = st.session_state
    return {
        "place": held.get(PLACE),
        "page": paging.number(PAGE),
        "looking_for": held.get(WORD) or "",
        "space_id": held.get(SPACE),
    }


def narrowed() -> bool:
    """Whether a word or a space is looked for."""
    return bool(st.session_state.get(WORD) or st.session_state.get(SPACE))


def draw_filters(found: StaffList) -> None:
    """Which list, where, and a word of the title; and how many wait in each list."""
    if st.session_state.get(PLACE) is None:
        st.session_state[PLACE] = found.place
    spaces: dict[str | None, str] = {None: "All spaces"}
    spaces.update({space.id: space.name for space in found.spaces})
    with st.container(horizontal=True, key="workshop-filters"):
        _select("Show", LISTS, PLACE)
        _select("Where", spaces, SPACE)
        st.text_input(
            "A word of the title", key=WORD, max_chars=60, on_change=paging.first, args=(PAGE,)
        )
    counts = [f"{LISTS[place]}: {many}" for place, many in _in_order(found)]
    if counts:
        st.caption(" · ".join(counts))


def draw(workshop: Workshop, place: str) -> None:
    """One workshop with the pages where something can be done about it."""
    with (
        layout.card(
            workshop.title,
            key=f"staff-{workshop.id}",
            badges=_badges(workshop),
            facts=workshop_card.facts(workshop),
        ),
        layout.action_row(_people(workshop)),
    ):
        for url_path, label, icon in WAYS_ON[place]:
            name = "copy" if icon == "content_copy" else "id"
            menu.link(url_path, label, icon=icon, query={name: workshop.id})


def _badges(workshop: Workshop) -> list[Badge]:
    found: list[Badge] = []
    if workshop.state in STATES:
        tone: Tone = "good" if workshop.state == "closed" else "attention"
        found.append((STATES[workshop.state], tone))
    if workshop.pattern:
        found.append((PATTERNS[workshop.pattern].split(",")[0], "plain"))
    return found


def _people(workshop: Workshop) -> str:
    if workshop.state == "draft":
        return "Only staff see this"
    if workshop.state == "cancelled":
        return workshop.cancel_reason or ""
    booked = workshop.in_person_taken + workshop.online_taken
    waiting = workshop.in_person_waiting + workshop.online_waiting
    return f"{booked} booked" + (f", {waiting} waiting" if waiting else "")


def _in_order(found: StaffList) -> list[tuple[str, int]]:
    return [(place, found.counts[place]) for place in LISTS if found.counts.get(place)]


def _select(label: str, names: Any, key: str) -> None:
    if st.session_state.get(key) not in names:
        st.session_state[key] = next(iter(names))
    st.selectbox(
        label,
        list(names),
        format_func=names.__getitem__,
        key=key,
        on_change=paging.first,
        args=(PAGE,),
    )
