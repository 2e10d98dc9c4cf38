"""What staff do: see what waits, find people, run workshops, answer, approve, bring people in."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import uuid4

from playwright.sync_api import Page, expect

from services.identity import SignedIn
from services.members_file import COLUMNS
from tests.journeys.conftest import Site
from tests.journeys.steps import (
    Arrive,
    card,
    choose,
    go_to,
    press,
    reads,
    says,
    tick,
    told,
    unfold,
    write,
)
from tests.journeys.test_member import a_parent, a_workshop
from tests.mentoring import OFFER
from tests.people import make_person
from tests.workshops import make_booking

TITLES = ",".join(COLUMNS.values())


def as_person(site: Site, person_id: str, function: str, **told: object) -> dict[str, str]:
    """What somebody did before the test begins, through the same function as on their page."""
    gateway = site.portal.gateway(SignedIn(person_id, str(uuid4())))
    answer: dict[str, str] = gateway.call(function, **told)
    return answer


def test_today_shows_what_waits_and_leads_to_it(arrive: Arrive) -> None:
    page = arrive("coordinator")
    reads(page, "Today")
    for pile in ("Feedback to answer", "Families waiting for a mentor", "Offers to be a mentor"):
        expect(page.get_by_role("heading", name=re.compile(rf"{pile}: \d+"))).to_be_visible()
    press(page, "Answer feedback")
    reads(page, "Feedback")
    says(page, re.compile(r"Waiting \d+ days?|Came today"))


def test_staff_find_a_person_and_the_look_is_written_down(arrive: Arrive, site: Site) -> None:
    name = f"Quill {uuid4().hex[:5]}"
    person = make_person(site.records, name)
    page = arrive("coordinator", "people")
    field = page.get_by_label("Who are you looking for?")
    field.fill(name)
    field.press("Enter")
    says(page, "1 person")
    press(page, name)
    reads(page, name)
    says(page, "That you opened this page is written down.")
    looks = site.records.execute(
        "select count(*) as n from portal.audit a join portal.subject_key k on k.key = a.subject_key"
        " where k.person_id = %s and a.action = 'read_details'",
        (person,),
    ).fetchone()
    assert looks is not None and looks["n"] == 1


def test_staff_make_a_workshop_and_a_visitor_finds_it(arrive: Arrive) -> None:
    title = f"Planting the yard {uuid4().hex[:4]}"
    page = arrive("coordinator", "workshops")
    press(page, "Make a workshop")
    reads(page, "Make a workshop")
    write(page, "Title", title)
    choose(page, "Kind", "Creative group")
    choose(page, "Space, and the programme it belongs to", re.compile("^Basildon$"))
    write(page, re.compile("What to expect"), "We fill six pots and drink tea.")
    press(page, re.compile("^Save$"))
    told(page, "One answer needs another look. Nothing you wrote is lost.")
    expect(page.get_by_label("Title")).to_have_value(title)
    says(page, "We fill six pots and drink tea.")
    _on_day(page, date.today() + timedelta(days=2))
    press(page, re.compile("^Save$"))
    told(page, "Saved as a draft. Only staff can see it.")
    visitor = arrive("", "whats-on")
    expect(visitor.get_by_role("heading", name=title)).to_have_count(0)
    says(page, "How people see it")
    press(page, "Publish")
    told(page, "Published. Everybody can see it under What's on, and book.")
    go_to(visitor, "whats-on", "What's on")
    says(card(visitor, title), "12 places left")


def _on_day(page: Page, day: date) -> None:
    page.get_by_role("spinbutton", name="day, Day").click()
    page.keyboard.type(f"{day:%d%m%Y}")
    page.keyboard.press("Tab")


def test_staff_mark_who_came_one_tap_each(arrive: Arrive, site: Site) -> None:
    workshop, _ = a_workshop(site, "Singing", starts_in="30 minutes")
    names = [f"{name} {uuid4().hex[:4]}" for name in ("Ash", "Bo", "Cleo")]
    people = [make_person(site.records, name) for name in names]
    for person in people[:2]:
        make_booking(site.records, workshop, person)
    page = arrive("coordinator", f"register?id={workshop}")
    says(page, "0 of 2 here")
    rows = page.locator("[class*='st-key-register-']")
    here = rows.get_by_role("button", name=names[0])
    assert (here.bounding_box() or {"height": 0})["height"] >= 40, "too small for a thumb"
    here.click()
    says(page, "1 of 2 here")
    rows.filter(has_text=names[1]).get_by_role("button", name="Not here?").click()
    press(page, "Sent apologies")
    says(page, f"{names[1]}: Apologies")
    field = page.get_by_label("Find a name, or add somebody")
    field.fill(names[2])
    field.press("Enter")
    press(page, f"Add {names[2]}")
    told(page, f"{names[2]} is on the list, and here.")
    press(page, "Undo")
    told(page, f"{names[2]} is off the list again.")


def test_staff_answer_feedback_with_a_reason_and_the_member_reads_it(
    arrive: Arrive, site: Site
) -> None:
    person = a_parent(site)
    said = f"The bell is too quiet. {uuid4().hex[:6]}"
    given = as_person(site, person, "give_feedback", kind="problem", body=said, about_kind="portal")
    page = arrive("coordinator", f"answer-feedback?id={given['feedback_id']}")
    says(page, said)
    tick(page, "Not now")
    press(page, "Send the answer")
    told(page, "Please give a reason first. The person reads it. Nothing you wrote is lost.")
    expect(page.get_by_role("radio", name="Not now")).to_be_checked()
    reason = "We move in spring. The new place has a loud bell."
    write(page, "What the person reads", reason)
    press(page, "Send the answer")
    told(page, f"{given['reference']} is now: not now")
    at_home = arrive(person, "my-feedback")
    says(at_home, said)
    says(at_home, "Not now")
    says(at_home, reason)


def test_staff_approve_a_mentor_with_words_that_the_person_reads(
    arrive: Arrive, site: Site
) -> None:
    person = make_person(
        site.records, f"Rue {uuid4().hex[:5]}", connection_kind="family", relation="parent"
    )
    as_person(site, person, "offer_to_mentor", answers=OFFER)
    row = site.records.execute(
        "select display_name from portal.person where id = %s", (person,)
    ).fetchone()
    assert row is not None
    page = arrive("coordinator", "mentors")
    offered = card(page, row["display_name"])
    says(offered, "Why they want to")
    unfold(offered, "Decide")
    tick(offered, "Approve as a peer mentor")
    press(offered, "Save the decision")
    told(page, "One answer needs another look")
    expect(offered.get_by_role("radio", name="Approve as a peer mentor")).to_be_checked()
    write(offered, "Why? The person reads this.", "You listen well, and you are ready.")
    press(offered, "Save the decision")
    told(page, "is a peer mentor now, and sees your words")
    at_home = arrive(person, "mentoring")
    says(at_home, "You are a peer mentor")
    says(at_home, "You listen well, and you are ready.")
    press(at_home, "Go to my matches")
    reads(at_home, "My matches")


def test_staff_bring_in_members_from_a_spreadsheet_all_or_nobody(
    arrive: Arrive, site: Site
) -> None:
    mark = uuid4().hex[:5]
    good = (
        f"{TITLES}\nTilly {mark},Family or friend,Mother or father,Basildon,"
        f"tilly-{mark}@example.org,,Email,,yes,,,\nSid {mark},Own recovery,,Harlow,,,Portal,,,,,\n"
    )
    bad = good.replace("Own recovery", "Neighbour").replace("@example.org", "")
    page = arrive("coordinator", "bring-in-members")
    _upload(page, bad)
    told(page, "Nobody was brought in. Mend the file, then choose it again.")
    says(page, "On 2 lines.")
    problems = page.get_by_test_id("stTable")
    expect(problems.get_by_role("row").filter(has_text="Email")).to_contain_text(
        "This does not look like an email."
    )
    expect(problems.get_by_role("row").filter(has_text="Connection")).to_contain_text(
        "We do not know this. Use one of: Own recovery, Family or friend, Works here."
    )
    assert _how_many(site, mark) == 0
    page.reload()
    _upload(page, good)
    press(page, "Bring in 2 people")
    told(page, "Done. You brought in 2 people.")
    assert _how_many(site, mark) == 2
    go_to(page, "people", "Find a person")
    field = page.get_by_label("Who are you looking for?")
    field.fill(f"Tilly {mark}")
    field.press("Enter")
    says(page, "No account yet")


def _upload(page: Page, content: str) -> None:
    page.locator("input[type=file]").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": content.encode()}
    )


def _how_many(site: Site, mark: str) -> int:
    row = site.records.execute(
        "select count(*) as n from portal.person where display_name like %s", (f"%{mark}",)
    ).fetchone()
    assert row is not None
    return int(row["n"])
