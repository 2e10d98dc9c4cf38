"""For staff: an offer to decide, and a mentor with the families they have."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from components import answer_facts, dates, layout
from components.wording.mentoring import DECISIONS, MATCH_STATES, OFFER_STATES_FOR_STAFF
from services.mentoring.mentors import Family, Mentor, Offer

SHORT_BARS: dict[str, layout.Badge] = {
    "not_a_mentor_now": ("Not a mentor now", "attention"),
    "mentor_consent": ("Has not said yes to matching", "attention"),
    "resting": ("Resting", "plain"),
    "supervision_overdue": ("Supervision overdue", "attention"),
    "full": ("Full", "plain"),
    "paused": ("A match is paused", "plain"),
}


def offer(made: Offer, decide: Callable[[Offer], None], problem: tuple[str, str] | None) -> None:
    """Who offers, what they say, and the decision with its reason."""
    facts = [("calendar_month", f"Offered on {dates.day(made.offered_at)}")]
    with layout.card(
        made.display_name,
        key=made.offer_id,
        badges=[OFFER_STATES_FOR_STAFF[made.state]],
        facts=facts + answer_facts.of_offer(made.answers, made.places),
    ):
        st.markdown("**Why they want to**")
        st.text(made.answers.why)
        if made.decision_reason:
            st.markdown("**What we told them**")
            st.text(made.decision_reason)
        if made.is_me:
            st.markdown("This is your own offer, so somebody else decides.")
        else:
            _decision(made, decide, problem)


@contextmanager
def mentor(who: Mentor) -> Iterator[None]:
    """A mentor: how many families, what is due, and with whom they meet."""
    badges: list[layout.Badge] = [SHORT_BARS[bar] for bar in who.bars]
    due = who.supervision_due_on
    facts = [
        ("groups", f"Has {who.load} of {who.capacity} families"),
        ("event", f"Supervision due by {dates.day(due)}" if due else "No supervision date"),
        ("verified", f"Readiness checked on {dates.day(who.checked_on)}"),
    ]
    badges = badges or [("Can take a family", "good")]
    with layout.card(who.display_name, key=who.mentor_id, badges=badges, facts=facts):
        yield


def family_line(family: Family) -> None:
    """One family of a mentor, and where it stands."""
    word = MATCH_STATES[family.state][0].lower()
    name = layout.plain(family.display_name)
    st.markdown(f"{name}: {word}, since {dates.day(family.since)}")


def changes(
    who: Mentor, note_supervision: Callable[[Mentor], None], set_capacity: Callable[[Mentor], None]
) -> None:
    """Supervision, and how many families at once."""
    key = who.mentor_id
    with st.expander("Supervision and number of families"):
        st.button(
            "Supervision took place today",
            key=f"supervision-{key}",
            on_click=note_supervision,
            args=(who,),
        )
        st.number_input("Families at once", 1, 3, who.capacity, key=f"capacity-{key}")
        st.button("Save", key=f"set_capacity-{key}", on_click=set_capacity, args=(who,))


def _decision(
    made: Offer, decide: Callable[[Offer], None], problem: tuple[str, str] | None
) -> None:
    key = made.offer_id
    found = dict([problem]) if problem else {}
    with st.expander("Decide", expanded=bool(found)), st.form(f"decide-{key}", border=False):
        st.radio(
            "What do you decide?",
            list(DECISIONS),
            index=None,
            format_func=DECISIONS.__getitem__,
            key=f"decision-{key}",
        )
        layout.form_problem(found, "decision")
        st.text_area("Why? The person reads this.", key=f"reason-{key}", max_chars=1000)
        layout.form_problem(found, "reason")
        st.number_input("Families at once, if approved", 1, 3, 2, key=f"capacity-{key}")
        st.form_submit_button("Save the decision", on_click=decide, args=(made,))
