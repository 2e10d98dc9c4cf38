"""Workshops, the form, the register and spaces, drawn as staff and as those who may not."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from tests.people import make_person
from tests.workshops import make_booking, make_space, make_workshop


@pytest.fixture
def staff(owner):
    return make_person(owner, "Sam", roles=["staff"])


def words(page):
    kinds = (
        page.title,
        page.header,
        page.subheader,
        page.markdown,
        page.text,
        page.success,
        page.info,
        page.warning,
        page.error,
    )
    return "\n".join(str(element.value) for kind in kinds for element in kind)


@pytest.mark.parametrize(
    "url_path", ["workshops", "edit-workshop", "register", "spaces", "workshop-roles"]
)
def test_a_member_sees_nothing_of_a_staff_page(owner, page_as, url_path):
    workshop_id = make_workshop(owner, "Hidden draft", state="draft")
    page = page_as(make_person(owner, "Robin"), url_path, {"id": workshop_id})
    assert page.title[0].value == "This page is for other people"
    assert "Hidden draft" not in words(page)


def test_staff_see_one_list_at_a_time_what_asks_to_be_done_first_in_two_calls(
    owner, page_as, calls_of, staff
):
    make_workshop(owner, "A draft", state="draft")
    make_workshop(owner, "Soon")
    make_workshop(owner, "Off", state="cancelled", cancel_reason="Rain")
    make_workshop(owner, "Half written", state="held", starts_in="-2 days")
    make_workshop(owner, "Written", state="closed", starts_in="-9 days")
    to_mark = make_workshop(owner, "Yesterday", starts_in="-1 day")
    make_booking(owner, to_mark, make_person(owner, "Robin"))
    page = page_as(staff, "workshops")
    assert not page.exception
    assert [header.value for header in page.header] == ["Registers to mark"]
    assert "Coming: 1" in page.caption[0].value
    for place, title, badge in (
        ("to_write_up", "Half written", "Being written up"),
        ("coming", "Soon", ""),
        ("drafts", "A draft", "Draft"),
        ("past", "Written", "Written up"),
        ("cancelled", "Off", "Called off"),
    ):
        page.selectbox(key="workshops_place").set_value(place)
        before = calls_of(page)
        page.run()
        assert calls_of(page) - before <= 2
        assert title in words(page) and badge in words(page)
        assert "Yesterday" not in words(page)


def test_the_list_of_staff_is_searched_and_turned_ten_at_a_time(owner, page_as, staff):
    space = make_space(owner)
    for number in range(12):
        make_workshop(owner, f"Yoga {number:02}", space_id=space, starts_in=f"{number + 1} days")
    page = page_as(staff, "workshops")
    assert "Yoga 09" in words(page) and "Yoga 10" not in words(page)
    page.button(key="workshops_page-more").click().run()
    assert "Yoga 11" in words(page) and "Yoga 00" not in words(page)
    page.text_input(key="workshops_word").set_value("YOGA 03").run()
    assert "Yoga 03" in words(page) and "Yoga 11" not in words(page)


def fill(page, name, **values):
    for field, value in values.items():
        key = f"workshop-{name}-{field}"
        kinds = (
            "text_input",
            "text_area",
            "selectbox",
            "date_input",
            "time_input",
            "number_input",
            "checkbox",
        )
        widget = next(w for kind in kinds for w in getattr(page, kind) if w.key == key)
        widget.set_value(value)
    return page


def press(page, label):
    return next(button for button in page.button if button.label == label).click().run()


def test_staff_make_a_workshop_look_at_it_and_publish_it(owner, page_as, calls_of, staff):
    space = make_space(owner)
    page = page_as(staff, "edit-workshop")
    fill(
        page,
        "new-None",
        title="Naming the leaflet",
        kind="design_workshop",
        where=(space, None),
        day=date.today() + timedelta(days=9),
        starts_at=time(18),
        ends_at=time(20),
        online_capacity=4,
        what_to_expect="We choose a name.",
    )
    before = calls_of(page)
    press(page, "Save")
    assert calls_of(page) - before <= 3
    assert "Saved as a draft" in page.success[0].value
    row = owner.execute(
        "select id::text, state, to_char(starts_at at time zone 'Europe/London', 'HH24:MI') as at,"
        " in_person_capacity, online_capacity from portal.workshop"
    ).fetchone()
    assert (row["state"], row["at"], row["in_person_capacity"], row["online_capacity"]) == (
        "draft",
        "18:00",
        12,
        4,
    )
    assert page.query_params["id"] in (row["id"], [row["id"]])
    press(page, "Publish")
    assert "Published" in page.success[0].value
    assert "Naming the leaflet" in words(page_as(None, "whats-on"))


def test_an_answer_that_needs_another_look_is_named_and_nothing_typed_is_lost(
    owner, page_as, staff
):
    space = make_space(owner)
    page = page_as(staff, "edit-workshop")
    fill(
        page,
        "new-None",
        title="Naming the leaflet",
        kind="yoga",
        where=(space, None),
        what_to_expect="We choose.",
        day=date.today() + timedelta(days=9),
        starts_at=time(20),
        ends_at=time(18),
    )
    press(page, "Save")
    assert "needs another look" in page.warning[0].value
    assert "The end needs to be after the start" in page.error[0].value
    assert page.text_input(key="workshop-new-None-title").value == "Naming the leaflet"
    assert page.text_area(key="workshop-new-None-what_to_expect").value == "We choose."


def test_an_empty_form_is_refused_in_words(owner, page_as, staff):
    make_space(owner)
    page = press(page_as(staff, "edit-workshop"), "Save")
    assert page.error[0].value == "Please fill this in."
    assert not page.exception


def test_a_copy_takes_the_words_but_not_the_day(owner, page_as, staff):
    workshop_id = make_workshop(owner, "Yoga", kind="yoga")
    page = page_as(staff, "edit-workshop", {"copy": workshop_id})
    assert page.title[0].value == "Make a workshop"
    assert page.text_input(key=f"workshop-new-{workshop_id}-title").value == "Yoga"
    assert page.date_input(key=f"workshop-new-{workshop_id}-day").value is None


def test_staff_call_a_workshop_off_with_a_reason_and_are_asked_once_more(owner, page_as, staff):
    workshop_id = make_workshop(owner)
    make_booking(owner, workshop_id, make_person(owner, "Robin"))
    page = page_as(staff, "edit-workshop", {"id": workshop_id})
    page.text_input(key="workshop-reason").set_value("The heating broke.").run()
    page.button(key="workshop-call-off").click().run()
    page.button(key="workshop-call-off-yes").click().run()
    assert "One booking was cancelled" in page.success[0].value
    row = owner.execute("select state, cancel_reason from portal.workshop").fetchone()
    assert (row["state"], row["cancel_reason"]) == ("cancelled", "The heating broke.")


def test_the_register_takes_one_tap_for_each_person_and_can_be_taken_back(
    owner, page_as, calls_of, staff
):
    workshop_id = make_workshop(owner, starts_in="-1 hour")
    booking_id = make_booking(owner, workshop_id, make_person(owner, "Robin"))
    page = page_as(staff, "register", {"id": workshop_id})
    assert "0 of 1 here" in words(page)
    before = calls_of(page)
    page.button(key=f"attended-{booking_id}").click().run()
    assert calls_of(page) - before <= 3
    assert "1 of 1 here" in words(page)
    assert "Robin**: Here" in words(page) and not page.success  # nothing pushes the list down
    page.button(key=f"booked-{booking_id}").click().run()
    assert "0 of 1 here" in words(page)


def test_somebody_who_walks_in_is_found_by_name_and_added(owner, page_as, staff):
    workshop_id = make_workshop(owner, starts_in="-1 hour")
    jo = make_person(owner, "Jo")
    page = page_as(staff, "register", {"id": workshop_id})
    page.text_input(key="register-search").set_value("jo").run()
    page.button(key=f"add-{jo}").click().run()
    assert page.success[0].value == "Jo is on the list, and here."
    assert "1 of 1 here" in words(page)
    page.button(key="notice-undo").click().run()
    assert "0 of 0 here" in words(page)


def test_the_register_is_closed_until_two_hours_before(owner, page_as, staff):
    workshop_id = make_workshop(owner, starts_in="1 day")
    booking_id = make_booking(owner, workshop_id, make_person(owner, "Robin"))
    page = page_as(staff, "register", {"id": workshop_id})
    assert "opens two hours before" in page.info[0].value
    assert "Robin" in words(page)
    assert f"attended-{booking_id}" not in [button.key for button in page.button]


def test_staff_add_a_space_and_a_programme(owner, page_as, staff):
    page = page_as(staff, "spaces")
    page.text_input(key="space-new-name").set_value("Harlow")
    press(page, "Save space")
    assert "Saved" in page.success[0].value
    space_id = str(
        owner.execute("select id from portal.space where name = 'Harlow'").fetchone()["id"]
    )
    page.text_input(key=f"space-new-{space_id}-name").set_value("Youth support")
    press(page, "Save programme")
    assert owner.execute("select name from portal.programme").fetchone()["name"] == "Youth support"
    assert page.text_input(key="space-new-name").value == ""
