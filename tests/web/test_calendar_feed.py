"""Calendar files: read by another library, right on both sides of a clock change, and kept by nobody."""

from __future__ import annotations

import io
import logging
import re
import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import vobject
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from services import portal, sessions
from services.identity import SignedIn
from services.web import cookies, limits
from services.web.limits import Limits
from services.web.routes import BOOKING, ROUTES
from services.web.security import Guard
from tests.people import make_person
from tests.workshops import make_booking, make_workshop

LONDON = ZoneInfo("Europe/London")
TITLE = "Tea, cake; \\ and 🎉 poems, said <b>loudly</b>: " + "żółć عائلة " * 6


@pytest.fixture
def the_portal(database):
    before = portal._current
    opened = portal.embedded(database.url("authenticator"), database.url("identity_provider"))
    portal.configure(opened)
    yield opened
    portal._current = before
    opened.close()


@pytest.fixture
def browser(the_portal):
    """A browser in which a person is signed in (None: nobody is)."""

    def opened(person_id=None):
        app = Starlette(routes=ROUTES, middleware=[Middleware(Guard), Middleware(Limits)])
        client = TestClient(app, base_url="http://localhost")
        if person_id:
            ticket = sessions.begin(the_portal, SignedIn(person_id, str(uuid.uuid4())), kept=False)
            client.cookies.set(cookies.PLAIN, sessions.redeem(the_portal, ticket).token)
        return client

    return opened


def address_of(gateway):
    return f"/calendar/{gateway.call('make_calendar_feed')['secret']}.ics"


def at(connection, workshop, day):
    """Puts a workshop on a day, from 18:00 to 20:00 on the clock in London."""
    connection.execute(
        "update portal.workshop set starts_at = (%s || ' 18:00')::timestamp at time zone 'Europe/London',"
        " ends_at = (%s || ' 20:00')::timestamp at time zone 'Europe/London' where id = %s",
        (day, day, workshop),
    )


def test_six_in_the_evening_stays_six_across_both_clock_changes(owner, browser, gateway_for):
    days = ["2026-10-18", "2026-10-25", "2026-11-01", "2027-03-21", "2027-03-28", "2027-04-04"]
    denise = make_person(owner, "Denise")
    for day in days:
        workshop = make_workshop(owner, day)
        at(owner, workshop, day)
        make_booking(owner, workshop, denise)
    read = vobject.readOne(browser().get(address_of(gateway_for(denise))).text)
    begin = [event.dtstart.value.astimezone(LONDON) for event in read.vevent_list]
    assert [f"{when:%Y-%m-%d %H:%M}" for when in begin] == [f"{day} 18:00" for day in days]
    assert {event.dtend.value - event.dtstart.value for event in read.vevent_list} == {
        datetime(2026, 1, 1, 20) - datetime(2026, 1, 1, 18)
    }
    in_utc = {when.astimezone(ZoneInfo("UTC")).hour for when in begin}
    assert in_utc == {17, 18}, "summer and winter time are both in it"


def test_another_library_reads_the_file_as_it_was_meant(owner, browser, gateway_for):
    denise = make_person(owner, "Denise")
    workshop = make_workshop(owner, online_capacity=3, meeting_point="The gate, left")
    owner.execute("update portal.workshop set title = %s where id = %s", (TITLE[:100], workshop))
    owner.execute(
        "insert into portal.workshop_link values (%s, 'https://example.org/a;b,c')", (workshop,)
    )
    booking = make_booking(owner, workshop, denise, mode="online")
    gateway_for(denise).call("choose_calendar", full_titles=True, with_links=True)
    answer = browser(denise).get(f"{BOOKING}{booking}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="appointment.ics"'
    assert answer.headers["cache-control"] == "no-store, private"
    lines = answer.content.split(b"\r\n")
    assert b"\n" not in answer.content.replace(b"\r\n", b"")
    assert (
        max(map(len, lines)) <= 75
        and lines[-1] == b""
        and any(line.startswith(b" ") for line in lines)
    )
    for line in lines:
        line.decode()  # no letter is cut in two
    (event,) = vobject.readOne(answer.text, validate=True).vevent_list
    assert event.summary.value == TITLE[:100]
    assert event.uid.value == booking and event.status.value == "CONFIRMED"
    assert event.url.value == "https://example.org/a;b,c" and int(event.sequence.value) > 0
    assert not list(event.getChildren()) or not [
        c for c in event.getChildren() if c.name == "VALARM"
    ]


def test_a_file_is_for_the_person_who_asks_and_says_no_more_than_when(owner, browser):
    denise, sam = make_person(owner, "Denise"), make_person(owner, "Sam", roles=["staff"])
    booking = make_booking(owner, make_workshop(owner, "Family support group"), denise)
    told = browser(denise).get(f"{BOOKING}{booking}").text
    assert "SUMMARY:Appointment\r\n" in told
    assert not re.search("Family|Space of|Denise|Alongside|http|VALARM|LOCATION|DESCRIPTION", told)
    assert browser(sam).get(f"{BOOKING}{booking}").status_code == 404
    assert browser(denise).get(f"{BOOKING}{uuid.uuid4()}").status_code == 404
    assert browser(denise).get(f"{BOOKING}x").status_code == 404
    refused = browser().get(f"{BOOKING}{booking}")
    assert refused.status_code == 401 and "/my-bookings" in refused.text
    other_site = browser(denise)
    assert (
        other_site.get(f"{BOOKING}{booking}", headers={"sec-fetch-site": "cross-site"}).status_code
        == 403
    )


def test_what_was_cancelled_says_so_under_the_same_name(owner, browser, gateway_for):
    denise = make_person(owner, "Denise")
    booking = make_booking(owner, make_workshop(owner), denise)
    address = address_of(gateway_for(denise))
    before = vobject.readOne(browser().get(address).text).vevent
    gateway_for(denise).call("cancel_booking", booking_id=booking)
    after = vobject.readOne(browser().get(address).text).vevent
    assert before.uid.value == after.uid.value == booking
    assert after.status.value == "CANCELLED" and after.summary.value == "Cancelled: Appointment"
    assert int(after.sequence.value) > int(before.sequence.value)
    assert after.last_modified.value >= before.last_modified.value


def test_the_feed_needs_no_session_is_kept_nowhere_and_ends_when_revoked(
    owner, browser, gateway_for, caplog
):
    denise = make_person(owner, "Denise")
    make_booking(owner, make_workshop(owner), denise)
    address = address_of(gateway_for(denise))
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("httpx").setLevel(
            logging.WARNING
        )  # the test's own browser, not the server
        answer = browser().get(address)
        assert answer.status_code == 200 and answer.text.count("BEGIN:VEVENT") == 1
        assert answer.headers["cache-control"] == "no-store, private"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "noindex" in answer.headers["x-robots-tag"] and "set-cookie" not in answer.headers
        assert gateway_for(denise).call("revoke_calendar_feed")["outcome"] == "revoked"
        gone, never = browser().get(address), browser().get(f"/calendar/{'0' * 64}.ics")
    for answer in (
        gone,
        never,
        browser().get("/calendar/x.ics"),
    ):
        assert (answer.status_code, answer.text) == (404, "Not found")
    assert gone.headers == never.headers
    secret = address.split("/")[-1].removesuffix(".ics")
    assert secret not in caplog.text
    assert browser().post(address).status_code == 405


def test_guessing_addresses_is_slowed_down(the_portal, browser):
    client = browser()
    answers = [
        client.get(f"/calendar/{uuid.uuid4().hex * 2}.ics").status_code
        for _ in range(limits.EACH_MINUTE["calendar"] + 1)
    ]
    assert set(answers[:-1]) == {404} and answers[-1] == 429


def test_an_empty_calendar_is_one_that_another_library_opens(owner, browser, gateway_for):
    denise = make_person(owner, "Denise")
    answer = browser().get(address_of(gateway_for(denise)))
    read = vobject.readOne(io.StringIO(answer.text))
    assert read.version.value == "2.0" and "vevent" not in read.contents
