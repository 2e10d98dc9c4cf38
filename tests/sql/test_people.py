"""People, roles and the audit: nobody grants to themselves, the last administrator stays."""

from __future__ import annotations

import threading
import uuid

import psycopg
import pytest

from services.errors import NotAllowed, PortalError, SignInFirst
from tests.people import as_person, make_person

OTHERS = [[], ["mentor"], ["staff"], ["analyst"], ["safeguarding_lead"]]
EVERY_ROLE = ["mentor", "staff", "safeguarding_lead", "analyst", "administrator"]


def roles_of(owner, person):
    rows = owner.execute(
        "select role from portal.role_grant where person_id = %s order by role", (person,)
    ).fetchall()
    return [row["role"] for row in rows]


# who is asking


def me(owner, claims_for, **more):
    with as_person(owner, claims_for, **more) as connection:
        return connection.execute("select private.me()::text as me").fetchone()["me"]


def test_a_visitor_is_nobody(owner):
    assert me(owner, None) is None


def test_a_token_without_a_person_is_nobody(owner):
    assert me(owner, str(uuid.uuid4())) is None


def test_a_person_is_who_their_token_says(owner):
    person = make_person(owner, "Robin")
    assert me(owner, person) == person


def test_a_suspended_person_is_nobody_and_holds_no_role(owner):
    person = make_person(owner, "Robin", roles=["staff"])
    owner.execute("update portal.person set state = 'suspended' where id = %s", (person,))
    assert me(owner, person) is None
    with as_person(owner, person) as connection:
        assert (
            connection.execute("select private.has_role('staff') as has").fetchone()["has"] is False
        )


def test_claims_left_empty_by_a_rollback_are_nobody(owner):
    with owner.transaction():
        owner.execute("set local role authenticated")
        owner.execute("select set_config('request.jwt.claims', '', true)")
        assert owner.execute("select private.me() as me").fetchone()["me"] is None


def test_roles_do_not_imply_one_another(owner):
    for role in EVERY_ROLE:
        with as_person(owner, make_person(owner, "Kit", roles=[role])) as connection:
            held = [
                r
                for r in EVERY_ROLE
                if connection.execute("select private.has_role(%s) as h", (r,)).fetchone()["h"]
            ]
            assert held == [role]


# granting and removing


def test_an_administrator_grants_and_removes_and_both_are_written_down(owner, gateway_for):
    person, ada = make_person(owner, "Robin"), make_person(owner, "Ada", roles=["administrator"])
    admin = gateway_for(ada)
    assert admin.call("grant_role", person_id=person, role="staff") == {"outcome": "granted"}
    assert admin.call("grant_role", person_id=person, role="staff") == {"outcome": "already_held"}
    assert admin.call("remove_role", person_id=person, role="staff") == {"outcome": "removed"}
    assert admin.call("remove_role", person_id=person, role="staff") == {"outcome": "not_held"}
    rows = owner.execute(
        "select a.action from portal.audit a join portal.subject_key actor on actor.key = a.actor_key"
        " join portal.subject_key about on about.key = a.subject_key"
        " where actor.person_id = %s and about.person_id = %s order by a.id",
        (ada, person),
    ).fetchall()
    assert [row["action"] for row in rows] == ["grant_role:staff", "remove_role:staff"]


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_nobody_grants_a_role_to_themselves(owner, gateway_for, role):
    ada = make_person(owner, "Ada", roles=["administrator"])
    answer = gateway_for(ada).call("grant_role", person_id=ada, role=role)
    assert answer == {"outcome": "not_to_yourself"} and roles_of(owner, ada) == ["administrator"]


@pytest.mark.parametrize("roles", OTHERS)
def test_only_an_administrator_changes_roles_or_sees_who_holds_them(owner, gateway_for, roles):
    person, asker = (
        make_person(owner, "Robin", roles=["mentor"]),
        make_person(owner, "Kit", roles=roles),
    )
    for verb, arguments in (
        ("grant_role", {"person_id": person, "role": "staff"}),
        ("grant_role", {"person_id": asker, "role": "administrator"}),
        ("remove_role", {"person_id": person, "role": "mentor"}),
        ("role_holders", {}),
    ):
        with pytest.raises(NotAllowed):
            gateway_for(asker).call(verb, **arguments)
    assert roles_of(owner, person) == ["mentor"] and roles_of(owner, asker) == sorted(roles)


def test_a_visitor_changes_no_roles(owner, gateway_for):
    with pytest.raises((SignInFirst, NotAllowed)):
        gateway_for(None).call("grant_role", person_id=make_person(owner, "Robin"), role="staff")


def test_a_role_that_nobody_knows_and_a_person_who_is_not_there_are_outcomes(owner, gateway_for):
    admin = gateway_for(make_person(owner, "Ada", roles=["administrator"]))
    assert (
        admin.call("grant_role", person_id=make_person(owner, "Robin"), role="owner")["problem"]
        == "not_known"
    )
    assert admin.call("grant_role", person_id=str(uuid.uuid4()), role="staff") == {
        "outcome": "not_found"
    }


def test_the_last_administrator_cannot_leave(owner, gateway_for):
    ada = make_person(owner, "Ada", roles=["administrator"])
    assert gateway_for(ada).call("remove_role", person_id=ada, role="administrator") == {
        "outcome": "not_your_own"
    }
    assert roles_of(owner, ada) == ["administrator"]


@pytest.mark.parametrize("verb", ["remove_role", "suspend"])
def test_two_administrators_who_remove_each_other_at_once_leave_one(owner, gateway_for, verb):
    for _ in range(5):
        pair = [make_person(owner, name, roles=["administrator"]) for name in ("Ada", "Bea")]
        ready, answers = threading.Barrier(2), []

        def remove(asker, other, ready=ready, answers=answers):
            gateway = gateway_for(asker)
            role = {"role": "administrator"} if verb == "remove_role" else {}
            ready.wait()
            try:
                answers.append(gateway.call(verb, person_id=other, **role)["outcome"])
            except PortalError:
                answers.append("refused")

        threads = [threading.Thread(target=remove, args=(pair[i], pair[1 - i])) for i in (0, 1)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(answers) == sorted(
            ["refused", {"remove_role": "removed", "suspend": "suspended"}[verb]]
        )
        left = owner.execute(
            "select count(*) as n from portal.role_grant g join portal.person p on p.id = g.person_id"
            " where g.role = 'administrator' and p.state = 'active'"
        ).fetchone()["n"]
        assert left == 1
        owner.execute("delete from portal.role_grant where role = 'administrator'")


@pytest.mark.parametrize(
    "statement",
    [
        "insert into portal.role_grant (person_id, role) values (%(me)s, 'administrator')",
        "delete from portal.role_grant where person_id = %(me)s",
        "update portal.role_grant set role = 'administrator' where person_id = %(me)s",
    ],
)
@pytest.mark.parametrize(
    "role", ["authenticated", "portal_keeper", "mentoring_keeper", "figures_keeper", "audit_keeper"]
)
def test_nobody_writes_a_role_directly(owner, role, statement):
    person = make_person(owner, "Ada", roles=["administrator"])
    with (
        as_person(owner, person, role=role) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement, {"me": person})


def test_the_identity_keeper_itself_grants_nothing_to_the_asker(owner):
    ada = make_person(owner, "Ada", roles=["administrator"])
    with (
        as_person(owner, ada, role="identity_keeper") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(
            "insert into portal.role_grant (person_id, role, granted_by) values (%s, 'staff', %s)",
            (ada, ada),
        )
    with as_person(owner, ada, role="identity_keeper") as connection:
        gone = connection.execute(
            "delete from portal.role_grant where person_id = %s", (ada,)
        ).rowcount
        assert gone == 0


@pytest.mark.parametrize("granted_by", ["me", "other"])
def test_the_identity_keeper_itself_grants_nothing_for_staff(owner, granted_by):
    staff, person = make_person(owner, "Sam", roles=["staff"]), make_person(owner, "Robin")
    by = {"me": staff, "other": make_person(owner, "Ada", roles=["administrator"])}[granted_by]
    with (
        as_person(owner, staff, role="identity_keeper") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(
            "insert into portal.role_grant (person_id, role, granted_by) values (%s, 'staff', %s)",
            (person, by),
        )


def test_an_administrator_sees_everybody_who_holds_a_role(owner, gateway_for):
    ada = make_person(owner, "Ada", roles=["administrator"])
    make_person(owner, "Robin")
    make_person(owner, "Zed", roles=["staff", "mentor"])
    held = gateway_for(ada).call("role_holders")
    assert [(h["display_name"], h["is_me"], [r["role"] for r in h["roles"]]) for h in held] == [
        ("Ada", True, ["administrator"]),
        ("Zed", False, ["mentor", "staff"]),
    ]


# the audit


@pytest.mark.parametrize(
    "statement",
    [
        "select * from portal.audit",
        "insert into portal.audit (action, table_name) values ('x', 'y')",
        "update portal.audit set action = 'x' where true",
        "delete from portal.audit where true",
        "select * from portal.subject_key",
        "delete from portal.subject_key where true",
    ],
)
@pytest.mark.parametrize(
    "role",
    [
        "anon",
        "authenticated",
        "identity_keeper",
        "portal_keeper",
        "mentoring_keeper",
        "figures_keeper",
    ],
)
def test_no_role_reads_or_writes_the_audit(owner, role, statement):
    person = make_person(owner, "Ada", roles=EVERY_ROLE)
    with (
        as_person(owner, person, role=role) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "select * from portal.audit",
        "update portal.audit set action = 'x' where true",
        "delete from portal.audit where true",
    ],
)
def test_even_the_audit_keeper_only_adds(owner, statement):
    with (
        as_person(owner, make_person(owner, "Ada"), role="audit_keeper") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement)


def test_the_audit_keeper_writes_nothing_in_the_name_of_somebody_else(owner):
    me, other = make_person(owner, "Robin"), make_person(owner, "Sam")
    with as_person(owner, me, role="audit_keeper") as connection:
        key = connection.execute("select private.subject_key_of(%s) as key", (other,)).fetchone()[
            "key"
        ]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(
                "insert into portal.audit (actor_key, action, table_name) values (%s, 'x', 'y')",
                (key,),
            )


def test_a_client_cannot_write_to_the_audit_through_the_function(owner):
    with (
        as_person(owner, make_person(owner, "Robin")) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("select private.record('x', 'y', null)")


def test_the_first_thing_a_person_does_is_written_down_too(owner, gateway_for):
    person = make_person(owner, "Robin")
    gateway_for(person).call("give_consent", purpose="photo", version=1)
    row = owner.execute(
        "select a.actor_key = k.key as mine from portal.audit a, portal.subject_key k"
    ).fetchone()
    assert row == {"mine": True}


def test_erasing_the_key_leaves_an_audit_that_leads_to_nobody(owner, gateway_for):
    person = make_person(owner, "Robin")
    gateway_for(person).call("give_consent", purpose="photo", version=1)
    owner.execute("delete from portal.subject_key where person_id = %s", (person,))
    rows = owner.execute(
        "select * from portal.audit a left join portal.subject_key k on k.key = a.actor_key"
    ).fetchall()
    assert (
        len(rows) == 1 and rows[0]["person_id"] is None and person not in str(rows[0]["actor_key"])
    )
