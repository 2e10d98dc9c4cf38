"""What administrators do: say who we are, and who may do what."""

from __future__ import annotations

from uuid import uuid4

from playwright.sync_api import expect

from tests.journeys.conftest import Site
from tests.journeys.steps import Arrive, choose, go_to, press, says, told, write
from tests.people import make_person


def test_what_an_administrator_writes_in_the_settings_visitors_read(arrive: Arrive) -> None:
    hours = f"weekdays 9am to 5pm, ask for room {uuid4().hex[:4]}"
    page = arrive("administrator", "settings")
    write(page, "When somebody answers", hours)
    write(page, "Name of the organisation", "")
    press(page, "Save settings")
    told(page, "One answer needs another look. Nothing you wrote is lost.")
    expect(page.get_by_label("When somebody answers")).to_have_value(hours)
    write(page, "Name of the organisation", "Alongside Essex")
    press(page, "Save settings")
    told(page, "The settings are saved. Visitors see them from now on.")
    visitor = arrive()
    says(visitor, hours)
    says(visitor, "Alongside Essex")


def test_a_role_works_from_the_next_click_and_stops_at_the_next_click(
    arrive: Arrive, site: Site
) -> None:
    name = f"Vale {uuid4().hex[:5]}"
    person = make_person(site.records, name, connection_kind="worker")
    theirs = arrive(person, "evidence")
    says(theirs, "This page is for other people")

    page = arrive("administrator", f"person?id={person}")
    choose(page, "Give a role", "Analyst")
    press(page, "Give this role")
    says(page, "Sees protected figures, never a person.")
    press(page, "Yes, give it")
    told(page, f"{name} is now: Analyst. It works from their next click.")
    go_to(theirs, "evidence", "Evidence")

    press(page, "Take away: Analyst")
    press(page, "Yes, take it away")
    told(page, f"{name} is no longer: Analyst. It stops at their next click.")
    choose(theirs, "Show", "People who joined")
    says(theirs, "This page is for other people")


def test_an_administrator_cannot_change_their_own_roles(arrive: Arrive, site: Site) -> None:
    page = arrive("administrator", "roles")
    says(page, "You cannot change your own roles. Another administrator can.")
    mine = page.locator(f".st-key-card-{site.look_round_as('administrator')}")
    says(mine, "Administrator. Since")
    expect(mine.get_by_role("button")).to_have_count(0)
    go_to(page, f"person?id={site.look_round_as('administrator')}", "Gwyneth")
    expect(page.get_by_text("Give a role")).to_have_count(0)
