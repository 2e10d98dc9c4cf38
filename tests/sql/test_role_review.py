"""Roles are looked at again in time, and an administrator always stays."""

from __future__ import annotations

import threading

import psycopg
import pytest

from services.errors import NotAllowed, PortalError
from tests.people import as_person, make_person

ALL = [
    "mentor",
    "staff",
    "safeguarding_lead",
    "safeguarding_deputy",
    "safeguarding_alternate",
    "trustee",
    "analyst",
    "administrator",
]


def make_due(owner, person):
    owner.execute(
        "update portal.role_grant set review_due = current_date where person_id = %s", (person,)
    )


def held_by(gateway, person):
    holders = gateway.call("role_holders")
    return next(holder for holder in holders if holder["person_id"] == person)["roles"]


@pytest.mark.parametrize("role", ALL)
def test_a_role_is_due_after_half_a_year_and_an_administrator_says_it_is_still_right(
    owner, gateway_for, role
):
    ada, robin = make_person(owner, "Ada", roles=["administrator"]), make_person(owner, "Robin")
    admin = gateway_for(ada)
    assert admin.call("grant_role", person_id=robin, role=role)["outcome"] == "granted"
    half_a_year = "select (current_date + interval '6 months')::date::text as due"
    due = owner.execute(half_a_year).fetchone()["due"]
    held = held_by(admin, robin)[0]
    assert (held["review_due"], held["is_due"], held["reviewed_at"]) == (due, False, None)
    assert admin.call("frame")["roles_due"] == 0
    make_due(owner, robin)
    assert held_by(admin, robin)[0]["is_due"] is True
    assert admin.call("frame")["roles_due"] == 1
    confirmed = admin.call("confirm_role", person_id=robin, role=role)
    assert confirmed == {"outcome": "confirmed", "review_due": due}
    assert held_by(admin, robin)[0]["reviewed_at"]
    assert admin.call("frame")["roles_due"] == 0
    written = owner.execute(
        "select count(*) as n from portal.audit where action = %s", (f"confirm_role:{role}",)
    ).fetchone()
    assert written["n"] == 1


def test_nobody_confirms_their_own_role(owner, gateway_for):
    ada = make_person(owner, "Ada", roles=["administrator"])
    make_due(owner, ada)
    admin = gateway_for(ada)
    assert admin.call("confirm_role", person_id=ada, role="administrator") == {
        "outcome": "not_your_own"
    }
    assert admin.call("frame")["roles_due"] == 0, "nobody here can do it for her"
    with as_person(owner, ada, role="identity_keeper") as connection:
        touched = connection.execute(
            "update portal.role_grant set review_due = '2099-01-01' where true"
        )
        assert touched.rowcount == 0


@pytest.mark.parametrize("roles", [[], ["staff"], ["safeguarding_lead"], ["trustee"]])
def test_only_an_administrator_looks_at_roles_again(owner, gateway_for, roles):
    robin = make_person(owner, "Robin", roles=["staff"])
    make_due(owner, robin)
    gateway = gateway_for(make_person(owner, "Sam", roles=roles))
    with pytest.raises(NotAllowed):
        gateway.call("confirm_role", person_id=robin, role="staff")
    assert gateway.call("frame")["roles_due"] == 0


def test_a_role_that_is_not_held_is_not_confirmed(owner, gateway_for):
    admin = gateway_for(make_person(owner, "Ada", roles=["administrator"]))
    robin = make_person(owner, "Robin")
    assert admin.call("confirm_role", person_id=robin, role="staff") == {"outcome": "not_held"}


# an administrator always stays


def test_no_keeper_takes_the_last_administrator_away(owner):
    """Even a function that forgot to ask: the rule stands in the tables themselves."""
    ada = make_person(owner, "Ada", roles=["administrator"])
    statements = (
        ("delete from portal.role_grant where person_id = %s", "grant delete on portal.role_grant"),
        (
            "update portal.person set state = 'suspended' where id = %s",
            "grant update on portal.person",
        ),
        ("delete from portal.person where id = %s", "grant delete on portal.person"),
    )
    for statement, needed in statements:
        with owner.transaction(force_rollback=True):
            owner.execute(f"{needed} to identity_keeper")
            owner.execute("alter table portal.person disable row level security")
            owner.execute("alter table portal.role_grant disable row level security")
            owner.execute("set local role identity_keeper")
            with (
                pytest.raises(psycopg.errors.RestrictViolation, match="last_administrator"),
                owner.transaction(),
            ):
                owner.execute(statement, (ada,))
            owner.execute("reset role")
            make_person(owner, "Bea", roles=["administrator"])
            owner.execute("set local role identity_keeper")
            if "role_grant" in statement or "update" in statement:
                assert owner.execute(statement, (ada,)).rowcount == 1


def test_an_administrator_who_is_suspended_does_not_count_as_one_who_stays(owner):
    ada, bea = (make_person(owner, name, roles=["administrator"]) for name in ("Ada", "Bea"))
    owner.execute("update portal.person set state = 'suspended' where id = %s", (bea,))
    with owner.transaction(force_rollback=True):
        owner.execute("alter table portal.role_grant disable row level security")
        owner.execute("set local role identity_keeper")
        with pytest.raises(psycopg.errors.RestrictViolation), owner.transaction():
            owner.execute("delete from portal.role_grant where person_id = %s", (ada,))


def test_removing_and_suspending_at_once_leave_one_administrator(owner, gateway_for):
    for _ in range(4):
        ada, bea = (make_person(owner, name, roles=["administrator"]) for name in ("Ada", "Bea"))
        ready, done = threading.Barrier(2), []

        def act(asker, verb, ready=ready, done=done, **arguments):
            gateway = gateway_for(asker)
            ready.wait()
            try:
                done.append(gateway.call(verb, **arguments)["outcome"])
            except PortalError:
                done.append("refused")

        threads = [
            threading.Thread(
                target=act,
                args=(ada, "remove_role"),
                kwargs={"person_id": bea, "role": "administrator"},
            ),
            threading.Thread(target=act, args=(bea, "suspend"), kwargs={"person_id": ada}),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert done.count("refused") == 1
        left = owner.execute(
            "select count(*) as n from portal.role_grant g join portal.person p on p.id = g.person_id"
            " where g.role = 'administrator' and p.state = 'active'"
        ).fetchone()["n"]
        assert left == 1
        owner.execute("delete from portal.role_grant where role = 'administrator'")
