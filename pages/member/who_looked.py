"""Who looked at the record of the person asking, day by day."""

from itertools import groupby

import streamlit as st

from components import dates, frame, layout
from services import my_data
from services.my_data.words import WHO, told

visit = frame.require("member")
looks = my_data.who_looked(visit.gateway)

layout.page_title(
    "Who looked at your record",
    "Staff open your record to help you. Here is each time, newest first.",
)
frame.link("your-data", "Back to Your data", icon="arrow_back")
st.text(
    "We say which role somebody has, not their name. "
    "Is something here not right? Complain, and we find out who it was."
)
frame.link("data-complaint", "Complain about how we use data")
if not looks:
    layout.empty_state("Nobody has looked yet", "When somebody opens your record, it shows here.")
for day, on_that_day in groupby(looks, key=lambda look: look.day):
    with layout.card(dates.day(day), key=f"looks-{day}"):
        for look in on_that_day:
            often = f" ({look.times} times)" if look.times > 1 else ""
            st.text(f"{WHO[look.who]} {told(look)}{often}.")
