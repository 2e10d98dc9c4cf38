"""The register, the code on the wall, checking in, booking for somebody, and writing a workshop up."""

from __future__ import annotations

import pytest

from tests.people import make_person
from tests.workshops import make_booking, make_workshop


@pytest.fixture
def staff(owner):
    return make_person(owner, "Sam", roles=["staff"])


@pytest.fixture
def robin(owner):
    return make_person(owner, "Robin")


def words(page):
    """Everything that the page says."""
    kinds = ("title", "header", "subheader", "markdown", "text", "caption")
    return " ".join(str(one.value) for kind in kinds for one in getattr(page, kind))


def press(page, label):
    (button,) = [one for one in page.button if one.label == label]
    return button.click().run()


def widget(page, kind, ending):
    (one,) = [one for one in getattr(page, kind) if str(one.key).endswith(ending)]
    return one


@pytest.mark.parametrize("url_path", ["write-up", "wall-code", "book-for"])
def test_the_pages_of_the_door_are_for_staff_and_say_when_there_is_nothing(
    page_as, staff, robin, url_path
):
    assert "could not find" in words(page_as(staff, url_path)) or "cannot find" in words(
        page_as(staff, url_path)
    )
    refused = page_as(robin, url_path)
    assert "not" in words(refused).lower() and not refused.exception


def test_a_register_of_sixty_is_ticked_in_two_calls_and_keeps_its_order(
    owner, page_as, calls_of, staff
):
    workshop_id = make_workshop(owner, starts_in="-10 minutes", in_person_capacity=80)
    owner.execute(
        "insert into portal.person (id, display_name, connection)"
        " select gen_random_uuid(), 'Person ' || lpad(n::text, 2, '0'), 'recovery'"
        " from generate_series(1, 60) n"
    )
    owner.execute(
        "insert into portal.booking (workshop_id, person_id, mode, state)"
        " select %s, id, 'in_person', 'booked' from portal.person where display_name like 'Person%%'",
        (workshop_id,),
    )
    page = page_as(staff, "register", {"id": workshop_id})
    taps = [one for one in page.button if str(one.key).startswith("attended-")]
    assert len(taps) == 60 and "0 of 60 here" in words(page)
    before = calls_of(page)
    taps[30].click().run()
    assert calls_of(page) - before <= 3  # the tap, the frame, the register
    assert "1 of 60 here" in words(page) and not page.success
    left = [one.label for one in page.button if str(one.key).startswith("attended-")]
    assert len(left) == 59 and left[30].startswith("**Person 32")
    page.text_input(key="register-search").set_value("person 07").run()
    assert [one.label for one in page.button if str(one.key).startswith("attended-")] == [
        "**Person 07**"
    ]


def test_somebody_new_is_added_after_a_hint_about_a_telling_name(owner, page_as, staff):
    workshop_id = make_workshop(owner, starts_in="-10 minutes")
    page = page_as(staff, "register", {"id": workshop_id})
    press(page, "Add them")
    assert page.warning[0].value.startswith("Please fill in a first name")
    widget(page, "text_input", "walk-in-name-").set_value("Mary Jones")
    page.radio(key="walk-in-connection").set_value("family")
    press(page, "Add them")
    assert "may tell others who this is" in page.warning[0].value
    press(page, "Add them")
    assert page.success[0].value == "Mary Jones is on the list, and here."
    press(page, "Undo")
    assert "0 of 0 here" in words(page)


def test_a_member_checks_in_with_the_code_of_a_link_and_a_visitor_is_asked_to_sign_in(
    owner, page_as, gateway_for, staff, robin
):
    workshop_id = make_workshop(owner, "Evening of letters", starts_in="1 hour")
    code = gateway_for(staff).call("make_check_in_code", workshop_id=workshop_id)["code"]
    visitor = page_as(None, "check-in", {"code": code})
    assert "Evening of letters" not in words(visitor)
    page = page_as(robin, "check-in", {"code": "222222"})
    press(page, "I am here")
    assert "That code does not work" in page.warning[0].value
    page = page_as(robin, "check-in", {"code": code})
    press(page, "I am here")
    assert "You are checked in to Evening of letters" in page.success[0].value


def test_staff_show_a_code_and_choose_who_may_use_it(owner, page_as, staff):
    workshop_id = make_workshop(owner, starts_in="1 hour")
    page = page_as(staff, "wall-code", {"id": workshop_id})
    page.button(key="make-code").click().run()
    row = owner.execute("select code from portal.check_in_code").fetchone()
    assert f"{row['code'][:3]} {row['code'][3:]}" in words(page)
    page.toggle(key="wall-code-walk-ins").set_value(False).run()
    assert (
        owner.execute("select walk_ins from portal.check_in_code").fetchone()["walk_ins"] is False
    )


def test_staff_book_for_somebody_and_give_the_place_back(owner, page_as, staff, robin):
    workshop_id = make_workshop(owner, "Evening of letters")
    page = page_as(staff, "book-for", {"id": robin})
    press(page, "Book it for them")
    assert page.warning[0].value == "Please choose a workshop."
    page.selectbox(key="book-for-workshop").set_value(workshop_id)
    press(page, "Book it for them")
    assert "Robin has a place at Evening of letters" in page.success[0].value
    assert "Entered by Sam" in words(page)
    press(page, "Give it back")
    press(page, "Yes, give it back")
    assert "The place is given back" in page.success[0].value


def test_a_workshop_is_written_up_half_and_then_whole(
    owner, page_as, calls_of, gateway_for, staff, robin
):
    workshop_id = make_workshop(owner, "Evening of letters", starts_in="-3 hours")
    make_booking(owner, workshop_id, robin)
    page = page_as(staff, "write-up", {"id": workshop_id})
    before = calls_of(page)
    page.run()
    assert calls_of(page) - before <= 2
    widget(page, "text_area", "-summary").set_value("We read letters.")
    press(page, "Save for now")
    assert page.success[0].value.startswith("Saved.")
    press(page, "Close the workshop")
    assert "who came, what you decided" in page.warning[0].value

    page = page_as(staff, "write-up", {"id": workshop_id})  # another day
    assert widget(page, "text_area", "-summary").value == "We read letters."
    page.button(key="mark-the-rest").click().run()
    widget(page, "text_area", "-what").set_value("We ring first")
    widget(page, "text_area", "-why").set_value("A letter frightens people.")
    press(page, "Save the decision")
    assert page.success[0].value == "The decision is saved."
    widget(page, "selectbox", "-rung_reached").set_value("6")
    press(page, "Close the workshop")
    assert "The workshop is written up" in page.success[0].value
    shown = words(page_as(None, "workshop", {"id": workshop_id}))
    assert "We read letters." in shown and "We ring first" in shown and "Sam" not in shown


def test_the_second_of_two_who_write_sees_what_the_first_saved_and_loses_nothing(
    owner, page_as, gateway_for, staff
):
    workshop_id = make_workshop(owner, starts_in="-3 hours")
    bea = make_person(owner, "Bea", roles=["staff"])
    page = page_as(staff, "write-up", {"id": workshop_id})
    gateway_for(bea).call("save_closing", workshop_id=workshop_id, version=0, summary="Hers")
    widget(page, "text_area", "-summary").set_value("Mine")
    press(page, "Save for now")
    assert page.warning[0].value.startswith("Bea saved this while you were writing")
    assert widget(page, "text_area", "-summary").value == "Mine" and "Hers" in words(page)
    press(page, "Save for now")
    assert page.success[0].value.startswith("Saved.")


def test_who_sees_to_a_decision_says_that_it_stands(owner, page_as, gateway_for, staff):
    workshop_id = make_workshop(owner, starts_in="-3 hours")
    owner.execute(
        "insert into portal.decision (workshop_id, position, what, why, owner_id, decided_on, review_on)"
        " values (%s, 1, 'We ring first', 'w', %s, current_date - 9, current_date)",
        (workshop_id, staff),
    )
    owner.execute("update portal.workshop set state = 'closed'")
    assert "Decisions to look at again" in words(page_as(staff, "today"))
    page = page_as(staff, "decisions")
    assert "We ring first" in words(page)
    press(page, "Save")
    assert "Thank you" in page.success[0].value


def test_staff_write_down_what_somebody_told_them(owner, page_as, gateway_for, staff, robin):
    page = page_as(staff, "your-say", {"for": robin})
    assert "Write down what they told you" in words(page)
    page.text_area(key="feedback_body").set_value("The bus comes ten minutes too late.")
    page.radio(key="feedback_kind").set_value("problem")
    press(page, "Send")
    row = owner.execute("select person_id, entered_by from portal.feedback").fetchone()
    assert (str(row["person_id"]), str(row["entered_by"])) == (robin, staff)
