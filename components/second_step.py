"""The second step at sign-in: a code from the phone, or one of the recovery codes."""

import streamlit as st

from components import layout, menu, visits
from components.actions import action, say
from components.visits import Visit
from components.wording import sentence
from services import portal, second_step

CODE = "second_step_code"
RECOVERY = "second_step_recovery"
SHOWN = "_second_step_shown"
PROBLEM = "_second_step_problem"


def draw(visit: Visit) -> None:
    """Ask for the code. What they wanted opens when it is right."""
    layout.page_title(
        "One more step", "Open the app on your phone that shows codes. Type the one for Alongside."
    )
    if problem := st.session_state.pop(PROBLEM, None):
        st.error(sentence("second_step", problem))
    with st.form("second_step", border=False):
        st.text_input("The code, 6 numbers", key=CODE, autocomplete="one-time-code", max_chars=10)
        st.form_submit_button("Carry on", type="primary", on_click=_show, args=(visit,))
    with (
        st.expander("I do not have my phone"),
        st.form("second_step_recovery_form", border=False),
    ):
        st.text_input(
            "One of your recovery codes",
            key=RECOVERY,
            autocomplete="off",
            max_chars=40,
        )
        st.text("You saved ten of them when you set this up. Each works once.")
        st.form_submit_button("Use this code", on_click=_recover, args=(visit,))
        st.markdown(_no_codes(visit.organisation.get("phone", "")))
    menu.link("sign-out", "Sign out")


def ask_to_set_up() -> None:
    """In place of a page that a role would open."""
    layout.page_title(
        "One more step before this page",
        "Your role needs a second step at sign-in. It keeps what people told us safe.",
    )
    menu.link("second-step", "Set it up now", main=True)


def _no_codes(phone: str) -> str:
    number = f" on {phone}" if phone else ""
    return f"No codes either? Call us{layout.plain(number)}. We check that it is you, and help."


@action
def _show(visit: Visit) -> None:
    code, token = st.session_state[CODE], visits.cookie_token()
    st.session_state[CODE] = ""
    signed_in = visit.gateway.signed_in
    if signed_in is None or token is None:
        return
    outcome = second_step.show(
        portal.current(), token, signed_in, code, st.context.ip_address or ""
    )
    _after(outcome)


@action
def _recover(visit: Visit) -> None:
    used = second_step.use_recovery_code(visit.gateway, code=st.session_state[RECOVERY])
    st.session_state[RECOVERY] = ""
    _after(used.outcome)
    if used.outcome == "shown":
        say(sentence("second_step", "used", left=used.left), kind="info")


def _after(outcome: str) -> None:
    if outcome == "shown":
        st.session_state[SHOWN] = True
        visits.afresh()
    else:
        st.session_state[PROBLEM] = outcome
