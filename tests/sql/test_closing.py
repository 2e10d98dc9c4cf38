"""Writing a workshop up: saved half done, closed only whole, put right in the open."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from services.errors import NotAllowed, SignInFirst
from tests.people import make_person
from tests.workshops import make_booking, make_workshop

NOBODY = "00000000-0000-0000-0000-000000000000"
WHOLE = {
    "summary": "We read three letters, and found where they frighten people.",
    "audience": "everyone",
    "rung_reached": 5,
    "hours": 1.5,
    "no_decisions": True,
}
SOON = date.today() + timedelta(days=60)


@pytest.fixture
def staff(owner):
    return make_person(owner, "Sam", roles=["staff"])


@pytest.fixture
def bea(owner):
    return make_person(owner, "Bea", roles=["staff"])


@pytest.fixture
def robin(owner):
    return make_person(owner, "Robin")


@pytest.fixture
def over(owner):
    """A workshop that is over."""
    return make_workshop(owner, starts_in="-3 hours")


def give(gateway, body="Letters frighten people when they come unannounced."):
    return gateway.call("give_feedback", kind="problem", body=body)["feedback_id"]


def decide(gateway, workshop_id, what="We send a text first", **more):
    given = {"why": "A letter alone frightens people.", "review_on": SOON} | more
    return gateway.call("save_decision", workshop_id=workshop_id, what=what, **given)


def save(gateway, workshop_id, version=0, **write_up):
    return gateway.call("save_closing", workshop_id=workshop_id, version=version, **write_up)


def close(gateway, workshop_id, version=0, **write_up):
    given = WHOLE | write_up
    return gateway.call("close_workshop", workshop_id=workshop_id, version=version, **given)


def state_of(owner, workshop_id):
    row = owner.execute("select state from portal.workshop where id = %s", (workshop_id,))
    return row.fetchone()["state"]


def told_of(owner, person_id):
    rows = owner.execute(
        "select kind from portal.notice where person_id = %s order by kind", (person_id,)
    )
    return [row["kind"] for row in rows]


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("closing", {"workshop_id": NOBODY}),
        ("put_on_agenda", {"workshop_id": NOBODY, "feedback_id": NOBODY}),
        ("take_off_agenda", {"workshop_id": NOBODY, "feedback_id": NOBODY}),
        ("mark_discussed", {"workshop_id": NOBODY, "feedback_id": NOBODY}),
        ("save_closing", {"workshop_id": NOBODY, "version": 0}),
        ("save_decision", {"workshop_id": NOBODY, "what": "w", "why": "w"}),
        ("remove_decision", {"decision_id": NOBODY}),
        ("close_workshop", {"workshop_id": NOBODY, "version": 0}),
        ("reopen_workshop", {"workshop_id": NOBODY}),
    ],
)
def test_writing_up_is_for_staff_only_and_says_what_is_not_there(
    gateway_for, staff, robin, function, arguments
):
    with pytest.raises(SignInFirst):
        gateway_for(None).call(function, **arguments)
    with pytest.raises(NotAllowed):
        gateway_for(robin).call(function, **arguments)
    assert gateway_for(staff).call(function, **arguments)["outcome"] == "not_found"


def test_feedback_is_put_on_the_agenda_its_author_is_told_and_everybody_reads_the_theme_only(
    owner, gateway_for, staff, robin
):
    workshop_id = make_workshop(owner)
    theme = owner.execute("select id from portal.theme where name = 'Waiting times'").fetchone()
    said = gateway_for(robin).call(
        "give_feedback", kind="problem", body="Six weeks is a long time.", theme_id=str(theme["id"])
    )["feedback_id"]
    put = {"workshop_id": workshop_id, "feedback_id": said}
    gateway = gateway_for(staff)
    assert [gateway.call("put_on_agenda", **put)["outcome"] for _ in range(3)] == [
        *("added", "already_on", "already_on")
    ]
    assert told_of(owner, robin) == ["feedback_on_agenda"]
    for asker in (None, robin):
        workshop = gateway_for(asker).call("workshop", workshop_id=workshop_id)["workshop"]
        assert workshop["agenda"] == ["Waiting times"]
        assert "Six weeks" not in str(workshop) and said not in str(workshop)
    assert gateway.call("take_off_agenda", **put) == {"outcome": "removed"}
    assert gateway.call("take_off_agenda", **put) == {"outcome": "not_found"}
    draft = make_workshop(owner, "A draft", state="draft")
    assert gateway.call("put_on_agenda", workshop_id=draft, feedback_id=said) == {
        "outcome": "closed"
    }


def test_half_a_write_up_is_saved_and_not_closed(owner, gateway_for, staff, robin, over):
    make_booking(owner, over, robin)
    gateway = gateway_for(staff)
    saved = save(gateway, over, summary=" We talked about letters. ")
    assert (saved["outcome"], saved["version"], state_of(owner, over)) == ("saved", 1, "held")
    answer = close(gateway, over, 1, summary="Half", rung_reached=None, no_decisions=False)
    assert (answer["outcome"], answer["missing"]) == (
        *("missing", ["attendance", "decisions", "rung_reached"]),
    )
    found = gateway.call("closing", workshop_id=over)
    assert (found["written"]["summary"], found["attendance"]["expected"]) == ("Half", 1)
    assert state_of(owner, over) == "held"
    assert gateway_for(robin).call("write_up", workshop_id=over) is None
    assert told_of(owner, robin) == []


def test_closing_tells_those_who_came_and_everybody_reads_it(
    owner, gateway_for, staff, robin, over
):
    make_booking(owner, over, robin, state="attended")
    missed = make_person(owner, "Jo")
    make_booking(owner, over, missed, state="missed")
    said = give(gateway_for(missed))
    gateway = gateway_for(staff)
    assert gateway.call("mark_discussed", workshop_id=over, feedback_id=said)["outcome"] == "saved"
    made = decide(gateway, over, owner_id=staff)
    assert made["outcome"] == "saved"
    assert close(gateway, over, no_decisions=False)["outcome"] == "closed"
    assert told_of(owner, robin) == ["workshop_written_up"]
    assert told_of(owner, missed) == ["feedback_answered"]
    assert gateway_for(missed).call("my_feedback")["rows"][0]["state"] == "in_discussion"
    read = gateway_for(None).call("workshop", workshop_id=over)["workshop"]["write_up"]
    assert (read["summary"], read["rung_planned"], read["rung_reached"]) == (WHOLE["summary"], 6, 5)
    (decision,) = read["decisions"]
    assert (decision["what"], decision["review_on"]) == ("We send a text first", SOON.isoformat())
    assert "owner" not in str(read) and "Sam" not in str(read) and staff not in str(read)


def test_a_summary_for_those_who_came_is_read_by_them_and_staff_and_decisions_by_everybody(
    owner, gateway_for, staff, robin, over
):
    make_booking(owner, over, robin, state="attended")
    other = make_person(owner, "Jo")
    gateway = gateway_for(staff)
    decide(gateway, over, owner_id=staff)
    assert close(gateway, over, audience="came")["outcome"] == "closed"
    for asker, reads in ((None, False), (other, False), (robin, True), (staff, True)):
        told = gateway_for(asker).call("write_up", workshop_id=over)
        assert (told["summary"] is not None, len(told["decisions"])) == (reads, 1)


def test_decisions_of_an_open_write_up_and_their_owners_are_not_read_through_the_table(
    owner, database, gateway_for, staff, robin, over
):
    decide(gateway_for(staff), over, owner_id=staff)
    with database.connect("anon") as visitor:
        assert visitor.execute("select what from portal.decision").fetchall() == []
        assert close(gateway_for(staff), over)["outcome"] == "closed"
        assert len(visitor.execute("select what from portal.decision").fetchall()) == 1
        with pytest.raises(Exception, match="permission denied"):
            visitor.execute("select owner_id from portal.decision")


def test_two_staff_who_save_at_once_lose_nothing(gateway_for, staff, bea, over):
    assert save(gateway_for(staff), over, summary="Mine")["version"] == 1
    answer = save(gateway_for(bea), over, summary="Hers")
    assert (answer["outcome"], answer["summary"], answer["saved_by"]) == (
        *("changed_meanwhile", "Mine", "Sam"),
    )
    # the same words again are no quarrel: a button pressed twice
    assert save(gateway_for(staff), over, summary="Mine")["outcome"] == "saved"
    assert save(gateway_for(bea), over, 1, summary="Hers")["version"] == 2
    # decisions are rows of their own: they do not get in the way of each other or of the words
    assert decide(gateway_for(staff), over, owner_id=staff)["outcome"] == "saved"
    assert decide(gateway_for(bea), over, "We ring first", owner_id=bea)["outcome"] == "saved"
    assert save(gateway_for(bea), over, 2, summary="Hers again")["version"] == 3


def test_two_staff_who_close_at_the_same_moment_close_once(
    owner, gateway_for, staff, bea, robin, over
):
    make_booking(owner, over, robin, state="attended")
    callers = [gateway_for(staff), gateway_for(bea)] * 3
    with ThreadPoolExecutor(len(callers)) as pool:
        answers = list(pool.map(lambda caller: close(caller, over), callers))
    outcomes = sorted(answer["outcome"] for answer in answers)
    assert outcomes == [*["already_closed"] * 5, "closed"]
    assert {a["closed_by"] for a in answers if a["outcome"] == "already_closed"} <= {"Sam", "Bea"}
    assert told_of(owner, robin) == ["workshop_written_up"]
    log = owner.execute("select action from portal.closing_log").fetchall()
    assert [row["action"] for row in log] == ["closed"]


def test_within_a_day_it_opens_again_and_nobody_is_told_twice(
    owner, gateway_for, staff, robin, over
):
    make_booking(owner, over, robin, state="attended")
    gateway = gateway_for(staff)
    assert gateway.call("reopen_workshop", workshop_id=over) == {"outcome": "not_closed"}
    closed = close(gateway, over)
    assert gateway.call("reopen_workshop", workshop_id=over) == {"outcome": "reopened"}
    assert gateway_for(robin).call("write_up", workshop_id=over) is None
    assert close(gateway, over, closed["version"])["outcome"] == "closed"
    assert told_of(owner, robin) == ["workshop_written_up"]
    owner.execute("update portal.workshop_closing set closed_at = now() - interval '25 hours'")
    assert gateway.call("reopen_workshop", workshop_id=over) == {"outcome": "too_late"}


def test_after_closing_it_is_put_right_with_a_note_that_everybody_reads(
    owner, gateway_for, staff, over
):
    gateway = gateway_for(staff)
    version = close(gateway, over)["version"]
    wrong = save(gateway, over, version, **WHOLE | {"summary": "Another"})
    assert wrong == {"outcome": "invalid", "field": "note", "problem": "missing"}
    blank = save(gateway, over, version, **WHOLE | {"summary": " "}, note="n")
    assert (blank["field"], blank["problem"]) == ("summary", "missing")
    right = save(
        gateway, over, version, **WHOLE | {"summary": "Another"}, note="The day was wrong."
    )
    assert right["outcome"] == "saved"
    assert decide(gateway, over, owner_id=staff)["field"] == "note"
    made = decide(gateway, over, owner_id=staff, note="One was left out.")
    assert gateway.call("remove_decision", decision_id=made["decision_id"])["field"] == "note"
    told = gateway_for(None).call("write_up", workshop_id=over)
    assert [(e["note"], e["columns"]) for e in told["log"]] == [
        ("The day was wrong.", ["summary"]),
        ("One was left out.", ["decisions"]),
    ]
    assert "Sam" not in str(told)
    assert gateway.call("closing", workshop_id=over)["log"][1]["by"] == "Sam"


def test_a_decision_is_owned_by_staff_or_by_who_said_yes_to_a_role(
    owner, gateway_for, staff, robin, over
):
    gateway = gateway_for(staff)
    assert decide(gateway, over)["field"] == "owner_id"
    refused = decide(gateway, over, owner_id=robin)
    assert (refused["field"], refused["problem"]) == ("owner_id", "not_known")
    owner.execute(
        "insert into portal.workshop_role (workshop_id, person_id, role, state, answered_at)"
        " values (%s, %s, 'chair', 'accepted', now())",
        (over, robin),
    )
    assert decide(gateway, over, owner_id=robin)["outcome"] == "saved"
    assert decide(gateway, over, owner_id=robin)["outcome"] == "already_saved"
    assert close(gateway, over)["outcome"] == "closed"
    assert told_of(owner, robin) == ["decision_yours"]
    (mine,) = gateway_for(robin).call("my_decisions")
    assert (mine["is_mine"], mine["due"]) == (True, False)


@pytest.mark.parametrize(
    ("given", "field", "problem"),
    [
        ({"what": "x" * 301}, "what", "too_long"),
        ({"what": " "}, "what", "missing"),
        ({"why": "x" * 10_000}, "why", "too_long"),
        ({"review_on": date(2020, 1, 1)}, "review_on", "in_the_past"),
        ({"review_on": date(9999, 1, 1)}, "review_on", "out_of_range"),
        ({"review_on": None}, "review_on", "missing"),
    ],
)
def test_a_decision_with_something_wrong_says_which_field(
    gateway_for, staff, over, given, field, problem
):
    answer = decide(gateway_for(staff), over, **{"owner_id": staff} | given)
    assert answer == {"outcome": "invalid", "field": field, "problem": problem}


@pytest.mark.parametrize(
    ("given", "field", "problem"),
    [
        ({"summary": "x" * 10_000}, "summary", "too_long"),
        ({"rung_reached": 8}, "rung_reached", "not_known"),
        ({"hours": 0}, "hours", "out_of_range"),
        ({"hours": -1}, "hours", "out_of_range"),
        ({"hours": 25}, "hours", "out_of_range"),
        ({"audience": "nobody"}, "audience", "not_known"),
    ],
)
def test_a_write_up_with_something_wrong_says_which_field(
    gateway_for, staff, over, given, field, problem
):
    answer = save(gateway_for(staff), over, **given)
    assert answer == {"outcome": "invalid", "field": field, "problem": problem}


def test_odd_words_are_kept_as_they_are(gateway_for, staff, over):
    words = "<script>alert(1)</script> =cmd|x \u202eright to left\u202c 🌱 ‘quotes’"
    assert save(gateway_for(staff), over, summary=words)["summary"] == words


def test_a_workshop_that_has_not_begun_or_is_a_draft_is_not_written_up(owner, gateway_for, staff):
    for state, outcome in (("published", "too_early"), ("draft", "not_happening")):
        workshop_id = make_workshop(owner, state, state=state)
        assert close(gateway_for(staff), workshop_id) == {"outcome": outcome}
        assert decide(gateway_for(staff), workshop_id, owner_id=staff) == {"outcome": outcome}


def test_the_owner_or_staff_look_at_a_decision_again_and_nobody_else(
    owner, gateway_for, staff, bea, robin, over
):
    made = decide(gateway_for(staff), over, owner_id=bea)["decision_id"]
    assert close(gateway_for(staff), over)["outcome"] == "closed"

    def look(asker, outcome="stands", **more):
        return gateway_for(asker).call("review_decision", decision_id=made, outcome=outcome, **more)

    assert look(robin, next_on=SOON) == {"outcome": "not_found"}
    with pytest.raises(SignInFirst):
        look(None)
    assert look(bea)["field"] == "next_on"
    assert look(bea, "dropped")["field"] == "word"
    assert look(bea, "perhaps")["field"] == "outcome"
    owner.execute(
        "update portal.decision set decided_on = current_date - 90, review_on = current_date"
    )
    assert gateway_for(bea).call("today")["decisions"]["count"] == 1
    assert gateway_for(staff).call("today")["decisions"]["count"] == 0
    assert look(bea, next_on=SOON)["outcome"] == "reviewed"
    assert look(bea, next_on=SOON)["outcome"] == "already_reviewed"
    assert look(staff, "dropped", word="The texts cost too much.")["outcome"] == "reviewed"
    assert gateway_for(bea).call("my_decisions") == []
    (shown,) = gateway_for(None).call("write_up", workshop_id=over)["decisions"]
    assert shown["looked_at"]["outcome"] == "dropped" and "cost too much" not in str(shown)


def test_write_ups_that_wait_are_on_today_with_their_age(owner, gateway_for, staff, robin, over):
    booking = make_booking(owner, over, robin)
    gateway = gateway_for(staff)
    assert gateway.call("today")["write_ups"]["count"] == 0  # its register comes first
    gateway.call("mark_attendance", booking_id=booking, state="missed")
    (waits,) = gateway.call("today")["write_ups"]["rows"]
    assert (waits["id"], waits["state"]) == (over, "published")
    close(gateway, over)
    assert gateway.call("today")["write_ups"]["count"] == 0
    # a mark can still be put right, and nobody is unmarked any more
    assert (
        gateway.call("mark_attendance", booking_id=booking, state="attended")["outcome"] == "marked"
    )
    assert gateway.call("mark_attendance", booking_id=booking, state="booked") == {
        "outcome": "closed"
    }
