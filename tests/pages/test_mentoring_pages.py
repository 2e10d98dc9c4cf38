"""Mentoring as each person sees it: offer, ask, propose, answer, rest; and nobody else sees it."""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import Database
from tests.mentoring import OFFER, make_match, make_mentor, make_request
from tests.pages.conftest import PageAs
from tests.people import give_consent, make_person, withdraw_consent

Calls = Callable[[AppTest], int]


@pytest.fixture
def connection(database: Database) -> Iterator[psycopg.Connection[Any]]:
    with database.connect() as connection:
        yield connection


def words(page: AppTest) -> str:
    """Everything that the page says."""
    kinds = (
        "title",
        "header",
        "subheader",
        "markdown",
        "text",
        "caption",
        "success",
        "warning",
        "info",
        "error",
    )
    return "\n".join(element.value for kind in kinds for element in page.get(kind)).replace(
        "\\", ""
    )


def pick(page: AppTest, kind: str, label: str) -> Any:
    """The widget of a kind with this label."""
    return next(widget for widget in page.get(kind) if widget.label == label)


def costs(page: AppTest, calls_of: Calls, most: int) -> None:
    """Draw again: it costs no more calls than this."""
    before = calls_of(page)
    page.run()
    assert calls_of(page) - before <= most


PAGES = (
    ("mentoring", "member"),
    ("ask-for-a-mentor", "member"),
    ("offer-to-mentor", "member"),
    ("my-matches", "mentor"),
    ("mentors", "staff"),
    ("matching", "staff"),
    ("suggestions", "staff"),
)


@pytest.mark.parametrize(("address", "audience"), PAGES)
def test_a_page_draws_in_two_calls_and_shows_nothing_to_the_wrong_person(
    connection: Any, page_as: PageAs, calls_of: Calls, address: str, audience: str
) -> None:
    request = make_request(connection, "Ashling")[1]
    make_match(connection, request, make_mentor(connection, "Samphire"))
    query = {"request": request}
    right = {
        "member": lambda: make_person(connection, "Me"),
        "mentor": lambda: make_mentor(connection, "Me"),
        "staff": lambda: make_person(connection, "Me", roles=["staff"]),
    }[audience]()
    page = page_as(right, address, query)
    assert not page.exception
    costs(page, calls_of, 2)
    wrong: list[str | None] = [None]
    if audience != "member":
        wrong += [
            make_person(connection, "Other"),
            make_person(connection, "Lee", roles=["analyst"]),
        ]
    for person in wrong:
        shown = page_as(person, address, query)
        assert "Ashling" not in words(shown)
        assert "Samphire" not in words(shown)
        assert page.title[0].value not in [title.value for title in shown.title]


def test_a_mother_says_yes_to_matching_then_asks_and_is_on_the_list(
    connection: Any, page_as: PageAs, calls_of: Calls
) -> None:
    me = make_person(connection, "Ash", connection_kind="family", relation="parent")
    page = page_as(me, "ask-for-a-mentor")
    assert not page.text_area
    page.button(key="give-matching").click().run()
    pick(page, "text_area", "What would help?").set_value("Someone who knows the waiting")
    page.checkbox(key="ask-way-phone").check()
    pick(page, "multiselect", "Which evenings suit you?").set_value(["mon", "thu"])
    pick(page, "selectbox", "Who would you like to talk with?").set_value("must_woman")
    before = calls_of(page)
    pick(page, "button", "Ask for a peer mentor").click().run()
    assert calls_of(page) - before <= 3
    assert "You are on the list" in page.success[0].value
    row = connection.execute("select * from portal.mentor_request").fetchone()
    assert (row["connection"], row["relation"], row["ways"]) == ("family", "parent", ["phone"])
    assert row["times"] == ["mon_eve", "thu_eve"]
    assert (row["gender_wish"], row["wanted_gender"], row["show_words"]) == ("must", "woman", False)


def test_a_form_with_a_gap_says_where_and_loses_nothing(connection: Any, page_as: PageAs) -> None:
    me = make_person(connection, "Ash", connection_kind="family", relation="parent")
    give_consent(connection, me, "matching")
    page = page_as(me, "ask-for-a-mentor")
    pick(page, "text_area", "What would help?").set_value("Someone to talk to")
    pick(page, "button", "Ask for a peer mentor").click().run()
    assert "Nothing you wrote is lost" in page.warning[0].value
    assert [error.value for error in page.error] == ["Please fill this in."]
    assert pick(page, "text_area", "What would help?").value == "Someone to talk to"


def test_a_member_offers_and_withdraws_after_being_asked_once_more(
    connection: Any, page_as: PageAs
) -> None:
    me = make_person(connection, "Ash")
    page = page_as(me, "offer-to-mentor")
    pick(
        page, "text_area", "Why would you like to be a peer mentor? Only staff read this."
    ).set_value("To help")
    page.checkbox(key="offer-way-online").check()
    pick(page, "multiselect", "Which mornings suit you?").set_value(["sat"])
    pick(page, "button", "Send my offer").click().run()
    assert "Thank you for offering" in page.success[0].value
    page = page_as(me, "mentoring")
    page.button(key="withdraw-offer").click().run()
    page.button(key="withdraw-offer-yes").click().run()
    assert "withdrawn" in page.success[0].value
    assert (
        connection.execute("select state from portal.mentor_offer").fetchone()["state"]
        == "withdrawn"
    )


def test_staff_cannot_save_a_decision_without_a_reason_and_then_approve(
    connection: Any, page_as: PageAs
) -> None:
    person = make_person(connection, "Ash")
    offer = OFFER | {"person_id": person}
    names, marks = ", ".join(offer), ", ".join(["%s"] * len(offer))
    row = connection.execute(
        f"insert into portal.mentor_offer ({names}) values ({marks}) returning id::text",
        tuple(offer.values()),
    ).fetchone()
    page = page_as(make_person(connection, "Jo", roles=["staff"]), "mentors")
    page.radio(key=f"decision-{row['id']}").set_value("approved")
    pick(page, "button", "Save the decision").click().run()
    assert "Please fill this in." in [error.value for error in page.error]
    page.text_area(key=f"reason-{row['id']}").set_value("You listen so well")
    pick(page, "button", "Save the decision").click().run()
    assert "is a peer mentor now" in page.success[0].value
    assert "You listen so well" in words(page_as(person, "mentoring"))


def test_nobody_decides_their_own_offer_on_the_page(connection: Any, page_as: PageAs) -> None:
    me = make_person(connection, "Jo", roles=["staff"])
    offer = OFFER | {"person_id": me}
    names, marks = ", ".join(offer), ", ".join(["%s"] * len(offer))
    connection.execute(
        f"insert into portal.mentor_offer ({names}) values ({marks})", tuple(offer.values())
    )
    page = page_as(me, "mentors")
    assert "somebody else decides" in words(page)
    assert not page.radio


def test_staff_see_reasons_for_and_against_and_propose_with_their_own_words(
    connection: Any, page_as: PageAs, calls_of: Calls
) -> None:
    mentor = make_mentor(connection, "Sam", gender="woman", times=["mon_eve"])
    make_mentor(connection, "Rae", times=["sun_eve"])
    _, request = make_request(connection, times=["mon_eve", "sat_am"])
    staff = make_person(connection, "Jo", roles=["staff"])
    assert "Ash" in words(page_as(staff, "matching"))
    page = page_as(staff, "suggestions", {"request": request})
    said = words(page)
    assert "She is a parent too (30 of 30)" in said
    assert "She cannot meet at weekends" in said
    assert "Rae has no time in common" in said.replace("**", "")
    costs(page, calls_of, 2)
    pick(page, "button", "Propose to the family").click().run()
    assert "Please write why" in page.warning[0].value
    page.text_area(key=f"why-{mentor}").set_value("You both know the waiting")
    before = calls_of(page)
    pick(page, "button", "Propose to the family").click().run()
    assert calls_of(page) - before <= 3
    assert "Sam is proposed" in page.success[0].value
    page.button(
        key=next(b.key for b in page.button if str(b.key).startswith("withdraw-"))
    ).click().run()
    assert "taken back" in page.success[0].value


def test_a_family_reads_why_and_says_yes_then_the_mentor_says_yes(
    connection: Any, page_as: PageAs
) -> None:
    mentor, (family, request) = make_mentor(connection), make_request(connection)
    match_id = make_match(connection, request, mentor)
    page = page_as(family, "mentoring")
    assert "You have much in common" in words(page)
    page.button(key=f"yes-{match_id}").click().run()
    assert "We ask Sam now" in page.info[0].value
    page = page_as(mentor, "my-matches")
    assert "Ask for Jo on" in words(page)
    page.button(key=f"yes-{match_id}").click().run()
    assert connection.execute("select state from portal.match").fetchone()["state"] == "active"
    page = page_as(family, "mentoring")
    assert "Your peer mentor is Sam" in words(page)
    pick(page, "button", "End this match").click().run()
    assert "This has ended" in page.success[0].value
    assert "You are on the list" in words(page)


def test_a_family_says_not_this_time_and_waits_with_its_place(
    connection: Any, page_as: PageAs
) -> None:
    family, request = make_request(connection)
    match_id = make_match(connection, request, make_mentor(connection))
    page = page_as(family, "mentoring")
    page.text_input(key=f"no_reason-{match_id}").set_value("We go to the same church")
    page.button(key=f"no-{match_id}").click().run()
    assert "keep your place" in page.info[0].value
    assert "Sam" not in words(page)


def test_a_mentor_sees_no_name_when_the_family_takes_the_yes_back(
    connection: Any, page_as: PageAs
) -> None:
    mentor, (_, request) = make_mentor(connection), make_request(connection, "Ashling", share=False)
    make_match(connection, request, mentor, state="active")
    said = words(page_as(mentor, "my-matches"))
    assert "Ashling" not in said
    assert "shares no details" in said


def test_a_mentor_rests_with_one_tap_and_comes_back(connection: Any, page_as: PageAs) -> None:
    page = page_as(make_mentor(connection), "my-matches")
    page.button(key="rest").click().run()
    assert "You are resting" in words(page)
    page.button(key="come-back").click().run()
    assert "Welcome back" in page.success[0].value


def test_a_person_who_took_the_yes_back_is_shown_to_staff_as_a_name_only(
    connection: Any, page_as: PageAs
) -> None:
    family, request = make_request(connection, would_help="A very private thing")
    withdraw_consent(connection, family, "matching")
    staff = make_person(connection, "Jo", roles=["staff"])
    assert "taken back their yes" in words(page_as(staff, "matching"))
    said = words(page_as(staff, "suggestions", {"request": request}))
    assert "taken back their yes" in said
    assert "A very private thing" not in said


def test_a_family_that_took_the_yes_back_is_told_that_nobody_looks(
    connection: Any, page_as: PageAs
) -> None:
    family, _ = make_request(connection)
    page = page_as(family, "mentoring")
    page.button(key="withdraw-matching").click().run()
    assert "We are not looking" in words(page)
    page.button(key="give-matching").click().run()
    assert "We are not looking" not in words(page)
