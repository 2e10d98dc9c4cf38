"""The pages for leaving and for how long things are kept."""

from __future__ import annotations

import pytest

from tests.erasing import value
from tests.people import make_person


def within_two_calls(page, calls_of):
    before = calls_of(page)
    page.run()
    assert not page.exception
    return calls_of(page) - before <= 2


def words(page):
    return " ".join(
        str(each.value) for each in [*page.title, *page.markdown, *page.text, *page.info]
    )


def is_there(owner, person):
    return value(owner, "select exists (select from portal.person where id = %s)", person)


# /delete-my-data


def test_the_page_says_what_goes_what_stays_and_why_before_anything(page_as, owner, calls_of):
    page = page_as(make_person(owner, "Robin"), "delete-my-data")
    assert within_two_calls(page, calls_of)
    said = words(page)
    for part in (
        "Your bookings",
        "Worries about somebody's safety",
        "random key",
        "The number stays",
    ):
        assert part in said
    assert [h.value for h in page.header] == [
        "What goes",
        "What we keep, and why",
        "What others see",
        "Delete my data",
    ]


def test_a_member_leaves_in_a_week_and_stays_after_all(page_as, owner, calls_of):
    person = make_person(owner, "Robin")
    page = page_as(person, "delete-my-data")
    before = calls_of(page)
    page.button(key="erase").click().run()
    assert calls_of(page) - before <= 3
    assert "You can change your mind" in page.success[0].value
    assert any("Everything is deleted on" in h.value for h in page.subheader)
    page.button(key="keep").click().run()
    assert page.success[0].value == "You stay. Nothing was deleted."
    assert value(owner, "select taken_back_at is not null from portal.erasure")
    assert is_there(owner, person)


def test_a_member_leaves_at_once_and_is_signed_out(page_as, owner):
    person = make_person(owner, "Robin")
    page = page_as(person, "delete-my-data")
    page.radio(key="erasure-when").set_value(True).run()
    page.button(key="erase-now").click().run()
    assert is_there(owner, person)  # asked once more first
    page.button(key="erase-now-yes").click().run()
    assert "Everything about you is deleted" in page.success[0].value
    assert not is_there(owner, person)


def test_no_is_an_answer(page_as, owner):
    person = make_person(owner, "Robin")
    page = page_as(person, "delete-my-data")
    page.radio(key="erasure-when").set_value(True).run()
    page.button(key="erase-now").click().run()
    page.button(key="erase-now-no").click().run()
    assert not page.success and is_there(owner, person)


def test_the_last_administrator_is_told_what_to_do_first(page_as, owner):
    page = page_as(make_person(owner, "Ada", roles=["administrator"]), "delete-my-data")
    assert "Nobody else here can give out roles" in page.info[0].value
    assert not [b for b in page.button if b.key in ("erase", "erase-now")]


def test_goodbye_is_for_anybody(page_as):
    page = page_as(None, "goodbye")
    assert not page.exception and "Everything about you is deleted" in words(page)


# /delete-person


def test_an_administrator_says_why_and_how_they_knew_and_can_stop_it(page_as, owner, calls_of):
    ada, person = make_person(owner, "Ada", roles=["administrator"]), make_person(owner, "Robin")
    page = page_as(ada, "delete-person", query={"id": person})
    assert within_two_calls(page, calls_of)
    assert not [b for b in page.button if b.key == "erase"]
    page.selectbox(key="erasure-reason").set_value("asked_by_phone").run()
    page.selectbox(key="erasure-check").set_value("called_them_back").run()
    page.button(key="erase").click().run()
    page.button(key="erase-yes").click().run()
    assert "Until then you can stop it here" in page.success[0].value
    page.button(key="keep").click().run()
    assert page.success[0].value == "They stay. Nothing was deleted."


def test_an_administrator_deletes_somebody_at_once(page_as, owner):
    ada, person = make_person(owner, "Ada", roles=["administrator"]), make_person(owner, "Robin")
    page = page_as(ada, "delete-person", query={"id": person})
    page.selectbox(key="erasure-reason").set_value("asked_in_person").run()
    page.selectbox(key="erasure-check").set_value("we_know_them").run()
    page.radio(key="erasure-when").set_value(True).run()
    page.button(key="erase").click().run()
    page.button(key="erase-yes").click().run()
    assert "cannot be undone" in page.success[0].value
    assert "We cannot find this person" in words(page) and not is_there(owner, person)


@pytest.mark.parametrize("query", [None, {"id": "nonsense"}])
def test_an_address_that_names_nobody_says_so(page_as, owner, query):
    page = page_as(make_person(owner, "Ada", roles=["administrator"]), "delete-person", query=query)
    assert not page.exception and "We cannot find this person" in words(page)


def test_an_administrator_is_sent_to_their_own_page_for_themselves(page_as, owner):
    ada = make_person(owner, "Ada", roles=["administrator"])
    page = page_as(ada, "delete-person", query={"id": ada})
    assert "To delete yourself" in page.info[0].value


@pytest.mark.parametrize("address", ["delete-person", "retention"])
def test_staff_do_not_open_the_pages_of_an_administrator(page_as, owner, address):
    page = page_as(make_person(owner, "Zed", roles=["staff"]), address)
    assert "This page is for other people" in words(page)


# /retention


def test_an_administrator_looks_ahead_then_decides(page_as, owner, calls_of):
    other = make_person(owner, "Robin")
    owner.execute(
        "insert into portal.feedback (person_id, kind, about_kind, body, audience, given_at)"
        " values (%s, 'idea', 'portal', 'Open on Saturdays too', 'staff', now() - interval '5 years')",
        (other,),
    )
    page = page_as(make_person(owner, "Ada", roles=["administrator"]), "retention")
    assert within_two_calls(page, calls_of)
    assert "concerns about safety" in page.warning[0].value
    page.button(key="open-feedback").click().run()
    page.button(key="look").click().run()
    assert "Right now this would remove 1." in words(page)
    assert value(owner, "select keep from portal.retention_rule where kind = 'feedback'") is None
    page.button(key="use").click().run()
    assert page.success[0].value.startswith("Saved.")
    assert value(owner, "select keep from portal.retention_rule where kind = 'feedback'") == 36
    page.button(key="open-feedback").click().run()
    page.button(key="stop").click().run()
    assert value(owner, "select keep from portal.retention_rule where kind = 'feedback'") is None


def test_another_number_is_looked_at_again_before_it_counts(page_as, owner):
    page = page_as(make_person(owner, "Ada", roles=["administrator"]), "retention")
    page.button(key="open-feedback").click().run()
    page.button(key="look").click().run()
    assert [b.key for b in page.button if b.key in ("look", "use")] == ["use"]
    page.number_input(key="keep-feedback").set_value(12).run()
    assert [b.key for b in page.button if b.key in ("look", "use")] == ["look"]


def test_the_warning_about_concerns_goes_once_there_is_a_time(page_as, owner):
    page = page_as(make_person(owner, "Ada", roles=["administrator"]), "retention")
    page.button(key="open-safeguarding").click().run()
    page.number_input(key="keep-safeguarding").set_value(120).run()
    page.button(key="use").click().run()
    assert not page.warning


def test_what_was_removed_is_shown_as_counts(page_as, owner):
    owner.execute(
        "insert into portal.retention_run (removed, erased, finished) values ('{\"notice\": 3}', 1, true)"
    )
    page = page_as(make_person(owner, "Ada", roles=["administrator"]), "retention")
    assert "notices: 3, people who left: 1" in words(page).replace("\\", "")
