"""What waits for staff about people's data: complaints, corrections, requests, and the days left."""

from collections.abc import Callable, Sequence

import streamlit as st

from components import dates, layout, menu
from components.layout import Badge
from components.wording.my_data import PARTS
from services.my_data import OpenComplaint, OpenCorrection, OpenRequest

SOON = 7  # days left from which a badge asks for attention
YOURS = "This is your own. Somebody else has to do it."


def days_left(days: int, what: str = "") -> Badge:
    """How many days are left, in a word; late when there are none."""
    if days < 0:
        late = "1 day" if days == -1 else f"{-days} days"
        return f"{late} late", "attention"
    left = "1 day left" if days == 1 else f"{days} days left"
    return f"{left}{what}", "attention" if days <= SOON else "waiting"


def complaint_card(
    one: OpenComplaint,
    problems: dict[str, str],
    acknowledge: Callable[[str], None],
    answer: Callable[[str], None],
) -> None:
    """A complaint: told that we have it, then answered."""
    seen = one.acknowledged_at
    badge: Badge = (
        (f"They know we have it since {dates.day(seen)}", "plain")
        if seen
        else days_left(one.days_left, " to tell them we have it")
    )
    facts = [
        ("person", one.display_name or "Somebody who was not signed in"),
        ("calendar_month", f"Came in {dates.day(one.received_at)}"),
    ]
    if one.reach:
        facts.append(("call", f"Reach them: {one.reach}"))
    with layout.card(
        one.reference, key=f"complaint-{one.id}", badges=[badge], facts=facts, text=one.about
    ):
        if one.wish:
            st.text(f"What would put it right: {one.wish}")
        if one.is_mine:
            st.text(YOURS)
            return
        if not seen:
            told = "They see it here." if one.display_name else "Call or write to them first."
            with layout.action_row(told):
                st.button(
                    "They know we have it",
                    key=f"acknowledge-{one.id}",
                    on_click=acknowledge,
                    args=(one.id,),
                )
        _answer_form(one, problems, answer)


def _answer_form(
    one: OpenComplaint, problems: dict[str, str], answer: Callable[[str], None]
) -> None:
    words = "What we answer" if one.display_name else "What you told them"
    with st.form(f"answer-{one.id}", border=False):
        st.text_area(words, key=f"complaint-answer-{one.id}", max_chars=4000)
        layout.form_problem(problems, f"answer-{one.id}")
        st.form_submit_button("Answer and close", on_click=answer, args=(one.id,))


def correction_card(
    one: OpenCorrection, problems: dict[str, str], answer: Callable[[str, bool], None]
) -> None:
    """Something that is wrong: put right or left, with a reason either way."""
    facts = [("person", one.display_name), ("calendar_month", f"Asked {dates.day(one.asked_at)}")]
    with layout.card(
        f"{one.reference}: {PARTS[one.part]}",
        key=f"correction-{one.id}",
        badges=[days_left(one.days_left)],
        facts=facts,
        text=f"Wrong: {one.wrong}\n\nRight: {one.should_say}",
    ):
        if one.is_mine:
            st.text(YOURS)
            return
        menu.link("person", "Open their record", query={"id": one.person_id})
        with st.form(f"correct-{one.id}", border=False):
            st.text_area("What the person reads", key=f"correction-reason-{one.id}", max_chars=1000)
            layout.form_problem(problems, f"reason-{one.id}")
            with st.container(horizontal=True):
                st.form_submit_button("We put it right", on_click=answer, args=(one.id, True))
                st.form_submit_button("We leave it as it is", on_click=answer, args=(one.id, False))


def requests(waiting: Sequence[OpenRequest]) -> None:
    """Requests for what others wrote."""
    for one in waiting:
        facts = [
            ("person", one.display_name),
            ("calendar_month", f"Asked {dates.day(one.asked_at)}, due {dates.day(one.due_on)}"),
        ]
        with layout.card(
            one.reference,
            key=f"request-{one.id}",
            badges=[days_left(one.days_left)],
            facts=facts,
        ):
            if one.is_mine:
                st.text(YOURS)
            else:
                menu.link("data-review", "Read what others wrote", query={"id": one.id})
