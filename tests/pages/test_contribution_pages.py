"""My contribution and my calendar: the pages as their people, with the calls counted."""

from __future__ import annotations

import pytest

from components import my_calendar, take_contribution
from services import contribution
from tests.people import make_person
from tests.workshops import make_booking, make_workshop


@pytest.fixture
def denise(owner):
    return make_person(owner, "Denise")


def texts(page):
    found = [*page.text, *page.markdown, *page.subheader, *page.header]
    return "\n".join(element.value for element in found).replace("\\", "")


def drawn(page, calls_of, do=lambda page: page):
    before = calls_of(page)
    do(page).run()
    assert not page.exception and calls_of(page) - before <= 3
    return page


def was_at(owner, person, how_many):
    for number in range(how_many):
        way = None if number % 4 == 3 else "design_workshop"
        workshop = make_workshop(
            owner, f"Letters {number}", starts_in=f"-{number + 2} days", contribution_type=way
        )
        make_booking(owner, workshop, person, state="attended")


def test_somebody_new_reads_what_will_be_here(page_as, denise, calls_of):
    page = drawn(page_as(denise, "my-contribution"), calls_of)
    assert "will be here" in texts(page) and "Make my record" not in [b.label for b in page.button]


def test_what_was_given_is_thanked_for_and_never_compared(page_as, owner, denise, calls_of):
    was_at(owner, denise, 14)
    before = calls_of(page := page_as(denise, "my-contribution"))
    page.run()
    assert calls_of(page) - before <= 2 and not page.exception
    told = texts(page)
    assert "Thank you" in told and "22 hours given" in told and "11 workshops" in told
    assert "Most often: shaping services" in told and "Letters 0" in told
    assert "Letters 13" not in told, "ten at a time"
    year = page.selectbox(key="contribution_span").options[1]
    page.selectbox(key="contribution_span").set_value("Other days").run()
    assert year.isdigit() and not page.exception and len(page.date_input) == 2


def test_the_links_stand_only_for_what_is_ticked_now(page_as, owner, denise, calls_of):
    was_at(owner, denise, 4)
    page = page_as(denise, "my-contribution")
    assert not page.checkbox(key="contribution_titles").value and "/download/" not in texts(page)
    ids = {
        row["title"]: str(row["id"])
        for row in owner.execute("select id, title from portal.workshop")
    }
    boxes = {title: page.checkbox(key=f"contribution-in-{ids[title]}") for title in ids}
    assert {t for t, box in boxes.items() if box.value} == {"Letters 0", "Letters 1", "Letters 2"}
    boxes["Letters 1"].uncheck().run()
    page.text_input(key="contribution_name").set_value("  Denise   Łoś ")
    drawn(page, calls_of, lambda p: p.button(key="make-record").click())
    assert "Your record is ready" in page.success[0].value
    links = [m.value for m in page.markdown if "/download/my-contribution/" in m.value]
    assert len(links) == 2 and all('target="_self"' in link for link in links)
    ticket, wanted = page.session_state[take_contribution.TICKET]
    assert contribution.find(denise, ticket) == wanted and wanted.name == "Denise Łoś"
    assert wanted.left_out == {ids["Letters 1"], ids["Letters 3"]}
    page.checkbox(key="contribution_titles").check().run()
    assert not [m for m in page.markdown if "/download/my-contribution/" in m.value]


def test_a_name_that_cannot_be_printed_is_said_and_nothing_is_lost(page_as, owner, denise):
    was_at(owner, denise, 1)
    page = page_as(denise, "my-contribution")
    page.text_input(key="contribution_name").set_value("Li 李雷")
    page.button(key="make-record").click().run()
    assert "李雷" in page.warning[0].value and not page.exception
    assert page.text_input(key="contribution_name").value == "Li 李雷"


def test_an_address_is_shown_once_and_removed_after_a_question(
    page_as, owner, denise, calls_of, gateway_for
):
    page = drawn(page_as(denise, "my-calendar"), calls_of)
    assert "Whoever" not in texts(page) and "Anyone who has the address" in texts(page)
    drawn(page, calls_of, lambda p: p.button(key="make-address").click())
    [shown] = page.code
    secret = shown.value.rpartition("/")[2].removesuffix(".ics")
    assert len(secret) == 64 and page.success
    assert gateway_for(None).call("calendar_feed", secret=secret)["outcome"] == "found"
    page.button(key="address-copied").click().run()
    assert not page.code and my_calendar.ADDRESS not in page.session_state
    page.button(key="revoke-address").click().run()
    assert gateway_for(None).call("calendar_feed", secret=secret)["outcome"] == "found"
    page.button(key="revoke-address-yes").click().run()
    assert gateway_for(None).call("calendar_feed", secret=secret)["outcome"] == "not_found"
    assert "does not work any more" in page.success[0].value


def test_what_the_calendar_may_say_is_chosen(page_as, denise, gateway_for, calls_of):
    page = page_as(denise, "my-calendar")
    assert not page.checkbox(key="calendar_titles").value
    page.checkbox(key="calendar_titles").check()
    drawn(page, calls_of, lambda p: p.button(key="save-calendar").click())
    told = gateway_for(denise).call("my_calendar")
    assert told["full_titles"] and not told["with_links"]
