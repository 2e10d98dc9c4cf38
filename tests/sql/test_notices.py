"""Notices: each person is told once of an event, reads their own, and nobody else's."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from services.errors import SignInFirst
from tests.people import as_person, make_person

TELLERS = (
    "identity_keeper",
    "portal_keeper",
    "mentoring_keeper",
    "figures_keeper",
    "safeguarding_keeper",
    "privacy_keeper",
)


@pytest.fixture
def robin(owner):
    return make_person(owner, "Robin")


@pytest.fixture
def kim(owner):
    return make_person(owner, "Kim")


@pytest.fixture
def sam(owner):
    return make_person(owner, "Sam", roles=["staff", "administrator", "safeguarding_lead"])


def tell(connection, person, event="e1", kind="feedback_answered", link="my-feedback"):
    connection.execute("select private.notify(%s, %s, %s, %s)", (person, kind, event, link))


def notices(owner, person):
    return owner.execute(
        "select kind, event, link, read_at is not null as read from portal.notice"
        " where person_id = %s order by made_at, event",
        (person,),
    ).fetchall()


@pytest.mark.parametrize("keeper", TELLERS)
def test_every_keeper_can_tell_a_person_of_an_event(owner, robin, keeper):
    with owner.transaction():
        owner.execute(f"set local role {keeper}")
        tell(owner, robin, event=keeper)
    assert [n["event"] for n in notices(owner, robin)] == [keeper]


def test_a_person_is_told_once_of_an_event(owner, robin, kim):
    for person in (robin, robin, kim):
        tell(owner, person)
    tell(owner, robin, event="e2")
    assert [n["event"] for n in notices(owner, robin)] == ["e1", "e2"]
    assert [n["event"] for n in notices(owner, kim)] == ["e1"]


def test_two_who_tell_of_one_event_at_once_make_one_notice(owner, robin, database):
    def at_once(_):
        with database.connect("postgres") as connection:
            tell(connection, robin)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(at_once, range(8)))
    assert len(notices(owner, robin)) == 1


def test_telling_nobody_tells_nobody(owner):
    tell(owner, None)
    assert owner.execute("select count(*) as n from portal.notice").fetchone() == {"n": 0}


@pytest.mark.parametrize(
    "link",
    [
        "https://elsewhere.example",
        "//elsewhere.example",
        "/home",
        "javascript:alert(1)",
        "concern?id=1&name=Kim",
        "concern?id=Kim Smith",
    ],
)
def test_a_notice_leads_only_to_a_page_of_the_portal(owner, robin, link):
    with pytest.raises(psycopg.errors.CheckViolation):
        tell(owner, robin, link=link)


def test_a_notice_is_of_a_kind_that_has_words(owner, robin):
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        tell(owner, robin, kind="anything")


@pytest.mark.parametrize("role", ["anon", "authenticated"])
def test_a_client_cannot_tell_anybody_anything(owner, robin, sam, role):
    with (
        as_person(owner, sam, role=role) as asking,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        tell(asking, robin)


def test_a_person_reads_their_own_notices_newest_first_without_the_event(
    owner, gateway_for, robin, kim
):
    owner.execute("set timezone to 'UTC'")
    tell(owner, kim, event="of kim")
    tell(owner, robin, event="first")
    tell(owner, robin, event="second", kind="roles_changed", link=None)
    mine = gateway_for(robin).call("my_notices")
    assert (mine["total"], mine["unread"]) == (2, 2)
    assert [(n["kind"], n["link"]) for n in mine["rows"]] == [
        ("roles_changed", None),
        ("feedback_answered", "my-feedback"),
    ]
    assert set(mine["rows"][0]) == {"notice_id", "kind", "link", "made_at", "read_at"}


def test_the_notices_come_ten_at_a_time(owner, gateway_for, robin):
    for n in range(13):
        tell(owner, robin, event=str(n))
    asking = gateway_for(robin)
    pages = [asking.call("my_notices", page=page)["rows"] for page in (1, 2, 3, -4)]
    assert [len(rows) for rows in pages] == [10, 3, 0, 10]
    assert asking.call("my_notices", page=2**31 - 1)["rows"] == []


def test_staff_do_not_see_the_notices_of_others(owner, gateway_for, robin, sam):
    tell(owner, robin)
    assert gateway_for(sam).call("my_notices")["rows"] == []
    with as_person(owner, sam) as asking:
        assert asking.execute("select id from portal.notice").fetchall() == []


def test_a_visitor_is_asked_to_sign_in_first(gateway_for):
    for call in ("my_notices", "read_all_notices"):
        with pytest.raises(SignInFirst):
            gateway_for(None).call(call)
    with pytest.raises(SignInFirst):
        gateway_for(None).call("read_notice", notice_id=uuid.uuid4())


def test_a_person_marks_one_notice_read_and_it_keeps_the_first_time(owner, gateway_for, robin):
    tell(owner, robin)
    asking = gateway_for(robin)
    [notice] = asking.call("my_notices")["rows"]
    assert asking.call("read_notice", notice_id=notice["notice_id"]) == {"outcome": "read"}
    [once] = asking.call("my_notices")["rows"]
    assert once["read_at"]
    asking.call("read_notice", notice_id=notice["notice_id"])
    assert asking.call("my_notices")["rows"] == [once]


def test_nobody_marks_the_notice_of_another_as_read(owner, gateway_for, robin, kim, sam):
    tell(owner, robin)
    [notice] = gateway_for(robin).call("my_notices")["rows"]
    for other in (kim, sam):
        answer = gateway_for(other).call("read_notice", notice_id=notice["notice_id"])
        assert answer == {"outcome": "not_found"}
        assert gateway_for(other).call("read_all_notices") == {"outcome": "read", "count": 0}
    assert [n["read"] for n in notices(owner, robin)] == [False]


def test_the_keeper_marks_nothing_read_for_anybody_but_the_asker(owner, robin, kim):
    tell(owner, robin)
    with as_person(owner, kim, role="notice_keeper") as keeper:
        marked = keeper.execute("update portal.notice set read_at = now() where true")
        assert marked.rowcount == 0


def test_the_frame_says_how_many_notices_wait(owner, gateway_for, robin, kim):
    tell(owner, robin, event="one")
    tell(owner, robin, event="two")
    tell(owner, kim)
    asking = gateway_for(robin)
    assert asking.call("frame")["person"]["unread"] == 2
    asking.call("read_all_notices")
    assert asking.call("frame")["person"]["unread"] == 0
    assert gateway_for(kim).call("frame")["person"]["unread"] == 1


def test_the_author_is_told_of_each_answer_and_whoever_answers_themselves_is_not(
    owner, gateway_for, robin, sam
):
    given = [
        gateway_for(person).call("give_feedback", kind="idea", body="A kettle would be nice")
        for person in (robin, sam)
    ]
    for feedback in given:
        for state, reason in (("planned", "We will"), ("planned", "We will"), ("done", "We did")):
            gateway_for(sam).call(
                "answer_feedback", feedback_id=feedback["feedback_id"], state=state, reason=reason
            )
    assert [(n["kind"], n["link"]) for n in notices(owner, robin)] == [
        ("feedback_answered", "my-feedback")
    ] * 2
    assert notices(owner, sam) == []


def test_a_person_is_told_when_what_they_may_do_changes(owner, gateway_for, robin, sam):
    for verb in ("grant_role", "grant_role", "remove_role"):
        gateway_for(sam).call(verb, person_id=robin, role="mentor")
    assert [(n["kind"], n["link"]) for n in notices(owner, robin)] == [("roles_changed", None)] * 2
