"""The second step on screen: set up, asked for, missed, and given up."""

from __future__ import annotations

import time
from dataclasses import replace

import pyotp
import pytest
import streamlit as st

from components import visits
from components.site_map import BY_ADDRESS
from services import portal, sessions
from services.identity import SignedIn
from services.identity.passwords import hashed
from tests.people import make_person

GOOD = "seven quiet herons at dawn"
EMAIL = "ama@example.org"


@pytest.fixture(autouse=True)
def an_address(monkeypatch):
    monkeypatch.setattr(type(st.context), "ip_address", "127.0.0.1")


@pytest.fixture
def asked_for(owner):
    owner.execute("update portal.organisation set second_factor_needed = true where id")


@pytest.fixture
def ama(owner, asked_for):
    person = make_person(owner, "Ama", roles=["staff", "administrator"])
    owner.execute("select identity.make_account(%s, %s, %s)", (EMAIL, hashed(GOOD, 4), person))
    return person


def with_phone(person):
    """A phone that is set up, and the recovery codes; done by the services, as the pages do."""
    opened = portal.current()
    signed_in = opened.identity.sign_in(EMAIL, GOOD, "")
    assert isinstance(signed_in, SignedIn)
    sessions.begin(opened, signed_in, kept=False)
    factor = opened.identity.second_step.set_up(signed_in, GOOD, "")
    totp = pyotp.TOTP(factor.secret)
    shown = opened.identity.second_step.show(signed_in, totp.at(time.time() - 30), "")
    assert shown == signed_in
    codes = opened.gateway(signed_in).call("make_recovery_codes")["codes"]
    return totp, codes


def press(page, label):
    next(button for button in page.button if button.label == label).click()
    return page.run()


def titles(page):
    return [title.value for title in page.title]


def links(page):
    return [link.label for link in page.get("page_link")]


def test_a_role_without_a_second_step_sees_a_members_pages_and_one_next_step(page_as, ama):
    page = page_as(ama)
    assert "Hello, Ama" in titles(page)[0]
    assert "Set up the second step" in links(page)
    for address in ("today", "roles", "settings"):
        page.switch_page(f"../pages/{_file(address)}").run()
        assert titles(page) == ["One more step before this page"]
        assert "Set it up now" in links(page)


def test_it_is_set_up_with_password_picture_code_and_recovery_codes(page_as, ama, calls_of):
    page = page_as(ama, "second-step")
    before = calls_of(page)
    page.run()
    assert calls_of(page) - before <= 2
    page.text_input(key="second_step_password").input("not this one")
    press(page, "Set it up")
    assert "not your password" in page.warning[0].value
    page.text_input(key="second_step_password").input(GOOD)
    press(page, "Set it up")
    totp = pyotp.TOTP(page.code[0].value.replace(" ", ""))
    page.text_input(key="second_step_first_code").input("123")
    press(page, "Turn it on")
    assert "wrong or too old" in page.warning[0].value
    page.text_input(key="second_step_first_code").input(totp.now())
    press(page, "Turn it on")
    assert titles(page) == ["Save your recovery codes"]
    assert len(page.code[0].value.split()) == 10
    press(page, "I have saved my recovery codes")
    assert "The second step is on" in page.success[0].value
    assert not page.code
    page.switch_page(f"../pages/{_file('today')}").run()
    assert "One more step before this page" not in titles(page)
    assert not page.exception


def test_after_the_password_a_code_is_asked_for_and_what_they_wanted_opens(
    page_as, ama, the_portal
):
    totp, _ = with_phone(ama)
    page = page_as(ama, "roles")
    assert titles(page) == ["One more step"]
    page.text_input(key="second_step_code").input("000")
    press(page, "Carry on")
    assert "wrong or too old" in page.error[0].value
    page.text_input(key="second_step_code").input(totp.now())
    press(page, "Carry on")
    assert titles(page) == ["Who may do what"]


def test_a_recovery_code_opens_it_once(page_as, ama, the_portal):
    _, codes = with_phone(ama)
    page = page_as(ama)
    page.text_input(key="second_step_recovery").input(codes[0].lower())
    press(page, "Use this code")
    assert "You have 9 left" in page.info[0].value
    again = page_as(ama)
    again.text_input(key="second_step_recovery").input(codes[0])
    press(again, "Use this code")
    assert "wrong or too old" in again.error[0].value
    assert titles(again) == ["One more step"]


def test_it_is_turned_off_with_the_password(page_as, ama, the_portal):
    totp, _ = with_phone(ama)
    page = page_as(ama, "second-step")
    page.text_input(key="second_step_code").input(totp.now())
    press(page, "Carry on")
    page.switch_page(f"../pages/{_file('second-step')}").run()
    assert titles(page) == ["A second step at sign-in"]
    page.text_input(key="second_step_password").input(GOOD)
    press(page, "Turn it off")
    assert "The second step is off" in page.success[0].value
    assert any(button.label == "Set it up" for button in page.button)


def test_a_member_may_turn_it_on_and_needs_it_not(page_as, owner, asked_for):
    page = page_as(make_person(owner, "Robin"), "second-step")
    assert not page.exception
    assert "Set up the second step" not in links(page)
    assert not any("Your role needs it" in words.value for words in page.markdown)


def test_the_demo_says_why_it_cannot_be_turned_on(page_as, owner, monkeypatch):
    page = page_as(make_person(owner, "Robin"), "second-step")
    monkeypatch.setattr(portal, "_current", replace(portal.current(), world="demo"))
    page.run()
    assert "nobody has a password" in page.info[0].value


def test_an_administrator_sees_who_has_one_and_lets_them_start_again(
    page_as, owner, ama, the_portal
):
    with_phone(ama)
    owner.execute("update portal.organisation set second_factor_needed = false where id")
    page = page_as(make_person(owner, "Ada", roles=["administrator"]), "roles")
    page.button(key=f"reset-{ama}").click().run()
    page.button(key=f"reset-{ama}-yes").click().run()
    assert "Ama is signed out" in page.success[0].value
    assert f"reset-{ama}" not in [button.key for button in page.button]


def test_a_member_who_lost_their_phone_is_let_in_from_their_own_page(page_as, owner):
    robin = make_person(owner, "Robin")
    page = page_as(make_person(owner, "Ada", roles=["administrator"]), "person", {"id": robin})
    page.button(key=f"reset-{robin}").click().run()
    page.button(key=f"reset-{robin}-yes").click().run()
    assert "The second step was off already" in page.warning[0].value
    owner.execute("insert into portal.second_factor (subject) values (%s)", (robin,))
    page.button(key=f"reset-{robin}").click().run()
    page.button(key=f"reset-{robin}-yes").click().run()
    assert "Robin is signed out" in page.success[0].value


def test_the_setting_is_not_changed_by_who_has_not_shown_theirs(page_as, owner):
    page = page_as(make_person(owner, "Ada", roles=["administrator"]), "sign-in-rules")
    page.button(key="second-step-on").click().run()
    page.button(key="second-step-on-yes").click().run()
    assert "Sign out and in again with the second step" in page.warning[0].value


def test_roles_that_are_due_are_said_on_the_first_screen_and_looked_at_again(
    page_as, owner, calls_of
):
    wren = make_person(owner, "Wren", roles=["staff"])
    owner.execute("update portal.role_grant set review_due = current_date - 3")
    page = page_as(make_person(owner, "Ada", roles=["administrator"]))
    assert any("1 role needs another look" in words.value for words in page.markdown)
    page.switch_page(f"../pages/{_file('roles')}")
    before = calls_of(page)
    page.run()
    assert calls_of(page) - before <= 2
    page.button(key=f"confirm-{wren}-staff").click().run()
    assert "Wren stays: Staff" in page.success[0].value
    page = page_as(make_person(owner, "Bea", roles=["administrator"]))
    assert not any("needs another look" in words.value for words in page.markdown)


def test_a_person_sees_where_they_are_signed_in_and_ends_one(page_as, owner, token_for, calls_of):
    person = make_person(owner, "Robin")
    token_for(person)
    page = page_as(person, "signing-in")
    before = calls_of(page)
    page.run()
    assert calls_of(page) - before <= 2
    other = owner.execute(
        "select id::text from portal.web_session where subject = %s order by started_at", (person,)
    ).fetchone()["id"]
    page.button(key=f"end-{other}").click().run()
    assert "is signed out" in page.success[0].value
    assert [button.key for button in page.button if (button.key or "").startswith("end-")] == []
    assert sessions.resume(portal.current(), visits.cookie_token())


def _file(address):
    return BY_ADDRESS[address].file
