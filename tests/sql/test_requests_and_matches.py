"""From asking to meeting and ending: every step as the right person, the wrong one and after consent is gone."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from services.errors import NotAllowed, SignInFirst
from services.gateway import Gateway
from tests.conftest import Database
from tests.mentoring import REQUEST, make_match, make_mentor, make_request
from tests.people import as_person, give_consent, make_person

Gateways = Callable[[str | None], Gateway]
WHY = "Both are mothers, and both like to walk"


@pytest.fixture
def connection(database: Database) -> Iterator[psycopg.Connection[Any]]:
    with database.connect() as connection:
        yield connection


@pytest.fixture
def staff(connection: Any, gateway_for: Gateways) -> Gateway:
    return gateway_for(make_person(connection, "Jo", roles=["staff"]))


def state_of(connection: Any, table: str) -> list[str]:
    rows = connection.execute(f"select state from portal.{table} order by 1").fetchall()
    return [row["state"] for row in rows]


# asking


def test_without_consent_nobody_is_put_on_the_list(connection: Any, gateway_for: Gateways) -> None:
    person = make_person(connection, "Ash")
    assert (
        gateway_for(person).call("ask_for_mentor", answers=REQUEST)["outcome"] == "consent_needed"
    )
    give_consent(connection, person, "matching")
    assert gateway_for(person).call("ask_for_mentor", answers=REQUEST)["outcome"] == "waiting"
    assert gateway_for(person).call("ask_for_mentor", answers=REQUEST)["outcome"] == "already_asked"
    assert gateway_for(person).call("my_mentoring")["request"]["state"] == "waiting"


@pytest.mark.parametrize(
    ("change", "field", "problem"),
    [
        ({"would_help": ""}, "would_help", "missing"),
        ({"would_help": "a" * 1001}, "would_help", "too_long"),
        ({"not_with": "a" * 501}, "not_with", "too_long"),
        ({"in_treatment": "maybe"}, "in_treatment", "not_known"),
        ({"stage": "over"}, "stage", "not_known"),
        ({"space_id": str(uuid4())}, "space_id", "not_known"),
        ({"times": []}, "times", "missing"),
        ({"gender_wish": "must", "wanted_gender": None}, "wanted_gender", "missing"),
    ],
)
def test_a_request_that_breaks_a_limit_says_which_field(
    connection: Any, gateway_for: Gateways, change: dict[str, object], field: str, problem: str
) -> None:
    person = make_person(connection, "Ash")
    give_consent(connection, person, "matching")
    answer = gateway_for(person).call("ask_for_mentor", answers=REQUEST | change)
    assert answer == {"outcome": "invalid", "field": field, "problem": problem}


def test_a_request_can_be_withdrawn_with_its_proposal(
    connection: Any, gateway_for: Gateways
) -> None:
    family, request = make_request(connection)
    make_match(connection, request, make_mentor(connection))
    assert gateway_for(family).call("withdraw_request")["outcome"] == "withdrawn"
    assert gateway_for(family).call("withdraw_request")["outcome"] == "not_asked"
    assert state_of(connection, "match") == ["withdrawn"]


def test_a_visitor_cannot_ask_or_answer(gateway_for: Gateways) -> None:
    with pytest.raises((NotAllowed, SignInFirst)):
        gateway_for(None).call("ask_for_mentor", answers=REQUEST)
    with pytest.raises((NotAllowed, SignInFirst)):
        gateway_for(None).call("answer_proposal", match_id=uuid4(), yes=True)


# proposing


def test_the_whole_way_from_waiting_to_meeting_to_an_ending(
    connection: Any, gateway_for: Gateways, staff: Gateway
) -> None:
    mentor = make_mentor(connection)
    family, request = make_request(connection)
    assert [f["request_id"] for f in staff.call("waiting_families")] == [request]
    match_id = staff.call("propose_match", request_id=request, mentor_id=mentor, why=WHY)[
        "match_id"
    ]
    assert gateway_for(mentor).call("my_matches")["matches"] == []
    shown = gateway_for(family).call("my_mentoring")["match"]
    assert (shown["state"], shown["why"], shown["mentor"]["display_name"]) == (
        "proposed",
        WHY,
        "Sam",
    )
    assert (
        gateway_for(family).call("answer_proposal", match_id=match_id, yes=True)["outcome"]
        == "mentor_asked"
    )
    asked = gateway_for(mentor).call("my_matches")["matches"]
    assert [m["state"] for m in asked] == ["family_said_yes"]
    assert (
        gateway_for(mentor).call("answer_match", match_id=match_id, yes=True)["outcome"] == "active"
    )
    assert staff.call("waiting_families") == []
    assert gateway_for(family).call("withdraw_request")["outcome"] == "already_matched"
    ended = gateway_for(family).call("end_match", match_id=match_id, reason_code="we_are_done")
    assert ended == {"outcome": "ended", "family_is": "ended"}
    history = connection.execute("select state from portal.match_event order by id").fetchall()
    assert [row["state"] for row in history] == ["proposed", "family_said_yes", "active", "ended"]


def test_a_proposal_needs_a_written_reason(connection: Any, staff: Gateway) -> None:
    mentor, (_, request) = make_mentor(connection), make_request(connection)
    for why in (None, "", "   "):
        answer = staff.call("propose_match", request_id=request, mentor_id=mentor, why=why)
        assert answer == {"outcome": "invalid", "field": "why", "problem": "missing"}


def test_only_staff_see_suggestions_and_propose(connection: Any, gateway_for: Gateways) -> None:
    mentor, (family, request) = make_mentor(connection), make_request(connection)
    for wrong in (
        mentor,
        family,
        make_person(connection, "Lee", roles=["analyst", "administrator"]),
    ):
        with pytest.raises(NotAllowed):
            gateway_for(wrong).call("suggestions", request_id=request)
        with pytest.raises(NotAllowed):
            gateway_for(wrong).call("propose_match", request_id=request, mentor_id=mentor, why=WHY)
        with pytest.raises(NotAllowed):
            gateway_for(wrong).call("keep_apart", request_id=request, mentor_id=mentor)


def test_staff_who_are_the_family_or_the_mentor_cannot_propose_themselves(
    connection: Any, gateway_for: Gateways
) -> None:
    mentor = make_mentor(connection)
    family, request = make_request(connection, roles=("staff",))
    me = gateway_for(family)
    assert me.call("suggestions", request_id=request)["outcome"] == "not_for_yourself"
    assert (
        me.call("propose_match", request_id=request, mentor_id=mentor, why=WHY)["outcome"]
        == "not_for_yourself"
    )
    connection.execute(
        "insert into portal.role_grant (person_id, role) values (%s, 'staff')", (mentor,)
    )
    other = make_request(connection, "Bo")[1]
    proposed = gateway_for(mentor).call(
        "propose_match", request_id=other, mentor_id=mentor, why=WHY
    )
    assert proposed["outcome"] == "not_for_yourself"


def test_a_family_has_one_proposal_at_a_time(connection: Any, staff: Gateway) -> None:
    _, request = make_request(connection)
    make_match(connection, request, make_mentor(connection))
    other = make_mentor(connection, "Max")
    answer = staff.call("propose_match", request_id=request, mentor_id=other, why=WHY)
    assert answer["outcome"] == "already_proposed"


def test_proposals_count_against_capacity(connection: Any, staff: Gateway) -> None:
    mentor = make_mentor(connection, capacity=1)
    make_match(connection, make_request(connection)[1], mentor)
    answer = staff.call(
        "propose_match", request_id=make_request(connection, "Bo")[1], mentor_id=mentor, why=WHY
    )
    assert answer == {"outcome": "full", "because": ["full"]}


def test_staff_can_take_a_proposal_back_and_propose_again(connection: Any, staff: Gateway) -> None:
    mentor, (_, request) = make_mentor(connection), make_request(connection)
    first = staff.call("propose_match", request_id=request, mentor_id=mentor, why=WHY)["match_id"]
    assert staff.call("withdraw_proposal", match_id=first)["outcome"] == "withdrawn"
    assert staff.call("withdraw_proposal", match_id=first) == {
        "outcome": "already_answered",
        "state": "withdrawn",
    }
    assert (
        staff.call("propose_match", request_id=request, mentor_id=mentor, why=WHY)["outcome"]
        == "proposed"
    )


# answering


def test_a_no_of_the_family_keeps_its_place_and_does_not_suggest_that_mentor_again(
    connection: Any, gateway_for: Gateways, staff: Gateway
) -> None:
    mentor = make_mentor(connection)
    family, request = make_request(connection)
    make_request(connection, "Bo")
    match_id = make_match(connection, request, mentor)
    answered = gateway_for(family).call(
        "answer_proposal", match_id=match_id, yes=False, reason="I know her"
    )
    assert answered["outcome"] == "waiting_again"
    assert next(f["request_id"] for f in staff.call("waiting_families")) == request
    found = staff.call("suggestions", request_id=request)
    assert [(m["mentor_id"], m["because"]) for m in found["left_out"]] == [(mentor, ["met_before"])]


def test_a_no_of_the_mentor_is_without_blame_and_its_reason_is_for_staff_only(
    connection: Any, gateway_for: Gateways
) -> None:
    mentor, (family, request) = make_mentor(connection), make_request(connection)
    match_id = make_match(connection, request, mentor, state="family_said_yes")
    answered = gateway_for(mentor).call(
        "answer_match", match_id=match_id, yes=False, reason="Too close to home"
    )
    assert answered["outcome"] == "not_this_time"
    assert "close to home" not in str(gateway_for(family).call("my_mentoring"))
    assert state_of(connection, "mentor_request") == ["waiting"]


def test_nobody_answers_for_somebody_else(
    connection: Any, gateway_for: Gateways, staff: Gateway
) -> None:
    mentor, (family, request) = make_mentor(connection), make_request(connection)
    other_mentor, other_family = make_mentor(connection, "Max"), make_request(connection, "Bo")[0]
    match_id = make_match(connection, request, mentor)
    for wrong in (other_family, mentor, other_mentor):
        answer = gateway_for(wrong).call("answer_proposal", match_id=match_id, yes=True)
        assert answer["outcome"] == "not_found"
    # the mentor is not asked, and knows nothing, before the family has said yes
    assert (
        gateway_for(mentor).call("answer_match", match_id=match_id, yes=True)["outcome"]
        == "not_found"
    )
    gateway_for(family).call("answer_proposal", match_id=match_id, yes=True)
    assert (
        gateway_for(other_mentor).call("answer_match", match_id=match_id, yes=True)["outcome"]
        == "not_found"
    )
    with pytest.raises(NotAllowed):
        gateway_for(family).call("answer_match", match_id=match_id, yes=True)
    with pytest.raises(NotAllowed):
        staff.call("answer_match", match_id=match_id, yes=True)
    assert state_of(connection, "match") == ["family_said_yes"]


def test_an_answer_is_given_once(connection: Any, gateway_for: Gateways) -> None:
    mentor, (family, request) = make_mentor(connection), make_request(connection)
    match_id = make_match(connection, request, mentor)
    gateway_for(family).call("answer_proposal", match_id=match_id, yes=True)
    again = gateway_for(family).call("answer_proposal", match_id=match_id, yes=False)
    assert again == {"outcome": "already_answered", "state": "family_said_yes"}


def test_a_match_ends_by_either_side_and_by_nobody_else(
    connection: Any, gateway_for: Gateways
) -> None:
    mentor, (family, request) = make_mentor(connection), make_request(connection)
    match_id = make_match(connection, request, mentor, state="active")
    stranger = gateway_for(make_person(connection, "Bo"))
    assert (
        stranger.call("end_match", match_id=match_id, reason_code="we_are_done")["outcome"]
        == "not_found"
    )
    bad = gateway_for(family).call("end_match", match_id=match_id, reason_code="their_fault")
    assert bad["field"] == "reason_code"
    # a mentor cannot take the family off the list
    ended = gateway_for(mentor).call(
        "end_match", match_id=match_id, reason_code="time_to_rest", look_again=False
    )
    assert ended == {"outcome": "ended", "family_is": "waiting"}
    again = gateway_for(family).call("end_match", match_id=match_id, reason_code="we_are_done")
    assert again == {"outcome": "not_active", "state": "ended"}


def test_a_family_whose_match_ended_waits_with_its_old_place_unless_it_says_otherwise(
    connection: Any, gateway_for: Gateways
) -> None:
    for name, look_again, state in (("Ash", True, "waiting"), ("Bo", False, "ended")):
        family, request = make_request(connection, name)
        connection.execute(
            "update portal.mentor_request set asked_at = '2026-01-01' where id = %s", (request,)
        )
        match_id = make_match(
            connection, request, make_mentor(connection, f"Mentor of {name}"), state="active"
        )
        gateway_for(family).call(
            "end_match", match_id=match_id, reason_code="not_the_right_fit", look_again=look_again
        )
        row = connection.execute(
            "select * from portal.mentor_request where id = %s", (request,)
        ).fetchone()
        assert (row["state"], row["asked_at"].year, row["asked_at"].month) == (state, 2026, 1)


# who sees what


def test_a_mentor_sees_what_the_family_shares_and_no_more(
    connection: Any, gateway_for: Gateways
) -> None:
    mentor = make_mentor(connection)
    _, request = make_request(
        connection,
        in_treatment="yes",
        not_with="My neighbour Pat",
        situations=["bereaved"],
        would_help="My own words",
    )
    make_match(connection, request, mentor, state="family_said_yes")
    told = gateway_for(mentor).call("my_matches")["matches"][0]
    assert told["staff_name"] == "Jo"
    assert (told["family"]["display_name"], told["family"]["times"]) == (
        "Ash",
        ["mon_eve", "wed_am"],
    )
    for secret in ("Pat", "My own words", "bereaved", "treatment", "in common"):
        assert secret not in str(told)
    connection.execute(
        "update portal.mentor_request set show_words = true where id = %s", (request,)
    )
    assert (
        gateway_for(mentor).call("my_matches")["matches"][0]["family"]["would_help"]
        == "My own words"
    )


def test_a_mentor_sees_no_match_of_another_mentor(connection: Any, gateway_for: Gateways) -> None:
    make_match(connection, make_request(connection)[1], make_mentor(connection), state="active")
    other = make_mentor(connection, "Max")
    assert gateway_for(other).call("my_matches")["matches"] == []
    with as_person(connection, other) as mine:
        for table in ("match", "match_event", "mentor_request"):
            assert mine.execute(f"select * from portal.{table}").fetchall() == []


def test_a_family_sees_no_mentor_before_one_is_proposed_and_none_after_a_no(
    connection: Any, gateway_for: Gateways
) -> None:
    mentor, (family, request) = make_mentor(connection, "Samphire"), make_request(connection)
    assert "Samphire" not in str(gateway_for(family).call("my_mentoring"))
    match_id = make_match(connection, request, mentor)
    assert "Samphire" in str(gateway_for(family).call("my_mentoring"))
    gateway_for(family).call("answer_proposal", match_id=match_id, yes=False)
    assert "Samphire" not in str(gateway_for(family).call("my_mentoring"))
    with as_person(connection, family) as mine:
        for table in ("match", "match_event", "mentor", "mentor_offer"):
            assert mine.execute(f"select * from portal.{table}").fetchall() == []


def test_staff_read_no_match_that_they_are_in(connection: Any) -> None:
    family, request = make_request(connection, roles=("staff",))
    make_match(connection, request, make_mentor(connection))
    with as_person(connection, family) as mine:
        assert mine.execute("select * from portal.match").fetchall() == []
        assert mine.execute("select * from portal.match_event").fetchall() == []


@pytest.mark.parametrize("purpose", ["matching", "share_with_mentor"])
def test_taking_back_a_consent_hides_the_family_from_its_mentor_at_the_next_call(
    connection: Any, gateway_for: Gateways, purpose: str
) -> None:
    mentor, (family, request) = make_mentor(connection), make_request(connection)
    make_match(connection, request, mentor, state="active")
    assert gateway_for(mentor).call("my_matches")["matches"][0]["family"]["display_name"] == "Ash"
    gateway_for(family).call("withdraw_consent", purpose=purpose)
    assert gateway_for(mentor).call("my_matches")["matches"][0]["family"] is None


def test_a_mentor_who_takes_back_the_consent_is_hidden_from_the_family_that_they_meet(
    connection: Any, gateway_for: Gateways
) -> None:
    mentor, (family, request) = make_mentor(connection), make_request(connection)
    make_match(connection, request, mentor, state="active")
    gateway_for(mentor).call("withdraw_consent", purpose="matching")
    assert gateway_for(family).call("my_mentoring")["match"]["mentor"] is None


def test_a_mentor_who_takes_back_the_consent_is_proposed_no_more_and_left_out(
    connection: Any, gateway_for: Gateways, staff: Gateway
) -> None:
    mentor, (family, request) = make_mentor(connection), make_request(connection)
    match_id = make_match(connection, request, mentor)
    gateway_for(mentor).call("withdraw_consent", purpose="matching")
    assert gateway_for(family).call("my_mentoring")["match"] is None
    answer = gateway_for(family).call("answer_proposal", match_id=match_id, yes=True)
    assert answer == {"outcome": "already_answered", "state": "lapsed"}
    left_out = staff.call("suggestions", request_id=request)["left_out"]
    assert [m["because"] for m in left_out] == [["mentor_consent"]]


def test_a_family_that_takes_back_the_consent_is_a_name_and_a_date_and_gets_no_suggestions(
    connection: Any, gateway_for: Gateways, staff: Gateway
) -> None:
    mentor, (family, request) = make_mentor(connection), make_request(connection)
    match_id = make_match(connection, request, mentor, state="family_said_yes")
    gateway_for(family).call("withdraw_consent", purpose="matching")
    waiting = staff.call("waiting_families")[0]
    assert waiting["consented"] is False
    assert waiting.keys() == {
        "request_id",
        "display_name",
        "asked_at",
        "consented",
        "is_me",
        "proposal",
    }
    assert staff.call("suggestions", request_id=request) == {"outcome": "consent_needed"}
    answer = gateway_for(mentor).call("answer_match", match_id=match_id, yes=True)
    assert answer == {"outcome": "already_answered", "state": "lapsed"}
    assert state_of(connection, "match") == ["lapsed"]
    refused = staff.call("propose_match", request_id=request, mentor_id=mentor, why=WHY)
    assert refused == {"outcome": "left_out", "because": ["family_consent"]}


# what the keeper cannot do even by mistake


@pytest.mark.parametrize("who", ["family", "mentor"])
def test_the_keeper_proposes_no_match_with_the_asker_in_it(connection: Any, who: str) -> None:
    mentor, (family, request) = make_mentor(connection), make_request(connection, roles=("staff",))
    connection.execute(
        "insert into portal.role_grant (person_id, role) values (%s, 'staff')", (mentor,)
    )
    asker = {"family": family, "mentor": mentor}[who]
    with (
        pytest.raises(psycopg.errors.InsufficientPrivilege),
        as_person(connection, asker, role="mentoring_keeper") as keeper,
    ):
        keeper.execute(
            "insert into portal.match (request_id, family_id, mentor_id, score, reasons, why, proposed_by)"
            " values (%s, %s, %s, 1, '[]', 'x', %s)",
            (request, family, mentor, asker),
        )


def test_the_keeper_moves_nothing_of_strangers(connection: Any) -> None:
    make_match(connection, make_request(connection)[1], make_mentor(connection))
    with as_person(connection, make_person(connection, "Bo"), role="mentoring_keeper") as keeper:
        assert keeper.execute("update portal.match set state = state where true").rowcount == 0
        assert (
            keeper.execute("update portal.mentor_request set state = state where true").rowcount
            == 0
        )


@pytest.mark.parametrize("table", ["match_event", "match", "mentor_request", "exclusion"])
def test_history_cannot_be_deleted_and_events_cannot_be_changed(
    connection: Any, table: str
) -> None:
    staff = make_person(connection, "Jo", roles=["staff"])
    changes = [f"delete from portal.{table} where true"]
    if table == "match_event":
        changes.append("update portal.match_event set state = 'ended' where true")
    for change in changes:
        with (
            pytest.raises(psycopg.errors.InsufficientPrivilege),
            as_person(connection, staff, role="mentoring_keeper") as keeper,
        ):
            keeper.execute(change)


def test_figures_never_read_what_people_wrote(connection: Any) -> None:
    analyst = make_person(connection, "Lee", roles=["analyst"])
    for query in (
        "select would_help from portal.mentor_request",
        "select not_with from portal.mentor_request",
        "select why from portal.match",
        "select no_reason from portal.match",
        "select why from portal.mentor_offer",
        "select * from portal.exclusion",
    ):
        with (
            pytest.raises(psycopg.errors.InsufficientPrivilege),
            as_person(connection, analyst, role="figures_keeper") as keeper,
        ):
            keeper.execute(query)


def test_nothing_that_people_wrote_is_in_the_audit(
    connection: Any, gateway_for: Gateways, staff: Gateway
) -> None:
    mentor, (family, request) = make_mentor(connection), make_request(connection)
    match_id = staff.call("propose_match", request_id=request, mentor_id=mentor, why=WHY)[
        "match_id"
    ]
    gateway_for(family).call("answer_proposal", match_id=match_id, yes=False, reason="I know her")
    trail = connection.execute(
        "select action, a.*::text as all_of_it from portal.audit a order by id"
    ).fetchall()
    assert [row["action"] for row in trail] == ["match:proposed", "match:family_said_no"]
    assert not any(words in row["all_of_it"] for row in trail for words in (WHY, "I know her"))
