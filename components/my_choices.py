"""What a member has said yes to. Yes and taking it back are one button each, the same size."""

from collections.abc import Callable, Sequence

import streamlit as st

from components import dates, layout
from components.wording.consents import NEW_WORDS, PARTS, STATES
from services.consents import Consent

Act = Callable[[Consent], None]


def draw(consents: Sequence[Consent], give: Act, withdraw: Act) -> None:
    """One card for each purpose."""
    for consent in consents:
        _card(consent, give, withdraw)


def draw_by_part(consents: Sequence[Consent], give: Act, withdraw: Act) -> None:
    """First what is worth another look, then the rest in a few parts that open."""
    again = [consent for consent in consents if consent.ask_again]
    if again:
        layout.section("Please look at these again", "There is no hurry, and no wrong answer.")
        draw(again, give, withdraw)
    layout.section("What you can say yes to")
    for part, (title, lead) in PARTS.items():
        rest = [each for each in consents if each.part == part and not each.ask_again]
        if rest:
            yeses = sum(consent.stands for consent in rest)
            label = f"{title} :green-badge[{yeses} yes]" if yeses else title
            with st.expander(label, key=f"part-{part}"):
                st.markdown(lead)
                draw(rest, give, withdraw)


def _card(consent: Consent, give: Act, withdraw: Act) -> None:
    said = consent.said_wording if consent.stands else None
    with layout.card(
        consent.title,
        key=f"consent-{consent.purpose.replace(':', '-')}",
        badges=[STATES[consent.state]],
        text=said or consent.wording,
    ):
        if consent.has_new_words:
            st.markdown(NEW_WORDS)
            st.text(consent.wording)
        if consent.state != "withdrawn" and consent.state != "not_asked":
            st.markdown(f"**If you take it back:** {layout.plain(consent.stops)}")
        with layout.action_row(_since(consent)):
            _buttons(consent, give, withdraw)


def _buttons(consent: Consent, give: Act, withdraw: Act) -> None:
    key = consent.purpose
    if consent.ask_again:
        st.button("Yes, still", key=f"give-{key}", on_click=give, args=(consent,))
    elif not consent.stands:
        st.button("Say yes", key=f"give-{key}", on_click=give, args=(consent,))
    if consent.stands:
        st.button("Take it back", key=f"withdraw-{key}", on_click=withdraw, args=(consent,))
    elif consent.ask_again:
        st.button("No, leave it", key=f"withdraw-{key}", on_click=withdraw, args=(consent,))


def _since(consent: Consent) -> str | None:
    if consent.state == "not_asked" or consent.recorded_at is None:
        return None
    since = f"Since {dates.day(consent.recorded_at)}"
    if consent.stands and consent.expires_at:
        return f"{since}. We ask again by {dates.day(consent.expires_at, year=True)}"
    return since
