"""The programme drawn: series, two staff at one form, roles, who is coming, access needs."""

from __future__ import annotations

import pytest

from tests.pages.test_staff_workshop_pages import fill, press, words
from tests.people import give_consent, make_person
from tests.workshops import make_booking, make_workshop

NASTY = "مرحبا 🌱 <script>alert(1)</script> =cmd|' /C calc'!A0"


@pytest.fixture
def staff(owner):
    return make_person(owner, "Sam", roles=["staff"])


def series_ids(owner):
    rows = owner.execute(
        "select id::text, state from portal.workshop order by starts_at"
    ).fetchall()
    return [row["id"] for row in rows], [row["state"] for row in rows]


def test_a_workshop_is_repeated_looked_at_first_and_published_in_one_go(
    owner, page_as, calls_of, staff
):
    workshop_id = make_workshop(owner, "Poetry")
    page = page_as(staff, "edit-workshop", {"id": workshop_id})
    assert not page.exception
    page.button(key="series-show").click().run()
    assert "Please say how many, or until when." in words(page)
    page.number_input(key="series-many").set_value(4)
    page.button(key="series-show").click().run()
    days = [box for box in page.checkbox if str(box.key).startswith("series-day-")]
    assert len(days) == 3
    days[1].uncheck()
    before = calls_of(page)
    page.button(key="series-make").click().run()
    assert calls_of(page) - before <= 3
    assert page.success[0].value.startswith("2 copies are made")
    assert series_ids(owner)[1] == ["published", "draft", "draft"]
    page.button(key="series-publish").click().run()
    assert series_ids(owner)[1] == ["published"] * 3
    shown = words(page_as(None, "workshop", {"id": workshop_id}))
    assert "Every week" in shown and "It is on again" in shown


def test_a_change_to_one_of_a_series_is_kept_to_it_or_goes_on_to_the_later_ones(
    owner, gateway_for, page_as, staff
):
    workshop_id = make_workshop(owner, "Poetry")
    gateway_for(staff).call("make_series", workshop_id=workshop_id, pattern="weekly", how_many=3)
    page = page_as(staff, "edit-workshop", {"id": workshop_id})
    fill(page, workshop_id, title="Poems")
    page.radio(key=f"workshop-{workshop_id}-and_later").set_value(True)
    press(page, "Save")
    assert page.success[0].value == "Saved, here and for 2 later ones."
    titles = owner.execute("select distinct title from portal.workshop").fetchall()
    assert titles == [{"title": "Poems"}]


def test_all_of_a_series_are_called_off_with_a_reason(owner, gateway_for, page_as, staff):
    workshop_id = make_workshop(owner, "Poetry")
    gateway_for(staff).call("make_series", workshop_id=workshop_id, pattern="weekly", how_many=3)
    page = page_as(staff, "edit-workshop", {"id": workshop_id})
    page.text_input(key="series-reason").set_value("The roof leaks.").run()
    page.button(key="series-call-off").click().run()
    page.button(key="series-call-off-yes").click().run()
    assert page.success[0].value.startswith("3 workshops are called off")
    assert set(series_ids(owner)[1]) == {"cancelled"}


def test_the_second_of_two_staff_sees_what_changed_and_keeps_every_word(
    owner, gateway_for, page_as, staff
):
    workshop_id = make_workshop(owner, "Poetry", language="English")
    page = page_as(staff, "edit-workshop", {"id": workshop_id})
    owner.execute(
        "update portal.workshop set language = 'Polish', edited_at = clock_timestamp(), edited_by = %s",
        (make_person(owner, "Kim", roles=["staff"]),),
    )
    fill(page, workshop_id, title="My title", what_to_expect=NASTY)
    press(page, "Save")
    assert not page.exception
    assert page.warning[0].value.startswith("Somebody else saved this workshop")
    assert "Kim changed this" in words(page) and "Language: Polish" in words(page)
    assert page.text_input(key=f"workshop-{workshop_id}-title").value == "My title"
    assert page.text_area(key=f"workshop-{workshop_id}-what_to_expect").value == NASTY
    press(page, "Save")
    row = owner.execute("select title, language, what_to_expect from portal.workshop").fetchone()
    assert row == {"title": "My title", "language": "Polish", "what_to_expect": NASTY}
    assert "Kim changed this" not in words(page)


def test_the_second_may_take_what_the_first_saved(owner, page_as, staff):
    workshop_id = make_workshop(owner, "Poetry")
    page = page_as(staff, "edit-workshop", {"id": workshop_id})
    owner.execute("update portal.workshop set title = 'Theirs', edited_at = clock_timestamp()")
    fill(page, workshop_id, title="Mine")
    press(page, "Save")
    page.button(key="workshop-take").click().run()
    assert page.text_input(key=f"workshop-{workshop_id}-title").value == "Theirs"


def test_no_places_at_all_a_past_day_and_odd_words_are_named_and_kept(owner, page_as, staff):
    workshop_id = make_workshop(owner, "Poetry")
    page = page_as(staff, "edit-workshop", {"id": workshop_id})
    fill(page, workshop_id, title=NASTY, in_person_capacity=0, online_capacity=0)
    press(page, "Save")
    assert page.error[0].value == "Please give places in the room, online, or both."
    assert page.text_input(key=f"workshop-{workshop_id}-title").value == NASTY
    fill(page, workshop_id, in_person_capacity=3)
    press(page, "Save")
    page = page_as(None, "workshop", {"id": workshop_id})
    assert not page.exception
    assert page.title[0].value.endswith("A0") and r"\<script\>" in page.title[0].value


def test_staff_ask_somebody_who_says_yes_and_everybody_reads_that_it_is_led_by_them(
    owner, page_as, calls_of, staff
):
    workshop_id, robin = make_workshop(owner, "Poetry"), make_person(owner, "Robin Smith")
    page = page_as(staff, "workshop-roles", {"id": workshop_id})
    page.text_input(key="roles-search").set_value("robin").run()
    before = calls_of(page)
    page.button(key=f"ask-{robin}").click().run()
    assert calls_of(page) - before <= 3
    assert "Robin Smith is asked" in page.success[0].value
    role_id = str(owner.execute("select id from portal.workshop_role").fetchone()["id"])
    theirs = page_as(robin, "workshop", {"id": workshop_id})
    assert "Would you like to lead the meeting?" in words(theirs)
    theirs.button(key=f"role-yes-{role_id}").click().run()
    assert "You have the role" in theirs.success[0].value
    shown = words(page_as(None, "workshop", {"id": workshop_id}))
    assert "Led by people with lived experience" in shown and "Chair: 1 person" in shown
    assert "Robin" not in shown


def test_who_is_coming_is_shown_to_who_is_coming_and_a_name_by_choice(owner, page_as, calls_of):
    workshop_id = make_workshop(owner, "Poetry", in_person_capacity=9)
    robin, jo = make_person(owner, "Robin"), make_person(owner, "Jo")
    for person in (robin, jo):
        make_booking(owner, workshop_id, person)
    page = page_as(jo, "workshop", {"id": workshop_id})
    assert "You and a few more people." in words(page)
    before = calls_of(page)
    page.button(key="name-here").click().run()
    assert calls_of(page) - before <= 3
    assert page.success[0].value == "Others who are coming can see your first name."
    assert "You and Jo." in words(page_as(robin, "workshop", {"id": workshop_id}))
    assert "Jo" not in words(page_as(None, "workshop", {"id": workshop_id}))


def test_what_somebody_needs_is_shown_back_told_with_a_yes_and_marked(
    owner, page_as, calls_of, staff
):
    workshop_id, robin = make_workshop(owner, "Poetry"), make_person(owner, "Robin")
    owner.execute(
        "update portal.person_detail set access_needs = 'Large print' where person_id = %s",
        (robin,),
    )
    make_booking(owner, workshop_id, robin)
    page = page_as(robin, "workshop", {"id": workshop_id})
    assert "Large print" in words(page) and "May we tell the people" in words(page)
    before = calls_of(page)
    page.button(key="need-share").click().run()
    assert calls_of(page) - before <= 3
    assert "We tell the people who run this workshop" in words(page)
    owner.execute(
        "update portal.workshop set starts_at = now() - interval '1 hour', ends_at = now() + interval '1 hour'"
    )
    team = page_as(staff, "workshop-needs", {"id": workshop_id})
    assert "Large print" in words(team)
    team.text_input(key=f"need-{robin}-word").set_value("Printed late").run()
    team.button(key=f"need-{robin}-not_met").click().run()
    assert "on the list for staff" in team.success[0].value
    page = page_as(robin, "workshop", {"id": workshop_id})
    page.text_input(key="need-word").set_value("There was none").run()
    page.button(key="need-not_met").click().run()
    assert "we are sorry" in page.success[0].value
    unmet = page_as(staff, "access-needs")
    assert "There was none" in words(unmet) and "Printed late" in words(unmet)
    button = next(b for b in unmet.button if b.label == "I have looked")
    button.click().run()
    assert "Nothing waits" in words(unmet)


def test_a_member_is_refused_what_people_need_and_an_analyst_sees_figures_alone(
    owner, page_as, staff
):
    workshop_id, robin = make_workshop(owner, "Poetry"), make_person(owner, "Robin")
    owner.execute(
        "update portal.person_detail set access_needs = 'Large print' where person_id = %s",
        (robin,),
    )
    give_consent(owner, robin, "share_access_needs")
    make_booking(owner, workshop_id, robin)
    refused = page_as(make_person(owner, "Jo"), "workshop-needs", {"id": workshop_id})
    assert "Large print" not in words(refused)
    analyst = page_as(make_person(owner, "Ana", roles=["analyst"]), "access-needs")
    assert not analyst.exception
    assert [metric.value for metric in analyst.metric] == ["0", "0"]
