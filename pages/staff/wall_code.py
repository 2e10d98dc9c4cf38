"""The code that hangs on the wall of the workshop in ?id=, to show or to print."""

import streamlit as st

from components import dates, frame, layout, qr_code
from components.wording.door import CODE, HOW_TO, RESTS, WALK_INS
from services import door

visit = frame.require("staff")
workshop_id = st.query_params.get("id") or ""
WALK = "wall-code-walk-ins"


@frame.action
def make() -> None:
    """Make a new code; the one before it works no longer."""
    walk_ins = st.session_state.get(WALK, True)
    outcome = door.make_code(visit.gateway, workshop_id=workshop_id, walk_ins=walk_ins)
    frame.say(CODE[outcome], kind="success" if outcome == "made" else "warning")


@frame.action
def choose() -> None:
    """Whether somebody without a booking may use the code."""
    walk_ins = st.session_state[WALK]
    outcome = door.let_walk_ins(visit.gateway, workshop_id=workshop_id, walk_ins=walk_ins)
    frame.say(CODE[outcome], kind="success" if outcome == "saved" else "warning")


wall = door.wall_code(visit.gateway, workshop_id=workshop_id)
if wall is None:
    layout.page_title("We could not find that workshop")
    frame.link("workshops", "All workshops", icon="arrow_back")
    st.stop()

layout.page_title(layout.plain(wall.title), dates.span(wall.starts_at, wall.ends_at))
if wall.code and wall.can_be_made:
    address = qr_code.address("check-in", code=wall.code)
    with st.container(border=True, key="wall-code", horizontal_alignment="center"):
        st.header("Check in here", anchor=False)
        st.image(
            qr_code.picture(address or wall.code),
            width=260,
            caption="Scan me",
            alt="A picture to scan. The code beside it does the same.",
        )
        st.title(f"{wall.code[:3]} {wall.code[3:]}", anchor=False, width="content")
        st.text("Open Check in on your phone, and type this code.", width="content")
        if address:
            st.text(address.split("?")[0], width="content")
    if wall.rests:
        st.warning(RESTS)
    st.markdown(HOW_TO)
    st.toggle(WALK_INS, wall.walk_ins, key=WALK, on_change=choose)
    st.button("Make a new code", key="make-code", on_click=make)
elif wall.can_be_made:
    st.markdown("People can check themselves in with a short code on the wall.")
    st.toggle(WALK_INS, wall.walk_ins, key=WALK)
    st.button("Make a code", key="make-code", type="primary", on_click=make)
else:
    st.info(CODE["closed"])
frame.link("register", "Register", icon="how_to_reg", query={"id": workshop_id})
