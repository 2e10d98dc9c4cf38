"""How we tell you, and the e-mails that did not go."""

from __future__ import annotations

import pytest

from tests.letters import make_reader, outbox, tell
from tests.people import make_person


@pytest.fixture
def robin(database):
    with database.connect() as owner:
        return make_reader(owner, "Robin")


def test_a_person_chooses_how_they_are_told(page_as, database, calls_of, robin):
    page = page_as(robin, "how-we-tell-you")
    before = calls_of(page)
    page.run()
    assert calls_of(page) - before <= 2
    page.radio(key="emails-how_often").set_value("weekly")
    page.checkbox(key="emails-mentoring").uncheck()
    page.radio(key="emails-details").set_value(True)
    page.checkbox(key="emails-day-3").uncheck()
    page.selectbox(key="emails-from_hour").set_value(10)
    page.button[0].click().run()
    assert "Saved" in page.success[0].value
    with database.connect() as owner:
        chosen = owner.execute("select * from portal.mail_choice").fetchone()
    assert (chosen["how_often"], chosen["left_out"], chosen["full_details"]) == (
        "weekly", ["mentoring"], True
    )  # fmt: skip
    assert (chosen["days"], chosen["from_hour"]) == ([1, 2, 4, 5, 6, 7], 10)


def test_hours_that_end_before_they_begin_are_pointed_out_and_nothing_is_lost(page_as, robin):
    page = page_as(robin, "how-we-tell-you")
    page.selectbox(key="emails-from_hour").set_value(20)
    page.selectbox(key="emails-until_hour").set_value(9)
    page.button[0].click().run()
    assert page.error and page.selectbox(key="emails-from_hour").value == 20


def test_who_has_not_said_yes_is_asked_in_its_words_first(page_as, database):
    with database.connect() as owner:
        kim = make_reader(owner, "Kim", consent=False)
    page = page_as(kim, "how-we-tell-you")
    assert not page.radio
    page.button[0].click().run()
    assert page.radio(key="emails-how_often").value == "at_once"


def test_a_person_sends_themselves_a_test(page_as, database, robin):
    with database.connect() as owner:
        owner.execute("select private.note_mail_service(true)")
        page = page_as(robin, "how-we-tell-you")
        next(button for button in page.button if button.label == "Send me a test").click().run()
        assert "on its way" in page.success[0].value
        assert [row["notice_id"] for row in outbox(owner)] == [None]


def test_without_a_mail_server_it_is_said_to_members_and_to_staff(page_as, database, robin):
    assert "not set up" in page_as(robin, "how-we-tell-you").info[0].value
    with database.connect() as owner:
        sam = make_person(owner, "Sam", roles=["staff"])
    assert "Email is not set up" in page_as(sam, "emails").warning[0].value


@pytest.mark.parametrize("role", ["staff", "administrator"])
def test_staff_see_what_did_not_go_and_send_it_again(page_as, database, calls_of, robin, role):
    with database.connect() as owner:
        tell(owner, robin)
        email = owner.execute("select private.claim_email(9) as said").fetchone()["said"]
        owner.execute(
            "select private.record_email(%s, 'unsure', 'no_last_answer')", (email["message"],)
        )
        sam = make_person(owner, "Sam", roles=[role])
        page = page_as(sam, "emails")
        before = calls_of(page)
        page.run()
        assert calls_of(page) - before <= 2
        page.button(key=f"Try again-{email['message']}").click().run()
        assert "It goes again" in page.success[0].value
        assert [row["state"] for row in outbox(owner)] == ["waiting"]
