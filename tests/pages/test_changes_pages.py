"""Changes on the screen: for everybody, and as staff write them."""

from __future__ import annotations

from datetime import date

import pytest

from services import changes, feedback
from tests.pages.test_feedback_pages import press, words
from tests.people import make_person
from tests.voices import BODY, change, say
from tests.workshops import make_space, make_workshop


@pytest.fixture
def ash(owner):
    return make_person(owner, "Ash Quartz")


@pytest.fixture
def sam(owner):
    return make_person(owner, "Sam", roles=["staff"], connection_kind="worker")


def test_a_visitor_reads_the_chain_and_nobodys_name(
    owner, page_as, ash, sam, gateway_for, calls_of
):
    workshop = make_workshop(owner, "Shaping evenings", starts_in="-9 days", state="held")
    said = say(gateway_for(ash))
    change(gateway_for(sam), feedback_id=said, workshop_ids=[workshop])
    page = page_as(None, "what-changed")
    told = words(page)
    for expected in (
        "Evenings in Basildon",
        "could not come before six",
        "until 8pm",
        "lock up",
        "Shaping evenings",
        "Fewer than 8 people told us",
        "Planned",
    ):
        assert expected in told
    for secret in ("Ash", "Quartz", "Sam", BODY, "F-"):
        assert secret not in told
    before = calls_of(page)
    page.run()
    assert calls_of(page) - before == 2


def test_before_anything_has_changed_the_page_says_what_will_be_here(page_as):
    assert "Nothing to show here yet" in words(page_as(None, "what-changed"))


def test_changes_can_be_narrowed_to_a_space(owner, page_as, sam, gateway_for):
    space = make_space(owner, "Harlow")
    change(gateway_for(sam), "In Harlow", space_id=space)
    change(gateway_for(sam), "Everywhere")
    page = page_as(None, "what-changed")
    page.selectbox(key="changes_space").set_value(space).run()
    assert "In Harlow" in words(page) and "Everywhere" not in words(page)


def test_what_people_share_is_read_without_their_name(page_as, ash, sam, gateway_for):
    said = say(gateway_for(ash), audience="everyone")
    say(gateway_for(ash), "This one is for staff alone.")
    page = page_as(None, "what-changed")
    page.radio(key="changes_view").set_value("said").run()
    assert "Nobody has shared anything" in words(page)
    feedback.show(gateway_for(sam), feedback_id=said)
    told = words(page.run())
    assert BODY in told and "Ash" not in told and "for staff alone" not in told


def test_a_long_list_has_pages(page_as, sam, gateway_for):
    for number in range(11):
        change(
            gateway_for(sam),
            f"Change number {number:02}",
            state="made",
            made_on=date(2026, 1, number + 1),
        )
    page = page_as(None, "what-changed")
    assert "Page 1 of 2" in words(page) and "number 00" not in words(page)
    page.button(key="changes_page-more").click().run()
    assert "Page 2 of 2" in words(page) and "number 00" in words(page)


def test_a_page_that_is_no_longer_there_gives_way_to_the_first(page_as, sam, gateway_for):
    change(gateway_for(sam))
    page = page_as(None, "what-changed")
    page.session_state["changes_page"] = 3
    assert "Evenings in Basildon" in words(page.run())


def test_staff_write_a_change_and_nothing_is_lost_when_a_field_is_empty(page_as, sam, gateway_for):
    page = page_as(sam, "staff-changes")
    page.button(key="change_new").click().run()
    page.text_input(key="change_title").set_value("Open on Thursdays")
    page.text_area(key="change_said").set_value("Mornings do not work.")
    page.text_area(key="change_what").set_value("Open until eight.")
    press(page, "Save for everyone to read")
    assert "Please fill this in" in page.error[0].value
    assert page.text_input(key="change_title").value == "Open on Thursdays"
    page.text_area(key="change_why").set_value("We found a volunteer.")
    press(page, "Save for everyone to read")
    assert "Saved" in page.success[0].value
    assert [c.title for c in changes.public(gateway_for(None)).rows] == ["Open on Thursdays"]


def test_a_change_written_from_feedback_is_linked_to_it(page_as, ash, sam, gateway_for):
    said = say(gateway_for(ash))
    page = page_as(sam, "staff-changes", {"feedback": said})
    page.text_input(key="change_title").set_value("Open on Thursdays")
    for field in ("said", "what", "why"):
        page.text_area(key=f"change_{field}").set_value("Plain words.")
    press(page, "Save for everyone to read")
    assert feedback.mine(gateway_for(ash))[0].changes[0].title == "Open on Thursdays"


def test_staff_edit_a_change_and_keep_its_workshops(owner, page_as, sam, gateway_for, calls_of):
    workshop = make_workshop(owner, "Shaping evenings", starts_in="-9 days", state="held")
    made = change(gateway_for(sam), workshop_ids=[workshop])
    page = page_as(sam, "staff-changes")
    page.button(key=f"edit-{made}").click().run()
    page.radio(key="change_state").set_value("made")
    before = calls_of(page)
    press(page, "Save for everyone to read")
    assert "Please fill this in" in page.error[0].value and calls_of(page) - before == 3
    page.date_input(key="change_made_on").set_value(date(2026, 3, 2))
    press(page, "Save for everyone to read")
    row = changes.public(gateway_for(None)).rows[0]
    assert (row.state, row.made_on, row.workshops[0].title) == (
        "made",
        "2026-03-02",
        "Shaping evenings",
    )


def test_staff_undo_a_link(page_as, ash, sam, gateway_for):
    said = say(gateway_for(ash))
    made = change(gateway_for(sam), feedback_id=said)
    page = page_as(sam, "staff-changes")
    page.button(key=f"unlink-{made}-{said}").click().run()
    assert "The link is gone" in page.success[0].value
    assert feedback.mine(gateway_for(ash))[0].changes == ()
