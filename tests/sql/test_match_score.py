"""Who fits whom: each hard rule leaves a mentor out with its reason, each soft part earns its points."""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from services.gateway import Gateway
from tests.conftest import Database
from tests.mentoring import make_mentor, make_request
from tests.people import make_person
from tests.workshops import make_space

Gateways = Callable[[str | None], Gateway]


@pytest.fixture
def connection(database: Database) -> Iterator[psycopg.Connection[Any]]:
    with database.connect() as connection:
        yield connection


@pytest.fixture
def found(connection: Any, gateway_for: Gateways) -> Callable[[str], dict[str, Any]]:
    staff = gateway_for(make_person(connection, "Jo", roles=["staff"]))

    def ask(request_id: str) -> dict[str, Any]:
        answer: dict[str, Any] = staff.call("suggestions", request_id=request_id)
        return answer

    return ask


Found = Callable[[str], dict[str, Any]]


def part(answer: dict[str, Any], name: str) -> tuple[int, str, str]:
    """Points, side and finding of the first part of that name of the only suggestion."""
    (suggestion,) = answer["suggestions"]
    one = next(reason for reason in suggestion["reasons"] if reason["part"] == name)
    return one["points"], one["side"], one["finding"]


@pytest.mark.parametrize(
    ("offer", "request_change", "bar"),
    [
        ({"ways": ["in_person"]}, {}, "no_shared_way"),
        ({"times": ["sun_eve"]}, {}, "no_shared_time"),
        ({"languages": ["polish"]}, {}, "no_shared_language"),
        ({}, {"gender_wish": "must", "wanted_gender": "woman"}, "gender"),
        ({"gender": "man"}, {"gender_wish": "must", "wanted_gender": "woman"}, "gender"),
        ({"gender_wish": "must", "wanted_gender": "man"}, {"gender": "woman"}, "gender"),
        ({"gender_wish": "must", "wanted_gender": "man"}, {}, "gender"),
        ({"limits": ["alcohol"]}, {}, "limits"),
        ({"limits": ["drugs"]}, {"substance": "both"}, "limits"),
        ({"limits": ["family"]}, {}, "limits"),
    ],
)
def test_a_hard_rule_leaves_a_mentor_out_and_says_which(
    connection: Any,
    found: Found,
    offer: dict[str, object],
    request_change: dict[str, object],
    bar: str,
) -> None:
    mentor = make_mentor(connection, **offer)
    answer = found(make_request(connection, **request_change)[1])
    assert answer["suggestions"] == []
    assert answer["left_out"] == [{"mentor_id": mentor, "display_name": "Sam", "because": [bar]}]


@pytest.mark.parametrize(
    ("change", "bar"),
    [
        ("update portal.mentor set state = 'resting' where true", "resting"),
        (
            "update portal.mentor set supervision_due_on = current_date - 1 where true",
            "supervision_overdue",
        ),
        ("delete from portal.role_grant where role = 'mentor'", "not_a_mentor_now"),
        (
            "update portal.person set state = 'suspended' where display_name = 'Sam'",
            "not_a_mentor_now",
        ),
    ],
)
def test_a_mentor_who_can_take_nobody_just_now_is_left_out(
    connection: Any, found: Found, change: str, bar: str
) -> None:
    make_mentor(connection)
    connection.execute(change)
    assert [m["because"] for m in found(make_request(connection)[1])["left_out"]] == [[bar]]


def test_supervision_that_is_due_today_leaves_nobody_out(connection: Any, found: Found) -> None:
    make_mentor(connection)
    connection.execute("update portal.mentor set supervision_due_on = current_date where true")
    assert len(found(make_request(connection)[1])["suggestions"]) == 1


def test_two_people_who_are_kept_apart_are_never_suggested(
    connection: Any, found: Found, gateway_for: Gateways
) -> None:
    mentor, (_, request) = make_mentor(connection), make_request(connection)
    staff = gateway_for(make_person(connection, "Kit", roles=["staff"]))
    assert staff.call("keep_apart", request_id=request, mentor_id=mentor)["outcome"] == "kept_apart"
    assert [m["because"] for m in found(request)["left_out"]] == [["kept_apart"]]
    refused = staff.call(
        "propose_match", request_id=request, mentor_id=mentor, why="They would get on"
    )
    assert refused == {"outcome": "left_out", "because": ["kept_apart"]}


def test_nobody_is_their_own_mentor(connection: Any, found: Found, gateway_for: Gateways) -> None:
    mentor = make_mentor(connection)
    request = make_request(connection)[1]
    connection.execute("update portal.mentor_request set person_id = %s where true", (mentor,))
    answer = found(request)
    assert (answer["suggestions"], answer["left_out"]) == ([], [])
    staff = gateway_for(make_person(connection, "Kit", roles=["staff"]))
    refused = staff.call("propose_match", request_id=request, mentor_id=mentor, why="It is me")
    assert "same_person" in refused["because"]


def test_a_full_match_earns_a_hundred_and_each_part_says_why(connection: Any, found: Found) -> None:
    space = make_space(connection, "Basildon")
    times = ["mon_eve", "wed_am", "sat_am"]
    make_mentor(connection, situations=["bereaved"], space_ids=[space], times=times)
    request = make_request(
        connection,
        situations=["bereaved"],
        space_id=space,
        times=times,
        interests=["walking", "gardening"],
    )[1]
    (suggestion,) = found(request)["suggestions"]
    assert suggestion["score"] == 100
    assert {(r["part"], r["points"], r["side"]) for r in suggestion["reasons"]} == {
        ("relation", 30, "for"), ("substance", 12, "for"), ("situation", 8, "for"), ("stage", 15, "for"),
        ("availability", 15, "for"), ("area", 10, "for"), ("interests", 10, "for"),
    }  # fmt: skip


def test_what_nobody_said_is_neutral_and_not_nothing(connection: Any, found: Found) -> None:
    make_mentor(connection, substance=None, settled_for=None, interests=[], space_ids=[])
    request = make_request(connection, substance=None, stage=None, interests=[])[1]
    (suggestion,) = found(request)["suggestions"]
    neutral = {r["part"]: r["points"] for r in suggestion["reasons"] if r["side"] == "not_known"}
    assert neutral == {"substance": 6, "situation": 4, "stage": 8, "area": 5, "interests": 5}


@pytest.mark.parametrize(
    ("offer", "request_change", "name", "expected"),
    [
        ({"relation": "grandparent"}, {}, "relation", (18, "for", "near_relation")),
        ({"relation": "friend"}, {}, "relation", (10, "against", "other_relation")),
        ({"connection": "recovery", "relation": None}, {}, "relation", (3, "against", "other_side_recovery")),
        (
            {"connection": "recovery", "relation": None}, {"connection": "recovery", "relation": None},
            "relation", (30, "for", "both_recovery"),
        ),
        ({"substance": "both"}, {}, "substance", (10, "for", "partly_same_substance")),
        ({"substance": "gambling_or_other"}, {"substance": "both"}, "substance", (0, "against", "other_substance")),
        ({"situations": ["treatment"]}, {"in_treatment": "yes"}, "situation", (8, "for", "same_situation")),
        ({"situations": ["prison"]}, {"situations": ["bereaved"]}, "situation", (0, "against", "other_situation")),
        ({"settled_for": "under_1_year"}, {"stage": "very_hard"}, "stage", (9, "for", "a_little_further")),
        ({"settled_for": "under_1_year"}, {"stage": "settled"}, "stage", (3, "against", "not_much_further")),
        ({"times": ["mon_eve"]}, {}, "availability", (7, "against", "one_shared_time")),
        ({"times": ["mon_eve", "wed_am"]}, {}, "availability", (11, "for", "shared_times")),
        ({"interests": ["music"]}, {}, "interests", (0, "against", "no_shared_interest")),
        ({"gender": "man"}, {"gender_wish": "prefer", "wanted_gender": "woman"}, "preference",
         (-10, "against", "family_preference_not_met")),
        ({}, {"gender_wish": "prefer", "wanted_gender": "woman"}, "preference",
         (-5, "not_known", "family_preference_not_known")),
        ({"gender_wish": "prefer", "wanted_gender": "woman"}, {"gender": "woman"}, "preference",
         (0, "for", "mentor_preference_met")),
    ],
)  # fmt: skip
def test_each_part_of_the_score(
    connection: Any, found: Found, offer: dict[str, object], request_change: dict[str, object],
    name: str, expected: tuple[int, str, str],
) -> None:  # fmt: skip
    make_mentor(connection, **offer)
    assert part(found(make_request(connection, **request_change)[1]), name) == expected


def test_distance_counts_against_only_where_it_matters(connection: Any, found: Found) -> None:
    here, there = make_space(connection, "Basildon"), make_space(connection, "Harlow")
    make_mentor(connection, space_ids=[there], ways=["in_person", "phone"])
    by_phone = make_request(connection, space_id=here, ways=["phone"])[1]
    face_to_face = make_request(connection, "Bo", space_id=here, ways=["in_person"])[1]
    assert part(found(by_phone), "area") == (5, "against", "only_from_afar")
    assert part(found(face_to_face), "area") == (0, "against", "cannot_reach")


def test_weekends_that_a_mentor_has_none_of_are_told_without_costing_points(
    connection: Any, found: Found
) -> None:
    make_mentor(connection, times=["wed_am"])
    request = make_request(connection, times=["wed_am", "sat_am"])[1]
    (suggestion,) = found(request)["suggestions"]
    told = [r for r in suggestion["reasons"] if r["finding"] == "no_weekends"]
    assert [(r["points"], r["most"], r["side"]) for r in told] == [(0, 0, "against")]


def test_the_best_comes_first_and_among_equals_who_has_fewest_families(
    connection: Any, found: Found, gateway_for: Gateways
) -> None:
    busy, free = make_mentor(connection, "Busy"), make_mentor(connection, "Free")
    best = make_mentor(connection, "Best", times=["mon_eve", "wed_am", "thu_am"])
    staff = gateway_for(make_person(connection, "Kit", roles=["staff"]))
    staff.call(
        "propose_match",
        request_id=make_request(connection, "Bo")[1],
        mentor_id=busy,
        why="A good fit",
    )
    order = [m["mentor_id"] for m in found(make_request(connection)[1])["suggestions"]]
    assert order == [best, free, busy]


def test_the_proposal_keeps_the_score_and_reasons_of_its_day(
    connection: Any, found: Found, gateway_for: Gateways
) -> None:
    mentor, (_, request) = make_mentor(connection), make_request(connection)
    (suggestion,) = found(request)["suggestions"]
    staff = gateway_for(make_person(connection, "Kit", roles=["staff"]))
    staff.call("propose_match", request_id=request, mentor_id=mentor, why="A good fit")
    kept = connection.execute("select score, reasons from portal.match").fetchone()
    assert (kept["score"], kept["reasons"]) == (suggestion["score"], suggestion["reasons"])
