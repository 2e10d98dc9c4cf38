"""The series of a workshop for staff: repeat it, look at the dates first, publish or call off all."""

from datetime import UTC, date, datetime
from typing import Any

import streamlit as st

from components import confirm, dates, layout, menu, wording, workshop_form
from components.actions import action, say
from components.wording.series import NTH, PATTERNS, PROBLEMS, REPEATS
from components.wording.workshops import STATES
from services import series
from services.gateway import Gateway
from services.series import Done, Preview, Proposed
from services.workshop_parts import Occasion, Series
from services.workshops import Workshop

PREVIEW, ASKED, PROBLEM = "series_preview", "series_asked", "series_problem"
SHOWN = 10


def draw(workshop: Workshop, gateway: Gateway) -> None:
    """The dates there are, and the way to more of them."""
    now = datetime.now(UTC)
    if workshop.series:
        _dates(workshop, workshop.series, gateway)
    can_go_on = workshop.state in ("draft", "published") and workshop.starts_at > now
    last = not workshop.series or not workshop.series.to_come(
        workshop.starts_at, "draft", "published", "held", "closed"
    )
    if can_go_on and last:
        layout.section("Repeat it", "Each copy is a workshop of its own, with its own bookings.")
        _how(workshop, gateway)
        _look(workshop, gateway)


def _dates(workshop: Workshop, repeated: Series, gateway: Gateway) -> None:
    coming = repeated.to_come(datetime.now(UTC), "draft", "published")
    drafts = [each for each in coming if each.state == "draft"]
    layout.section("The series", f"It is on {REPEATS[repeated.pattern]}.")
    for each in coming[:SHOWN]:
        _date(each, workshop)
    if len(coming) > SHOWN:
        st.text(f"And {len(coming) - SHOWN} more, until {dates.day(coming[-1].starts_at)}.")
    if drafts:
        label = "Publish the draft" if len(drafts) == 1 else f"Publish all {len(drafts)} drafts"
        st.button(label, key="series-publish", on_click=_publish, args=(gateway, repeated.id))
    if len(coming) > 1:
        st.text_input(
            "Why is the rest of the series off? Everybody who booked reads this.",
            key="series-reason",
            max_chars=300,
        )
        _show_problem("reason")
        confirm.button(
            "Call off all that are to come",
            key="series-call-off",
            question=f"{len(coming)} workshops, and every booking for them. "
            "This cannot be taken back.",
            yes="Yes, call them all off",
            do=lambda: _call_off(gateway, repeated.id),
        )


def _date(each: Occasion, workshop: Workshop) -> None:
    when = dates.span(each.starts_at, each.ends_at)
    state = f" ({STATES[each.state].lower()})" if each.state in STATES else ""
    if each.id == workshop.id:
        st.text(f"{when}{state}: this one")
    else:
        menu.link("edit-workshop", f"{when}{state}", icon="edit", query={"id": each.id})


def _how(workshop: Workshop, gateway: Gateway) -> None:
    """How often, and how many or until when."""
    patterns = list(PATTERNS)
    if st.session_state.get("series-for") != workshop.id:  # another workshop's dates
        st.session_state.update({"series-for": workshop.id, PREVIEW: None, PROBLEM: None})
    pattern = st.selectbox(
        "How often", patterns, format_func=PATTERNS.__getitem__, key="series-pattern"
    )
    if pattern == "monthly":
        st.text(f"On the {nth(dates.uk(workshop.starts_at).date())} of each month.")
    with st.container(horizontal=True):
        st.number_input("How many in all", 2, 60, None, key="series-many", placeholder="8")
        st.date_input("Or until", None, key="series-until", format="DD/MM/YYYY")
    _show_problem("pattern", "how_many", "until")
    st.button("Show the dates", key="series-show", on_click=_show, args=(gateway, workshop.id))


def _look(workshop: Workshop, gateway: Gateway) -> None:
    """The dates before they are made; a tick away takes one out."""
    found: Preview | None = st.session_state.get(PREVIEW)
    if found is None or found.outcome != "found":
        return
    for proposed in found.dates[1:]:
        st.checkbox(_proposed(proposed), True, key=f"series-day-{proposed.day}")
    st.button(
        "Make these as drafts",
        key="series-make",
        type="primary",
        on_click=_make,
        args=(gateway, workshop.id),
    )


def nth(day: date) -> str:
    """ "second Tuesday"; a fifth one is the last."""
    return f"{NTH[(day.day - 1) // 7]} {day:%A}"


def _proposed(proposed: Proposed) -> str:
    words = dates.span(proposed.starts_at, proposed.ends_at)
    if proposed.bank_holiday:
        words += f". Bank holiday: {layout.plain(proposed.bank_holiday)}"
    if proposed.in_the_space:
        words += f". In the same space: {layout.plain(proposed.in_the_space)}"
    return words


@action
def _show(gateway: Gateway, workshop_id: str) -> None:
    held = st.session_state
    asked: dict[str, Any] = {
        "pattern": held["series-pattern"],
        "how_many": held["series-many"],
        "until": held["series-until"],
    }
    found = series.preview(gateway, workshop_id=workshop_id, **asked)
    held[PREVIEW], held[ASKED] = found, asked
    held[PROBLEM] = (found.field, found.problem) if found.outcome == "invalid" else None
    if found.outcome not in ("found", "invalid"):
        say(wording.sentence("series", found.outcome), kind="warning")


@action
def _make(gateway: Gateway, workshop_id: str) -> None:
    held = st.session_state
    found: Preview = held[PREVIEW]
    without = [each.day for each in found.dates[1:] if not held.get(f"series-day-{each.day}")]
    done = series.make(gateway, workshop_id=workshop_id, **held[ASKED], without=without)
    if done.outcome == "made":
        held[PREVIEW] = None
    _tell(done)


@action
def _publish(gateway: Gateway, series_id: str) -> None:
    _tell(series.publish(gateway, series_id=series_id))


@action
def _call_off(gateway: Gateway, series_id: str) -> None:
    _tell(series.cancel(gateway, series_id=series_id, reason=st.session_state["series-reason"]))


def _tell(done: Done) -> None:
    st.session_state[PROBLEM] = (done.field, done.problem) if done.outcome == "invalid" else None
    outcome = f"{done.outcome}_one" if done.workshops == 1 else done.outcome
    good = done.workshops > 0
    words = wording.sentence("series", outcome, workshops=done.workshops)
    say(words, kind="success" if good else "warning")


def _show_problem(*names: str) -> None:
    problem = st.session_state.get(PROBLEM)
    if problem in PROBLEMS and problem[0] in names:
        st.error(PROBLEMS[problem], icon=":material/error:")
    else:
        workshop_form.show_problem(problem, *names)
