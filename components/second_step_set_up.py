"""Setting up the second step, the recovery codes, and turning it off again."""

import streamlit as st

from components import confirm, layout, phone_link, qr_code, visits
from components.actions import action, say
from components.visits import Visit
from components.wording import sentence
from components.wording.second_step import APP, DEMO, NEEDED, SAVE, WHY
from services import portal, second_step
from services.identity import NewFactor, Refused
from services.second_step import Mine

PASSWORD = "second_step_password"  # noqa: S105 - the name of a field
CODE = "second_step_first_code"
FACTOR = "_second_step_factor"
CODES = "_second_step_codes"


def draw(visit: Visit) -> None:
    """The next thing to do about it."""
    if codes := st.session_state.get(CODES):
        _recovery_codes(codes)
        return
    layout.page_title("A second step at sign-in", WHY)
    mine = second_step.mine(visit.gateway)
    if mine.on:
        _manage(visit, mine)
    elif factor := st.session_state.get(FACTOR):
        _scan(visit, factor)
    else:
        _begin(visit, mine)


def _begin(visit: Visit, mine: Mine) -> None:
    if mine.needed:
        st.markdown(NEEDED)
    if portal.current().world == "demo":
        st.info(DEMO)
        return
    st.markdown(APP)
    with st.form("second_step_begin", border=False):
        _password("Your password")
        st.form_submit_button("Set it up", type="primary", on_click=_set_up, args=(visit,))


def _scan(visit: Visit, factor: NewFactor) -> None:
    layout.section("1. Add Alongside to the app", "Scan this picture with the app.")
    st.image(
        qr_code.picture(factor.address),
        width=232,
        caption="The picture to scan",
        alt="A picture that your app scans. The words below do the same.",
    )
    phone_link.draw(factor.address)
    with st.expander("I cannot scan it"):
        st.markdown("Type this key into the app instead. Choose “time-based” if it asks.")
        secret = factor.secret
        grouped = " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))
        st.code(grouped, language=None, wrap_lines=True)
    layout.section("2. Type the code that it shows")
    with st.form("second_step_confirm", border=False):
        st.text_input("The code, 6 numbers", key=CODE, autocomplete="one-time-code", max_chars=10)
        st.form_submit_button("Turn it on", type="primary", on_click=_confirm, args=(visit,))
    st.button("Start again", key="second-step-again", on_click=_forget_factor)


def _recovery_codes(codes: tuple[str, ...]) -> None:
    layout.page_title("Save your recovery codes", SAVE)
    # no download button: its file would wait at an address that answers anybody who has it
    st.code("\n".join(codes), language=None)
    st.button("I have saved my recovery codes", key="codes-saved", type="primary", on_click=_saved)


def _manage(visit: Visit, mine: Mine) -> None:
    facts = [
        ("check_circle", "The second step is on."),
        ("key", f"You have {mine.codes_left} of 10 recovery codes left."),
    ]
    layout.fact_lines(facts)
    confirm.button(
        "Make new recovery codes",
        key="new-codes",
        question="The old codes stop working. Carry on?",
        yes="Yes, make new ones",
        do=lambda: _new_codes(visit),
    )
    layout.section("A new phone, or turn it off")
    if mine.needed:
        st.markdown("Turn it off, then set it up again with the new phone. " + NEEDED)
    with st.form("second_step_off", border=False):
        _password("Your password")
        st.form_submit_button("Turn it off", on_click=_turn_off, args=(visit,))


def _password(label: str) -> None:
    st.text_input(
        label, key=PASSWORD, type="password", autocomplete="current-password", max_chars=200
    )


@action
def _set_up(visit: Visit) -> None:
    password = st.session_state[PASSWORD]
    st.session_state[PASSWORD] = ""
    if visit.gateway.signed_in is None:
        return
    made = portal.current().identity.second_step.set_up(
        visit.gateway.signed_in, password, st.context.ip_address or ""
    )
    if isinstance(made, Refused):
        _tell(made.code)
    else:
        st.session_state[FACTOR] = made


@action
def _confirm(visit: Visit) -> None:
    code, token = st.session_state[CODE], visits.cookie_token()
    st.session_state[CODE] = ""
    if visit.gateway.signed_in is None or token is None:
        return
    done = second_step.finish_set_up(
        portal.current(), token, visit.gateway, code, st.context.ip_address or ""
    )
    if done.codes:
        st.session_state.pop(FACTOR, None)
        st.session_state[CODES] = done.codes
        visits.afresh()
    else:
        _tell(done.outcome)


@action
def _new_codes(visit: Visit) -> None:
    made = second_step.make_codes(visit.gateway)
    if made.codes:
        st.session_state[CODES] = made.codes
    _tell(made.outcome)


@action
def _turn_off(visit: Visit) -> None:
    password = st.session_state[PASSWORD]
    st.session_state[PASSWORD] = ""
    if visit.gateway.signed_in is None:
        return
    outcome = second_step.turn_off(
        portal.current(),
        visit.gateway,
        visit.gateway.signed_in,
        password,
        st.context.ip_address or "",
    )
    if outcome == "turned_off":
        visits.afresh()
    _tell(outcome)


def _forget_factor() -> None:
    st.session_state.pop(FACTOR, None)


@action
def _saved() -> None:
    st.session_state.pop(CODES, None)
    _tell("set_up")


def _tell(outcome: str) -> None:
    done = outcome in ("set_up", "made", "turned_off")
    say(sentence("second_step", outcome), kind="success" if done else "warning")
