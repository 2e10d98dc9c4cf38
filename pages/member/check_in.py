"""Check in at a workshop: the code on the wall, typed, or scanned and then in ?code=."""

import streamlit as st

from components import frame, layout, wording
from services import door

visit = frame.require("member")
CODE, DONE = "check-in-code", "check-in-done"


@frame.action
def check_in() -> None:
    """Say that one is here."""
    answer = door.check_in(visit.gateway, code=st.session_state[CODE])
    here = answer.outcome in ("checked_in", "already_here")
    st.session_state[DONE] = answer.workshop_id if here else None
    title = layout.plain(answer.title or "")
    words = wording.sentence("door", answer.outcome, title=title)
    frame.say(words, kind="success" if here else "warning")


layout.page_title("Check in", "Type the code that you see on the wall. Then we know you are here.")
done = st.session_state.get(DONE)
if done:
    frame.link("workshop", "See the workshop", icon="groups", query={"id": done}, main=True)
    frame.link("home", "Go to my home page", icon="home")
else:
    given = st.query_params.get("code", "")[:20]
    with st.form("check-in", border=False):
        st.text_input("The code", given, max_chars=20, key=CODE, autocomplete="off")
        st.form_submit_button("I am here", type="primary", on_click=check_in)
