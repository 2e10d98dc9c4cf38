"""Concerns on the screen: telling us, following it, and handling it."""

from __future__ import annotations

import pytest

from components.site_map import first_screen
from services import concerns
from tests.concerns import HAPPENED, id_of, make_late, make_team, raise_concern
from tests.mentoring import make_match, make_mentor, make_request
from tests.people import make_person


@pytest.fixture
def team(owner):
    return make_team(owner)


@pytest.fixture
def ash(owner):
    return make_person(owner, "Ash")


@pytest.fixture
def visitor(gateway_for):
    return gateway_for(None)


def words(page):
    """Every word that is on the page."""
    parts = [page.title, page.header, page.subheader, page.text, page.markdown, page.caption]
    parts += [page.success, page.warning, page.info, page.error, page.code]
    return "\n".join(str(element.value) for part in parts for element in part)


def press(page, label):
    next(button for button in page.button if button.label == label).click()
    page.run()
    assert not page.exception, page.exception
    return page


def one(owner, query, *values):
    return next(iter(owner.execute(query, values).fetchone().values()))


# whoever is worried


def test_danger_comes_first_and_the_form_is_still_there(page_as):
    page = page_as(None, "worried")
    first = page.header[0].value
    assert first == "Is someone in danger right now?" and "999" in words(page)
    assert page.text_area(key="worry_what_happened").value == ""


def test_a_visitor_sends_the_first_box_alone_and_gets_a_reference(page_as, owner, calls_of):
    page = page_as(None, "worried")
    page.text_area(key="worry_what_happened").set_value(HAPPENED)
    before = calls_of(page)
    press(page, "Send")
    assert calls_of(page) - before == 3  # one for sending, two for drawing
    reference = one(owner, "select reference from portal.concern")
    assert page.code[0].value == reference
    assert "We have it" in words(page) and not page.text_area
    press(page, "Tell us about something else")
    assert page.text_area(key="worry_what_happened").value == ""
    page.text_area(key="worry_what_happened").set_value("Another one")
    press(page, "Send")
    assert one(owner, "select count(*) from portal.concern") == 2


def test_everything_that_is_filled_in_arrives(page_as, owner, team, ash, gateway_for):
    page = page_as(ash, "worried")
    for name in ("exact_words", "wishes"):
        page.text_area(key=f"worry_{name}").set_value(name)
    for name in ("happened_when", "who_was_there", "care_needs", "reporter_contact"):
        page.text_input(key=f"worry_{name}").set_value(name)
    for name, choice in (
        ("about", "child"),
        ("about_role", "mentor"),
        ("they_know", "no"),
        ("children_at_home", "yes"),
    ):
        page.radio(key=f"worry_{name}").set_value(choice)
    page.text_area(key="worry_what_happened").set_value(HAPPENED)
    press(page, "Send")
    concern_id = one(owner, "select id::text from portal.concern")
    told = concerns.concern(gateway_for(team["lead"]), concern_id=concern_id)
    assert (told.about, told.about_role, told.reporter) == ("child", "mentor", "Ash")
    assert (told.report.they_know, told.report.children_at_home) == ("no", "yes")
    assert told.report.exact_words == "exact_words" and told.report.wishes == "wishes"
    assert told.report.reporter_contact == "reporter_contact"


def test_what_was_typed_stays_when_the_first_box_is_empty(page_as, owner):
    page = page_as(None, "worried")
    page.text_input(key="worry_happened_where").set_value("At the bus stop")
    press(page, "Send")
    assert "Please fill this in." in words(page) and "Nothing you wrote is lost" in words(page)
    assert page.text_input(key="worry_happened_where").value == "At the bus stop"
    assert one(owner, "select count(*) from portal.concern") == 0


def test_what_was_typed_stays_when_too_many_came_in(page_as, owner, ash, gateway_for):
    for _ in range(20):
        raise_concern(gateway_for(ash))
    page = page_as(ash, "worried")
    page.text_area(key="worry_what_happened").set_value(HAPPENED)
    press(page, "Send")
    assert "999" in page.warning[0].value and "still here" in page.warning[0].value
    assert page.text_area(key="worry_what_happened").value == HAPPENED


def test_no_legal_term_and_no_score_meets_whoever_is_worried(page_as):
    shown = words(page_as(None, "worried")).lower()
    for term in ("section 42", "care act", "abuse", "threshold", "consent", "risk"):
        assert term not in shown


def test_from_a_match_it_is_about_the_other_person_unless_one_says_no(page_as, owner, gateway_for):
    family, request = make_request(owner, "Kim")
    mentor = make_mentor(owner, "Sam", capacity=3)
    match = make_match(owner, request, mentor, state="active")
    page = page_as(mentor, "worried", {"match": match})
    assert page.checkbox(key="worry_meant").label == "It is about Kim"
    page.text_area(key="worry_what_happened").set_value(HAPPENED)
    press(page, "Send")
    assert one(owner, "select person_id::text from portal.concern_person") == family
    page = page_as(mentor, "worried", {"match": match})
    page.checkbox(key="worry_meant").uncheck()
    page.text_area(key="worry_what_happened").set_value(HAPPENED)
    press(page, "Send")
    assert one(owner, "select count(*) from portal.concern_person") == 1


@pytest.mark.parametrize("query", [{"match": "x"}, {"about": "not-an-id"}, {"about": "0" * 36}])
def test_a_link_that_means_nobody_is_the_plain_form(page_as, ash, query):
    page = page_as(ash, "worried", query)
    assert not page.exception and not page.error
    assert page.text_area(key="worry_what_happened").value == ""


def test_the_match_pages_lead_to_the_form_in_one_tap(page_as, owner):
    family, request = make_request(owner, "Kim")
    mentor = make_mentor(owner, "Sam")
    make_match(owner, request, mentor, state="active")
    for person, address in ((family, "mentoring"), (mentor, "my-matches")):
        links = [link.proto.label for link in page_as(person, address).get("page_link")]
        assert "I am worried about this person" in links


def test_somebody_follows_their_own_worries_and_a_visitor_a_reference(page_as, ash, gateway_for):
    reference = raise_concern(gateway_for(ash))
    page = page_as(ash, "my-worries")
    assert f"Reference {reference}".replace("-", "\\-") in words(page)
    page = page_as(None, "my-worries")
    assert reference not in words(page)
    page.text_input(key="status_reference").set_value(reference.lower())
    press(page, "Look it up")
    assert "Nobody has opened it yet" in words(page)
    page.text_input(key="status_reference").set_value("AAAA-AAAA-AAAA")
    press(page, "Look it up")
    assert "do not know this reference" in page.warning[0].value


# those who handle it


def test_the_lead_starts_at_the_concerns_even_as_staff(page_as, owner, visitor):
    lead = make_person(owner, "Ruth", roles=["staff", "safeguarding_lead"])
    raise_concern(visitor)
    page = page_as(lead)
    assert page.title[0].value == "Concerns" and "To do (1)" in words(page)
    both = frozenset({"anyone", "member", "staff", "safeguarding_lead"})
    assert first_screen(both).url_path == "concerns"


def test_what_is_late_says_so_and_what_is_about_the_lead_is_not_there(
    page_as, owner, team, visitor, calls_of
):
    late = raise_concern(visitor)
    make_late(owner, id_of(owner, late), "-1 hour")
    hidden = raise_concern(visitor, about_role="safeguarding_lead")
    page = page_as(team["lead"], "concerns")
    before = calls_of(page)
    page.run()
    assert calls_of(page) - before == 2
    shown = words(page)
    assert "Overdue" in shown and "To do (1)" in shown
    assert late.replace("-", "\\-") in shown and hidden.replace("-", "\\-") not in shown
    page = page_as(team["alternate"], "concerns")
    assert hidden.replace("-", "\\-") in words(page) and late.replace("-", "\\-") not in words(page)


@pytest.mark.parametrize("role", ["staff", "administrator", "trustee", "analyst", "mentor"])
def test_no_other_role_opens_the_pages(page_as, owner, visitor, role):
    concern_id = id_of(owner, raise_concern(visitor))
    other = make_person(owner, "Sam", roles=[role])
    for address, query in (("concerns", {}), ("concern", {"id": concern_id})):
        assert HAPPENED not in words(page_as(other, address, query))
        assert page_as(other, address, query).title[0].value != "Concerns"


@pytest.mark.parametrize("concern_id", ["", "nonsense", "0" * 36])
def test_an_address_that_names_no_concern_says_so(page_as, team, concern_id):
    page = page_as(team["lead"], "concern", {"id": concern_id})
    assert "It is not here" in words(page) and not page.exception


def test_the_lead_takes_a_concern_from_new_to_closed(page_as, owner, team, visitor, calls_of):
    reference = raise_concern(visitor)
    page = page_as(team["lead"], "concern", {"id": id_of(owner, reference)})
    assert HAPPENED in words(page)
    before = calls_of(page)
    press(page, "I have read it")
    assert calls_of(page) - before == 3
    for code in ("needs", "risk"):
        page.radio(key=f"finding-{code}").set_value("yes")
    press(page, "Save")
    press(page, "Save the decision")
    assert "Please choose one from the list." in words(page)
    page.radio(key="step_decision").set_value("referred")
    press(page, "Save the decision")
    assert "Please fill this in." in words(page)
    page.text_area(key="step_words").set_value("To the council: she cannot keep herself safe.")
    press(page, "Save the decision")
    assert page.text_area(key="step_words").value == ""
    page.text_area(key="step_words").set_value("The council took it on.")
    press(page, "Save")
    shown = words(page)
    assert "Closed" in shown and "The council took it on." in shown
    assert "Do they need care and support" in shown
    assert not any(button.key == "step" for button in page.button)


def test_a_note_and_what_puts_it_right_stand_in_the_history(page_as, owner, team, visitor):
    page = page_as(team["lead"], "concern", {"id": id_of(owner, raise_concern(visitor))})
    press(page, "Add the note")
    assert "Please fill this in." in words(page)
    page.text_area(key="note_words").set_value("Rang at 3pm")
    press(page, "Add the note")
    entry = one(owner, "select id::text from portal.concern_event order by number desc limit 1")
    page.text_area(key="note_words").set_value("It was 4pm")
    page.selectbox(key="note_corrects").set_value(entry)
    press(page, "Add the note")
    assert "Rang at 3pm" in words(page) and "Puts right: Note" in words(page)


def test_the_lead_names_somebody_and_pauses_their_match(page_as, owner, team, visitor):
    _, request = make_request(owner, "Kim")
    mentor = make_mentor(owner, "Sam")
    match = make_match(owner, request, mentor, state="active")
    page = page_as(team["lead"], "concern", {"id": id_of(owner, raise_concern(visitor))})
    page.text_input(key="name_look").set_value("sam").run()
    page.button(key=f"name-{mentor}").click().run()
    press(page, "Yes, name them")
    press(page, "Pause the match")
    assert one(owner, "select state from portal.match where id = %s", match) == "paused"
    press(page, "Let the match go on")
    assert one(owner, "select state from portal.match where id = %s", match) == "active"


def test_a_paused_match_says_so_to_both_and_not_why(page_as, owner, team, visitor, gateway_for):
    family, request = make_request(owner, "Kim")
    mentor = make_mentor(owner, "Sam")
    match = make_match(owner, request, mentor, state="active")
    owner.execute("update portal.match set state = 'paused' where id = %s", (match,))
    for person, address in ((family, "mentoring"), (mentor, "my-matches"), (family, "home")):
        page = page_as(person, address)
        assert "paused for now" in words(page) and not page.exception
        assert "concern" not in words(page).lower()
    page = page_as(make_person(owner, "Jo", roles=["staff"]), "mentors")
    assert "paused" in words(page).lower() and not page.exception


def test_who_has_read_it_is_on_the_page(page_as, owner, team, visitor):
    concern_id = id_of(owner, raise_concern(visitor))
    page_as(team["deputy"], "concern", {"id": concern_id})
    page = page_as(team["lead"], "concern", {"id": concern_id})
    assert "Deputy: " in words(page) and "Lead: " in words(page)


@pytest.mark.parametrize("nation", ["england", "scotland", "wales", "northern_ireland"])
def test_each_nation_has_its_own_questions_and_says_what_is_not_checked(
    page_as, owner, team, visitor, gateway_for, nation
):
    owner.execute("update portal.organisation set nation = %s where id", (nation,))
    concern_id = id_of(owner, raise_concern(visitor))
    concerns.move(gateway_for(team["lead"]), concern_id=concern_id, state="acknowledged")
    page = page_as(team["lead"], "concern", {"id": concern_id})
    assert ("We have not checked this wording" in words(page)) == (nation != "england")
    assert len([r for r in page.radio if r.key.startswith("finding-")]) == 3


def test_the_lead_sets_how_soon_a_concern_is_read(page_as, owner, team):
    page = page_as(team["lead"], "concerns")
    page.number_input(key="concern_days").set_value(2)
    press(page, "Save")
    assert one(owner, "select acknowledge_days from portal.concern_setting") == 2
    assert "the next 2 working days" not in words(page)
