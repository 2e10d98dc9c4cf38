"""Your data and the desk behind it: each page as its people, with the calls counted."""

from __future__ import annotations

import pytest

from services import my_data
from tests.people import make_person


@pytest.fixture
def people(owner):
    """A member, one of staff and an administrator."""
    return {
        "robin": make_person(owner, "Robin", connection_kind="family", relation="parent"),
        "tam": make_person(owner, "Tam", roles=["staff"]),
        "gwyn": make_person(owner, "Gwyn", roles=["administrator"]),
    }


def texts(page):
    return "\n".join(element.value for element in [*page.text, *page.markdown, *page.subheader])


def drawn_in(page, calls_of, most=2):
    before = calls_of(page)
    page.run()
    assert not page.exception and calls_of(page) - before <= most
    return page


def test_the_page_offers_four_choices_and_says_where_a_request_stands(page_as, people, calls_of):
    page = drawn_in(page_as(people["robin"], "your-data"), calls_of)
    titles = [element.value for element in page.subheader]
    for title in ("Download what you told us", "See who looked", "Put something right"):
        assert any(title.replace(" ", "") in t.replace("\\", "").replace(" ", "") for t in titles)
    links = [m.value for m in page.markdown if "/download/your-data" in m.value]
    assert len(links) == 1 and 'target="_self"' in links[0]
    before = calls_of(page)
    page.button(key="ask-what-others-wrote").click().run()
    assert calls_of(page) - before <= 3
    assert "as D-" in page.success[0].value and "as D-" in texts(page).replace("\\", "")
    assert not [b for b in page.button if b.key == "ask-what-others-wrote"]


def test_what_others_wrote_can_be_fetched_once_it_is_ready(page_as, people, gateway_for):
    robin, tam = gateway_for(people["robin"]), gateway_for(people["tam"])
    robin.call("ask_for_what_others_wrote")
    [request] = my_data.desk(tam).requests
    my_data.finish(tam, request_id=request.id, note="Letters follow.")
    page = page_as(people["robin"], "your-data")
    assert any("/download/what-others-wrote" in m.value for m in page.markdown)
    assert "Letters follow." in texts(page)


def test_who_looked_is_told_by_day_and_role(page_as, people, gateway_for, calls_of):
    page = drawn_in(page_as(people["robin"], "who-looked"), calls_of)
    assert "Nobody has looked yet" in texts(page)
    gateway_for(people["tam"]).call("person", person_id=people["robin"])
    page = page_as(people["robin"], "who-looked")
    assert "A member of staff opened your contact details." in texts(page)
    assert "Tam" not in texts(page)


def test_a_correction_is_sent_answered_and_seen(page_as, people, calls_of):
    page = page_as(people["robin"], "put-right")
    page.text_area(key="right_wrong").set_value("It says that I missed it")
    [send] = [b for b in page.button if b.label == "Send"]
    send.click().run()
    assert page.warning and page.error
    page.text_area(key="right_right").set_value("I was there")
    [send] = [b for b in page.button if b.label == "Send"]
    send.click().run()
    assert "as P-" in page.success[0].value and page.text_area(key="right_wrong").value == ""
    desk = drawn_in(page_as(people["tam"], "data-desk"), calls_of)
    assert "30 days left" in texts(desk) or "31 days left" in texts(desk) or "28" in texts(desk)
    [reason] = [a for a in desk.text_area if a.key.startswith("correction-reason")]
    reason.set_value("You were, we looked")
    [yes] = [b for b in desk.button if b.label == "We put it right"]
    yes.click().run()
    assert desk.success
    page = page_as(people["robin"], "put-right")
    assert "You were, we looked" in texts(page) and "We put it right" in texts(page)


@pytest.mark.parametrize("name", [None, "robin"])
def test_anyone_complains_and_is_told_a_reference(page_as, people, calls_of, name):
    page = drawn_in(page_as(people.get(name), "data-complaint"), calls_of)
    page.text_area(key="complaint_about").set_value("You wrote to my sister about me.")
    if name is None:
        [send] = [b for b in page.button if b.label == "Send the complaint"]
        send.click().run()
        assert page.warning and page.error, "a visitor leaves a way to reach them"
        page.text_input(key="complaint_reach").set_value("01632 960 123")
    else:
        assert not [t for t in page.text_input if t.key == "complaint_reach"]
    [send] = [b for b in page.button if b.label == "Send the complaint"]
    send.click().run()
    assert "as C-" in page.success[0].value


@pytest.mark.parametrize("name", ["tam", "gwyn"])
def test_staff_and_administrators_acknowledge_and_answer(
    page_as, people, gateway_for, calls_of, name
):
    gateway_for(None).call(
        "complain_about_data", about="You wrote to my sister.", reach="01632 960 123"
    )
    desk = drawn_in(page_as(people[name], "data-desk"), calls_of)
    assert "30 days left to tell them we have it" in texts(desk)
    assert "01632 960 123" in texts(desk).replace("\\", "")
    [button] = [b for b in desk.button if b.label == "They know we have it"]
    button.click().run()
    assert desk.success and "They know we have it since" in texts(desk)
    [area] = [a for a in desk.text_area if a.key.startswith("complaint-answer")]
    [answer] = [b for b in desk.button if b.label == "Answer and close"]
    answer.click().run()
    assert desk.error
    area = next(a for a in desk.text_area if a.key.startswith("complaint-answer"))
    area.set_value("We rang and said sorry")
    next(b for b in desk.button if b.label == "Answer and close").click().run()
    assert desk.success and "Nothing waits" in texts(desk)


def test_staff_read_each_piece_and_hand_it_over(page_as, people, gateway_for, calls_of):
    robin, tam = gateway_for(people["robin"]), gateway_for(people["tam"])
    said = robin.call(
        "give_feedback", kind="idea", body="A kettle, please", about_kind="portal", audience="staff"
    )
    tam.call(
        "answer_feedback", feedback_id=said["feedback_id"], state="planned", reason="Next month"
    )
    robin.call("ask_for_what_others_wrote")
    [request] = my_data.desk(tam).requests
    page = drawn_in(page_as(people["tam"], "data-review", {"id": request.id}), calls_of)
    assert "Next month" in texts(page) and "Not decided" in texts(page)
    next(b for b in page.button if b.label == "Hand it over").click().run()
    assert "1" in page.warning[0].value
    piece = next(r for r in page.radio if r.key.startswith("piece-answer"))
    assert piece.value == "about_them_alone", "they have read it on screen already"
    piece.set_value("keep_back")
    next(b for b in page.button if b.label == "Save").click().run()
    assert page.error, "keeping back needs a reason"
    next(r for r in page.radio if r.key.startswith("piece-answer")).set_value("about_them_alone")
    next(b for b in page.button if b.label == "Save").click().run()
    assert page.success
    next(b for b in page.button if b.label == "Hand it over").click().run()
    assert page.success and "There is nothing to read here" in texts(page)


@pytest.mark.parametrize("query", [{}, {"id": "x"}, {"id": "00000000-0000-4000-8000-000000000000"}])
def test_a_review_that_is_not_there_says_so(page_as, people, query):
    page = page_as(people["tam"], "data-review", query)
    assert "There is nothing to read here" in texts(page)


def test_what_waits_shows_on_today(page_as, people, gateway_for):
    gateway_for(people["robin"]).call("ask_for_what_others_wrote")
    assert "1 thing waits, each with a day" in texts(page_as(people["tam"], "today"))
