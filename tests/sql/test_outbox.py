"""The outbox: who gets an e-mail, when, and what nobody but the worker may do."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from services.errors import NotAllowed, SignInFirst
from tests.letters import make_reader, outbox, states, tell
from tests.people import as_person, make_person, withdraw_consent
from tests.workshops import make_booking, make_workshop


@pytest.fixture
def robin(owner):
    return make_reader(owner, "Robin")


@pytest.fixture
def sam(owner):
    return make_reader(owner, "Sam", roles=("staff",))


def claim(owner, per_minute: int = 1000) -> dict[str, Any]:
    row = owner.execute("select private.claim_email(%s) as said", (per_minute,)).fetchone()
    return row["said"]


def dropped(owner) -> list[str]:
    return [row["problem"] for row in outbox(owner) if row["state"] == "dropped"]


# in


def test_a_notice_that_is_wanted_by_email_is_in_the_outbox_at_once_and_once(owner, robin):
    for _ in range(3):
        tell(owner, robin)
    [row] = outbox(owner)
    assert (row["state"], row["kind"], row["message"]) == ("waiting", "feedback_answered", None)


def test_the_outbox_row_goes_with_the_notice_or_not_at_all(owner, robin):
    with pytest.raises(ZeroDivisionError), owner.transaction():
        tell(owner, robin)
        raise ZeroDivisionError
    assert outbox(owner) == []
    tell(owner, robin)
    owner.execute("delete from portal.notice where true")
    assert outbox(owner) == []


@pytest.mark.parametrize(
    "other",
    [
        {"consent": False},
        {"email": " "},
        {"how_often": "never"},
        {"left_out": ["feedback"]},
        {"not_working_since": datetime(2026, 11, 1, tzinfo=UTC)},
    ],
    ids=str,
)
def test_who_does_not_want_it_or_cannot_get_it_gets_none(owner, other):
    tell(owner, make_reader(owner, "Kim", **other))
    assert outbox(owner) == []


def test_nobody_is_written_to_before_they_choose_but_who_asked_for_email(owner):
    for name, channel in {"A": "portal", "B": "email", "C": "text"}.items():
        person = make_reader(owner, name, how_often=None)
        owner.execute(
            "update portal.person_detail set contact_channel = %s where person_id = %s",
            (channel, person),
        )
        tell(owner, person)
        assert len(outbox(owner, person)) == (1 if channel == "email" else 0)


# between: asked again at the moment of sending


def test_who_takes_the_yes_back_gets_nothing_that_waits(owner, robin):
    tell(owner, robin)
    withdraw_consent(owner, robin, "contact_email")
    assert claim(owner) == {"outcome": "none"}
    assert dropped(owner) == ["no_consent"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("update portal.person set state = 'suspended'", "not_here"),
        ("update portal.person_detail set email = null", "no_address"),
        ("update portal.mail_choice set how_often = 'never'", "not_wanted"),
        ("update portal.mail_choice set left_out = '{feedback}'", "not_wanted"),
        ("update portal.notice set read_at = now()", "seen"),
    ],
)
def test_what_changed_while_it_waited_counts(owner, robin, change, problem):
    tell(owner, robin)
    owner.execute(f"{change} where true".encode())
    assert claim(owner) == {"outcome": "none"}
    assert dropped(owner) == [problem]


def test_erasure_takes_the_outbox_along(owner, robin):
    tell(owner, robin)
    owner.execute("delete from portal.person where id = %s", (robin,))
    left = owner.execute(
        "select (select count(*) from portal.outbox) +"
        " (select count(*) from portal.mail_choice) as n"
    ).fetchone()
    assert left == {"n": 0}


# when


def safe(owner, earliest: str, at_the_start: bool = False, **choice: Any) -> str:
    usual = {"days": [1, 2, 3, 4, 5, 6, 7], "from_hour": 9, "until_hour": 17}
    return owner.execute(
        "select (private.safe_moment(jsonb_populate_record(null::portal.mail_choice, %s), %s, %s)"
        " at time zone 'Europe/London')::text as at",
        (json.dumps({**usual, **choice}), earliest, at_the_start),
    ).fetchone()["at"]


@pytest.mark.parametrize(
    ("earliest", "choice", "at"),
    [
        ("2026-11-23 10:00+00", {}, "2026-11-23 10:00:00"),
        ("2026-11-23 08:00+00", {}, "2026-11-23 09:00:00"),
        ("2026-11-23 17:00+00", {}, "2026-11-24 09:00:00"),
        ("2026-11-23 16:59+00", {}, "2026-11-23 16:59:00"),
        # Monday evening, and only Mondays are safe
        ("2026-11-23 18:00+00", {"days": [1]}, "2026-11-30 09:00:00"),
        ("2026-11-23 23:30+00", {"from_hour": 0, "until_hour": 24}, "2026-11-23 23:30:00"),
        # the clocks go back on 25 October 2026, and on 28 March 2027 forward
        ("2026-10-24 17:30+01", {}, "2026-10-25 09:00:00"),
        ("2027-03-27 17:30+00", {}, "2027-03-28 09:00:00"),
        ("2027-03-28 00:30+00", {"from_hour": 1, "until_hour": 2}, "2027-03-29 01:00:00"),
    ],
)
def test_an_email_comes_only_in_hours_that_are_safe(owner, earliest, choice, at):
    assert safe(owner, earliest, **choice) == at


def test_the_one_email_of_the_day_comes_at_the_start_of_the_safe_hours(owner):
    assert safe(owner, "2026-11-23 10:00+00", True) == "2026-11-24 09:00:00"
    assert safe(owner, "2026-11-23 06:00+00", True) == "2026-11-23 09:00:00"


def test_what_came_when_it_was_not_safe_waits_and_urgent_does_too(owner):
    hour = datetime.now(UTC).hour
    far = (hour + 6) % 23
    robin = make_reader(owner, "Robin", from_hour=far, until_hour=far + 1)
    tell(owner, robin)
    tell(owner, robin, "e2", "sign_in_changed", None)
    assert all(row["not_before"] > datetime.now(UTC) + timedelta(hours=2) for row in outbox(owner))
    owner.execute("update portal.outbox set not_before = now()")
    assert claim(owner) == {"outcome": "none"}
    assert all(row["not_before"] > datetime.now(UTC) + timedelta(hours=2) for row in outbox(owner))


def test_one_email_a_day_holds_all_that_waits_and_urgent_ones_go_alone(owner):
    robin = make_reader(owner, "Robin", how_often="daily")
    for n in range(3):
        tell(owner, robin, f"e{n}")
    tell(owner, robin, "now", "sign_in_changed", None)
    alone = claim(owner)
    assert (len(alone["told"]), alone["gathered"]) == (1, None)
    assert claim(owner) == {"outcome": "none"}, "the rest waits for its hour"
    owner.execute("update portal.outbox set not_before = now() where state = 'waiting'")
    together = claim(owner)
    assert (len(together["told"]), together["gathered"]) == (3, "daily")
    assert claim(owner) == {"outcome": "none"}


def test_a_repeat_of_a_gathered_email_holds_what_the_first_try_held(owner):
    robin = make_reader(owner, "Robin", how_often="daily")
    tell(owner, robin, "e1")
    due = "update portal.outbox set not_before = now() where state = 'waiting'"
    owner.execute(due)
    first = claim(owner)
    owner.execute("select private.record_email(%s, 'later', 'busy', 451)", (first["message"],))
    tell(owner, robin, "e2")
    owner.execute(due)
    again = claim(owner)
    assert (again["message"], len(again["told"])) == (first["message"], 1)


def test_urgent_ones_go_first_then_the_oldest(owner, robin):
    for n, kind in enumerate(["feedback_answered", "match_paused", "sign_in_changed"]):
        tell(owner, robin, f"e{n}", kind, None)
    owner.execute("update portal.mail_choice set full_details = true")
    assert [claim(owner)["told"][0]["kind"] for _ in range(3)] == [
        "sign_in_changed", "feedback_answered", "match_paused"
    ]  # fmt: skip


def test_nothing_of_what_happened_leaves_for_somebody_who_did_not_ask_for_it(owner, robin):
    workshop = make_workshop(owner, "Poetry and recovery")
    tell(
        owner, robin, kind="workshop_changed", link=f"workshop?id={workshop}", workshop_id=workshop
    )
    [told] = claim(owner)["told"]
    assert told == {"until": None, "reminder": False}


# reminders


def hours_from_now(hours: float) -> datetime:
    return datetime.now(UTC) + timedelta(hours=hours)


def remind(owner) -> int:
    return owner.execute("select private.remind_of_workshops() as n").fetchone()["n"]


def reminded(owner) -> list[str]:
    rows = owner.execute(
        "select kind from portal.notice where kind like 'workshop_reminder%' order by made_at, kind"
    )
    return [row["kind"].removeprefix("workshop_reminder_") for row in rows.fetchall()]


@pytest.fixture
def place(owner, robin):
    """A workshop in 47 hours at which Robin has had a place for a week."""
    workshop = make_workshop(owner, starts_in="47 hours")
    booking = make_booking(owner, workshop, robin)
    owner.execute(
        "update portal.booking set booked_at = now() - interval '7 days' where id = %s", (booking,)
    )
    owner.execute(
        "update portal.booking_history set at = now() - interval '7 days' where booking_id = %s",
        (booking,),
    )
    return workshop


def move(owner, workshop: str, hours: float) -> None:
    owner.execute(
        "update portal.workshop set starts_at = %s, ends_at = %s where id = %s",
        (hours_from_now(hours), hours_from_now(hours + 2), workshop),
    )


def test_a_person_is_reminded_once_two_days_and_once_two_hours_before(owner, place):
    assert [remind(owner), remind(owner)] == [1, 0]
    move(owner, place, 1.9)
    assert [remind(owner), remind(owner)] == [1, 0]
    assert reminded(owner) == ["two_days", "two_hours"]


def test_another_time_is_another_reminder_and_the_old_one_is_not_sent(owner, place):
    remind(owner)
    move(owner, place, 46)
    remind(owner)
    assert claim(owner)["told"][0]["reminder"]
    assert claim(owner) == {"outcome": "none"}
    assert dropped(owner) == ["over"]


def test_who_booked_an_hour_ago_or_has_no_place_is_not_reminded(owner, place):
    owner.execute("update portal.booking_history set at = now() - interval '1 hour' where true")
    assert remind(owner) == 0
    owner.execute("update portal.booking_history set at = now() - interval '3 days' where true")
    for state in ("waiting", "cancelled"):
        owner.execute(f"update portal.booking set state = '{state}' where true".encode())
        assert remind(owner) == 0


def test_a_reminder_is_of_no_use_after_the_start_and_when_the_place_was_given_back(owner, place):
    remind(owner)
    [row] = outbox(owner)
    starts = owner.execute(
        "select starts_at from portal.workshop where id = %s", (place,)
    ).fetchone()
    assert row["useless_after"] == starts["starts_at"]
    owner.execute("update portal.booking set state = 'cancelled' where true")
    assert claim(owner) == {"outcome": "none"}
    assert dropped(owner) == ["over"]


# what a person chooses

CHOICE = {
    "how_often": "weekly", "left_out": ["mentoring"], "full_details": True,
    "days": [6, 7], "from_hour": 10, "until_hour": 12,
}  # fmt: skip


def test_a_person_chooses_and_reads_it_back_and_what_waits_goes_by_it(owner, gateway_for, robin):
    tell(owner, robin)
    asking = gateway_for(robin)
    assert asking.call("save_my_emails", **CHOICE) == {"outcome": "saved"}
    mine = asking.call("my_emails")
    assert {name: mine[name] for name in CHOICE} == CHOICE
    assert (mine["address"], mine["consent"]["state"]) == ("robin@home.example", "given")
    assert "stop_key" not in json.dumps(mine)
    [row] = outbox(owner)
    assert (row["gathered"], row["not_before"].isoweekday() in (6, 7)) == ("weekly", True)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("how_often", "hourly"), ("how_often", None), ("left_out", ["gossip"]), ("left_out", [None]),
        ("days", []), ("days", [0]), ("days", [None]), ("full_details", None),
        ("from_hour", 24), ("from_hour", -1), ("from_hour", None), ("until_hour", 10), ("until_hour", 25),
    ],
)  # fmt: skip
def test_a_choice_that_cannot_be_is_told_by_its_field(gateway_for, robin, field, value):
    answer = gateway_for(robin).call("save_my_emails", **{**CHOICE, field: value})
    wrong = "until_hour" if field == "from_hour" and value == 24 else field
    assert (answer["outcome"], answer["field"]) in (("invalid", wrong), ("invalid", field))


def test_a_test_goes_to_oneself_now_and_not_again_for_five_minutes(owner, gateway_for):
    robin = make_reader(owner, "Robin", how_often="never", from_hour=0, until_hour=1)
    asking = gateway_for(robin)
    assert asking.call("send_test_email") == {"outcome": "not_set_up"}
    owner.execute("select private.note_mail_service(true)")
    assert asking.call("send_test_email") == {"outcome": "on_its_way"}
    assert asking.call("send_test_email") == {"outcome": "just_sent"}
    email = claim(owner)
    assert (email["is_test"], email["to"], email["told"]) == (True, "robin@home.example", [])
    withdraw_consent(owner, robin, "contact_email")
    assert asking.call("send_test_email") == {"outcome": "no_consent"}


def test_three_refusals_in_a_row_stop_an_address_until_it_is_changed(owner, robin):
    for n in range(3):
        tell(owner, robin, f"e{n}")
        message = claim(owner)["message"]
        owner.execute(
            "select private.record_email(%s, 'refused', 'address_refused', 550)", (message,)
        )
    tell(owner, robin, "e4")
    assert states(owner) == ["refused"] * 3
    owner.execute(
        "update portal.person_detail set email = 'new@home.example' where person_id = %s", (robin,)
    )
    tell(owner, robin, "e5")
    assert claim(owner)["to"] == "new@home.example"


def test_a_key_stops_the_emails_of_one_person_and_no_key_those_of_nobody(
    owner, gateway_for, robin, sam
):
    tell(owner, robin)
    key = claim(owner)["stop_key"]
    assert gateway_for(None).call("stop_emails", stop_key=uuid4()) == {"outcome": "not_found"}
    assert gateway_for(None).call("stop_emails", stop_key=key) == {"outcome": "stopped"}
    assert gateway_for(robin).call("my_emails")["how_often"] == "never"
    assert gateway_for(sam).call("my_emails")["how_often"] == "at_once"


# staff


def test_staff_and_administrators_see_what_did_not_go_and_never_what_it_said(
    owner, gateway_for, robin, sam
):
    tell(owner, robin)
    message = claim(owner)["message"]
    owner.execute("select private.record_email(%s, 'refused', 'address_refused', 550)", (message,))
    ada = make_person(owner, "Ada", roles=["administrator"])
    for reader in (sam, ada):
        [row] = gateway_for(reader).call("emails_in_trouble")["rows"]
        assert (row["display_name"], row["topics"], row["problem"]) == (
            "Robin",
            ["feedback"],
            "address_refused",
        )
        assert "home.example" not in json.dumps(row)
    assert gateway_for(sam).call("today")["emails"] == 1
    email_id = row["email_id"]
    assert (
        gateway_for(sam).call("decide_email", email_id=email_id, decision="burn")["outcome"]
        == "invalid"
    )
    assert gateway_for(sam).call("decide_email", email_id=email_id, decision="give_up") == {
        "outcome": "given_up"
    }
    assert gateway_for(sam).call("decide_email", email_id=email_id, decision="try_again") == {
        "outcome": "not_found"
    }
    assert gateway_for(sam).call("emails_in_trouble")["rows"] == []


def test_nobody_else_sees_or_decides(owner, gateway_for, robin):
    others = [
        robin,
        *(
            make_person(owner, role, roles=[role])
            for role in ("mentor", "analyst", "safeguarding_lead")
        ),
    ]
    for person in others:
        with pytest.raises(NotAllowed):
            gateway_for(person).call("emails_in_trouble")
        with pytest.raises(NotAllowed):
            gateway_for(person).call("decide_email", email_id=uuid4(), decision="try_again")
    for call in ("my_emails", "send_test_email", "emails_in_trouble"):
        with pytest.raises(SignInFirst):
            gateway_for(None).call(call)


def test_nobody_reads_the_outbox_or_the_choices_of_another(owner, robin, sam):
    tell(owner, robin)
    for role in ("anon", "authenticated"):
        for table in ("outbox", "mail_service"):
            with (
                as_person(owner, sam, role=role) as asking,
                pytest.raises(psycopg.errors.InsufficientPrivilege),
            ):
                asking.execute(f"select 1 from portal.{table}".encode())
    with as_person(owner, sam) as asking:
        rows = asking.execute("select person_id::text from portal.mail_choice").fetchall()
        assert [row["person_id"] for row in rows] == [sam]


WORKERS = {
    "claim_email(1)", "emails_wait()", "note_mail_service(true)", "remind_of_workshops()",
    "record_email('00000000-0000-4000-8000-000000000001', 'sent')",
}  # fmt: skip


@pytest.mark.parametrize("call", sorted(WORKERS))
@pytest.mark.parametrize("role", ["anon", "authenticated"])
def test_no_client_does_the_workers_work(owner, sam, call, role):
    with (
        as_person(owner, sam, role=role) as asking,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        asking.execute(f"select private.{call}".encode())
