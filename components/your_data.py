"""Your data, for the person: what can be taken away, and where each wish stands."""

from collections.abc import Callable, Sequence

import streamlit as st

from components import dates, file_link, layout, menu
from components.wording.my_data import CORRECTION_STATES, PARTS
from services.my_data import Complaint, Correction, YourData

CARE = (
    "Use a phone or computer that nobody else looks at. The file stays on it until you delete it."
)


def take_away(mine: YourData, ask: Callable[[], None]) -> None:
    """Download what one entered, and what others wrote once staff have read it."""
    with layout.card("Download what you told us", key="take-away", facts=[("lock", CARE)]):
        st.text("You get it at once: pages to read on a phone, and a table for each list.")
        file_link.draw("your-data", "Download what you told us")
    with layout.card("Download what others wrote about you", key="others-wrote"):
        _others(mine, ask)


def _others(mine: YourData, ask: Callable[[], None]) -> None:
    ready, waiting = mine.ready_request, mine.open_request
    if ready and ready.ready_at:
        st.text(f"Staff read it for you on {dates.day(ready.ready_at)}, for {ready.reference}.")
        if ready.note:
            st.text(f"They wrote: {ready.note}")
        file_link.draw("what-others-wrote", "Download what others wrote")
    if waiting:
        st.text(
            f"You asked on {dates.day(waiting.asked_at)}, as {waiting.reference}. Staff read it "
            f"for you by {dates.day(waiting.due_on)}, {dates.away(waiting.due_on)}."
        )
        return
    st.text(
        "Staff read it first, because some of it may be about somebody else too. "
        "You have it within a month."
    )
    label = "Ask for it again" if ready else "Ask for it"
    st.button(label, key="ask-what-others-wrote", on_click=ask)


def links() -> None:
    """The other three choices: who looked, putting right, deleting."""
    with layout.card("See who looked", key="who-looked"):
        st.text("Staff open your record to help you. Each time is written down.")
        menu.link("who-looked", "See who looked")
    with layout.card("Put something right", key="put-right"):
        st.text("Is something wrong, or out of date? Tell us, and we answer within a month.")
        menu.link("put-right", "Put something right")


def corrections(asked: Sequence[Correction]) -> None:
    """What the person asked to have put right, the newest first."""
    for one in reversed(asked):
        with layout.card(
            PARTS[one.part],
            key=f"correction-{one.reference}",
            badges=[CORRECTION_STATES[one.state]],
            facts=[("tag", one.reference), ("calendar_month", _when(one))],
            text=f"Wrong: {one.wrong}\n\nRight: {one.should_say}",
        ):
            if one.reason:
                st.text(f"Our answer: {one.reason}")


def _when(one: Correction) -> str:
    if one.answered_at:
        return f"Answered {dates.day(one.answered_at)}"
    return f"You hear from us by {dates.day(one.due_on)}, {dates.away(one.due_on)}"


def complaints(made: Sequence[Complaint]) -> None:
    """What the person complained about, the newest first."""
    for one in reversed(made):
        badge, fact = _stage(one)
        with layout.card(
            f"Complaint {one.reference}",
            key=f"complaint-{one.reference}",
            badges=[badge],
            facts=[("calendar_month", fact)],
            text=one.about,
        ):
            if one.answer:
                st.text(f"Our answer: {one.answer}")


def _stage(one: Complaint) -> tuple[layout.Badge, str]:
    if one.answered_at:
        return ("Answered", "good"), f"Answered {dates.day(one.answered_at)}"
    if one.acknowledged_at:
        return ("We are looking into it", "waiting"), f"Seen {dates.day(one.acknowledged_at)}"
    return ("We have it", "waiting"), f"You hear from us by {dates.day(one.acknowledge_by)}"
