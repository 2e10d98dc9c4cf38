"""One sentence, from the person who says it to the public page: the whole chain, in one sitting."""

from __future__ import annotations

import re
from uuid import uuid4

from playwright.sync_api import Page

from tests.journeys.conftest import PHONE, Site
from tests.journeys.steps import (
    Arrive,
    card,
    choose,
    go_to,
    press,
    reads,
    says,
    told,
    unfold,
    write,
)
from tests.journeys.test_member import a_parent, a_workshop
from tests.workshops import make_booking


def test_one_sentence_becomes_a_change_that_its_author_confirms(arrive: Arrive, site: Site) -> None:
    mark = uuid4().hex[:5]
    author, sentence = a_parent(site), f"Please open the room on Sunday mornings too {mark}."
    workshop, title = a_workshop(site, "What would help at weekends", starts_in="-90 minutes")
    make_booking(site.records, workshop, author)

    member = arrive(author, "your-say", at=PHONE)
    reference = _say(member, sentence)

    staff = arrive("coordinator", "feedback")
    _let_everyone_read(staff, site, reference)
    _write_up(staff, workshop, title, reference)
    change = f"Open on Sunday mornings {mark}"
    _make_it_a_change(staff, site, workshop, change, reference)

    go_to(member, "home", re.compile("Hello"))
    asked = member.locator("[class*=st-key-card-question]").filter(has_text=change)
    says(asked, "Did we get it right?")
    press(asked, "Yes")
    told(member, re.compile("Thank you"))
    go_to(member, "what-came-of-it", "What came of it")
    says(card(member, change), "You said: yes.")

    visitor = arrive("", "what-changed", at=PHONE)
    chain = card(visitor, change)
    for words in ("People asked for Sundays.", title, "Open on Sundays from spring.", "We open on"):
        says(chain, re.compile(re.escape(words)))
    assert "Wren" not in visitor.get_by_test_id("stMain").inner_text()


def _say(page: Page, sentence: str) -> str:
    """Tell us something that everybody may read; returns its number."""
    reads(page, "Tell us")
    write(page, "What would you like to tell us?", sentence)
    page.get_by_text("Everyone can read it").click()
    press(page, "Send")
    told(page, re.compile(r"F-\w{8}"))
    found = re.search(r"F-\w{8}", page.get_by_test_id("stAlert").first.inner_text())
    assert found
    return found.group()


def _let_everyone_read(page: Page, site: Site, reference: str) -> None:
    row = site.records.execute(
        "select id from portal.feedback where reference = %s", (reference,)
    ).fetchone()
    assert row
    go_to(page, f"answer-feedback?id={row['id']}", re.compile("."))
    press(page, "Show it to everyone")
    told(page, re.compile("."))


def _write_up(page: Page, workshop: str, title: str, reference: str) -> None:
    """Mark who came, what was talked about and decided, and close the workshop."""
    go_to(page, f"register?id={workshop}", title)
    press(page, re.compile("Wren"))
    says(page, "1 of 1 here")
    go_to(page, f"write-up?id={workshop}", re.compile(title))
    unfold(page, "Add feedback")
    write(page, re.compile("Look for words"), reference)
    press(page, "We talked about it")
    told(page, re.compile("."))
    write(page, "What did you decide?", "Open on Sundays from spring.")
    write(page, "Why?", "Families are free on Sundays.")
    press(page, "Save the decision")
    told(page, re.compile("."))
    write(page, "In a few sentences", "We looked at when families are free.")
    choose(page, "How much say people really had", re.compile("^6"))
    press(page, "Close the workshop")
    told(page, "The workshop is written up.")


def _make_it_a_change(page: Page, site: Site, workshop: str, change: str, reference: str) -> None:
    """Write the change from the decision, link what was said, and say that it was made."""
    row = site.records.execute(
        "select id from portal.decision where workshop_id = %s", (workshop,)
    ).fetchone()
    assert row
    go_to(page, f"staff-change?decision={row['id']}", "A new change")
    write(page, "Name of the change", change)
    write(page, re.compile("^What people said"), "People asked for Sundays.")
    write(page, re.compile("^What changes"), "We open on Sunday mornings.")
    write(page, re.compile("^Why"), "Families are free on Sundays.")
    press(page, "Save for everyone to read")
    reads(page, change)
    choose(page, "Link feedback", re.compile(reference))
    press(page.locator("form, [data-testid=stForm]").filter(has_text="Link feedback"), "Link it")
    told(page, re.compile("."))
    form = page.get_by_test_id("stForm").filter(has_text="Where it stands now")
    form.get_by_text("Made", exact=True).click()
    press(form, "Save and tell them")
    told(page, re.compile("."))
