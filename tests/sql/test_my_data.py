"""My data: what a person may take away, who looked, putting right, and what staff review first."""

from __future__ import annotations

import uuid

import psycopg
import pytest

from services.errors import NotAllowed, SignInFirst
from tests.people import as_person, give_consent, make_person

WHY = "Both of them look after a grown-up son."


@pytest.fixture
def people(owner):
    """A member, another, a mentor, two of staff and an administrator."""
    return {
        "robin": make_person(owner, "Robin", connection_kind="family", relation="parent"),
        "sam": make_person(owner, "Sam"),
        "max": make_person(owner, "Max", roles=["mentor"], connection_kind="family"),
        "tam": make_person(owner, "Tam", roles=["staff"]),
        "ruth": make_person(owner, "Ruth", roles=["staff", "safeguarding_lead"]),
        "gwyn": make_person(owner, "Gwyn", roles=["administrator"]),
    }


def say(gateway, body):
    return gateway.call(
        "give_feedback", kind="idea", body=body, about_kind="portal", audience="staff"
    )["feedback_id"]


def a_match(owner, people, *, no_reason=None):
    """Max is an approved mentor, and staff once suggested them to Robin."""
    offer, request, match = (str(uuid.uuid4()) for _ in range(3))
    owner.execute(
        "insert into portal.mentor_offer (id, person_id, connection, ways, times, languages, why, state,"
        " decided_by, decided_at, decision_reason) values (%s, %s, 'family', '{phone}', '{mon_am}', '{english}',"
        " 'Max says why', 'approved', %s, now(), 'Calm and kind')",
        (offer, people["max"], people["tam"]),
    )
    owner.execute(
        "insert into portal.mentor (person_id, offer_id) values (%s, %s)", (people["max"], offer)
    )
    owner.execute(
        "insert into portal.mentor_request (id, person_id, connection, ways, times, languages, would_help)"
        " values (%s, %s, 'family', '{phone}', '{mon_am}', '{english}', 'Robin needs an ear')",
        (request, people["robin"]),
    )
    owner.execute(
        "insert into portal.match (id, request_id, family_id, mentor_id, state, score, reasons, why, proposed_by,"
        " closed_at, no_reason) values (%s, %s, %s, %s, 'mentor_said_no', 60, '[]', %s, %s, now(), %s)",
        (match, request, people["robin"], people["max"], WHY, people["tam"], no_reason),
    )
    return match


# what a person entered


def test_a_person_takes_away_their_own_words_and_nobody_elses(owner, gateway_for, people):
    robin = gateway_for(people["robin"])
    say(robin, "Robin would like a kettle")
    say(gateway_for(people["sam"]), "Sam would like a sofa")
    gateway_for(people["tam"]).call(
        "give_feedback",
        kind="idea",
        body="Tam would like a rota",
        about_kind="portal",
        audience="staff",
    )
    give_consent(owner, people["robin"], "photo")
    give_consent(owner, people["sam"], "story")
    mine = robin.call("my_data")
    assert [row["body"] for row in mine["feedback"]] == ["Robin would like a kettle"]
    assert [row["purpose"] for row in mine["choices"]] == ["photo"]
    assert mine["details"][0]["display_name"] == "Robin"
    assert "Sam" not in str(mine) and "Tam" not in str(mine) and people["sam"] not in str(mine)


@pytest.mark.parametrize("name", ["tam", "gwyn", "ruth"])
def test_staff_take_away_their_own_data_only(gateway_for, people, name):
    say(gateway_for(people["robin"]), "Robin would like a kettle")
    mine = gateway_for(people[name]).call("my_data")
    assert mine["feedback"] == [] and "Robin" not in str(mine)


def test_what_others_wrote_is_not_in_what_comes_at_once(owner, gateway_for, people):
    robin, tam = gateway_for(people["robin"]), gateway_for(people["tam"])
    said = say(robin, "Robin would like a kettle")
    tam.call("answer_feedback", feedback_id=said, state="planned", reason="Next month, we hope")
    a_match(owner, people, no_reason="Too much like my own")
    mine = str(robin.call("my_data"))
    for words in ("Next month, we hope", "Too much like my own", WHY, "Max"):
        assert words not in mine
    assert "Robin needs an ear" in mine


def test_a_download_is_written_down(owner, gateway_for, people):
    gateway_for(people["robin"]).call("my_data")
    assert owner.execute(
        "select action from portal.audit where action = 'download_my_data'"
    ).fetchall()


@pytest.mark.parametrize("function", ["my_data", "your_data", "who_looked", "what_others_wrote"])
def test_a_visitor_reads_nothing(gateway_for, function):
    with pytest.raises(SignInFirst):
        gateway_for(None).call(function)


# what others wrote


def ask(gateway_for, people):
    gateway_for(people["robin"]).call("ask_for_what_others_wrote")
    [request] = gateway_for(people["tam"]).call("data_desk")["requests"]
    return request["id"]


def test_one_asks_once_and_hears_within_a_month(owner, gateway_for, people):
    robin = gateway_for(people["robin"])
    first, second = (robin.call("ask_for_what_others_wrote") for _ in range(2))
    assert (first["outcome"], second["outcome"]) == ("asked", "already_asked")
    assert first["reference"] == second["reference"]
    row = owner.execute(
        "select due_on = (now() at time zone 'Europe/London')::date + interval '1 month' as right"
        " from portal.data_request"
    ).fetchall()
    assert row == [{"right": True}]
    assert robin.call("what_others_wrote") == {"outcome": "not_ready"}


def test_a_piece_is_shown_or_kept_back_with_a_reason(owner, gateway_for, people):
    robin, tam = gateway_for(people["robin"]), gateway_for(people["tam"])
    said = say(robin, "Robin would like a kettle")
    tam.call("answer_feedback", feedback_id=said, state="planned", reason="Next month, we hope")
    a_match(owner, people, no_reason="Too much like my own")
    request = ask(gateway_for, people)
    review = tam.call("data_review", request_id=request)
    kinds = {piece["kind"]: piece for piece in review["pieces"]}
    assert set(kinds) == {"feedback_answer", "match_why", "match_no"}
    assert kinds["feedback_answer"]["seen"] and not kinds["match_no"]["seen"]
    for kind, shown, because, reason in (
        ("feedback_answer", True, "about_them_alone", None),
        ("match_why", True, "fair_without_asking", None),
        ("match_no", False, None, "It is about somebody else as well"),
    ):
        assert tam.call("finish_review", request_id=request)["outcome"] == "not_all_decided"
        done = tam.call(
            "decide_piece",
            request_id=request,
            kind=kind,
            row_id=kinds[kind]["row_id"],
            shown=shown,
            because=because,
            reason=reason,
        )
        assert done["outcome"] == ("to_show" if shown else "to_keep_back")
    assert robin.call("what_others_wrote") == {"outcome": "not_ready"}
    assert (
        tam.call("finish_review", request_id=request, note="Two letters follow")["outcome"]
        == "ready"
    )
    told = robin.call("what_others_wrote")
    assert {row["words"] for row in told["what_others_wrote"]} == {"Next month, we hope", WHY}
    assert told["kept_back"] == [
        {"kind": "match_no", "reason": "It is about somebody else as well"}
    ]
    assert told["note"] == "Two letters follow" and "my own" not in str(told)
    assert [n["kind"] for n in robin.call("my_notices")["rows"]].count("data_ready") == 1


def test_words_that_change_after_the_review_are_not_shown(owner, gateway_for, people):
    match = a_match(owner, people)
    request = ask(gateway_for, people)
    tam = gateway_for(people["tam"])
    decision = {"kind": "match_why", "row_id": match, "shown": True, "because": "about_them_alone"}
    tam.call("decide_piece", request_id=request, **decision)
    tam.call("finish_review", request_id=request)
    owner.execute("update portal.match set why = 'Other words' where id = %s", (match,))
    assert gateway_for(people["robin"]).call("what_others_wrote")["what_others_wrote"] == []


def test_a_decision_needs_its_step_or_its_reason(owner, gateway_for, people):
    match, tam = a_match(owner, people), gateway_for(people["tam"])
    piece = {"request_id": ask(gateway_for, people), "kind": "match_why", "row_id": match}
    for wrong, field in (
        ({"shown": True}, "because"),
        ({"shown": True, "because": "i_like_them"}, "because"),
        ({"shown": False, "reason": "  "}, "reason"),
        ({"shown": None}, "shown"),
    ):
        assert tam.call("decide_piece", **piece, **wrong)["field"] == field
    elsewhere = {**piece, "row_id": str(uuid.uuid4())}
    done = tam.call("decide_piece", **elsewhere, shown=True, because="about_them_alone")
    assert done["outcome"] == "not_found"


def test_nobody_reviews_for_themselves(gateway_for, people):
    tam = gateway_for(people["tam"])
    tam.call("ask_for_what_others_wrote")
    [mine] = tam.call("data_desk")["requests"]
    assert mine["is_mine"]
    for call in ("data_review", "finish_review"):
        assert tam.call(call, request_id=mine["id"])["outcome"] == "not_your_own"


@pytest.mark.parametrize("name", ["robin", "sam", "max"])
def test_no_member_reads_what_waits_for_staff(gateway_for, people, name):
    request = ask(gateway_for, people)
    member = gateway_for(people[name])
    for call, arguments in (
        ("data_desk", {}),
        ("data_review", {"request_id": request}),
        ("finish_review", {"request_id": request}),
        ("decide_piece", {"request_id": request, "kind": "x", "row_id": request, "shown": True}),
        ("answer_correction", {"correction_id": request, "accepted": True, "reason": "x"}),
    ):
        with pytest.raises(NotAllowed):
            member.call(call, **arguments)


def test_without_an_open_request_the_keeper_reads_nobodys_words_for_staff(owner, people):
    a_match(owner, people)
    with as_person(owner, people["tam"], role="my_data_keeper") as connection:
        assert connection.execute("select * from portal.match").fetchall() == []
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select * from portal.concern")


def test_who_is_kept_apart_is_told_without_the_other_person(owner, gateway_for, people):
    low, high = sorted([people["robin"], people["max"]])
    owner.execute(
        "insert into portal.exclusion (person_id, other_id, added_by) values (%s, %s, %s)",
        (low, high, people["tam"]),
    )
    request, tam = ask(gateway_for, people), gateway_for(people["tam"])
    [piece] = tam.call("data_review", request_id=request)["pieces"]
    assert piece["kind"] == "kept_apart" and "Max" not in str(piece)
    tam.call(
        "decide_piece",
        request_id=request,
        kind="kept_apart",
        row_id=piece["row_id"],
        shown=True,
        because="fair_without_asking",
    )
    tam.call("finish_review", request_id=request)
    told = str(gateway_for(people["robin"]).call("what_others_wrote"))
    assert people["max"] not in told and "Max" not in told


def test_somebody_who_blocks_another_is_never_given_away(owner, gateway_for, people):
    owner.execute(
        "insert into portal.block (person_id, other_id) values (%s, %s)",
        (people["max"], people["robin"]),
    )
    request = ask(gateway_for, people)
    assert gateway_for(people["tam"]).call("data_review", request_id=request)["pieces"] == []
    assert gateway_for(people["robin"]).call("my_data")["people_you_keep_away"] == []
    assert len(gateway_for(people["max"]).call("my_data")["people_you_keep_away"]) == 1


# corrections


def test_a_correction_is_answered_with_a_reason_that_the_person_reads(gateway_for, people):
    robin, tam = gateway_for(people["robin"]), gateway_for(people["tam"])
    asked = robin.call(
        "ask_correction", part="bookings", wrong="It says I missed it", should_say="I was there"
    )
    assert asked["outcome"] == "asked" and asked["reference"].startswith("P-")
    [waiting] = tam.call("data_desk")["corrections"]
    answer = {"correction_id": waiting["id"], "accepted": True}
    assert tam.call("answer_correction", **answer, reason="")["field"] == "reason"
    assert tam.call("answer_correction", **answer, reason="You were")["outcome"] == "accepted"
    assert tam.call("answer_correction", **answer, reason="x")["outcome"] == "already_answered"
    [mine] = robin.call("your_data")["corrections"]
    assert (mine["state"], mine["reason"]) == ("accepted", "You were")
    assert gateway_for(people["sam"]).call("your_data")["corrections"] == []


def test_staff_do_not_answer_their_own_correction(gateway_for, people):
    tam = gateway_for(people["tam"])
    tam.call("ask_correction", part="details", wrong="w", should_say="s")
    [mine] = tam.call("data_desk")["corrections"]
    answer = {"correction_id": mine["id"], "accepted": True, "reason": "mine"}
    assert tam.call("answer_correction", **answer)["outcome"] == "not_your_own"
    assert gateway_for(people["gwyn"]).call("answer_correction", **answer)["outcome"] == "accepted"


def test_a_correction_needs_a_part_and_both_texts(gateway_for, people):
    robin = gateway_for(people["robin"])
    fine = {"part": "details", "wrong": "w", "should_say": "s"}
    for name, value in (("part", "else"), ("wrong", " "), ("should_say", "x" * 1001)):
        assert robin.call("ask_correction", **{**fine, name: value})["field"] == name
    for _ in range(20):
        robin.call("ask_correction", **fine)
    assert robin.call("ask_correction", **fine)["outcome"] == "too_many_open"


# who looked


def test_a_person_sees_that_staff_looked_and_not_who(gateway_for, people):
    gateway_for(people["tam"]).call("person", person_id=people["robin"])
    [look] = gateway_for(people["robin"]).call("who_looked")
    assert (look["who"], look["action"], look["times"]) == ("staff", "read_details", 1)
    assert "Tam" not in str(look) and people["tam"] not in str(look)
    assert gateway_for(people["sam"]).call("who_looked") == []


def test_drawing_a_page_again_is_one_look_and_the_next_hour_another(owner, gateway_for, people):
    tam = gateway_for(people["tam"])
    for _ in range(5):
        tam.call("person", person_id=people["robin"])
    gateway_for(people["ruth"]).call("person", person_id=people["robin"])
    tam.call("person", person_id=people["sam"])
    reads = "select count(*) as n from portal.audit where action = 'read_details'"
    assert owner.execute(reads).fetchone()["n"] == 3
    owner.execute("alter table portal.audit disable trigger user")
    owner.execute("update portal.audit set at = at - interval '61 minutes' where true")
    tam.call("person", person_id=people["robin"])
    assert owner.execute(reads).fetchone()["n"] == 4
    looks = gateway_for(people["robin"]).call("who_looked")
    assert sum(look["times"] for look in looks) == 3


def test_what_a_person_did_themselves_is_not_a_look(gateway_for, people):
    robin = gateway_for(people["robin"])
    say(robin, "Robin would like a kettle")
    robin.call("my_data")
    assert robin.call("who_looked") == []


def test_a_safeguarding_lead_who_looks_shows_as_staff_like_anybody(gateway_for, people):
    gateway_for(people["ruth"]).call("person", person_id=people["robin"])
    assert [look["who"] for look in gateway_for(people["robin"]).call("who_looked")] == ["staff"]


@pytest.mark.parametrize("table", ["concern", "concern_event", "exclusion", "report", "block"])
def test_safeguarding_and_what_leads_to_another_person_is_never_shown(
    owner, gateway_for, people, table
):
    """Even if somebody wrote it to the audit with the person as its subject."""
    with as_person(owner, people["ruth"], role="audit_keeper") as connection:
        connection.execute(
            "select private.record('read_concern', %s, null, '{}', %s)", (table, people["robin"])
        )
    owner.execute(
        "insert into portal.subject_key (person_id) select unnest(%s::uuid[]) on conflict do nothing",
        ([people["robin"], people["ruth"]],),
    )
    owner.execute(
        "insert into portal.audit (actor_key, action, table_name, subject_key) select r.key, 'read_concern', %s, s.key"
        " from portal.subject_key r, portal.subject_key s where r.person_id = %s and s.person_id = %s",
        (table, people["ruth"], people["robin"]),
    )
    robin = gateway_for(people["robin"])
    assert robin.call("who_looked") == [] and robin.call("my_data")["who_looked"] == []


def test_opening_a_review_is_a_look_of_its_own(gateway_for, people):
    gateway_for(people["tam"]).call("data_review", request_id=ask(gateway_for, people))
    looks = gateway_for(people["robin"]).call("who_looked")
    assert [look["action"] for look in looks] == ["read_for_review"]
