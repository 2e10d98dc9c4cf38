"""Feedback on the screen: telling us, following it, and answering it."""

from __future__ import annotations

import pytest

from components import feedback_answer, feedback_form, feedback_sharing
from services import feedback
from tests.people import make_person
from tests.voices import BODY, change, say
from tests.workshops import make_booking, make_space, make_workshop


@pytest.fixture
def ash(owner):
    return make_person(owner, "Ash", space_id=make_space(owner, "Basildon"))


@pytest.fixture
def sam(owner):
    return make_person(owner, "Sam", roles=["staff"], connection_kind="worker")


def words(page):
    """Every word that is on the page."""
    parts = [page.title, page.header, page.subheader, page.text, page.markdown, page.caption]
    parts += [page.success, page.warning, page.info, page.error]
    return "\n".join(str(element.value) for part in parts for element in part)


def write(page, body, **fields):
    page.text_area(key=feedback_form.BODY).set_value(body)
    for key, value in fields.items():
        page.radio(key=f"feedback_{key}").set_value(value)
    return press(page, "Send")


def press(page, label):
    next(button for button in page.button if button.label == label).click()
    return page.run()


def test_a_member_tells_us_and_reads_what_comes_next(page_as, ash, gateway_for):
    page = write(page_as(ash, "your-say"), BODY, kind="idea", audience="everyone")
    assert page.text_area(key=feedback_form.BODY).value == ""
    said = feedback.mine(gateway_for(ash)).rows[0]
    assert f"We have it, as {said.reference}" in page.success[0].value
    assert (said.body, said.kind, said.audience, said.space) == (
        BODY,
        "idea",
        "everyone",
        "Basildon",
    )


def test_sending_costs_one_call_and_drawing_two(page_as, ash, calls_of):
    page = page_as(ash, "your-say")
    before = calls_of(page)
    page.run()
    assert calls_of(page) - before == 2
    write(page, BODY)
    assert calls_of(page) - before == 5


def test_an_undo_takes_it_back(page_as, ash, gateway_for):
    page = write(page_as(ash, "your-say"), BODY)
    page.button(key="notice-undo").click().run()
    assert "deleted" in words(page)
    assert feedback.mine(gateway_for(ash)).rows == ()


def test_what_is_too_short_is_said_beside_the_field_and_nothing_is_lost(page_as, ash, gateway_for):
    page = write(page_as(ash, "your-say"), "Short", kind="praise")
    assert "too short" in page.error[0].value and "Nothing you wrote is lost" in words(page)
    assert page.text_area(key=feedback_form.BODY).value == "Short"
    assert page.radio(key=feedback_form.KIND).value == "praise"
    write(page, "Short, but now long enough")
    assert len(feedback.mine(gateway_for(ash)).rows) == 1 and not page.error


def test_a_phone_number_is_pointed_out_once_and_can_still_be_sent(
    page_as, ash, gateway_for, calls_of
):
    body = "Ring me about it on 07700 900123 please."
    page = page_as(ash, "your-say")
    before = calls_of(page)
    write(page, body)
    assert "phone number" in page.warning[0].value
    assert page.text_area(key=feedback_form.BODY).value == body
    assert calls_of(page) - before == 2 and feedback.mine(gateway_for(ash)).rows == ()
    press(page, "Send")
    assert feedback.mine(gateway_for(ash)).rows[0].body == body and not page.warning


def test_other_private_details_are_pointed_out_afresh(page_as, ash, gateway_for):
    page = write(page_as(ash, "your-say"), "Ring me about it on 07700 900123 please.")
    write(page, "Write to me about it at ash@example.org please.")
    assert "email" in page.warning[0].value and feedback.mine(gateway_for(ash)).rows == ()


def test_a_link_from_a_workshop_chooses_it(owner, page_as, ash, gateway_for):
    workshop = make_workshop(owner, "Poetry on Monday", starts_in="-1 day", state="held")
    page = page_as(ash, "your-say", {"workshop": workshop})
    assert page.radio(key=feedback_form.ABOUT_KIND).value == "workshop"
    write(page, BODY)
    assert feedback.mine(gateway_for(ash)).rows[0].workshop == "Poetry on Monday"


def test_an_address_with_nonsense_in_it_still_opens(page_as, ash):
    page = page_as(ash, "your-say", {"workshop": "x' or 1=1"})
    assert page.title[0].value == "Tell us" and not page.exception
    assert page.radio(key=feedback_form.ABOUT_KIND).value == "space"


def test_a_workshop_one_came_to_is_offered(owner, page_as, ash):
    page = page_as(ash, "your-say")
    assert "A workshop" not in page.radio(key=feedback_form.ABOUT_KIND).options
    make_booking(
        owner, make_workshop(owner, starts_in="-1 day", state="held"), ash, state="attended"
    )
    assert "A workshop" in page.run().radio(key=feedback_form.ABOUT_KIND).options


def test_a_service_needs_its_name(page_as, ash):
    page = page_as(ash, "your-say")
    page.radio(key=feedback_form.ABOUT_KIND).set_value("service").run()
    write(page, BODY)
    assert "Please fill this in" in page.error[0].value
    page.text_input(key=feedback_form.SERVICE).set_value("The clinic").run()
    write(page, BODY)
    assert page.success


def test_a_member_follows_the_status_the_reason_and_what_came_of_it(page_as, ash, sam, gateway_for):
    said, staff = say(gateway_for(ash)), gateway_for(sam)
    feedback.answer(staff, feedback_id=said, state="planned", reason="A volunteer can lock up.")
    change(staff, "Open until eight", feedback_id=said)
    told = words(page_as(ash, "my-feedback"))
    for expected in (BODY, "We plan to do it", "A volunteer can lock up.", "Open until eight"):
        assert expected in told
    assert "Sam" not in told and "Take it back" not in told


def test_a_member_takes_back_what_was_just_said(page_as, ash, gateway_for):
    said = say(gateway_for(ash))
    page = page_as(ash, "my-feedback")
    page.button(key=f"withdraw-{said}").click().run()
    assert "taken it back" in words(page) and "not told us anything yet" in words(page)


def test_nobody_else_sees_it_on_their_page(owner, page_as, ash, gateway_for):
    say(gateway_for(ash))
    assert BODY not in words(page_as(make_person(owner, "Kim"), "my-feedback"))


@pytest.mark.parametrize("address", ["your-say", "my-feedback"])
def test_a_visitor_is_asked_to_sign_in(page_as, ash, gateway_for, address):
    say(gateway_for(ash))
    page = page_as(None, address)
    assert page.title[0].value == "Sign in" and BODY not in words(page)


@pytest.mark.parametrize("address", ["feedback", "answer-feedback", "staff-changes", "themes"])
@pytest.mark.parametrize("roles", [None, (), ("mentor",), ("analyst",), ("administrator",)])
def test_only_staff_see_what_staff_do(owner, page_as, ash, gateway_for, address, roles):
    said = say(gateway_for(ash))
    wrong = None if roles is None else make_person(owner, "Wrong", roles=roles)
    page = page_as(wrong, address, {"id": said})
    assert BODY not in words(page) and not page.text_area
    assert page.title[0].value not in ("Feedback", "Changes", "Themes")


def test_the_queue_shows_who_waits_longest_first(owner, page_as, ash, sam, gateway_for, calls_of):
    say(gateway_for(ash), "This one came in today, only now.")
    old = say(gateway_for(ash))
    owner.execute(
        "update portal.feedback set given_at = now() - interval '12 days 1 hour' where id = %s",
        (old,),
    )
    page = page_as(sam, "feedback")
    told = words(page)
    assert "Waiting 12 days" in told and "Came today" in told and "Ash" in told
    assert told.index(BODY) < told.index("This one came in today")
    before = calls_of(page)
    page.selectbox(key="queue_pile").set_value("done").run()
    assert calls_of(page) - before == 2 and "Nothing here" in words(page)


def test_staff_answer_with_a_reason(page_as, ash, sam, gateway_for, calls_of):
    said = say(gateway_for(ash))
    page = page_as(sam, "answer-feedback", {"id": said})
    assert BODY in words(page) and "Ash" in words(page)
    before = calls_of(page)
    page.radio(key=feedback_answer.STATE).set_value("not_now")
    press(page, "Send the answer")
    assert "Please give a reason first" in page.warning[0].value and calls_of(page) - before == 3
    assert feedback.mine(gateway_for(ash)).rows[0].state == "received"
    page.text_area(key=feedback_answer.REASON).set_value("We have no key holder on Sundays.")
    press(page, "Send the answer")
    reference = feedback.mine(gateway_for(ash)).rows[0].reference
    assert f"{reference} is now: not now" in page.success[0].value
    assert page.text_area(key=feedback_answer.REASON).value == ""
    mine = feedback.mine(gateway_for(ash)).rows[0]
    assert (mine.state, mine.history[-1].reason) == ("not_now", "We have no key holder on Sundays.")


def test_staff_take_it_on_and_share_it_or_not(page_as, ash, sam, gateway_for):
    said = say(gateway_for(ash), audience="everyone")
    page = press(page_as(sam, "answer-feedback", {"id": said}), "I see to it")
    assert "on your list" in page.success[0].value
    page.button(key="answer_show").click().run()
    assert "Everyone can read it now" in page.success[0].value
    press(page, "Keep it for staff")
    assert "give a reason" in page.warning[0].value
    page.text_input(key=feedback_sharing.KEEP_REASON).set_value("It names somebody")
    press(page, "Keep it for staff")
    assert feedback.mine(gateway_for(ash)).rows[0].sharing_reason == "It names somebody"


def test_staff_link_it_to_a_change(page_as, ash, sam, gateway_for):
    said, made = say(gateway_for(ash)), change(gateway_for(sam))
    page = page_as(sam, "answer-feedback", {"id": said})
    page.selectbox(key=feedback_answer.CHANGE).set_value(made)
    press(page, "Link the two")
    assert "Linked" in page.success[0].value
    assert feedback.mine(gateway_for(ash)).rows[0].changes[0].change_id == made


@pytest.mark.parametrize("feedback_id", ["", "nonsense", "00000000-0000-4000-8000-000000000000"])
def test_feedback_that_is_not_there_is_said_plainly(page_as, sam, feedback_id):
    page = page_as(sam, "answer-feedback", {"id": feedback_id})
    assert "It is not here" in words(page) and not page.exception


def test_staff_keep_the_list_of_themes(page_as, ash, sam, gateway_for, calls_of):
    page = page_as(sam, "themes")
    page.text_input(key="theme_new").set_value("Childcare")
    before = calls_of(page)
    press(page, "Add it")
    assert "Saved" in page.success[0].value and calls_of(page) - before == 3
    travel = next(t for t in feedback.choices(gateway_for(ash)).themes if t.name == "Travel")
    page.text_input(key=f"theme_{travel.id}").set_value("childcare")
    page.button(key=f"rename-{travel.id}").click().run()
    assert "name already" in page.warning[0].value
    page.text_input(key=f"theme_{travel.id}").set_value("Getting there")
    page.button(key=f"rename-{travel.id}").click().run()
    page.button(key=f"offer-{travel.id}").click().run()
    names = [theme.name for theme in feedback.choices(gateway_for(ash)).themes]
    assert "Childcare" in names and "Getting there" not in names and "Travel" not in names
    assert "Getting there" in [theme.name for theme in feedback.themes(gateway_for(sam))]


def test_a_member_says_me_too_and_takes_it_back(page_as, calls_of, owner, gateway_for):
    ash, kim = make_person(owner, "Ash"), make_person(owner, "Kim")
    sam = make_person(owner, "Sam", roles=["staff"])
    said = say(gateway_for(ash), audience="everyone")
    feedback.show(gateway_for(sam), feedback_id=said)
    page = page_as(kim, "what-changed")
    page.radio(key="changes_view").set_value("said").run()
    before = calls_of(page)
    page.button(key=f"me-too-{said}").click().run()
    assert "We count you" in page.success[0].value and calls_of(page) - before <= 3
    [mine] = feedback.mine(gateway_for(kim)).supported
    assert mine.body == BODY
    page.button(key=f"not-me-{said}").click().run()
    assert feedback.mine(gateway_for(kim)).supported == ()


def test_staff_put_a_role_in_place_of_a_name_and_merge_what_says_the_same(
    page_as, owner, gateway_for
):
    ash, kim = make_person(owner, "Ash"), make_person(owner, "Kim")
    sam = make_person(owner, "Sam", roles=["staff"])
    words = "Tariq cancelled our evening group in Harlow without a word to anyone."
    first, second = (
        say(gateway_for(person), body=words, audience="everyone") for person in (ash, kim)
    )
    page = page_as(sam, "answer-feedback", query={"id": first})
    page.text_input(key="answer_name_0").set_value("Tariq")
    page.button(key="answer_show").click().run()
    [shown] = feedback.shown(gateway_for(None)).rows
    assert shown.body.startswith("[a member of staff] cancelled")
    page.button(key=f"from-{second}").click().run()
    assert "answered together" in page.success[0].value
    assert feedback.mine(gateway_for(kim)).rows[0].merged
    mine = page_as(ash, "my-feedback")
    assert words in [text.value for text in mine.text]
    mine.button(key=f"stop-{first}").click().run()
    assert feedback.shown(gateway_for(None)).rows == ()
