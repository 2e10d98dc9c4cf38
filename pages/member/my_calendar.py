"""My calendar: bookings in the calendar of a phone, saying no more than one chose."""

import streamlit as st

from components import actions, frame, layout, my_calendar, wording
from services import calendars

visit = frame.require("member")


@frame.action
def save() -> None:
    """What the calendar may say."""
    done = calendars.choose(
        visit.gateway,
        full_titles=st.session_state["calendar_titles"],
        with_links=st.session_state["calendar_links"],
    )
    frame.say(wording.sentence("calendars", done.outcome))


@frame.action
def make() -> None:
    """A new secret address, shown until its person has copied it."""
    done = calendars.make_address(visit.gateway)
    st.session_state[my_calendar.ADDRESS] = done.path
    kind: actions.Kind = "success" if done.outcome == "made" else "warning"
    frame.say(wording.sentence("calendars", done.outcome), kind=kind)


@frame.action
def revoke() -> None:
    """Take the address away."""
    st.session_state.pop(my_calendar.ADDRESS, None)
    frame.say(wording.sentence("calendars", calendars.revoke_address(visit.gateway).outcome))


layout.page_title("Your calendar", "Your bookings, in the calendar on your phone.")
mine = calendars.mine(visit.gateway)
my_calendar.address(mine, make, revoke)
my_calendar.choose(mine, save)
frame.link("my-bookings", "Back to my bookings")
