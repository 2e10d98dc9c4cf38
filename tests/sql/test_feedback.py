"""Feedback: the author stays hidden, every end has a reason, and what was answered stands."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import psycopg
import pytest

from services.errors import NotAllowed, SignInFirst
from tests.people import as_person, make_person
from tests.workshops import make_booking, make_workshop

BODY = "The group starts too early for people who work."
KEEPERS = ("identity_keeper", "audit_keeper", "portal_keeper", "mentoring_keeper", "figures_keeper")


@pytest.fixture
def robin(owner):
    return make_person(owner, "Robin Zebedee")


@pytest.fixture
def kim(owner):
    return make_person(owner, "Kim", connection_kind="family", relation="parent")


@pytest.fixture
def sam(owner):
    return make_person(owner, "Sam", roles=["staff"], connection_kind="worker")


@pytest.fixture
def give(gateway_for):
    def say(person, body=BODY, **more):
        return gateway_for(person).call(
            "give_feedback", **{"kind": "problem", "body": body, **more}
        )

    return say


def one(owner, query, *values):
    return next(iter(owner.execute(query, values).fetchone().values()))


def test_what_a_person_says_is_received_with_a_reference(robin, give, gateway_for):
    given = give(robin)
    assert given["outcome"] == "received"
    assert re.fullmatch("F-[2-9A-HJKMNP-Z]{8}", given["reference"])
    mine = gateway_for(robin).call("my_feedback")["rows"]
    assert [(f["feedback_id"], f["body"], f["state"]) for f in mine] == [
        (given["feedback_id"], BODY, "received")
    ]
    assert (
        mine[0]["sharing"] == "staff"
        and mine[0]["history"] == []
        and mine[0]["can_withdraw"] is True
    )


def test_a_visitor_cannot_say_anything_until_signed_in(give):
    with pytest.raises(SignInFirst):
        give(None)


def test_the_same_words_sent_twice_are_kept_once(owner, robin, kim, give):
    first = give(robin)
    again = give(robin, f"  {BODY}  ")
    assert again == {**first, "outcome": "already_received"}
    assert give(kim)["outcome"] == "received"
    assert one(owner, "select count(*) from portal.feedback") == 2


@pytest.mark.parametrize(
    ("fields", "field", "problem"),
    [
        ({"body": "   "}, "body", "missing"),
        ({"body": "Too short"}, "body", "too_short"),
        ({"body": "x" * 4001}, "body", "too_long"),
        ({"kind": "rant"}, "kind", "not_known"),
        ({"about_kind": "weather"}, "about_kind", "not_known"),
        ({"about_kind": "service"}, "service", "missing"),
        ({"about_kind": "service", "service": "x"}, "service", "too_short"),
        ({"about_kind": "service", "service": "x" * 121}, "service", "too_long"),
        ({"about_kind": "space"}, "space_id", "missing"),
        ({"about_kind": "workshop"}, "workshop_id", "missing"),
        ({"theme_id": "00000000-0000-4000-8000-000000000000"}, "theme_id", "not_known"),
        ({"audience": "the world"}, "audience", "not_known"),
    ],
)
def test_a_limit_that_is_broken_names_its_field(robin, give, fields, field, problem):
    assert give(robin, **fields) == {"outcome": "invalid", "field": field, "problem": problem}


def test_text_of_any_script_comes_back_as_it_was_written(robin, give, gateway_for):
    body = '<script>alert(1)</script> =cmd|calc עברית 🌱 it\'s "fine"\nsecond line'
    give(robin, body)
    assert gateway_for(robin).call("my_feedback")["rows"][0]["body"] == body


def test_feedback_on_a_workshop_belongs_to_its_space(owner, robin, give, gateway_for):
    workshop = make_workshop(owner, "Shaping evenings")
    give(robin, about_kind="workshop", workshop_id=workshop)
    mine = gateway_for(robin).call("my_feedback")["rows"][0]
    assert mine["workshop"] == "Shaping evenings" and mine["space"] == "Space of Shaping evenings"


def test_a_workshop_that_is_still_a_draft_is_not_known(owner, robin, give, gateway_for):
    workshop = make_workshop(owner, state="draft")
    answer = give(robin, about_kind="workshop", workshop_id=workshop)
    assert answer == {"outcome": "invalid", "field": "workshop_id", "problem": "not_known"}
    assert gateway_for(robin).call("feedback_choices", workshop_id=workshop)["workshop"] is None


def test_a_person_is_asked_about_a_workshop_they_came_to(owner, robin, kim, give, gateway_for):
    workshop = make_workshop(owner, "Shaping evenings", starts_in="-3 days", state="held")
    long_ago = make_workshop(owner, "Long ago", starts_in="-90 days", state="held")
    missed = make_workshop(owner, "Missed", starts_in="-3 days", state="held")
    for event, state in ((workshop, "attended"), (long_ago, "attended"), (missed, "missed")):
        make_booking(owner, event, robin, state=state)
    prompts = gateway_for(robin).call("my_feedback_prompts")
    assert [(p["workshop_id"], p["title"]) for p in prompts] == [(workshop, "Shaping evenings")]
    assert gateway_for(kim).call("my_feedback_prompts") == []
    give(robin, about_kind="workshop", workshop_id=workshop)
    assert gateway_for(robin).call("my_feedback_prompts") == []


def test_staff_write_down_what_somebody_told_them(owner, robin, sam, give, gateway_for):
    assert give(sam, on_behalf_of=robin)["outcome"] == "received"
    assert len(gateway_for(robin).call("my_feedback")["rows"]) == 1
    assert gateway_for(sam).call("feedback_queue")["rows"][0]["entered_by"] == "Sam"


def test_a_member_cannot_speak_as_somebody_else(owner, robin, kim, give):
    with pytest.raises(NotAllowed):
        give(kim, on_behalf_of=robin)
    with (
        as_person(owner, kim, role="portal_keeper") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"),
    ):
        connection.execute(
            "insert into portal.feedback (person_id, kind, about_kind, body, audience)"
            " values (%s, 'idea', 'portal', %s, 'staff')",
            (robin, BODY),
        )


def test_a_member_reads_only_their_own(owner, robin, kim, give, gateway_for):
    give(robin)
    assert gateway_for(kim).call("my_feedback")["rows"] == []
    for person, seen in ((robin, 1), (kim, 0)):
        with as_person(owner, person) as connection:
            assert connection.execute("select id, body from portal.feedback").rowcount == seen


def test_a_visitor_reads_no_feedback_at_all(owner, robin, give):
    give(robin, audience="everyone")
    with as_person(owner, None) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("select id from portal.feedback")


def test_a_member_does_not_see_who_on_the_staff_has_it(owner, robin, give):
    give(robin)
    with as_person(owner, robin) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("select owner_id from portal.feedback")


@pytest.mark.parametrize(
    "roles", [(), ("mentor",), ("analyst",), ("administrator",), ("safeguarding_lead",)]
)
def test_only_staff_see_the_queue_answer_or_moderate(owner, robin, give, gateway_for, roles):
    feedback = give(robin, audience="everyone")["feedback_id"]
    wrong = gateway_for(make_person(owner, "Wrong", roles=roles, connection_kind="worker"))
    for function, arguments in (
        ("feedback_queue", {}),
        ("feedback", {"feedback_id": feedback}),
        ("answer_feedback", {"feedback_id": feedback, "state": "done", "reason": "Because"}),
        ("take_feedback", {"feedback_id": feedback}),
        ("show_feedback", {"feedback_id": feedback}),
        ("keep_for_staff", {"feedback_id": feedback, "reason": "Because"}),
        ("save_theme", {"name": "Mine"}),
    ):
        with pytest.raises(NotAllowed):
            wrong.call(function, **arguments)
    assert (
        one(owner, "select state || coalesce(shown_at::text, '') from portal.feedback")
        == "received"
    )


def test_done_and_not_now_need_a_reason(owner, robin, sam, give, gateway_for):
    feedback = give(robin)["feedback_id"]
    staff = gateway_for(sam)
    for state in ("done", "not_now"):
        for reason in (None, "   "):
            answer = staff.call("answer_feedback", feedback_id=feedback, state=state, reason=reason)
            assert answer == {"outcome": "reason_needed"}
    assert one(owner, "select count(*) from portal.feedback_answer") == 0
    with pytest.raises(psycopg.errors.CheckViolation):
        owner.execute(
            "insert into portal.feedback_answer (feedback_id, state, by)"
            " values (%s, 'not_now', %s)",
            (feedback, sam),
        )


def test_the_author_reads_every_status_with_its_reason_but_not_who_gave_it(
    robin, sam, give, gateway_for
):
    feedback = give(robin)["feedback_id"]
    staff = gateway_for(sam)
    assert (
        staff.call("answer_feedback", feedback_id=feedback, state="in_discussion")["outcome"]
        == "answered"
    )
    reason = "We cannot open on Sundays. Nobody can staff it until May."
    assert (
        staff.call("answer_feedback", feedback_id=feedback, state="not_now", reason=reason)[
            "outcome"
        ]
        == "answered"
    )
    mine = gateway_for(robin).call("my_feedback")["rows"][0]
    assert mine["state"] == "not_now"
    assert [(h["state"], h["reason"]) for h in mine["history"]] == [
        ("in_discussion", None),
        ("not_now", reason),
    ]
    assert sam not in json.dumps(mine) and "Sam" not in json.dumps(mine)


def test_an_answer_given_twice_is_kept_once(owner, robin, sam, give, gateway_for):
    feedback = give(robin)["feedback_id"]
    staff = gateway_for(sam)
    answers = [
        staff.call("answer_feedback", feedback_id=feedback, state="planned", reason="In May")
        for _ in range(3)
    ]
    assert [a["outcome"] for a in answers] == ["answered", "already_answered", "already_answered"]
    assert one(owner, "select count(*) from portal.feedback_answer") == 1


def test_a_status_without_words_leaves_it_waiting_for_an_answer(
    owner, robin, sam, give, gateway_for
):
    feedback = give(robin)["feedback_id"]
    staff = gateway_for(sam)
    staff.call("answer_feedback", feedback_id=feedback, state="in_discussion")
    assert staff.call("feedback_queue")["total"] == 1
    staff.call(
        "answer_feedback", feedback_id=feedback, state="in_discussion", reason="We meet on Friday"
    )
    assert staff.call("feedback_queue")["total"] == 0
    first = one(owner, "select answered_at from portal.feedback")
    staff.call("answer_feedback", feedback_id=feedback, state="planned", reason="We said yes")
    assert one(owner, "select answered_at from portal.feedback") == first


def test_what_is_not_there_or_not_known_is_said_so(robin, sam, give, gateway_for):
    feedback = give(robin)["feedback_id"]
    staff = gateway_for(sam)
    nowhere = "00000000-0000-4000-8000-000000000000"
    assert staff.call("feedback", feedback_id=nowhere) is None
    for function, more in (
        ("answer_feedback", {"state": "planned"}),
        ("take_feedback", {}),
        ("show_feedback", {}),
        ("keep_for_staff", {"reason": "A name"}),
        ("withdraw_feedback", {}),
    ):
        assert staff.call(function, feedback_id=nowhere, **more) == {"outcome": "not_found"}
    answer = staff.call("answer_feedback", feedback_id=feedback, state="received", reason="Back")
    assert answer == {"outcome": "invalid", "field": "state", "problem": "not_known"}
    answer = staff.call("answer_feedback", feedback_id=feedback, state="planned", reason="x" * 2001)
    assert answer == {"outcome": "invalid", "field": "reason", "problem": "too_long"}


@pytest.mark.parametrize("table", ["feedback_answer", "feedback_moderation"])
@pytest.mark.parametrize("role", ["anon", "authenticated", "service_role", *KEEPERS])
def test_history_cannot_be_altered_by_any_role(owner, robin, sam, give, gateway_for, table, role):
    feedback = give(robin, audience="everyone")["feedback_id"]
    gateway_for(sam).call("answer_feedback", feedback_id=feedback, state="planned", reason="In May")
    gateway_for(sam).call("show_feedback", feedback_id=feedback)
    for statement in (
        f"update portal.{table} set reason = 'x' where true",
        f"delete from portal.{table} where true",
    ):
        with (
            as_person(owner, sam, role=role) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(statement)


def test_an_answer_cannot_be_given_in_the_name_of_a_colleague(owner, robin, sam, give):
    feedback = give(robin)["feedback_id"]
    other = make_person(owner, "Alex", roles=["staff"], connection_kind="worker")
    with (
        as_person(owner, sam, role="portal_keeper") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"),
    ):
        connection.execute(
            "insert into portal.feedback_answer (feedback_id, state, reason, by)"
            " values (%s, 'done', 'x', %s)",
            (feedback, other),
        )


def test_nothing_is_shown_to_everybody_before_staff_have_read_it(
    robin, sam, kim, give, gateway_for
):
    feedback = give(robin, audience="everyone")["feedback_id"]
    visitor, staff = gateway_for(None), gateway_for(sam)
    assert visitor.call("shown_feedback")["rows"] == []
    assert staff.call("feedback_queue", pile="to_check")["total"] == 1
    assert staff.call("show_feedback", feedback_id=feedback) == {"outcome": "shown"}
    assert staff.call("show_feedback", feedback_id=feedback) == {"outcome": "already_shown"}
    for anybody in (visitor, gateway_for(kim)):
        assert [f["body"] for f in anybody.call("shown_feedback")["rows"]] == [BODY]


def test_what_was_meant_for_staff_can_never_be_shown(owner, robin, sam, kim, give, gateway_for):
    feedback = give(robin, audience="staff")["feedback_id"]
    assert gateway_for(sam).call("show_feedback", feedback_id=feedback) == {
        "outcome": "not_for_everyone"
    }
    assert gateway_for(kim).call("shown_feedback")["rows"] == []
    with pytest.raises(psycopg.errors.CheckViolation):
        owner.execute(
            "update portal.feedback set shown_at = now(), moderated_at = now() where id = %s",
            (feedback,),
        )


def test_keeping_it_for_staff_needs_a_reason_that_its_author_reads(robin, sam, give, gateway_for):
    feedback = give(robin, audience="everyone")["feedback_id"]
    staff = gateway_for(sam)
    staff.call("show_feedback", feedback_id=feedback)
    assert staff.call("keep_for_staff", feedback_id=feedback, reason=" ") == {
        "outcome": "reason_needed"
    }
    kept = staff.call("keep_for_staff", feedback_id=feedback, reason="It names somebody")
    assert kept == {"outcome": "kept_for_staff"}
    assert gateway_for(None).call("shown_feedback")["rows"] == []
    mine = gateway_for(robin).call("my_feedback")["rows"][0]
    assert (mine["sharing"], mine["sharing_reason"]) == ("kept", "It names somebody")
    log = staff.call("feedback", feedback_id=feedback)["moderation"]
    assert [(m["decision"], m["by"]) for m in log] == [("shown", "Sam"), ("kept_for_staff", "Sam")]


def test_the_author_never_leaks_through_the_public_list(robin, sam, kim, give, gateway_for):
    given = give(robin, audience="everyone")
    feedback = given["feedback_id"]
    gateway_for(sam).call("show_feedback", feedback_id=feedback)
    gateway_for(sam).call("answer_feedback", feedback_id=feedback, state="planned", reason="In May")
    for reader in (None, kim):
        told = json.dumps(gateway_for(reader).call("shown_feedback"))
        assert BODY in told and "In May" in told
        for secret in (
            robin,
            "Robin",
            "Zebedee",
            sam,
            given["reference"],
            date.today().isoformat(),
        ):
            assert secret not in told


def test_a_person_takes_back_what_they_just_said(owner, robin, give, gateway_for):
    feedback = give(robin)["feedback_id"]
    mine = gateway_for(robin)
    assert mine.call("withdraw_feedback", feedback_id=feedback) == {"outcome": "withdrawn"}
    assert mine.call("my_feedback")["rows"] == []
    assert mine.call("withdraw_feedback", feedback_id=feedback) == {"outcome": "not_found"}


def test_what_was_answered_checked_or_is_old_stays(owner, robin, sam, give, gateway_for):
    answered = give(robin, "It was answered already, so it stays.")["feedback_id"]
    checked = give(robin, "It was read before sharing, so it stays.", audience="everyone")[
        "feedback_id"
    ]
    old = give(robin, "It is from the day before, so it stays.")["feedback_id"]
    gateway_for(sam).call("answer_feedback", feedback_id=answered, state="in_discussion")
    gateway_for(sam).call("keep_for_staff", feedback_id=checked, reason="A name")
    owner.execute(
        "update portal.feedback set given_at = now() - interval '25 hours' where id = %s", (old,)
    )
    mine = gateway_for(robin)
    assert [f["can_withdraw"] for f in mine.call("my_feedback")["rows"]] == [False, False, False]
    for feedback in (answered, checked, old):
        assert mine.call("withdraw_feedback", feedback_id=feedback) == {"outcome": "too_late"}


def test_nobody_takes_back_what_somebody_else_said(owner, robin, kim, sam, give, gateway_for):
    feedback = give(robin)["feedback_id"]
    for other in (kim, sam):
        assert gateway_for(other).call("withdraw_feedback", feedback_id=feedback) == {
            "outcome": "not_found"
        }
        with as_person(owner, other, role="portal_keeper") as connection:
            assert connection.execute("delete from portal.feedback where true").rowcount == 0


def test_taking_it_puts_it_on_ones_own_list(owner, robin, sam, give, gateway_for):
    feedback = give(robin)["feedback_id"]
    staff = gateway_for(sam)
    assert staff.call("feedback_queue", pile="mine")["total"] == 0
    due = date.today() + timedelta(days=7)
    taken = staff.call("take_feedback", feedback_id=feedback, due_on=due)
    assert taken == {"outcome": "taken", "due_on": due.isoformat()}
    row = staff.call("feedback_queue", pile="mine")["rows"][0]
    assert (row["owner"], row["is_mine"], row["due_on"]) == ("Sam", True, due.isoformat())
    late = staff.call(
        "take_feedback", feedback_id=feedback, due_on=date.today() - timedelta(days=1)
    )
    assert late == {"outcome": "invalid", "field": "due_on", "problem": "in_the_past"}


def test_the_queue_is_oldest_first_counts_its_piles_and_says_how_long_people_wait(
    owner, robin, sam, give, gateway_for
):
    themes = [
        str(r["id"])
        for r in owner.execute("select id from portal.theme order by position").fetchall()
    ]
    for days in range(25):
        given = give(robin, f"Feedback from {days} days ago", theme_id=themes[days % 2])
        owner.execute(
            "update portal.feedback set given_at = now() - %s * interval '1 day 1 second'"
            " where id = %s",
            (days, given["feedback_id"]),
        )
    staff = gateway_for(sam)
    first, last = staff.call("feedback_queue"), staff.call("feedback_queue", page=3)
    assert [r["waiting_days"] for r in first["rows"]] == list(range(24, 14, -1))
    assert [r["waiting_days"] for r in last["rows"]] == [4, 3, 2, 1, 0]
    none = {"mine": 0, "to_check": 0, "overdue": 0, "appeals": 0}
    assert (first["total"], first["counts"]) == (25, {"waiting": 25, "nobody": 25, **none})
    assert staff.call("feedback_queue", theme_id=themes[1])["total"] == 12
    assert [r["waiting_days"] for r in staff.call("feedback_queue", pile="all")["rows"]][:2] == [
        0,
        1,
    ]
    assert staff.call("feedback_queue", pile="done")["total"] == 0


def test_staff_see_who_said_it_and_the_whole_text(robin, sam, give, gateway_for):
    feedback = give(robin)["feedback_id"]
    full = gateway_for(sam).call("feedback", feedback_id=feedback)
    assert (full["author"], full["person_id"], full["body"]) == ("Robin Zebedee", robin, BODY)


def test_staff_keep_the_list_of_themes(owner, robin, sam, gateway_for):
    staff, visitor = gateway_for(sam), gateway_for(robin)
    themes = visitor.call("feedback_choices")["themes"]
    assert len(themes) == 10 and themes[0]["name"] == "First contact"
    assert staff.call("save_theme", name="travel")["outcome"] == "name_taken"
    assert staff.call("save_theme", name=" ")["problem"] == "missing"
    added = staff.call("save_theme", name="Childcare")
    assert visitor.call("feedback_choices")["themes"][-1] == {
        "id": added["theme_id"],
        "name": "Childcare",
    }
    staff.call("save_theme", theme_id=added["theme_id"], name="Childcare", in_use=False)
    assert len(visitor.call("feedback_choices")["themes"]) == 10
    assert [t["in_use"] for t in staff.call("themes")] == [True] * 10 + [False]


def test_the_audit_says_who_answered_and_never_what(owner, robin, sam, give, gateway_for):
    feedback = give(robin)["feedback_id"]
    gateway_for(sam).call(
        "answer_feedback", feedback_id=feedback, state="not_now", reason="No money"
    )
    audit = json.dumps(
        owner.execute("select action, table_name, columns from portal.audit").fetchall()
    )
    assert "give_feedback" in audit and "answer_feedback:not_now" in audit
    assert BODY not in audit and "No money" not in audit


@pytest.mark.parametrize("column", ["body", "service", "number"])
def test_figures_never_read_what_people_wrote(owner, robin, sam, give, column):
    give(robin)
    with as_person(owner, sam, role="figures_keeper") as connection:
        assert (
            connection.execute(
                "select kind, state, given_at, answered_at from portal.feedback"
            ).rowcount
            == 1
        )
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(f"select {column} from portal.feedback")


def test_a_suspended_person_says_and_reads_nothing(owner, robin, give, gateway_for):
    give(robin)
    owner.execute("update portal.person set state = 'suspended' where id = %s", (robin,))
    with pytest.raises(SignInFirst):
        gateway_for(robin).call("my_feedback")["rows"]
    with as_person(owner, robin) as connection:
        assert connection.execute("select id from portal.feedback").rowcount == 0


def test_taking_back_while_staff_answer_loses_neither(
    database, owner, robin, sam, give, gateway_for
):
    feedback = give(robin)["feedback_id"]
    with database.connect() as staff, ThreadPoolExecutor(1) as pool:
        with staff.transaction():
            claims = json.dumps({"sub": sam, "role": "authenticated"})
            staff.execute("set local role authenticated")
            staff.execute("select set_config('request.jwt.claims', %s, true)", (claims,))
            staff.execute("select api.answer_feedback(%s, 'planned', 'In May')", (feedback,))
            mine = gateway_for(robin)
            taking_back = pool.submit(mine.call, "withdraw_feedback", feedback_id=feedback)
            while not one(owner, "select count(*) from pg_locks where not granted"):
                assert not taking_back.done(), taking_back.result()
        assert taking_back.result() == {"outcome": "too_late"}
    assert [f["state"] for f in mine.call("my_feedback")["rows"]] == ["planned"]
