"""Signing up, the account, and the pages on which staff and administrators deal with people."""

from __future__ import annotations

import uuid

import pytest
import streamlit as st

from tests.people import make_person


def one(owner, query, *values):
    return owner.execute(query, values).fetchone()


def within_two_calls(page, calls_of):
    before = calls_of(page)
    page.run()
    assert not page.exception
    return calls_of(page) - before <= 2


# signing up


def test_a_newcomer_signs_up_and_lands_inside(page_as, owner, calls_of):
    space = one(owner, "insert into portal.space (name) values ('Basildon') returning id::text")[
        "id"
    ]
    me = str(uuid.uuid4())
    page = page_as(me, "about-you")
    assert not page.exception and page.title[0].value == "Tell us a little about you"
    assert all(not box.value for box in page.checkbox)
    page.text_input(key="sign-up-display_name").input("Wren")
    page.radio(key="sign-up-connection").set_value("family").run()
    page.selectbox(key="sign-up-relation").set_value("parent")
    page.selectbox(key="sign-up-space_id").set_value(space)
    page.radio(key="sign-up-contact_channel").set_value("text").run()
    page.text_input(key="sign-up-phone").input("07700 900123")
    page.checkbox(key="sign-up-matching").check()
    page.checkbox(key="sign-up-adult").check()
    assert within_two_calls(page, calls_of)
    page.button(key="join").click().run()
    assert not page.exception
    person = one(
        owner, "select display_name, relation, space_id::text from portal.person where id = %s", me
    )
    assert person == {"display_name": "Wren", "relation": "parent", "space_id": space}
    given = owner.execute("select purpose from portal.consent order by purpose").fetchall()
    assert [row["purpose"] for row in given] == ["contact_text", "matching"]


def test_a_sign_up_that_misses_something_says_what_and_loses_nothing(page_as, owner):
    page = page_as(str(uuid.uuid4()), "about-you")
    page.text_input(key="sign-up-display_name").input("Wren")
    page.checkbox(key="sign-up-adult").check()
    page.button(key="join").click().run()
    assert "Nothing you wrote is lost" in page.warning[0].value
    assert page.error[0].value == "Please choose one from the list."
    assert page.text_input(key="sign-up-display_name").value == "Wren"
    assert one(owner, "select count(*) as n from portal.person")["n"] == 0


def test_someone_under_18_is_told_kindly(page_as, owner):
    page = page_as(str(uuid.uuid4()), "about-you")
    page.text_input(key="sign-up-display_name").input("Wren")
    page.radio(key="sign-up-connection").set_value("recovery")
    page.button(key="join").click().run()
    assert "18 or over" in page.warning[0].value
    assert one(owner, "select count(*) as n from portal.person")["n"] == 0


def test_a_full_name_is_asked_about_and_may_be_kept(page_as, owner):
    me = str(uuid.uuid4())
    page = page_as(me, "about-you")
    page.text_input(key="sign-up-display_name").input("Jane Smith")
    page.radio(key="sign-up-connection").set_value("recovery")
    page.checkbox(key="sign-up-adult").check()
    page.button(key="join").click().run()
    assert "full name" in page.warning[0].value
    page.button(key="keep-name").click().run()
    assert (
        one(owner, "select display_name from portal.person where id = %s", me)["display_name"]
        == "Jane Smith"
    )


def test_a_member_is_not_asked_to_sign_up_again(page_as, owner):
    page = page_as(make_person(owner, "Wren"), "about-you")
    assert page.title[0].value == "Welcome, Wren"


def test_someone_who_was_brought_in_joins_with_a_code(page_as, owner, gateway_for):
    staff = gateway_for(make_person(owner, "Sam", roles=["staff"]))
    staff.call("bring_in_members", rows=[{"display_name": "Kestrel", "connection": "recovery"}])
    person = one(owner, "select id::text from portal.person where display_name = 'Kestrel'")["id"]
    page = page_as(make_person(owner, "Kit", roles=["staff"]), "person", query={"id": person})
    page.button(key="issue-code").click().run()
    code = page.code[0].value
    newcomer = page_as(str(uuid.uuid4()), "about-you")
    newcomer.text_input(key="joining-code").input("WRONG-WRONG")
    newcomer.button(key="join-with-code").click().run()
    assert "wrong or too old" in newcomer.warning[0].value
    newcomer.text_input(key="joining-code").input(code)
    newcomer.button(key="join-with-code").click().run()
    assert not newcomer.exception and "Kestrel" in newcomer.title[0].value


# bringing people in


TITLES = "Name to be called by,Connection,Email\r\n"


def test_staff_bring_people_in_after_a_look(page_as, owner, calls_of):
    page = page_as(make_person(owner, "Sam", roles=["staff"]), "bring-in-members")
    file = (TITLES + "Wren,Own recovery,wren@example.org\r\nRobin,Works here,\r\n").encode()
    page.file_uploader[0].upload("people.csv", file, "text/csv").run()
    assert page.header[0].value == "2 people in this file" and within_two_calls(page, calls_of)
    assert (
        one(owner, "select count(*) as n from portal.person where entered_by is not null")["n"] == 0
    )
    page.button(key="bring-in").click().run()
    assert "You brought in 2 people" in page.success[0].value
    assert not page.exception and not [b for b in page.button if b.key == "bring-in"]
    assert (
        one(owner, "select count(*) as n from portal.person where entered_by is not null")["n"] == 2
    )


def test_what_is_wrong_with_a_file_is_shown_by_line_and_column(page_as, owner):
    page = page_as(make_person(owner, "Sam", roles=["staff"]), "bring-in-members")
    page.file_uploader[0].upload(
        "people.csv", (TITLES + "Wren,Neighbour,wren\r\n").encode(), "text/csv"
    ).run()
    told = page.table[0].value.reset_index().to_dict("records")
    assert [(row["Line"], row["Column"]) for row in told] == [(2, "Connection"), (2, "Email")]
    assert "Own recovery, Family or friend, Works here" in told[0]["What to do"]
    assert "Nobody was brought in" in page.error[0].value
    assert not [button for button in page.button if button.key == "bring-in"]


def test_a_file_that_is_no_list_is_said_plainly(page_as, owner):
    page = page_as(make_person(owner, "Sam", roles=["staff"]), "bring-in-members")
    page.file_uploader[0].upload("people.xlsx", b"hello", "application/octet-stream").run()
    assert "We cannot read this file" in page.error[0].value


# the account


def test_a_member_changes_their_details(page_as, owner, calls_of):
    me = make_person(owner, "Wren")
    page = page_as(me, "account")
    assert within_two_calls(page, calls_of)
    page.text_input(key="details-display_name").input("Robin")
    page.text_area(key="details-access_needs").input("A quiet room")
    before = calls_of(page)
    page.button(key="save").click().run()
    assert page.success[0].value == "Your details are saved." and calls_of(page) - before <= 3
    assert (
        one(owner, "select access_needs from portal.person_detail")["access_needs"]
        == "A quiet room"
    )


def test_choosing_to_be_reached_by_text_is_a_yes_to_texts(page_as, owner):
    me = make_person(owner, "Wren")
    page = page_as(me, "account")
    page.radio(key="details-contact_channel").set_value("text").run()
    page.text_input(key="details-phone").input("07700 900123")
    page.button(key="save").click().run()
    assert page.success[0].value == "Your details are saved."
    assert one(owner, "select purpose from portal.consent")["purpose"] == "contact_text"


def test_a_member_changes_their_password_with_the_old_one_only(
    page_as, owner, the_portal, monkeypatch
):
    monkeypatch.setattr(type(st.context), "ip_address", "127.0.0.1")
    account = the_portal.identity.sign_up("wren@example.org", "quiet river otter lamp", "")
    owner.execute(
        "insert into portal.person (id, display_name, connection) values (%s, 'Wren', 'recovery')",
        (account.person_id,),
    )
    page = page_as(account.person_id, "signing-in")

    def change(old, new):
        page.text_input(key="password-now").input(old)
        page.text_input(key="password-new").input(new)
        next(button for button in page.button if button.label == "Change my password").click().run()

    change("not my password", "purple kettle meadow stone")
    assert "not your password now" in page.error[0].value
    change("quiet river otter lamp", "short")
    assert "stronger" in page.error[0].value
    change("quiet river otter lamp", "purple kettle meadow stone")
    assert "Your password is changed" in page.success[0].value
    assert page.text_input(key="password-new").value == ""
    assert (
        the_portal.identity.sign_in("wren@example.org", "purple kettle meadow stone", "").person_id
        == account.person_id
    )


def test_signing_out_everywhere_ends_every_session(page_as, owner):
    me = make_person(owner, "Wren")
    page_as(me, "account")
    page = page_as(me, "signing-in")
    page.button(key="sign-out-everywhere").click().run()
    assert page.title[0].value == "Sign in"
    assert (
        one(owner, "select count(*) as n from portal.web_session where ended_at is null")["n"] == 0
    )


# staff


def test_staff_find_a_person_and_open_them(page_as, owner, calls_of):
    person = make_person(owner, "Wren", connection_kind="family", relation="parent")
    make_person(owner, "Robin")
    page = page_as(make_person(owner, "Sam", roles=["staff"]), "people")
    assert within_two_calls(page, calls_of)
    page.text_input(key="people-search").input("wre").run()
    assert [link.label for link in page.get("page_link") if link.label in ("Wren", "Robin")] == [
        "Wren"
    ]
    page = page_as(make_person(owner, "Kit", roles=["staff"]), "person", query={"id": person})
    assert page.title[0].value == "Wren"
    assert within_two_calls(page, calls_of)


def test_staff_filter_by_space_and_role(page_as, owner):
    space = one(owner, "insert into portal.space (name) values ('Harlow') returning id::text")["id"]
    make_person(owner, "Wren", space_id=space)
    make_person(owner, "Robin", roles=["mentor"])
    page = page_as(make_person(owner, "Sam", roles=["staff"]), "people")

    def found():
        return [
            link.label for link in page.get("page_link") if link.label in ("Wren", "Robin", "Sam")
        ]

    assert found() == ["Robin", "Sam", "Wren"]
    page.selectbox(key="people-space").select("Harlow").run()
    assert not page.exception and found() == ["Wren"]
    page.selectbox(key="people-space").set_value(None).run()
    page.selectbox(key="people-role").select("Peer mentor").run()
    assert found() == ["Robin"]


def test_staff_see_an_empty_search_explained(page_as, owner):
    page = page_as(make_person(owner, "Sam", roles=["staff"]), "people")
    page.text_input(key="people-search").input("zzz").run()
    assert page.subheader[0].value == "Nobody found"


@pytest.mark.parametrize("query", [{}, {"id": "x"}, {"id": str(uuid.uuid4())}])
def test_a_person_who_is_not_there_is_said_plainly(page_as, owner, query):
    page = page_as(make_person(owner, "Sam", roles=["staff"]), "person", query=query)
    assert not page.exception and page.title[0].value == "We cannot find this person"


def test_staff_give_a_code_that_is_shown_once(page_as, owner):
    person = make_person(owner, "Wren")
    page = page_as(make_person(owner, "Sam", roles=["staff"]), "person", query={"id": person})
    page.button(key="issue-code").click().run()
    assert len(page.code[0].value) == 11 and "Here is a code for Wren" in page.success[0].value
    page.run()
    assert not page.code


def test_staff_without_the_role_see_no_administrators_buttons(page_as, owner):
    person = make_person(owner, "Wren")
    page = page_as(make_person(owner, "Sam", roles=["staff"]), "person", query={"id": person})
    assert not {"suspend", "role"} & {widget.key for widget in [*page.button, *page.selectbox]}


# administrators


def test_an_administrator_gives_a_role_after_being_asked_once_more(page_as, owner):
    person = make_person(owner, "Wren")
    page = page_as(
        make_person(owner, "Ada", roles=["administrator"]), "person", query={"id": person}
    )
    page.selectbox(key="role").set_value("analyst").run()
    page.button(key="grant-analyst").click().run()
    assert (
        one(owner, "select count(*) as n from portal.role_grant where person_id = %s", person)["n"]
        == 0
    )
    page.button(key="grant-analyst-yes").click().run()
    assert "Wren is now: Analyst" in page.success[0].value
    assert (
        one(owner, "select role from portal.role_grant where person_id = %s", person)["role"]
        == "analyst"
    )


def test_an_administrator_suspends_and_lets_back(page_as, owner):
    person = make_person(owner, "Wren")
    page = page_as(
        make_person(owner, "Ada", roles=["administrator"]), "person", query={"id": person}
    )
    page.button(key="suspend").click().run()
    page.button(key="suspend-no").click().run()
    assert one(owner, "select state from portal.person where id = %s", person)["state"] == "active"
    page.button(key="suspend").click().run()
    page.button(key="suspend-yes").click().run()
    assert (
        one(owner, "select state from portal.person where id = %s", person)["state"] == "suspended"
    )
    page.button(key="unsuspend").click().run()
    assert one(owner, "select state from portal.person where id = %s", person)["state"] == "active"


def test_an_administrator_sees_who_may_do_what_and_takes_a_role_away(page_as, owner, calls_of):
    person = make_person(owner, "Wren", roles=["staff"])
    me = make_person(owner, "Ada", roles=["administrator"])
    page = page_as(me, "roles")
    assert within_two_calls(page, calls_of)
    assert f"remove-{me}-administrator" not in [button.key for button in page.button]
    page.button(key=f"remove-{person}-staff").click().run()
    page.button(key=f"remove-{person}-staff-yes").click().run()
    assert "Wren is no longer: Staff" in page.success[0].value


def test_an_administrator_saves_the_settings(page_as, owner, calls_of):
    page = page_as(make_person(owner, "Ada", roles=["administrator"]), "settings")
    assert within_two_calls(page, calls_of)
    page.text_input(key="settings-name").input("Saltmarsh Recovery")
    page.text_input(key="settings-phone").input("01632 960000")
    save = next(button for button in page.button if button.label == "Save settings")
    save.click().run()
    assert (
        "needs another look" in page.warning[0].value
        and page.error[0].value == "Please fill this in."
    )
    page.text_input(key="settings-hours").input("Weekdays 9am to 5pm")
    save = next(button for button in page.button if button.label == "Save settings")
    save.click().run()
    assert "settings are saved" in page.success[0].value
    assert one(owner, "select name, hours from portal.organisation") == {
        "name": "Saltmarsh Recovery",
        "hours": "Weekdays 9am to 5pm",
    }


def test_staff_mark_a_helpline_as_checked(page_as, owner, calls_of):
    line = one(owner, "select id::text from portal.helpline where name = 'Samaritans'")["id"]
    page = page_as(make_person(owner, "Sam", roles=["staff"]), "helplines")
    assert within_two_calls(page, calls_of)
    page.button(key=f"confirm-{line}").click().run()
    assert "Samaritans is marked as checked today" in page.success[0].value


@pytest.mark.parametrize(
    "address", ["people", "person", "bring-in-members", "helplines", "settings", "roles"]
)
@pytest.mark.parametrize("roles", [[], ["mentor"], ["analyst"], ["safeguarding_lead"]])
def test_others_see_nothing_of_these_pages(page_as, owner, address, roles):
    page = page_as(make_person(owner, "Robin", roles=roles), address)
    assert page.title[0].value == "This page is for other people"
    assert not page.button and not page.text_input
