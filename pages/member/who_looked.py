"""Who looked at the record of the person asking, and what else was done with it, day by day."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from components import dates, frame, layout
from services import my_data
from services.my_data import Look
from services.my_data.words import WHO, is_look, told

visit = frame.require("member")


def by_day(looks: Sequence[Look], key: str) -> None:
    """A card for each day."""
    for day, on_that_day in groupby(looks, key=lambda look: look.day):
        with layout.card(dates.day(day), key=f"{key}-{day}"):
            for look in on_that_day:
                often = f" ({look.times} times)" if look.times > 1 else ""
                st.text(f"{WHO[look.who]} {told(look)}{often}.")


looks = my_data.who_looked(visit.gateway)
opened = [look for look in looks if is_look(look)]
done = [look for look in looks if not is_look(look)]
layout.page_title(
    "Who looked at your record",
    "Staff open your record to help you. Here is each time, newest first.",
)
frame.link("your-data", "Back to Your data", icon="arrow_back")
st.text("We say which role somebody has, not their name.")
if opened:
    by_day(opened, "opened")
else:
    layout.empty_state("Nobody has looked yet", "When somebody opens your record, it shows here.")
if done:
    layout.section("What else was done with it", "Answers to you, and changes to your record.")
    with st.expander(f"Show what was done ({sum(look.times for look in done)})"):
        by_day(done, "done")
layout.section("Is something here not right?", "Complain, and we find out who it was, and why.")
frame.link("data-complaint", "Complain about how we use data")
