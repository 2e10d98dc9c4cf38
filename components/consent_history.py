"""What a person said and when, the newest first."""

from collections.abc import Sequence

import streamlit as st

from components import dates, layout
from components.wording.consents import DECISIONS, HOW
from services.consents import Entry


def draw(entries: Sequence[Entry]) -> None:
    """One row for each thing that was said, in the words of the time."""
    for place, entry in enumerate(entries):
        with st.container(border=True, key=f"said-{place}", gap="small"):
            tone: layout.Tone = "good" if entry.decision == "given" else "plain"
            layout.badge_row([(DECISIONS[entry.decision], tone)])
            st.markdown(f"**{layout.plain(entry.title)}**")
            st.text(entry.wording)
            st.text(f"{dates.day(entry.recorded_at, year=True)}, {_how(entry)}.{_until(entry)}")


def _how(entry: Entry) -> str:
    if entry.how == "portal":
        return HOW["portal"]
    return f"{HOW[entry.how]}, noted by {entry.by_name or 'staff'}"


def _until(entry: Entry) -> str:
    return f" Good until {dates.day(entry.expires_at, year=True)}." if entry.expires_at else ""
