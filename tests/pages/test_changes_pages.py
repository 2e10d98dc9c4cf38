"""Changes on the screen: for everybody, and as staff write them."""

from __future__ import annotations

from datetime import date

import pytest

from services import changes, feedback
from tests.decisions import close, decide
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


def test_one_change_has_an_address_of_its_own_with_its_chain(
    owner, page_as, ash, sam, gateway_for, calls_of
):
    workshop = close(owner, came=(ash,))
    decision = decide(owner, workshop)
    said = say(gateway_for(ash), audience="everyone")
    feedback.show(gateway_for(sam), feedback_id=said)
    made = change(
        gateway_for(sam),
        state="made",
        made_on=date.today(),
        feedback_id=said,
        decision_id=decision,
    )
    changes.answer(gateway_for(ash), change_id=made, answer="yes", may_show=True)
    page = page_as(None, "what-changed", {"id": made})
    told = words(page)
    for expected in (
        BODY[:20],
        "Shaping evenings",
        "Open until eight on Thursdays",
        "until 8pm",
        "says: yes, this is right",
        "Fewer than 8 people have answered",
    ):
        assert expected in told.replace("\\", "")
    assert "Ash" not in told and "Sam" not in told and len(page.title) == 1
    before = calls_of(page)
    page.run()
    assert calls_of(page) - before == 2
    assert "You were part of this" in words(page_as(ash, "what-changed", {"id": made}))
    for wrong in ("x", "00000000-0000-4000-8000-000000000000"):
        assert "It is not here" in words(page_as(None, "what-changed", {"id": wrong}))


def test_a_member_answers_on_the_first_screen_in_one_tap(page_as, ash, sam, gateway_for, calls_of):
    made = change(
        gateway_for(sam), state="made", made_on=date.today(), feedback_id=say(gateway_for(ash))
    )
    page = page_as(ash, "home")
    before = calls_of(page)
    page.button(key=f"right-not_yet-{made}").click().run()
    assert "goes back to the staff" in page.success[0].value and calls_of(page) - before == 3
    assert not [button for button in page.button if button.key == f"right-not_yet-{made}"]
    assert "1 answer of" in words(page_as(sam, "today"))


def test_a_not_yet_goes_to_staff_and_their_reply_comes_back(
    page_as, ash, sam, gateway_for, calls_of
):
    made = change(
        gateway_for(sam), state="made", made_on=date.today(), feedback_id=say(gateway_for(ash))
    )
    mine = page_as(ash, "what-came-of-it", {"id": made})
    assert "You told us about it." in words(mine)
    mine.text_area(key=f"right_word_{made}").set_value("Not in Harlow.")
    press(mine, "Not yet")
    assert "You said: not yet" in words(mine) and "Not in Harlow." in words(mine)
    desk = page_as(sam, "came-back")
    told = words(desk)
    assert "Not in Harlow." in told and "Nobody is told who said it" in told and "Ash" not in told
    press(desk, "Send the answer")
    assert "Please fill this in" in desk.error[0].value
    desk.text_area[0].set_value("Harlow follows in June.")
    before = calls_of(desk)
    press(desk, "Send the answer")
    assert calls_of(desk) - before == 3 and "Nothing came back" in words(desk)
    again = words(page_as(ash, "what-came-of-it"))
    assert "Harlow follows in June." in again and "We ask you once more" in again


def test_who_had_no_part_in_anything_is_told_what_will_be_here(page_as, ash, gateway_for, sam):
    made = change(gateway_for(sam))
    assert "Nothing has come of it yet" in words(page_as(ash, "what-came-of-it"))
    assert "It is not here" in words(page_as(ash, "what-came-of-it", {"id": made}))


def test_staff_write_a_change_and_nothing_is_lost_when_a_field_is_empty(page_as, sam, gateway_for):
    page = page_as(sam, "staff-change")
    page.text_input(key="change_title_new").set_value("Open on Thursdays")
    page.text_area(key="change_said_new").set_value("Mornings do not work.")
    page.text_area(key="change_what_new").set_value("Open until eight.")
    press(page, "Save for everyone to read")
    assert "Please fill this in" in page.error[0].value
    assert page.text_input(key="change_title_new").value == "Open on Thursdays"
    page.text_area(key="change_why_new").set_value("We found a volunteer.")
    press(page, "Save for everyone to read")
    made = changes.public(gateway_for(None)).rows
    assert [one.title for one in made] == ["Open on Thursdays"]


def test_a_change_written_from_feedback_tells_who_is_told_and_is_linked(
    page_as, ash, sam, gateway_for
):
    said = say(gateway_for(ash))
    page = page_as(sam, "staff-change", {"feedback": said})
    assert "1 person is told of each step (1 told us about it)" in words(page)
    assert "Ash" not in words(page)
    page.text_input(key="change_title_new").set_value("Open on Thursdays")
    for field in ("said", "what", "why"):
        page.text_area(key=f"change_{field}_new").set_value("Plain words.")
    press(page, "Save for everyone to read")
    assert feedback.mine(gateway_for(ash)).rows[0].changes[0].title == "Open on Thursdays"


def test_staff_move_a_change_on_link_and_unlink(owner, page_as, ash, sam, gateway_for, calls_of):
    workshop = close(owner)
    decision = decide(owner, workshop)
    said = say(gateway_for(ash))
    made = change(gateway_for(sam), feedback_id=said, workshop_ids=[workshop])
    page = page_as(sam, "staff-change", {"id": made})
    page.radio(key=f"move_state_{made}").set_value("made")
    before = calls_of(page)
    press(page, "Save and tell them")
    assert "Everyone can read" in page.success[0].value and calls_of(page) - before == 3
    page.selectbox(key="change_link_decision").set_value(decision)
    page.button(key="link-decision-send").click().run()
    for linked in (said, workshop, decision):
        page.button(key=f"unlink-{linked}").click().run()
        assert "The link is gone" in page.success[0].value
    row = changes.public(gateway_for(None)).rows[0]
    assert (row.state, row.workshops, row.decisions) == ("made", (), ())
    assert feedback.mine(gateway_for(ash)).rows[0].changes == ()
    listed = words(page_as(sam, "staff-changes"))
    assert "Evenings in Basildon" in listed and "Nobody to ask yet" in listed
