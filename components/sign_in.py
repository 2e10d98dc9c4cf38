"""Signing in: the form, and in the demo the people to look round as."""

import streamlit as st

from components import layout, menu, session_bridge
from components.actions import action
from components.visits import Visit
from components.wording.accounts import REFUSED
from services import portal, sessions
from services.identity import Refused, SignedIn

TICKET = "_ticket"
EMAIL = "sign_in_email"
PASSWORD = "sign_in_password"  # noqa: S105 - the name of a field
KEPT = "sign_in_kept"
PROBLEM = "_sign_in_problem"


def draw(visit: Visit, *, ended: bool = False) -> None:
    """Ask who it is. The page that they wanted opens when they are in."""
    layout.page_title("Sign in")
    if ticket := st.session_state.pop(TICKET, None):
        st.info("Signing you in.")
        session_bridge.sign_in_with(ticket, to=_after())
        return
    if ended:
        st.info("You are signed out. Sign in to carry on.")
    if code := st.session_state.pop(PROBLEM, None):
        st.error(REFUSED[code])
    _form()
    with st.container(horizontal=True, gap="small"):
        menu.link("join", "I have no account yet")
        menu.link("forgot", "I have forgotten my password")
    if portal.current().world == "demo":
        _look_round()


def _form() -> None:
    with st.form("sign_in", border=False):
        st.text_input("Email", key=EMAIL, type="email", autocomplete="username", max_chars=254)
        st.text_input(
            "Password",
            key=PASSWORD,
            type="password",
            autocomplete="current-password",
            max_chars=200,
        )
        st.checkbox(
            "Keep me signed in on this phone",
            key=KEPT,
            help="Leave this empty if others use it too.",
        )
        st.form_submit_button("Sign in", type="primary", on_click=_try)


def _look_round() -> None:
    layout.section("Look round as", "This is the demo. Everyone in it is made up.")
    for persona in portal.current().identity.personas():
        with (
            st.container(border=True, key=f"persona-{persona.key}"),
            st.container(
                horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
            ),
        ):
            who, about = layout.plain(persona.label), layout.plain(persona.about)
            st.markdown(f"**{who}**  \n{about}", width="stretch")
            st.button(
                "Look round",
                key=f"look-{persona.key}",
                on_click=_look_round_as,
                args=(persona.key,),
            )


@action
def _try() -> None:
    identity = portal.current().identity
    answer = identity.sign_in(
        st.session_state[EMAIL], st.session_state[PASSWORD], st.context.ip_address or ""
    )
    st.session_state[PASSWORD] = ""
    _begin(answer, kept=st.session_state[KEPT])


@action
def _look_round_as(key: str) -> None:
    _begin(portal.current().identity.look_round_as(key), kept=False)


def _begin(answer: SignedIn | Refused, *, kept: bool) -> None:
    if isinstance(answer, SignedIn):
        st.session_state[TICKET] = sessions.begin(portal.current(), answer, kept=kept)
    else:
        st.session_state[PROBLEM] = answer.code


def _after() -> str | None:
    """Where to go once in: the front page, unless they came for a page of their own."""
    return "/" if menu.here() in ("sign-in", "welcome", "forgot") else None
