"""Support without a name, pieces answered together, tags, handing over, and who may do which."""

from __future__ import annotations

import json
from datetime import date, timedelta

import psycopg
import pytest

from services.errors import NotAllowed, SignInFirst
from tests.people import as_person, make_person

BUS = "The last bus from the evening group leaves before the group ends."
BUS_TOO = "After the evening group there is no bus. The last one leaves too early."
OTHER = "Please bring the walking groups back on Sunday mornings in spring."


@pytest.fixture
def ash(owner):
    return make_person(owner, "Ash")


@pytest.fixture
def kim(owner):
    return make_person(owner, "Kim")


@pytest.fixture
def sam(owner):
    return make_person(owner, "Sam Okafor", roles=["staff"])


@pytest.fixture
def jo(owner):
    return make_person(owner, "Jo", roles=["staff"])


@pytest.fixture
def give(gateway_for):
    def say(person, body=BUS, **more):
        call = {"kind": "problem", "body": body, "audience": "everyone", **more}
        return gateway_for(person).call("give_feedback", **call)["feedback_id"]

    return say


@pytest.fixture
def shown(ash, sam, give, gateway_for):
    """Feedback of Ash that everybody reads."""
    feedback = give(ash)
    gateway_for(sam).call("show_feedback", feedback_id=feedback)
    return feedback


def public(gateway_for, person=None):
    return gateway_for(person).call("shown_feedback")["rows"]


def notices(owner, person):
    rows = owner.execute("select kind from portal.notice where person_id = %s", (person,))
    return sorted(row["kind"] for row in rows)


def outcome(gateway, verb, **arguments):
    return gateway.call(verb, **arguments)["outcome"]


# who may


@pytest.mark.parametrize(
    ("verb", "more"),
    [
        ("merge_feedback", {"into_id": "it"}),
        ("unmerge_feedback", {}),
        ("hand_over_feedback", {"to_id": "it"}),
    ],
)
def test_only_staff_merge_part_and_hand_over(shown, ash, gateway_for, owner, verb, more):
    mentor = make_person(owner, "Max", roles=["mentor", "analyst"])
    arguments = {"feedback_id": shown, **dict.fromkeys(more, shown)}
    for person in (ash, mentor):
        with pytest.raises(NotAllowed):
            gateway_for(person).call(verb, **arguments)
    with pytest.raises(SignInFirst):
        gateway_for(None).call(verb, **arguments)


def test_a_visitor_cannot_support_tag_stop_sharing_or_appeal(shown, gateway_for):
    visitor = gateway_for(None)
    for verb, more in {
        "support_feedback": {},
        "take_back_support": {},
        "tag_feedback": {"tags": ["bus"]},
        "stop_sharing": {},
        "appeal_feedback": {"words": "Please"},
    }.items():
        with pytest.raises(SignInFirst):
            visitor.call(verb, feedback_id=shown, **more)


# support


def test_a_person_supports_once_takes_it_back_and_nobody_learns_who(shown, kim, gateway_for, owner):
    assert outcome(gateway_for(kim), "support_feedback", feedback_id=shown) == "supported"
    assert outcome(gateway_for(kim), "support_feedback", feedback_id=shown) == "already_supported"
    [said] = public(gateway_for, kim)
    assert said["supported"] and said["supporters"] is None  # a few: fewer than eight
    assert not public(gateway_for)[0]["supported"]
    assert kim not in json.dumps(public(gateway_for))
    assert outcome(gateway_for(kim), "take_back_support", feedback_id=shown) == "support_taken_back"
    assert outcome(gateway_for(kim), "take_back_support", feedback_id=shown) == "not_found"
    assert public(gateway_for)[0]["supporters"] == 0


def test_the_count_is_rounded_for_everybody_and_exact_for_staff(shown, sam, gateway_for, owner):
    for number in range(9):
        person = make_person(owner, f"Person {number}")
        gateway_for(person).call("support_feedback", feedback_id=shown)
    assert public(gateway_for)[0]["supporters"] == 10
    staff = gateway_for(sam).call("feedback", feedback_id=shown)
    assert staff["supporters"] == 9 and "Person 3" not in json.dumps(staff)


def test_nobody_supports_their_own_or_what_is_not_shown(shown, ash, kim, give, gateway_for):
    assert outcome(gateway_for(ash), "support_feedback", feedback_id=shown) == "your_own"
    hidden = give(ash, OTHER)
    assert outcome(gateway_for(kim), "support_feedback", feedback_id=hidden) == "not_found"


def test_a_person_cannot_support_in_the_name_of_another(shown, kim, owner, database):
    other = make_person(owner, "Lee")
    insert = "insert into portal.feedback_support (feedback_id, person_id) values (%s, %s)"
    with pytest.raises(psycopg.errors.InsufficientPrivilege), as_person(owner, kim) as mine:
        mine.execute(insert, (shown, kim))
    with (
        pytest.raises(psycopg.errors.InsufficientPrivilege),
        as_person(owner, kim, role="portal_keeper") as keeper,
    ):
        keeper.execute(insert, (shown, other))
    with as_person(owner, kim, role="portal_keeper") as keeper:
        keeper.execute(insert, (shown, kim))


def test_supporters_are_told_of_the_answer_if_they_wish(shown, kim, sam, owner, gateway_for):
    quiet = make_person(owner, "Lee")
    gateway_for(kim).call("support_feedback", feedback_id=shown)
    gateway_for(quiet).call("support_feedback", feedback_id=shown, tell=False)
    gateway_for(sam).call("answer_feedback", feedback_id=shown, state="planned", reason="In May.")
    assert notices(owner, kim) == ["support_answered"] and notices(owner, quiet) == []
    [mine] = gateway_for(kim).call("my_feedback")["supported"]
    assert (mine["reason"], mine["tell"]) == ("In May.", True)


# merging


def test_merged_pieces_are_answered_together_counted_together_and_shown_once(
    shown, ash, kim, sam, give, owner, gateway_for
):
    staff, lee = gateway_for(sam), make_person(owner, "Lee")
    twin = give(kim, BUS_TOO)
    staff.call("show_feedback", feedback_id=twin)
    gateway_for(lee).call("support_feedback", feedback_id=twin)
    assert outcome(staff, "merge_feedback", feedback_id=twin, into_id=shown) == "merged"
    assert [row["feedback_id"] for row in public(gateway_for)] == [shown]
    assert staff.call("feedback", feedback_id=shown)["supporters"] == 2  # Kim and Lee
    assert outcome(gateway_for(kim), "support_feedback", feedback_id=shown) == "your_own"
    assert staff.call("feedback_queue")["total"] == 1
    refused = staff.call("answer_feedback", feedback_id=twin, state="planned")
    assert refused["outcome"] == "answer_the_main_one"
    staff.call("answer_feedback", feedback_id=shown, state="done", reason="A later bus runs now.")
    assert notices(owner, kim) == ["feedback_answered", "feedback_merged"]
    assert notices(owner, lee) == ["support_answered"]
    [mine] = gateway_for(kim).call("my_feedback")["rows"]
    assert (mine["state"], mine["merged"]) == ("done", True)
    assert [step["reason"] for step in mine["history"]] == ["A later bus runs now."]


def test_a_merged_author_reads_the_answers_but_not_the_words_of_a_piece_that_is_not_shown(
    ash, kim, sam, give, gateway_for
):
    main, twin = give(ash, BUS, audience="staff"), give(kim, BUS_TOO, audience="staff")
    staff = gateway_for(sam)
    assert outcome(staff, "merge_feedback", feedback_id=twin, into_id=main) == "merged"
    staff.call("answer_feedback", feedback_id=main, state="not_now", reason="No money this year.")
    told = gateway_for(kim).call("my_feedback")
    assert "No money this year." in json.dumps(told) and BUS not in json.dumps(told)


def test_parting_puts_a_piece_where_its_own_answers_left_it(
    shown, kim, sam, give, gateway_for, owner
):
    staff, twin = gateway_for(sam), give(kim, BUS_TOO)
    staff.call("answer_feedback", feedback_id=shown, state="planned", reason="In May.")
    staff.call("merge_feedback", feedback_id=twin, into_id=shown)
    assert staff.call("feedback", feedback_id=twin)["state"] == "planned"
    assert outcome(staff, "unmerge_feedback", feedback_id=twin) == "unmerged"
    parted = staff.call("feedback", feedback_id=twin)
    assert (parted["state"], parted["answered_at"], parted["history"]) == ("received", None, [])
    assert outcome(staff, "unmerge_feedback", feedback_id=twin) == "not_merged"
    log = owner.execute("select what from portal.feedback_merge order by number").fetchall()
    assert [row["what"] for row in log] == ["merged", "unmerged"]


def test_what_cannot_be_merged_is_said(shown, ash, kim, sam, give, gateway_for):
    staff, twin, third = gateway_for(sam), give(kim, BUS_TOO), give(kim, OTHER)
    merge = "merge_feedback"
    assert outcome(staff, merge, feedback_id=twin, into_id=twin) == "itself"
    assert outcome(staff, merge, feedback_id=shown, into_id=twin) == "other_way_round"
    assert outcome(staff, merge, feedback_id=twin, into_id=ash) == "not_found"
    staff.call(merge, feedback_id=twin, into_id=shown)
    assert outcome(staff, merge, feedback_id=third, into_id=twin) == "already_merged"
    staff.call("answer_feedback", feedback_id=third, state="done", reason="They are back.")
    assert outcome(staff, merge, feedback_id=third, into_id=shown) == "answered_before"


def test_a_piece_that_is_merged_into_one_that_takes_others_along_stays_one_step_deep(
    shown, kim, sam, give, gateway_for
):
    staff, first, second = gateway_for(sam), give(kim, BUS_TOO), give(kim, OTHER)
    staff.call("merge_feedback", feedback_id=first, into_id=second)
    staff.call("merge_feedback", feedback_id=second, into_id=shown)
    told = staff.call("feedback", feedback_id=shown)["merged_pieces"]
    assert {piece["feedback_id"] for piece in told} == {first, second}


def test_likely_duplicates_are_suggested_with_the_words_that_they_share(
    shown, kim, sam, give, gateway_for
):
    twin, far = give(kim, BUS_TOO), give(kim, OTHER)
    [similar] = gateway_for(sam).call("feedback", feedback_id=shown)["similar"]
    assert similar["feedback_id"] == twin and far != twin
    assert {"bus", "evening", "last", "leaves"} <= set(similar["shared"])


# states


@pytest.mark.parametrize(
    ("state", "then", "reason", "comes"),
    [
        ("done", "not_now", "Why", "not_from_here"),
        ("done", "planned", "Why", "not_from_here"),
        ("done", "in_discussion", None, "reason_needed"),
        ("done", "in_discussion", "We look again.", "answered"),
        ("not_now", "planned", "There is money now.", "answered"),
        ("not_now", "done", "Why", "not_from_here"),
        ("planned", "done", None, "reason_needed"),
        ("planned", "in_discussion", None, "answered"),
    ],
)
def test_a_status_follows_another_and_opening_again_needs_a_reason(
    shown, sam, gateway_for, owner, state, then, reason, comes
):
    staff = gateway_for(sam)
    staff.call("answer_feedback", feedback_id=shown, state=state, reason="First.")
    told = staff.call("answer_feedback", feedback_id=shown, state=then, reason=reason)
    assert told["outcome"] == comes
    reopened = owner.execute(
        "select count(*) as n from portal.audit where action like 'open_feedback_again:%'"
    ).fetchone()["n"]
    assert reopened == (1 if comes == "answered" and state != "planned" else 0)


def test_no_function_can_take_a_step_that_is_not_allowed(shown, sam, gateway_for, owner):
    gateway_for(sam).call("answer_feedback", feedback_id=shown, state="done", reason="It is.")
    with pytest.raises(psycopg.errors.CheckViolation, match="not_from_here"):
        owner.execute("update portal.feedback set state = 'received' where id = %s", (shown,))


# who has it


def test_a_piece_is_handed_over_and_the_colleague_is_told(shown, ash, sam, jo, owner, gateway_for):
    staff = gateway_for(sam)
    due = (date.today() + timedelta(days=3)).isoformat()
    staff.call("take_feedback", feedback_id=shown, due_on=due)
    give = {"feedback_id": shown, "to_id": jo, "word": "You know the bus people."}
    assert outcome(staff, "hand_over_feedback", **give) == "handed_over"
    assert outcome(staff, "hand_over_feedback", **give) == "already_theirs"
    assert notices(owner, jo) == ["feedback_handed_over"]
    piece = gateway_for(jo).call("feedback", feedback_id=shown)
    assert (piece["is_mine"], piece["due_on"], piece["days_late"]) == (True, due, -3)
    assert [(h["to"], h["word"]) for h in piece["handovers"]] == [
        ("Sam Okafor", None),
        ("Jo", "You know the bus people."),
    ]
    for wrong in (ash, shown):
        told = staff.call("hand_over_feedback", feedback_id=shown, to_id=wrong)
        assert (told["field"], told["problem"]) == ("to_id", "not_known")


def test_the_author_reads_a_role_unless_the_owner_wishes_to_be_named(shown, ash, sam, gateway_for):
    staff, mine = gateway_for(sam), gateway_for(ash)
    staff.call("take_feedback", feedback_id=shown)
    told = mine.call("my_feedback")
    assert told["rows"][0]["someone_has_it"] and "Okafor" not in json.dumps(told)
    staff.call("take_feedback", feedback_id=shown, named=True)
    assert mine.call("my_feedback")["rows"][0]["held_by"] == "Sam Okafor"


def test_what_an_owner_had_comes_back_when_they_are_staff_no_more(
    shown, ash, sam, jo, owner, gateway_for
):
    gateway_for(sam).call("take_feedback", feedback_id=shown, named=True)
    owner.execute("delete from portal.role_grant where person_id = %s", (sam,))
    queue = gateway_for(jo).call("feedback_queue", pile="nobody")
    assert [(row["came_back"], row["owner"]) for row in queue["rows"]] == [(True, None)]
    mine = gateway_for(ash).call("my_feedback")["rows"][0]
    assert (mine["someone_has_it"], mine["held_by"]) == (False, None)
    gateway_for(jo).call("answer_feedback", feedback_id=shown, state="planned", reason="In May.")
    assert gateway_for(jo).call("feedback", feedback_id=shown)["is_mine"]


def test_what_is_late_is_counted_shown_and_told_to_its_owner_once(
    shown, sam, jo, owner, gateway_for, database
):
    gateway_for(sam).call("take_feedback", feedback_id=shown)
    owner.execute("update portal.feedback set due_on = current_date - 2 where id = %s", (shown,))
    due = gateway_for(sam).call("today")["feedback_due"]
    assert (due["count"], due["overdue"], due["rows"][0]["days_late"]) == (1, 1, 2)
    assert gateway_for(jo).call("today")["feedback_due"]["count"] == 0
    assert gateway_for(jo).call("feedback_queue", pile="overdue")["total"] == 1
    with database.connect("worker") as worker:
        told = [worker.execute("select private.remind_of_due_feedback()").fetchone() for _ in "12"]
    assert [next(iter(row.values())) for row in told] == [1, 0]
    assert notices(owner, sam) == ["feedback_due"]


# tags


def test_tags_are_tidied_few_and_found_again(ash, kim, sam, give, gateway_for):
    said = give(ash, tags=["  #Last  BUS ", "last bus", "Évening"])
    staff = gateway_for(sam)
    staff.call("show_feedback", feedback_id=said)
    [row] = public(gateway_for)
    assert sorted(row["tags"]) == ["last bus", "évening"]
    assert gateway_for(None).call("shown_feedback", tag="Last bus")["total"] == 1
    assert gateway_for(None).call("shown_feedback", tag="train")["total"] == 0
    assert staff.call("feedback_queue", pile="all", tag="last bus")["total"] == 1
    assert "last bus" in gateway_for(kim).call("feedback_choices")["tags"]


@pytest.mark.parametrize(
    ("tags", "problem"),
    [
        (["a1", "b1", "c1", "d1", "e1", "f1"], "too_many"),
        (["x" * 31], "too_long"),
        (["x"], "too_short"),
        (["<script>"], "not_known"),
        (["=cmd"], "not_known"),
    ],
)
def test_a_tag_that_does_not_fit_is_refused(ash, gateway_for, owner, tags, problem):
    told = gateway_for(ash).call("give_feedback", kind="idea", body=BUS, tags=tags)
    assert (told["field"], told["problem"]) == ("tags", problem)
    assert owner.execute("select count(*) as n from portal.feedback").fetchone()["n"] == 0


def test_the_author_tags_until_staff_have_looked_and_nobody_else_does(
    ash, kim, sam, give, gateway_for
):
    said = give(ash)
    tags = {"feedback_id": said, "tags": ["bus"]}
    assert outcome(gateway_for(ash), "tag_feedback", **tags) == "tagged"
    assert outcome(gateway_for(kim), "tag_feedback", **tags) == "not_found"
    gateway_for(sam).call("show_feedback", feedback_id=said)
    assert outcome(gateway_for(ash), "tag_feedback", **tags) == "too_late_to_tag"
    assert outcome(gateway_for(sam), "tag_feedback", feedback_id=said, tags=[]) == "tagged"
    assert public(gateway_for)[0]["tags"] == []
    assert gateway_for(None).call("shown_feedback")["tags"] == []
