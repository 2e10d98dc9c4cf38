"""Calendars: a person's own bookings, as little as they chose, to nobody but who holds their address."""

from __future__ import annotations

import pytest

from services.errors import SignInFirst
from tests.people import as_person, make_person
from tests.workshops import make_booking, make_workshop

LINK = "https://meet.example.org/secret-room"


@pytest.fixture
def denise(owner):
    return make_person(owner, "Denise")


@pytest.fixture
def sam(owner):
    return make_person(owner, "Sam", roles=["staff", "administrator", "analyst"])


def secret_of(gateway):
    return gateway.call("make_calendar_feed")["secret"]


def events(gateway_for, secret):
    told = gateway_for(None).call("calendar_feed", secret=secret)
    assert told["outcome"] == "found"
    return told["events"]


def online_booking(owner, person, title="Poems for families"):
    workshop = make_workshop(owner, title, online_capacity=5)
    owner.execute("insert into portal.workshop_link values (%s, %s)", (workshop, LINK))
    return workshop, make_booking(owner, workshop, person, mode="online")


def test_an_address_says_nothing_but_when_until_its_person_chooses(owner, denise, gateway_for):
    _workshop, booking = online_booking(owner, denise)
    secret = secret_of(gateway_for(denise))
    (event,) = events(gateway_for, secret)
    assert event["id"] == booking and event["state"] == "booked"
    first = event["sequence"]
    assert set(event) == {"id", "starts_at", "ends_at", "state", "sequence", "changed_at"}
    gateway_for(denise).call("choose_calendar", full_titles=True, with_links=True)
    (event,) = events(gateway_for, secret)
    assert event["title"] == "Poems for families" and event["online_link"] == LINK
    assert event["place"] == "Online" and event["sequence"] == first + 1
    gateway_for(denise).call("choose_calendar", full_titles=False, with_links=False)
    (event,) = events(gateway_for, secret)
    assert "title" not in event and "online_link" not in event and event["sequence"] == first + 2


def test_the_link_is_only_for_who_is_booked_online(owner, denise, gateway_for):
    workshop = make_workshop(owner, online_capacity=5)
    owner.execute("insert into portal.workshop_link values (%s, %s)", (workshop, LINK))
    booking = make_booking(owner, workshop, denise)
    gateway_for(denise).call("choose_calendar", full_titles=True, with_links=True)
    (event,) = events(gateway_for, secret_of(gateway_for(denise)))
    assert "online_link" not in event and event["place"].startswith("Space of")
    owner.execute(
        "update portal.booking set mode = 'online', state = 'waiting' where id = %s", (booking,)
    )
    (event,) = events(gateway_for, secret_of(gateway_for(denise)))
    assert "online_link" not in event and event["state"] == "cancelled", "a turn is no place"


def test_an_address_holds_the_bookings_of_its_person_alone(owner, denise, sam, gateway_for):
    workshop = make_workshop(owner)
    own, other = (make_booking(owner, workshop, person) for person in (denise, sam))
    assert [e["id"] for e in events(gateway_for, secret_of(gateway_for(denise)))] == [own]
    assert [e["id"] for e in events(gateway_for, secret_of(gateway_for(sam)))] == [other]


def test_changing_the_workshop_or_the_booking_makes_a_newer_version(
    owner, denise, sam, gateway_for
):
    workshop, booking = online_booking(owner, denise)
    secret = secret_of(gateway_for(denise))
    seen = [(e["sequence"], e["changed_at"]) for e in events(gateway_for, secret)]
    for change in (
        "update portal.workshop set starts_at = starts_at - interval '1 hour' where id = %s",
        "update portal.workshop_link set online_link = 'https://example.org/b' where workshop_id = %s",
        "update portal.booking set state = 'cancelled' where workshop_id = %s",
    ):
        owner.execute(change, (workshop,))
        (event,) = events(gateway_for, secret)
        seen.append((event["sequence"], event["changed_at"]))
    assert [sequence - seen[0][0] for sequence, _ in seen] == [0, 1, 2, 3]
    assert [changed for _, changed in seen] == sorted({changed for _, changed in seen})
    assert event["id"] == booking and event["state"] == "cancelled"
    owner.execute("update portal.workshop set language = 'Polish' where id = %s", (workshop,))
    assert events(gateway_for, secret)[0]["sequence"] == seen[-1][0], (
        "a calendar does not show the language"
    )


def test_a_place_is_there_a_turn_in_line_is_not(owner, denise, gateway_for):
    """Each state, and one that ended: what was never in the calendar does not come as cancelled."""
    secret = secret_of(gateway_for(denise))
    workshop = make_workshop(owner)
    booking = make_booking(owner, workshop, denise, state="waiting")

    def shown(state, columns=""):
        owner.execute(
            f"update portal.booking set state = %s{columns} where id = %s", (state, booking)
        )
        return [event["state"] for event in events(gateway_for, secret)]

    offer = ", offered_at = now(), expires_at = now() + interval '1 hour'"
    assert events(gateway_for, secret) == [] and shown("cancelled") == []
    assert shown("offered", offer) == ["offered"]
    lapsed = ", offered_at = now() - interval '2 days', expires_at = now() - interval '1 day'"
    assert shown("offered", lapsed) == ["cancelled"], "whether or not anybody has settled it"
    assert shown("booked") == ["booked"] and shown("missed") == ["booked"]
    assert shown("attended", ", attended_at = now()") == ["booked"]
    assert shown("apologies", ", attended_at = null") == ["cancelled"]
    assert shown("waiting") == ["cancelled"], "they had a place, and have none now"
    past = make_workshop(owner, "Long ago", starts_in="-100 days")
    make_booking(owner, past, denise, state="attended")
    assert len(events(gateway_for, secret)) == 1


def test_an_address_is_long_drawn_anew_and_kept_as_a_hash_only(owner, denise, gateway_for):
    first, second = secret_of(gateway_for(denise)), secret_of(gateway_for(denise))
    assert first != second and all(len(bytes.fromhex(s)) * 8 == 256 for s in (first, second))
    assert gateway_for(None).call("calendar_feed", secret=first) == {"outcome": "not_found"}
    kept = owner.execute("select to_jsonb(f)::text as row from portal.calendar_feed f").fetchall()
    assert len(kept) == 1 and second not in kept[0]["row"]
    audit = owner.execute(
        "select string_agg(to_jsonb(a)::text, '') as told from portal.audit a"
    ).fetchone()
    assert second not in audit["told"] and "make_calendar_feed" in audit["told"]
    told = gateway_for(denise).call("my_calendar")
    assert (
        set(told) == {"full_titles", "with_links", "made_at", "used_at"} and told["used_at"] is None
    )


@pytest.mark.parametrize("end", ["revoked", "suspended", "erased"])
def test_an_address_that_ended_answers_like_one_that_never_was(owner, denise, gateway_for, end):
    online_booking(owner, denise)
    secret = secret_of(gateway_for(denise))
    assert len(events(gateway_for, secret)) == 1
    if end == "revoked":
        assert gateway_for(denise).call("revoke_calendar_feed")["outcome"] == "revoked"
        assert gateway_for(denise).call("revoke_calendar_feed")["outcome"] == "no_feed"
    elif end == "suspended":
        owner.execute("update portal.person set state = 'suspended' where id = %s", (denise,))
    else:
        owner.execute("delete from portal.person where id = %s", (denise,))
    for asked in (secret, "0" * 64, "", "x" * 100_000, secret.upper(), secret[:-1]):
        assert gateway_for(None).call("calendar_feed", secret=asked) == {"outcome": "not_found"}
    assert gateway_for(None).call("calendar_feed", secret=None) == {"outcome": "not_found"}


def test_the_last_use_is_kept_as_a_day_and_no_more(owner, denise, gateway_for):
    secret = secret_of(gateway_for(denise))
    events(gateway_for, secret)
    first = gateway_for(denise).call("my_calendar")["used_at"]
    events(gateway_for, secret)
    assert first and gateway_for(denise).call("my_calendar")["used_at"] == first


def test_nobody_makes_ends_or_chooses_for_another(owner, denise, sam, gateway_for):
    secret = secret_of(gateway_for(denise))
    booking = make_booking(owner, make_workshop(owner), denise)
    assert gateway_for(denise).call("booking_event", booking_id=booking)["outcome"] == "found"
    assert gateway_for(sam).call("booking_event", booking_id=booking) == {"outcome": "not_found"}
    assert gateway_for(denise).call("booking_event", booking_id=None) == {"outcome": "not_found"}
    assert gateway_for(sam).call("revoke_calendar_feed")["outcome"] == "no_feed"
    assert gateway_for(sam).call("my_calendar")["made_at"] is None
    gateway_for(sam).call("choose_calendar", full_titles=True, with_links=True)
    assert "title" not in events(gateway_for, secret)[0]
    for function in ("make_calendar_feed", "revoke_calendar_feed", "my_calendar"):
        with pytest.raises(SignInFirst):
            gateway_for(None).call(function)
    with pytest.raises(SignInFirst):
        gateway_for(None).call("booking_event", booking_id=booking)
    with pytest.raises(SignInFirst):
        gateway_for(None).call("choose_calendar", full_titles=True, with_links=True)
    wrong = gateway_for(sam).call("choose_calendar", full_titles=None, with_links=True)
    assert wrong == {"outcome": "invalid", "field": "full_titles", "problem": "missing"}


def test_even_staff_and_the_keepers_never_see_a_hash_or_anothers_choice(
    owner, denise, sam, gateway_for
):
    secret_of(gateway_for(denise))
    gateway_for(denise).call("choose_calendar", full_titles=True, with_links=True)
    make_booking(owner, make_workshop(owner), sam)
    for person, role in ((sam, None), (sam, "portal_keeper"), (None, "anon")):
        with as_person(owner, person, role=role) as connection:
            for table in ("calendar_feed", "calendar_choice"):
                try:
                    with connection.transaction():
                        found = connection.execute(
                            f"select person_id from portal.{table}"
                        ).fetchall()
                except Exception as problem:
                    assert "permission denied" in str(problem)
                else:
                    assert found == []
    with as_person(owner, None, role="calendar_keeper") as connection:
        seen = connection.execute("select person_id::text from portal.booking").fetchall()
        assert seen == [], "Sam has no address, so that keeper does not reach his booking"
