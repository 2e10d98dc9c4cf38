"""Where a member is with mentoring: the two doors, their request, their offer."""

from collections.abc import Callable

import streamlit as st

from components import confirm, dates, layout
from components.menu import link
from components.wording.mentoring import OFFER_STATES
from services.mentoring.mine import Mine, Offer, Request

LOOKING = (
    "Staff look for someone who fits, and ask you before anybody else. "
    "You keep your place, whatever you answer."
)
NOT_LOOKING = (
    "We are not looking, because you took back your yes. You keep your place. "
    "Say yes again below, and we go on."
)


def doors(mine: Mine) -> None:
    """What one can do next, where it is open."""
    if not mine.is_asking:
        with layout.card(
            "Talk with someone who has been there",
            key="door-ask",
            text="A peer mentor has lived through it too. They listen, and tell what helped them.",
        ):
            link("ask-for-a-mentor", "Ask for a peer mentor", main=True)
    if not mine.is_offering:
        with layout.card(
            "Be there for someone",
            key="door-offer",
            text="If things have settled for you, you can support a family or a person. "
            "Staff stay beside you.",
        ):
            link("offer-to-mentor", "Offer to be a peer mentor")


def request(asked: Request, withdraw: Callable[[], None], *, agreed: bool) -> None:
    """A request that waits, with its place in the queue; without the yes, nobody looks."""
    facts = [("calendar_month", f"You asked on {dates.day(asked.asked_at)}")]
    with layout.card(
        "You are on the list for a peer mentor",
        key="request",
        badges=[("Waiting", "waiting") if agreed else ("On hold", "attention")],
        facts=facts,
        text=LOOKING if agreed else NOT_LOOKING,
    ):
        confirm.button(
            "Take me off the list",
            key="withdraw-request",
            question="Do you want to stop waiting? You can ask again later, from a new place.",
            yes="Yes, take me off the list",
            do=withdraw,
        )


def offer(made: Offer, withdraw: Callable[[], None]) -> None:
    """An offer, what staff said about it, and the way to take it back."""
    with layout.card(
        "Your offer to be a peer mentor",
        key="offer",
        badges=[OFFER_STATES[made.state]],
        facts=[("calendar_month", f"You offered on {dates.day(made.offered_at)}")],
    ):
        if made.decision_reason:
            st.markdown("**What staff say**")
            st.text(made.decision_reason)
        if made.state in ("offered", "in_conversation"):
            confirm.button(
                "Withdraw my offer",
                key="withdraw-offer",
                question="Do you want to withdraw your offer? You can offer again at any time.",
                yes="Yes, withdraw it",
                do=withdraw,
            )
        elif made.state == "approved":
            link("my-matches", "Go to my matches")
