"""How a person signs in: password, second step, and where they are signed in now."""

import streamlit as st

from components import change_password, dates, frame, layout
from components.wording import sentence
from services import members, my_sessions, portal
from services.my_sessions import Session

visit = frame.require("member")


@frame.action
def sign_out(session: Session) -> None:
    """End one session of this person."""
    outcome = my_sessions.end(visit.gateway, session_id=session.id)
    said = sentence("my_sessions", outcome)
    frame.say(said, kind="success" if outcome == "signed_out" else "warning")


@frame.action
def leave_everywhere() -> None:
    """End every session of this person."""
    if visit.gateway.signed_in:
        portal.current().identity.sign_out_everywhere(visit.gateway.signed_in)
    members.sign_out_everywhere(visit.gateway)


def draw(session: Session) -> None:
    """One browser: since when, and a way to end it."""
    seen = f"{dates.day(session.last_seen_at)}, {dates.clock(session.last_seen_at)}"
    facts = [
        ("login", f"Signed in {dates.day(session.started_at)}, {dates.clock(session.started_at)}"),
        ("visibility", "In use now" if session.is_this else f"Last used {seen}"),
    ]
    if session.kept:
        facts.append(("lock_open", "Stays signed in"))
    title = "This phone or computer" if session.is_this else "Another phone or computer"
    with layout.card(title, key=f"session-{session.id}", facts=facts):
        if not session.is_this:
            st.button("Sign out", key=f"end-{session.id}", on_click=sign_out, args=(session,))


layout.page_title("How you sign in", "Your password, a second step, and where you are signed in.")
layout.section("A second step", "A code from your phone, after your password.")
frame.link("second-step", "See the second step")
layout.section("Your password")
change_password.draw(visit)
layout.section(
    "Where you are signed in", "Is one of these not you? Sign it out, then change your password."
)
for session in my_sessions.mine(visit.gateway):
    draw(session)
st.button("Sign out everywhere", key="sign-out-everywhere", on_click=leave_everywhere)
