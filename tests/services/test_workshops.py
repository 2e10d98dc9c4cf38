"""Workshops and bookings as services: JSON in, typed models and named outcomes out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from services import bookings, door, spaces, workshops
from services.workshops import Places
from tests.people import make_person
from tests.workshops import make_booking, make_space, make_workshop


@pytest.mark.parametrize(
    ("places", "left"),
    [(Places(5, 2, 0), 3), (Places(5, 5, 0), 0), (Places(5, 6, 0), 0), (Places(5, 4, 1), 0)],
)
def test_places_left_are_none_when_full_or_while_people_wait(places, left):
    assert places.left == left


def test_a_workshop_is_read_with_its_times_its_places_and_my_booking(owner, gateway_for):
    robin = make_person(owner, "Robin")
    workshop_id = make_workshop(owner, "Yoga", kind="yoga", online_capacity=3)
    booking_id = make_booking(owner, workshop_id, robin, mode="online")
    found = workshops.find(gateway_for(robin), workshop_id=workshop_id)
    assert found is not None
    assert found.starts_at.astimezone(UTC) > datetime.now(UTC)
    assert found.places == {"in_person": Places(5, 0, 0), "online": Places(3, 1, 0)}
    assert found.mine is not None
    assert (found.mine.id, found.mine.mode, found.mine.state) == (booking_id, "online", "booked")


@pytest.mark.parametrize("wanted", [None, "", "1", "'; drop table portal.booking"])
def test_an_id_that_cannot_be_one_is_not_sent_to_the_database(gateway_for, wanted):
    gateway = gateway_for(None)
    assert workshops.find(gateway, workshop_id=wanted) is None
    assert door.register(gateway, workshop_id=wanted) is None
    assert gateway.calls == 0


def test_what_is_on_is_one_call_and_names_the_spaces(owner, gateway_for):
    make_workshop(owner, "Yoga", space_id=make_space(owner, "Harlow"))
    gateway = gateway_for(None)
    on = workshops.whats_on(gateway)
    assert gateway.calls == 1
    assert [place.name for place in on.spaces] == ["Harlow"]
    assert [workshop.space for workshop in on.workshops] == ["Harlow"]
    assert on.more is False


def test_booking_and_cancelling_give_named_outcomes(owner, gateway_for):
    robin, workshop_id = make_person(owner, "Robin"), make_workshop(owner)
    booked = bookings.book(gateway_for(robin), workshop_id=workshop_id, mode="in_person")
    assert booked.outcome == "booked"
    (coming,) = bookings.mine(gateway_for(robin)).coming
    assert (coming.id, coming.workshop.id) == (booked.booking_id, workshop_id)
    cancelled = bookings.cancel(gateway_for(robin), booking_id=coming.id)
    assert (cancelled.outcome, cancelled.was, cancelled.offered) == ("cancelled", "booked", 0)
    assert bookings.mine(gateway_for(robin)).coming == ()


def test_spaces_are_saved_and_read_with_their_programmes(owner, gateway_for):
    staff = gateway_for(make_person(owner, "Sam", roles=["staff"]))
    saved = spaces.save_space(staff, space_id=None, name="Harlow", kind="place")
    assert saved.outcome == "saved"
    spaces.save_programme(
        staff, programme_id=None, space_id=saved.space_id or "", name="Youth support"
    )
    (harlow,) = spaces.everything(gateway_for(None))
    assert (harlow.name, [each.name for each in harlow.programmes]) == ("Harlow", ["Youth support"])
    assert (
        spaces.save_space(staff, space_id=None, name="harlow", kind="place").outcome == "name_taken"
    )
    assert spaces.save_space(staff, space_id=None, name="", kind="place").field == "name"
