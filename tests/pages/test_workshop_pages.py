"""What's on, one workshop and My bookings, drawn as the people who open them."""

from __future__ import annotations

import pytest

from tests.people import make_person
from tests.workshops import let_offer_lapse, make_booking, make_space, make_workshop


@pytest.fixture
def robin(owner):
    return make_person(owner, "Robin")


def words(page):
    """Everything that the page says."""
    kinds = (
        page.title,
        page.header,
        page.subheader,
        page.markdown,
        page.text,
        page.success,
        page.info,
        page.warning,
    )
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def labels(page):
    return [button.label for button in page.button]


def test_a_visitor_sees_what_is_on_in_two_calls(owner, page_as, calls_of):
    make_workshop(owner, "Walk and talk", kind="walk_and_talk", in_person_capacity=9)
    page = page_as(None, "whats-on")
    assert "Walk and talk" in words(page)
    assert "9 places left" in words(page)
    assert "Book a place" in labels(page)
    before = calls_of(page)
    page.run()
    assert calls_of(page) - before <= 2


def test_a_visitor_who_wants_a_place_is_asked_to_sign_in_at_the_same_workshop(owner, page_as):
    workshop_id = make_workshop(owner)
    page = page_as(None, "whats-on")
    page.button(key=f"book-in_person-{workshop_id}").click().run()
    assert page.title[0].value == "Sign in"
    assert page.query_params["id"] in (workshop_id, [workshop_id])


def test_a_member_books_in_one_call_is_told_so_and_can_undo_it(owner, page_as, calls_of, robin):
    workshop_id = make_workshop(owner, "Naming the leaflet")
    page = page_as(robin, "whats-on")
    before = calls_of(page)
    page.button(key=f"book-in_person-{workshop_id}").click().run()
    assert calls_of(page) - before <= 3  # the action, and the draw after it
    assert "You are booked on Naming the leaflet" in page.success[0].value
    assert "You are booked, in person" in words(page)
    page.button(key="notice-undo").click().run()
    assert "is free for someone else" in page.success[0].value
    assert "You are booked" not in words(page).replace("You are booked on", "")


def test_a_member_joins_the_line_and_sees_their_place_in_it(owner, page_as, robin):
    workshop_id = make_workshop(owner, in_person_capacity=1)
    make_booking(owner, workshop_id, make_person(owner, "Jo"))
    make_booking(owner, workshop_id, make_person(owner, "Kim"), state="waiting")
    page = page_as(robin, "whats-on")
    assert "Full. 1 person is waiting" in words(page)
    button = page.button(key=f"book-in_person-{workshop_id}")
    assert button.label == "Join the waiting list"
    button.click().run()
    assert "number 2 in line" in page.info[0].value
    assert "Leave the line" in labels(page)


def test_a_workshop_for_families_has_no_button_for_somebody_in_recovery(owner, page_as, robin):
    make_workshop(owner, who_can_come="family")
    page = page_as(robin, "whats-on")
    assert "For family and friends this time" in words(page)
    assert "Book a place" not in labels(page)


def test_the_list_is_narrowed_and_when_nothing_fits_it_says_what_to_do(owner, page_as):
    here, there = make_space(owner, "Basildon"), make_space(owner, "Harlow")
    make_workshop(owner, "Yoga", space_id=here, kind="yoga")
    page = page_as(None, "whats-on")
    page.selectbox(key="whats_on_space").set_value(here).run()
    assert "Yoga" in words(page)
    page.selectbox(key="whats_on_space").set_value(there).run()
    assert "Nothing like that is planned yet" in words(page)
    next(button for button in page.button if button.label == "Look at everything").click().run()
    assert "Yoga" in words(page)


def test_more_than_twelve_are_shown_when_asked_for(owner, page_as):
    space = make_space(owner)
    for number in range(14):
        make_workshop(owner, f"Group {number:02}", space_id=space, starts_in=f"{number + 1} days")
    page = page_as(None, "whats-on")
    assert "Group 11" in words(page)
    assert "Group 12" not in words(page)
    page.button(key="whats-on-more").click().run()
    assert "Group 13" in words(page)
    assert "Show more" not in labels(page)


def test_a_draft_and_an_id_of_nothing_are_not_found_by_a_visitor(owner, page_as):
    draft = make_workshop(owner, "Secret", state="draft")
    for wanted in (draft, "00000000-0000-0000-0000-000000000000", "'; drop table", ""):
        page = page_as(None, "workshop", {"id": wanted})
        assert page.title[0].value == "We could not find that workshop"
        assert not page.exception


def test_words_that_staff_wrote_are_shown_and_never_drawn_as_markup(owner, page_as):
    title = "**Bold** <b>x</b> [link](http://x)"
    workshop_id = make_workshop(owner, title, what_to_expect="<script>alert(1)</script>")
    page = page_as(None, "workshop", {"id": workshop_id})
    assert page.title[0].value.replace("\\", "") == title
    assert "\\*\\*Bold" in page.title[0].value
    assert "<script>alert(1)</script>" in [text.value for text in page.text]


def test_the_online_link_is_on_the_page_of_those_booked_online_alone(owner, page_as, robin):
    workshop_id = make_workshop(owner, online_capacity=4)
    owner.execute(
        "insert into portal.workshop_link values (%s, 'https://meet.example/room')", (workshop_id,)
    )
    make_booking(owner, workshop_id, robin, mode="online")
    assert (
        page_as(robin, "workshop", {"id": workshop_id}).code[0].value == "https://meet.example/room"
    )
    assert not page_as(make_person(owner, "Jo"), "workshop", {"id": workshop_id}).code


def test_my_bookings_show_what_is_coming_and_past_in_two_calls(owner, page_as, calls_of, robin):
    make_booking(owner, make_workshop(owner, "Coming"), robin)
    make_booking(owner, make_workshop(owner, "Gone", starts_in="-3 days"), robin, state="attended")
    make_booking(owner, make_workshop(owner, "Not mine"), make_person(owner, "Jo"))
    page = page_as(robin, "my-bookings")
    assert [card.value for card in page.subheader] == ["Coming", "Gone"]
    before = calls_of(page)
    page.run()
    assert calls_of(page) - before <= 2


def test_who_cannot_come_gives_the_place_to_the_next_person(owner, page_as, robin):
    workshop_id = make_workshop(owner, in_person_capacity=1)
    booking_id = make_booking(owner, workshop_id, robin)
    jo = make_person(owner, "Jo")
    make_booking(owner, workshop_id, jo, state="waiting")
    page = page_as(robin, "my-bookings")
    page.button(key=f"cancel-{booking_id}").click().run()
    assert "is offered to the next person in line" in page.success[0].value
    assert "Undo" not in labels(page), "the place is somebody else's to take now"
    assert "You have no bookings just now" in words(page)
    assert "We keep it for you until" in words(page_as(jo, "my-bookings"))


def an_offer(owner, person, title="Kite making"):
    """A workshop of one place, which is offered to the person while somebody else waits behind."""
    workshop_id = make_workshop(owner, title, in_person_capacity=1)
    booking_id = make_booking(owner, workshop_id, person, state="offered")
    make_booking(owner, workshop_id, make_person(owner, "Behind"), state="waiting")
    return workshop_id, booking_id


def test_home_has_an_offer_as_its_one_step_and_a_yes_is_one_tap(owner, page_as, calls_of, robin):
    _, booking_id = an_offer(owner, robin)
    page = page_as(robin, "home")
    assert page.subheader[0].value == "A place is free for you"
    assert "We keep it for you until" in words(page)
    before = calls_of(page)
    page.button(key=f"accept-home-{booking_id}").click().run()
    assert calls_of(page) - before <= 3  # the action, and the draw after it
    assert "You are booked on Kite making" in page.success[0].value
    assert page.subheader[0].value != "A place is free for you"


@pytest.mark.parametrize("where", ["workshop", "my-bookings"])
def test_an_offer_is_taken_up_or_declined_where_one_looks_at_it(owner, page_as, robin, where):
    workshop_id, booking_id = an_offer(owner, robin)
    page = page_as(robin, where, {"id": workshop_id})
    assert "We keep it for you until" in words(page)
    assert "Yes, I will come" in labels(page)
    page.button(key=f"decline-card-{booking_id}").click().run()
    assert "is offered to the next person in line" in page.success[0].value
    assert "Yes, I will come" not in labels(page)


def test_a_yes_that_comes_too_late_says_what_happened_and_what_can_be_done(owner, page_as, robin):
    workshop_id, booking_id = an_offer(owner, robin)
    page = page_as(robin, "workshop", {"id": workshop_id})
    let_offer_lapse(owner, booking_id)
    page.button(key=f"accept-card-{booking_id}").click().run()
    assert "It has gone to the next person now" in page.warning[0].value
    assert "You are not in line any more, and you can join again" in words(page)
    page.button(key=f"book-in_person-{workshop_id}").click().run()
    assert "You are number 1 in line" in page.info[0].value


def test_who_did_not_answer_is_told_so_kindly_and_joins_again_with_one_tap(owner, page_as, robin):
    _, booking_id = an_offer(owner, robin)
    let_offer_lapse(owner, booking_id)
    page = page_as(robin, "my-bookings")
    assert "We did not hear from you" in words(page)
    assert "That is fine" in words(page)
    page.button(key=f"again-{booking_id}").click().run()
    assert "You are number 1 in line" in page.info[0].value


def test_who_leaves_the_line_can_take_that_back_and_has_the_same_turn(owner, page_as, robin):
    workshop_id = make_workshop(owner, in_person_capacity=1)
    make_booking(owner, workshop_id, make_person(owner, "Jo"))
    mine = make_booking(owner, workshop_id, robin, state="waiting")
    make_booking(owner, workshop_id, make_person(owner, "Kim"), state="waiting")
    page = page_as(robin, "my-bookings")
    assert "You are number 1 in line" in words(page)
    page.button(key=f"cancel-{mine}").click().run()
    assert "You have left the line" in page.success[0].value
    page.button(key="notice-undo").click().run()
    assert "You are number 1 in line" in words(page)


def test_a_visitor_sees_no_bookings_but_the_way_to_sign_in(owner, page_as):
    page = page_as(None, "my-bookings")
    assert page.title[0].value == "Sign in"
