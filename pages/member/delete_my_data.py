"""Leave, and have everything deleted."""

import streamlit as st

from components import actions, confirm, dates, frame, layout, leaving, session_bridge
from components.wording import erasure as words
from components.wording import sentence
from services import erasure

visit = frame.require("member")
NOW = "_erase_now"


@frame.action
def keep() -> None:
    """Stay after all."""
    frame.say(sentence("erasure", erasure.keep(visit.gateway)))


@frame.action
def leave_in_days() -> None:
    """Leave, with time to think."""
    asked = erasure.ask(visit.gateway, at_once=False)
    day = dates.day(asked.due_at) if asked.due_at else ""
    kind: actions.Kind = "success" if asked.outcome == "waiting" else "warning"
    frame.say(sentence("erasure", asked.outcome, day=day), kind=kind)


def leave_now() -> None:
    """Leave in the draw that follows: only a page can take the browser to another one."""
    st.session_state[NOW] = True


def finish() -> None:
    """Delete everything, then sign the browser out. Nothing is drawn for who is gone."""
    asked = erasure.ask(visit.gateway, at_once=True)
    if asked.outcome == "erased":
        st.success(words.GOODBYE)
        session_bridge.sign_out(to="/goodbye")
    else:
        st.warning(sentence("erasure", asked.outcome, day=""))
    st.stop()


def ask_once_more(label: str) -> None:
    """The button that cannot be taken back."""
    question = "Delete everything now? It cannot be undone."
    yes = "Yes, delete everything now"
    confirm.button(label, key="erase-now", question=question, yes=yes, do=leave_now)


layout.page_title("Delete my data", "You can leave at any time. You do not have to say why.")
if st.session_state.pop(NOW, False):
    finish()
standing = erasure.mine(visit.gateway)
if standing.leaving:
    with layout.card(leaving.when(standing.leaving), key="leaving"):
        st.text(leaving.why(standing.leaving))
        st.button("Keep my account", key="keep", type="primary", on_click=keep)
leaving.explain()
if standing.last_administrator:
    st.info(words.OUTCOMES["last_administrator"])
    frame.link("roles", "Give the role to somebody else")
elif standing.leaving:
    ask_once_more("Delete everything now")
else:
    layout.section("Delete my data")
    at_once = leaving.choose_when(standing.days_to_think, "erasure-when")
    if at_once:
        ask_once_more("Delete everything now")
    else:
        st.button("Delete my data", key="erase", on_click=leave_in_days)
frame.link("your-data", "Back to your data")
