"""Moderation of feedback: reasons from a list, a role in place of a name, and another look."""

from __future__ import annotations

import json

import psycopg
import pytest

from services.errors import NotAllowed, SignInFirst
from tests.people import as_person, make_person

BODY = "Tariq Bassi never rings back. Tariq was short with my mum on Friday."
CLEAN = "[a worker] never rings back. [a worker] was short with my mum on Friday."


@pytest.fixture
def ash(owner):
    return make_person(owner, "Ash")


@pytest.fixture
def sam(owner):
    return make_person(owner, "Sam", roles=["staff"])


@pytest.fixture
def jo(owner):
    return make_person(owner, "Jo", roles=["staff"])


@pytest.fixture
def said(ash, gateway_for):
    call = {"kind": "problem", "body": BODY, "audience": "everyone"}
    return gateway_for(ash).call("give_feedback", **call)["feedback_id"]


@pytest.fixture
def kept(said, sam, gateway_for):
    """Kept for staff by Sam."""
    gateway_for(sam).call("keep_for_staff", feedback_id=said, why="names_someone")
    return said


def public(gateway_for):
    return [row["body"] for row in gateway_for(None).call("shown_feedback")["rows"]]


def mine(gateway_for, person):
    return gateway_for(person).call("my_feedback")["rows"][0]


def roles(*names):
    return [{"name": name, "role": "worker"} for name in names]


def test_a_role_stands_in_place_of_a_name_and_the_authors_words_stay(said, ash, sam, gateway_for):
    names = roles("Tariq", "tariq bassi")
    told = gateway_for(sam).call("show_feedback", feedback_id=said, names=names)
    assert told == {"outcome": "shown"}
    assert public(gateway_for) == [CLEAN]
    own = mine(gateway_for, ash)
    assert (own["body"], own["shown_words"]) == (BODY, CLEAN)
    assert gateway_for(None).call("piece", piece="feedback", piece_id=said)["shown_text"] == CLEAN


@pytest.mark.parametrize(
    "names",
    [
        roles("Nobody"),
        roles("never rings back. Tariq was"),  # five words: not a name
        [{"name": "Tariq", "role": "a liar"}],
        [{"name": "", "role": "worker"}],
        [{"role": "worker"}],
        ["Tariq"],
        [[]],
    ],
)
def test_a_moderator_can_change_nothing_but_names(said, sam, gateway_for, names):
    told = gateway_for(sam).call("show_feedback", feedback_id=said, names=names)
    assert (told["outcome"], told.get("field")) == ("invalid", "names")
    assert public(gateway_for) == []


def test_signs_in_a_name_are_no_pattern(said, sam, ash, gateway_for):
    call = {"kind": "idea", "body": "Ask (Dr. X*) about it, not Drs Xx.", "audience": "everyone"}
    other = gateway_for(ash).call("give_feedback", **call)["feedback_id"]
    gateway_for(sam).call("show_feedback", feedback_id=other, names=roles("Dr. X*"))
    assert public(gateway_for) == ["Ask ([a worker]) about it, not Drs Xx."]


def test_the_moderator_is_warned_of_names_of_staff_and_ways_to_reach(
    said, owner, sam, ash, gateway_for
):
    make_person(owner, "Tariq Bassi", roles=["mentor"])
    make_person(owner, "Friday")  # works here as nothing
    found = gateway_for(sam).call("feedback", feedback_id=said)["gives_away"]
    assert found == {"names": ["Tariq Bassi"], "email": False, "phone": False}
    call = {"kind": "idea", "body": "Ring me on 07700 900123 or me@post.example please"}
    other = gateway_for(ash).call("give_feedback", **call)["feedback_id"]
    found = gateway_for(sam).call("feedback", feedback_id=other)["gives_away"]
    assert found == {"names": [], "email": True, "phone": True}


def test_a_reason_from_the_list_is_enough_and_another_needs_words(said, ash, sam, gateway_for):
    staff = gateway_for(sam)
    keep = {"feedback_id": said}
    assert staff.call("keep_for_staff", **keep)["outcome"] == "reason_needed"
    assert staff.call("keep_for_staff", why="other", **keep)["outcome"] == "reason_needed"
    assert staff.call("keep_for_staff", why="boring", **keep)["outcome"] == "invalid"
    assert staff.call("keep_for_staff", why="unkind", **keep)["outcome"] == "kept_for_staff"
    own = mine(gateway_for, ash)
    assert (own["sharing"], own["sharing_why"], own["can_appeal"]) == ("kept", "unkind", True)


def test_staff_do_not_moderate_their_own(sam, gateway_for):
    call = {"kind": "idea", "body": BODY, "audience": "everyone"}
    own = gateway_for(sam).call("give_feedback", **call)["feedback_id"]
    told = gateway_for(sam).call("show_feedback", feedback_id=own)
    assert told == {"outcome": "not_for_yourself"}


def test_the_author_stops_sharing_at_any_time_and_nobody_else_can(
    said, ash, sam, owner, gateway_for
):
    gateway_for(sam).call("show_feedback", feedback_id=said, names=roles("Tariq"))
    stop = "stop_sharing"
    other = make_person(owner, "Kim")
    assert gateway_for(other).call(stop, feedback_id=said)["outcome"] == "not_found"
    assert gateway_for(sam).call(stop, feedback_id=said)["outcome"] == "not_found"
    assert gateway_for(ash).call(stop, feedback_id=said)["outcome"] == "sharing_stopped"
    assert gateway_for(ash).call(stop, feedback_id=said)["outcome"] == "already_stopped"
    assert public(gateway_for) == []
    told = gateway_for(sam).call("show_feedback", feedback_id=said)
    assert told["outcome"] == "not_for_everyone"


def test_an_appeal_is_answered_by_somebody_else_and_is_the_last_word(
    kept, ash, sam, jo, owner, gateway_for
):
    asked = gateway_for(ash).call("appeal_feedback", feedback_id=kept, words="He ought to know.")
    assert asked == {"outcome": "asked"}
    again = gateway_for(ash).call("appeal_feedback", feedback_id=kept, words="Please!")
    assert again == {"outcome": "already_asked"}
    assert gateway_for(jo).call("feedback_queue", pile="appeals")["total"] == 1
    assert gateway_for(jo).call("today")["feedback_due"]["appeals"] == 1
    first = gateway_for(sam).call("feedback", feedback_id=kept)["appeal"]
    assert first["for_somebody_else"]
    answer = {"appeal_id": first["appeal_id"], "decision": "shown", "reason": "Without the name."}
    verb, names = "answer_feedback_appeal", roles("Tariq Bassi", "Tariq")
    assert gateway_for(sam).call(verb, **answer)["outcome"] == "somebody_else"
    assert gateway_for(sam).call("show_feedback", feedback_id=kept)["outcome"] == "appeal_waits"
    assert gateway_for(jo).call(verb, **{**answer, "reason": " "})["field"] == "reason"
    assert gateway_for(jo).call(verb, **answer, names=names) == {"outcome": "shown"}
    assert gateway_for(jo).call(verb, **answer)["outcome"] == "already_decided"
    assert public(gateway_for) == [CLEAN]
    own = mine(gateway_for, ash)
    assert (own["appeal"]["decision"], own["appeal"]["reason"]) == ("shown", "Without the name.")
    kinds = owner.execute("select kind from portal.notice where person_id = %s", (ash,)).fetchall()
    assert sorted(row["kind"] for row in kinds) == ["appeal_answered", "words_looked_at"]


def test_what_was_kept_on_another_look_cannot_be_appealed_again(kept, ash, jo, gateway_for):
    gateway_for(ash).call("appeal_feedback", feedback_id=kept, words="Please.")
    appeal = gateway_for(jo).call("feedback", feedback_id=kept)["appeal"]["appeal_id"]
    answer = {"appeal_id": appeal, "decision": "kept_for_staff", "reason": "It names him."}
    assert gateway_for(jo).call("answer_feedback_appeal", **answer)["outcome"] == "kept_for_staff"
    assert not mine(gateway_for, ash)["can_appeal"]
    told = gateway_for(ash).call("appeal_feedback", feedback_id=kept, words="Please.")
    assert told == {"outcome": "nothing_to_appeal"}


def test_only_the_author_appeals_and_only_staff_answer(kept, ash, owner, gateway_for):
    kim = make_person(owner, "Kim", roles=["mentor", "administrator"])
    told = gateway_for(kim).call("appeal_feedback", feedback_id=kept, words="Me too.")
    assert told == {"outcome": "not_found"}
    gateway_for(ash).call("appeal_feedback", feedback_id=kept, words="Please.")
    appeal = owner.execute("select id from portal.feedback_appeal").fetchone()["id"]
    answer = {"appeal_id": str(appeal), "decision": "shown", "reason": "Yes"}
    for person in (ash, kim):
        with pytest.raises(NotAllowed):
            gateway_for(person).call("answer_feedback_appeal", **answer)
    with pytest.raises(SignInFirst):
        gateway_for(None).call("answer_feedback_appeal", **answer)


def test_the_policy_itself_refuses_the_first_moderator(kept, ash, sam, jo, owner, gateway_for):
    gateway_for(ash).call("appeal_feedback", feedback_id=kept, words="Please.")
    appeal = owner.execute("select id from portal.feedback_appeal").fetchone()["id"]
    insert = (
        "insert into portal.feedback_moderation (feedback_id, decision, by, appeal_id)"
        " values (%s, 'shown', %s, %s)"
    )
    with (
        pytest.raises(psycopg.errors.InsufficientPrivilege),
        as_person(owner, sam, role="portal_keeper") as keeper,
    ):
        keeper.execute(insert, (kept, sam, appeal))
    with as_person(owner, jo, role="portal_keeper") as keeper:
        keeper.execute(insert, (kept, jo, appeal))


def test_who_asked_for_another_look_is_read_by_them_alone(kept, ash, owner, gateway_for):
    kim = make_person(owner, "Kim")
    gateway_for(ash).call("appeal_feedback", feedback_id=kept, words="Please.")
    count = "select count(*) as n from portal.feedback_appeal"
    for person, many in ((ash, 1), (kim, 0)):
        with as_person(owner, person) as connection:
            assert connection.execute(count).fetchone()["n"] == many
    assert "appeal" not in json.dumps(gateway_for(None).call("shown_feedback"))
