"""The pages of consents: a member's choices, with whom we may speak, partners, and what staff see."""

from __future__ import annotations

import re

import pytest

from tests.mentoring import make_match, make_mentor, make_request
from tests.people import give_consent, make_person


def one(owner, query, *values):
    return owner.execute(query, values).fetchone()


def within_two_calls(page, calls_of):
    before = calls_of(page)
    page.run()
    return calls_of(page) - before <= 2


def words(page):
    return " ".join(str(element.value) for element in [*page.markdown, *page.text, *page.header])


def keys(page):
    return {button.key for button in page.button}


# a member's choices


def test_every_purpose_can_be_said_yes_to_and_taken_back_with_one_tap_each(
    page_as, owner, calls_of
):
    me = make_person(owner, "Wren")
    page = page_as(me, "my-choices")
    assert within_two_calls(page, calls_of)
    purposes = {
        row["purpose"] for row in owner.execute("select purpose from portal.consent_purpose")
    }
    assert {f"give-{purpose}" for purpose in purposes} <= keys(page)
    for purpose in sorted(purposes):
        page.button(key=f"give-{purpose}").click().run()
        assert "You said yes to" in page.success[0].value
        assert f"give-{purpose}" not in keys(page)
        page.button(key=f"withdraw-{purpose}").click().run()
        assert "You took back" in page.success[0].value
    said = owner.execute("select purpose, decision from portal.consent order by number").fetchall()
    assert [(s["purpose"], s["decision"]) for s in said] == [
        (purpose, decision) for purpose in sorted(purposes) for decision in ("given", "withdrawn")
    ]


def test_a_tap_costs_one_call_and_the_new_picture_two(page_as, owner, calls_of):
    page = page_as(make_person(owner, "Wren"), "my-choices")
    before = calls_of(page)
    page.button(key="give-photo").click().run()
    assert calls_of(page) - before <= 3


def test_what_taking_back_stops_is_said_before_and_after(page_as, owner):
    me = make_person(owner, "Wren")
    give_consent(owner, me, "photo")
    stops = one(owner, "select stops from portal.consent_wording where purpose = 'photo'")["stops"]
    page = page_as(me, "my-choices")
    before = words(page).replace("\\", "")
    assert f"If you take it back:** {stops}" in before and "cannot call back" in stops
    page.button(key="withdraw-photo").click().run()
    assert stops in page.success[0].value


def test_taking_back_can_be_undone_in_the_same_words(page_as, owner):
    me = make_person(owner, "Wren")
    give_consent(owner, me, "photo")
    page = page_as(me, "my-choices")
    page.button(key="withdraw-photo").click().run()
    page.button(key="notice-undo").click().run()
    assert "withdraw-photo" in keys(page)
    said = owner.execute("select decision, wording from portal.consent order by number").fetchall()
    assert [s["decision"] for s in said] == ["given", "withdrawn", "given"]
    assert len({s["wording"] for s in said}) == 1


def test_a_yes_that_ran_out_stands_first_and_can_be_left(page_as, owner):
    me = make_person(owner, "Wren")
    give_consent(owner, me, "photo", expires_in="-1 day")
    page = page_as(me, "home")
    assert "Is your yes still a yes?" in page.subheader[0].value
    page = page_as(me, "my-choices")
    assert page.header[0].value == "Please look at these again"
    page.button(key="withdraw-photo").click().run()
    assert "Please look at these again" not in [header.value for header in page.header]
    assert "Is your yes still a yes?" not in page_as(me, "home").subheader[0].value


def test_a_yes_to_older_words_shows_the_new_ones(page_as, owner):
    me = make_person(owner, "Wren")
    give_consent(owner, me, "photo")
    owner.execute(
        "insert into portal.consent_wording (purpose, version, title, wording, stops)"
        " values ('photo', 2, 'Photos of me', 'You may film me too.', 's')"
    )
    page = page_as(me, "my-choices")
    assert "The words have changed" in words(page) and "You may film me too." in words(page)
    page.button(key="give-photo").click().run()
    assert one(owner, "select max(version) as v from portal.consent")["v"] == 2
    assert "The words have changed" not in words(page)


def test_the_home_page_is_no_wall_when_there_is_nothing_to_ask(page_as, owner):
    page = page_as(make_person(owner, "Wren"), "home")
    assert "yes" not in page.subheader[0].value


def test_a_member_reads_all_that_they_said(page_as, owner, calls_of, gateway_for):
    me = make_person(owner, "Wren")
    page = page_as(me, "what-i-said")
    assert page.subheader[0].value == "You have not said yes to anything"
    gateway_for(me).call("give_consent", purpose="photo", version=1)
    staff = make_person(owner, "Sam", roles=["staff"])
    gateway_for(staff).call(
        "record_consent", person_id=me, purpose="photo", decision="withdrawn", how="on_paper"
    )
    page = page_as(me, "what-i-said")
    assert within_two_calls(page, calls_of)
    assert "on paper, noted by staff" in words(page) and "in the portal" in words(page)


# with whom we may speak


def say(page, relation="mother", topics=("how_i_am",)):
    page.selectbox(key="talk-mine-relation").set_value(relation)
    page.multiselect(key="talk-mine-topics").set_value(list(topics)).run()
    return page


def test_a_person_says_with_whom_we_may_speak_in_the_words_that_they_read(page_as, owner, calls_of):
    me = make_person(owner, "Wren")
    page = page_as(me, "speaking-about-me")
    assert page.title[0].value == "May we speak about you with your loved one?"
    assert within_two_calls(page, calls_of)
    say(page, topics=["appointments", "how_i_am"])
    read = next(text.value for text in page.text if text.value.startswith("You may speak with"))
    page.button(key="talk-give").click().run()
    assert page.success[0].value.endswith(read)
    kept = one(owner, "select wording, until - current_date as days from portal.talk_permission")
    assert kept["wording"] == read and 88 <= kept["days"] <= 93
    assert page.selectbox(key="talk-mine-relation").value is None


def test_the_family_is_asked_the_other_way_round(page_as, owner):
    me = make_person(owner, "Wren", connection_kind="family", relation="parent")
    page = page_as(me, "speaking-about-me")
    assert page.title[0].value == "May we speak with your loved one about you?"


def test_a_form_that_misses_something_keeps_the_rest(page_as, owner):
    page = page_as(make_person(owner, "Wren"), "speaking-about-me")
    page.selectbox(key="talk-mine-relation").set_value("friend").run()
    page.button(key="talk-give").click().run()
    assert "Nothing you chose is lost" in page.warning[0].value
    assert page.error[0].value == "Please fill this in."
    assert page.selectbox(key="talk-mine-relation").value == "friend"


def test_taking_it_back_is_one_tap_and_can_be_undone(page_as, owner):
    page = say(page_as(make_person(owner, "Wren"), "speaking-about-me"))
    page.button(key="talk-give").click().run()
    page.button(key="talk-withdraw-mother").click().run()
    assert "We tell your mother nothing more" in page.success[0].value
    assert page.subheader[0].value == "We speak about you with nobody"
    page.button(key="notice-undo").click().run()
    assert "talk-withdraw-mother" in keys(page)


# what staff see


@pytest.fixture
def sam(owner):
    return make_person(owner, "Sam", roles=["staff"])


def test_staff_read_the_rule_before_they_speak_and_until_when(
    page_as, owner, sam, calls_of, gateway_for
):
    wren = make_person(owner, "Wren")
    page = page_as(sam, "person", query={"id": wren})
    assert "You can always listen" in page.info[0].value
    assert "not said that you may speak about them with anyone" in words(page)
    mine = say(page_as(wren, "speaking-about-me"))
    mine.button(key="talk-give").click().run()
    page = page_as(sam, "person", query={"id": wren})
    assert within_two_calls(page, calls_of)
    assert re.search(r"With their mother, until .*\d{4}", words(page))


def test_staff_note_with_whom_they_may_speak_and_that_it_was_taken_back(page_as, owner, sam):
    wren = make_person(owner, "Wren")
    page = page_as(sam, "person", query={"id": wren})
    page.selectbox(key="talk-staff-relation").set_value("sister")
    page.multiselect(key="talk-staff-topics").set_value(["risks"]).run()
    page.button(key="talk-given-by_phone").click().run()
    assert "Noted" in page.success[0].value and "With their sister" in words(page)
    page.button(key="talk-withdrawn-on_paper-sister").click().run()
    said = owner.execute("select decision, how from portal.talk_permission order by number")
    assert [(s["decision"], s["how"]) for s in said] == [
        ("given", "by_phone"),
        ("withdrawn", "on_paper"),
    ]


def test_staff_note_any_choice_that_was_said_by_phone(page_as, owner, sam):
    wren = make_person(owner, "Wren")
    page = page_as(sam, "person", query={"id": wren})
    page.selectbox(key="note-purpose").set_value("story_press").run()
    assert "newspapers, radio and television" in words(page)
    page.button(key="given-by_phone").click().run()
    kept = one(owner, "select purpose, decision, how from portal.consent")
    assert kept == {"purpose": "story_press", "decision": "given", "how": "by_phone"}
    page.selectbox(key="note-purpose").set_value("story_press").run()
    page.button(key="withdrawn-on_paper").click().run()
    assert one(owner, "select count(*) as n from portal.consent where how = 'on_paper'")["n"] == 1


def test_a_number_without_a_yes_is_shown_once_for_a_reason(page_as, owner, sam):
    wren = make_person(owner, "Wren")
    owner.execute(
        "update portal.person_detail set phone = '07700 900123' where person_id = %s", (wren,)
    )
    page = page_as(sam, "person", query={"id": wren})
    assert "07700 900123" not in words(page) and "Has not said yes to calls or texts" in words(page)
    page.button(key="show-phone").click().run()
    assert "choose a reason" in page.warning[0].value and not page.code
    page.selectbox(key="reason-phone").set_value("safety").run()
    page.button(key="show-phone").click().run()
    assert page.code[0].value == "07700 900123"
    page.run()
    assert not page.code
    reasons = owner.execute("select from portal.audit where action = 'reach_anyway:safety'")
    assert reasons.rowcount == 1


def test_staff_see_the_number_of_somebody_who_said_yes_and_for_what(page_as, owner, sam):
    wren = make_person(owner, "Wren")
    owner.execute(
        "update portal.person_detail set phone = '07700 900123' where person_id = %s", (wren,)
    )
    give_consent(owner, wren, "contact_text")
    page = page_as(sam, "person", query={"id": wren})
    assert "07700 900123" in words(page) and "They said yes to: texts. Nothing else." in words(page)
    assert "show-phone" not in keys(page)


# partners


def test_staff_keep_partners_and_see_how_many_said_yes(page_as, owner, sam, calls_of):
    page = page_as(sam, "partners")
    assert within_two_calls(page, calls_of)
    page.text_input(key="partner-new-name").input("Harbour Carers")
    page.text_area(key="partner-new-what_they_do").input("give carers a break")
    page.button[-1].click().run()
    assert "Nothing you wrote is lost" in page.warning[0].value
    page.text_area(key="partner-new-what_is_shared").input("my first name")
    page.button[-1].click().run()
    assert "Members can say yes" in page.success[0].value
    assert page.text_input(key="partner-new-name").value == ""
    wren = make_person(owner, "Wren")
    mine = page_as(wren, "my-choices")
    purpose = one(owner, "select purpose from portal.consent_purpose where part = 'partner'")
    mine.button(key=f"give-{purpose['purpose']}").click().run()
    assert "Share with Harbour Carers" in mine.success[0].value
    page = page_as(sam, "partners")
    assert "1 person has said yes." in words(page)


def test_ending_a_partner_asks_once_more_and_stops_every_yes(page_as, owner, sam, gateway_for):
    kept = gateway_for(sam).call(
        "save_partner", name="Harbour Carers", what_they_do="d", what_is_shared="s"
    )["partner_id"]
    page = page_as(sam, "partners")
    page.button(key=f"end-partner-{kept}").click().run()
    page.button(key=f"end-partner-{kept}-yes").click().run()
    assert "We share nothing more with" in page.success[0].value
    page.button(key=f"restart-partner-{kept}").click().run()
    assert "asked about" in page.success[0].value


@pytest.mark.parametrize("roles", [[], ["administrator"], ["mentor"]])
def test_only_staff_open_the_partners(page_as, owner, roles):
    page = page_as(make_person(owner, "Kit", roles=roles), "partners")
    assert page.title[0].value != "Partners"


# the mentor's page


@pytest.mark.parametrize("purpose", ["matching", "share_with_mentor"])
def test_what_a_mentor_sees_goes_at_their_next_click(page_as, owner, purpose):
    mentor, (family, request) = make_mentor(owner), make_request(owner, "Ashling")
    make_match(owner, request, mentor, state="active")
    page = page_as(mentor, "my-matches")
    assert "Ashling" in " ".join(each.value for each in page.subheader)
    mine = page_as(family, "my-choices")
    mine.button(key=f"withdraw-{purpose}").click().run()
    page.run()
    assert "Ashling" not in " ".join(each.value for each in page.subheader) + words(page)
