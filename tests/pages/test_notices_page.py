"""For you: what waits for a person, the count in the menu, and the way to each thing."""

from __future__ import annotations

import pytest

from components import menu
from components.wording import notices as words
from tests.people import make_person


@pytest.fixture
def kim(owner):
    return make_person(owner, "Kim", connection_kind="family", relation="parent")


def tell(owner, person, event, kind="feedback_answered", link="my-feedback"):
    owner.execute("select private.notify(%s, %s, %s, %s)", (person, kind, event, link))


def in_the_menu(page):
    return page.session_state[menu.MENU].pages["notices"].title


def test_somebody_for_whom_nothing_waits_is_told_so(page_as, kim):
    page = page_as(kim, "notices")
    assert not page.exception and not page.button
    assert "Nothing is waiting for you" in [h.value for h in page.subheader]
    assert in_the_menu(page) == "For you"


def test_the_menu_counts_what_waits_and_the_page_takes_one_call_more(page_as, owner, kim, calls_of):
    tell(owner, kim, "one")
    tell(owner, kim, "two")
    page = page_as(kim, "notices")
    assert in_the_menu(page) == "For you (2)"
    before = calls_of(page)
    page.run()
    assert calls_of(page) - before == 2


def test_having_a_look_opens_the_page_and_marks_the_notice_read(page_as, owner, kim):
    tell(owner, kim, "one")
    page = page_as(kim, "notices")
    [look] = [button for button in page.button if button.label == "Have a look"]
    look.click().run()
    assert not page.exception
    assert page.title[0].value == "What you told us"
    assert in_the_menu(page) == "For you"


def test_a_notice_that_leads_nowhere_can_be_marked_as_read(page_as, owner, kim):
    tell(owner, kim, "one", kind="roles_changed", link=None)
    tell(owner, kim, "two", kind="roles_changed", link="a-page-that-is-gone")
    page = page_as(kim, "notices")
    assert [b.label for b in page.button] == ["Mark all as read", "Mark as read", "Mark as read"]
    page.button[1].click().run()
    assert "Marked as read" in page.success[0].value and in_the_menu(page) == "For you (1)"


def test_all_can_be_marked_as_read_at_once(page_as, owner, kim):
    for event in ("one", "two", "three"):
        tell(owner, kim, event)
    page = page_as(kim, "notices")
    page.button[0].click().run()
    assert not page.exception and in_the_menu(page) == "For you"
    assert "Mark all as read" not in [b.label for b in page.button]


def test_a_long_list_comes_in_pages(page_as, owner, kim):
    for n in range(11):
        tell(owner, kim, str(n))
    page = page_as(kim, "notices")
    looks = [b for b in page.button if b.label == "Have a look"]
    assert len(looks) == 10
    page.button(key="notices_page-more").click().run()
    assert len([b for b in page.button if b.label == "Have a look"]) == 1


def test_every_kind_of_notice_has_a_neutral_line(owner):
    kinds = {row["kind"] for row in owner.execute("select kind from portal.notice_kind")}
    assert kinds <= set(words.KINDS), "a kind without words on screen"
    for kind in words.KINDS:
        assert words.line(kind).endswith((".", "?")) and "{" not in words.line(kind)


def test_the_first_screen_leads_to_what_waits(page_as, owner, kim):
    assert "1 thing waits for you" not in labels(page_as(kim, "home"))
    tell(owner, kim, "one")
    assert "1 thing waits for you" in labels(page_as(kim, "home"))
    tell(owner, kim, "two")
    assert "2 things wait for you" in labels(page_as(kim, "home"))


def labels(page):
    return [link.proto.label for link in page.get("page_link")]
