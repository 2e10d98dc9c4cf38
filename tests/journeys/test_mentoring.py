"""From a family that waits to a mentor who knows whom to call: three people, three browsers."""

from __future__ import annotations

import re
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site
from tests.journeys.steps import Arrive, card, go_to, press, reads, says, told, unfold, write
from tests.mentoring import make_match, make_mentor, make_request

WHY = "She is a mother too, and she lives near you."


def test_a_family_and_a_mentor_are_brought_together(arrive: Arrive, site: Site, width: int) -> None:
    family, family_id, mentor, mentor_id = _pair(site, width)
    _propose(arrive("coordinator", "matching"), family, mentor)

    mentors_page = arrive(mentor_id, "my-matches", at=375)
    expect(mentors_page.get_by_role("heading", name=family)).to_have_count(0)

    at_home = arrive(family_id, "home", at=375)
    press(at_home.locator(".st-key-card-next-step"), "Read about them")
    reads(at_home, "Peer mentoring")
    says(at_home, f"We would like to suggest {mentor}")
    says(at_home, WHY)
    says(at_home, "Questions? Ask for Tamsin on 01632 960 199")
    press(at_home, "Yes, please ask them")
    told(at_home, f"We ask {mentor} now")

    go_to(mentors_page, "my-matches", "My matches")
    _sees_what_is_shared_and_no_more(mentors_page, site, family, family_id)
    press(card(mentors_page, family), "Yes, I would like to")
    told(mentors_page, "Staff will help you both set up a first meeting")
    says(card(mentors_page, family), "Questions? Ask for Tamsin on 01632 960 199")

    go_to(at_home, "mentoring", "Peer mentoring")
    says(at_home, f"Your peer mentor is {mentor}")


def _pair(site: Site, width: int) -> tuple[str, str, str, str]:
    """Denise and Aisha on a laptop; on a phone two others, since these have met by then."""
    if width > 600:
        return "Denise", site.look_round_as("mother"), "Aisha", site.look_round_as("mentor")
    family, mentor = f"Bea {uuid4().hex[:4]}", f"Ines {uuid4().hex[:4]}"
    family_id, _ = make_request(
        site.records, family, would_help="To talk without being judged.", show_words=True
    )
    return family, family_id, mentor, make_mentor(site.records, mentor)


def _propose(page: Page, family: str, mentor: str) -> None:
    """Find the family on the list, read score and reasons, and propose in writing."""
    press(card(page, family), "See who fits")
    reads(page, "Who fits")
    says(page, family)
    fits = card(page, mentor)
    says(fits, re.compile(r"Score: \d+ of 100"))
    says(fits, "What speaks for it")
    says(fits, re.compile("is a parent too|are a parent too"))
    unfold(fits, "Propose this mentor")
    press(fits, "Propose to the family")
    told(page, "Please write why you propose this mentor")
    write(fits, re.compile("Why this mentor"), WHY)
    press(fits, "Propose to the family")
    told(page, f"{mentor} is proposed. The family is asked first, then {mentor}")


def _sees_what_is_shared_and_no_more(page: Page, site: Site, family: str, family_id: str) -> None:
    shown = card(page, family)
    says(shown, "What would help, in their words")
    says(shown, "Mother or father")
    private = site.records.execute(
        "select legal_name, email, phone, safe_times, access_needs from portal.person_detail"
        " where person_id = %s",
        (family_id,),
    ).fetchone()
    assert private is not None
    words = page.locator("body").inner_text()
    assert [value for value in private.values() if value and value in words] == []
    assert "treatment" not in words.lower()


def test_a_family_may_say_not_this_time_and_keeps_its_place(arrive: Arrive, site: Site) -> None:
    family_id, request_id = make_request(site.records, f"Bea {uuid4().hex[:4]}")
    make_match(site.records, request_id, make_mentor(site.records, "Ines"))
    page = arrive(family_id, "mentoring")
    unfold(page, "Not this time")
    says(page, "That is fine. You do not need a reason.")
    press(page, "Not this time")
    told(page, "That is fine. You keep your place on the list, and we look again.")
    says(page, "You are on the list for a peer mentor")


def test_a_mentor_may_say_not_this_time_and_nobody_is_blamed(arrive: Arrive, site: Site) -> None:
    name = f"Bea {uuid4().hex[:4]}"
    family_id, request_id = make_request(site.records, name)
    mentor_id = make_mentor(site.records, "Ines")
    make_match(site.records, request_id, mentor_id, state="family_said_yes")
    page = arrive(mentor_id, "my-matches")
    unfold(card(page, name), "Not this time")
    press(card(page, name), "Not this time")
    told(page, "The family keeps its place. Nobody is blamed.")
    expect(page.get_by_role("heading", name=name)).to_have_count(0)

    at_home = arrive(family_id, "mentoring", at=375)
    says(at_home, "You are on the list for a peer mentor")
    expect(at_home.get_by_text(re.compile("said no|declined|refused"))).to_have_count(0)
    staff = arrive("coordinator", "matching", at=1280)
    says(card(staff, name), "See who fits")
