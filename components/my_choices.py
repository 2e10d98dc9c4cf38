"""What a member has said yes to. Yes and taking it back are one button each, the same size."""

from collections.abc import Callable, Sequence

import streamlit as st

from components import dates, layout
from components.wording.consents import STATES
from services.consents import Consent


def draw(
    consents: Sequence[Consent],
    give: Callable[[Consent], None],
    withdraw: Callable[[Consent], None],
) -> None:
    """One card for each purpose."""
    for consent in consents:
        with (
            layout.card(
                consent.title,
                key=f"consent-{consent.purpose}",
                badges=[STATES[consent.state]],
                text=(consent.said_wording if consent.stands else None) or consent.wording,
            ),
            layout.action_row(_since(consent)),
        ):
            if consent.stands:
                st.button(
                    "Take it back",
                    key=f"withdraw-{consent.purpose}",
                    on_click=withdraw,
                    args=(consent,),
                )
            else:
                st.button("Say yes", key=f"give-{consent.purpose}", on_click=give, args=(consent,))


def _since(consent: Consent) -> str | None:
    if consent.state == "not_asked" or consent.recorded_at is None:
        return None
    since = f"Since {dates.day(consent.recorded_at)}"
    if consent.stands and consent.expires_at:
        return f"{since}. We ask again by {dates.day(consent.expires_at, year=True)}"
    return since
