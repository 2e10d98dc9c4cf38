"""My contribution: what one gave, to look at and to take away. For the person alone."""

import streamlit as st

from components import frame, layout, my_contribution, take_contribution, wording
from components.wording import contribution as words
from services import contribution

visit = frame.require("member")
assert visit.person
me = visit.person.id


@frame.action
def make() -> None:
    """Keep the choice for some minutes, so that the links can bring the files."""
    wanted = take_contribution.wanted(given, from_on, to_on)
    if letters := contribution.cannot_print(wanted.name):
        said = wording.sentence("contribution", "cannot_print", letters=layout.plain(letters))
        return frame.say(said, kind="warning")
    ticket = contribution.keep(me, wanted)
    st.session_state[take_contribution.TICKET] = (ticket, wanted)
    frame.say(wording.sentence("contribution", "ready"))


layout.page_title("My contribution", "What you have given so far, for you alone to see.")
first, last = my_contribution.chosen_span()
from_on = first.isoformat() if first else None
to_on = last.isoformat() if last else None
given = contribution.mine(visit.gateway, from_on, to_on)
if given.years:
    my_contribution.choose_span(given.years)
if given.is_empty:
    layout.empty_state(*words.EMPTY, lambda: frame.link("whats-on", "See what's on"))
else:
    my_contribution.thanks(given)
    my_contribution.what_came_of_it(given)
    my_contribution.workshops(given)
with st.expander("Where these numbers come from"):
    st.markdown(words.WHERE_FROM)
if not given.is_empty:
    take_contribution.draw(given, take_contribution.wanted(given, from_on, to_on), make)
