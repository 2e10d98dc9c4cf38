"""With whom we may speak about somebody: what holds now, and what was said when."""

from collections.abc import Callable, Sequence

import streamlit as st

from components import dates, layout
from components.wording.consents import DECISIONS, HOW
from components.wording.talk_permissions import BEFORE_TAKING_BACK
from services.talk_permissions import Entry, Permission


def draw(live: Sequence[Permission], withdraw: Callable[[Permission], None]) -> None:
    """What holds, each with one button to take it back."""
    for permission in live:
        with layout.card(
            f"You may speak with {permission.relation_words}",
            key=f"talk-{permission.relation}",
            text=f"About: {', '.join(permission.topics_words)}",
        ):
            st.markdown(BEFORE_TAKING_BACK)
            with layout.action_row(f"Until {dates.day(permission.until, year=True)}"):
                st.button(
                    "Take it back",
                    key=f"talk-withdraw-{permission.relation}",
                    on_click=withdraw,
                    args=(permission,),
                )


def draw_for_staff(live: Sequence[Permission]) -> None:
    """What holds, as staff read it."""
    for permission in live:
        who = permission.relation_words.removeprefix("my ")
        with st.container(border=True, key=f"talk-{permission.relation}", gap="small"):
            st.markdown(f"**With their {who}, until {dates.day(permission.until, year=True)}**")
            st.text(f"About: {', '.join(permission.topics_words)}")
            st.text(f"They said so {HOW[permission.how]}, {dates.day(permission.recorded_at)}.")


def draw_history(entries: Sequence[Entry]) -> None:
    """Everything that was said, the newest first."""
    for place, entry in enumerate(entries):
        with st.container(border=True, key=f"talk-said-{place}", gap="small"):
            tone: layout.Tone = "good" if entry.decision == "given" else "plain"
            layout.badge_row([(DECISIONS[entry.decision], tone)])
            st.text(entry.wording)
            noted = "" if entry.how == "portal" else f", noted by {entry.by_name or 'staff'}"
            st.text(f"{dates.day(entry.recorded_at, year=True)}, {HOW[entry.how]}{noted}.")
