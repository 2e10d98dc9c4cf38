"""Members: signing up all at once, own details, and what staff see when they find a person."""

from __future__ import annotations

import threading
import uuid

import psycopg
import pytest

from services.errors import NotAllowed, SignInFirst
from tests.people import as_person, make_person

ROBIN = {"display_name": "Robin", "connection": "recovery", "adult": True}
PRIVATE = (
    "legal_name",
    "email",
    "phone",
    "contact_channel",
    "safe_times",
    "message_ok",
    "access_needs",
    "member_number",
)


def rows(owner, table):
    return owner.execute(f"select count(*) as n from portal.{table}").fetchone()["n"]


def add_space(owner, name="Chelmsford"):
    return owner.execute(
        "insert into portal.space (name) values (%s) returning id::text", (name,)
    ).fetchone()["id"]


# signing up


def test_signing_up_writes_profile_details_consents_and_audit_at_once(owner, gateway_for):
    me, space = str(uuid.uuid4()), add_space(owner)
    answer = gateway_for(me).call(
        "sign_up",
        display_name="  Maz ",
        connection="family",
        relation="parent",
        adult=True,
        space_id=space,
        contact_channel="text",
        phone="07700 900123",
        email="quiet.river@example.org",
        safe_times="After 6pm",
        message_ok=True,
        consents=[{"purpose": "contact_text", "version": 1}, {"purpose": "matching", "version": 1}],
    )
    assert answer == {"outcome": "welcome"}
    person = owner.execute("select * from portal.person").fetchone()
    assert (str(person["id"]), person["display_name"], person["relation"]) == (me, "Maz", "parent")
    detail = owner.execute("select * from portal.person_detail").fetchone()
    assert (detail["phone"], detail["contact_channel"], detail["message_ok"]) == (
        "07700 900123",
        "text",
        True,
    )
    agreed = owner.execute("select purpose, how from portal.consent order by purpose").fetchall()
    assert agreed == [
        {"purpose": "contact_text", "how": "portal"},
        {"purpose": "matching", "how": "portal"},
    ]
    actions = {r["action"] for r in owner.execute("select action from portal.audit").fetchall()}
    assert actions == {"sign_up", "give_consent"}


def test_no_consent_is_given_unless_it_was_ticked(owner, gateway_for):
    gateway_for(str(uuid.uuid4())).call("sign_up", **ROBIN)
    assert rows(owner, "consent") == 0


def test_a_visitor_cannot_sign_up_without_an_account(gateway_for):
    with pytest.raises((SignInFirst, NotAllowed)):
        gateway_for(None).call("sign_up", **ROBIN)


@pytest.mark.parametrize("adult", [False, None])
def test_accounts_are_for_adults_only(owner, gateway_for, adult):
    answer = gateway_for(str(uuid.uuid4())).call("sign_up", **{**ROBIN, "adult": adult})
    assert answer == {"outcome": "adults_only"} and rows(owner, "person") == 0


def test_signing_up_twice_changes_nothing(owner, gateway_for):
    mine = gateway_for(str(uuid.uuid4()))
    mine.call("sign_up", **ROBIN)
    assert mine.call("sign_up", **{**ROBIN, "display_name": "Sam"}) == {
        "outcome": "already_signed_up"
    }
    assert owner.execute("select display_name from portal.person").fetchall() == [
        {"display_name": "Robin"}
    ]


def test_pressing_join_many_times_at_once_makes_one_person(owner, gateway_for):
    me, answers = str(uuid.uuid4()), []

    def join(gateway):
        answers.append(gateway.call("sign_up", **ROBIN)["outcome"])

    threads = [threading.Thread(target=join, args=(gateway_for(me),)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["already_signed_up"] * 5 + ["welcome"]
    assert rows(owner, "person") == rows(owner, "person_detail") == 1


def test_a_suspended_person_cannot_sign_up_again(owner, gateway_for):
    person = make_person(owner, "Robin")
    owner.execute("update portal.person set state = 'suspended' where id = %s", (person,))
    assert gateway_for(person).call("sign_up", **ROBIN) == {"outcome": "already_signed_up"}


@pytest.mark.parametrize(
    ("given", "field", "problem"),
    [
        ({"display_name": "  "}, "display_name", "missing"),
        ({"display_name": "x" * 61}, "display_name", "too_long"),
        ({"connection": "neighbour"}, "connection", "not_known"),
        ({"connection": "family"}, "relation", "missing"),
        ({"connection": "family", "relation": "cousin"}, "relation", "not_known"),
        ({"space_id": str(uuid.uuid4())}, "space_id", "not_known"),
        ({"contact_channel": "pigeon"}, "contact_channel", "not_known"),
        ({"contact_channel": "email"}, "email", "missing"),
        ({"email": "robin at home"}, "email", "not_an_email"),
        ({"contact_channel": "phone"}, "phone", "missing"),
        ({"phone": "ask my wife"}, "phone", "not_a_phone"),
        ({"safe_times": "x" * 301}, "safe_times", "too_long"),
        ({"consents": "all"}, "consents", "not_known"),
    ],
)
def test_bad_input_names_the_field_and_writes_nothing(owner, gateway_for, given, field, problem):
    answer = gateway_for(str(uuid.uuid4())).call("sign_up", **{**ROBIN, **given})
    assert answer == {"outcome": "invalid", "field": field, "problem": problem}
    assert rows(owner, "person") == rows(owner, "person_detail") == rows(owner, "audit") == 0


@pytest.mark.parametrize(
    "consents",
    [
        [{"purpose": "matching", "version": 9}],
        [{"purpose": "adverts", "version": 1}],
        [{}],
        [7],
        ["matching"],
    ],
)
def test_consent_to_words_that_are_not_in_use_stops_the_sign_up(owner, gateway_for, consents):
    answer = gateway_for(str(uuid.uuid4())).call("sign_up", **ROBIN, consents=consents)
    assert answer == {"outcome": "wording_changed"} and rows(owner, "person") == 0


@pytest.mark.parametrize(
    ("name", "email", "why"),
    [
        ("sarah.jones", "Sarah.Jones@example.org", "email"),
        ("Sarah Jones", None, "full_name"),
    ],
)
def test_a_name_that_gives_you_away_is_asked_about_once(owner, gateway_for, name, email, why):
    mine = gateway_for(str(uuid.uuid4()))
    given = {**ROBIN, "display_name": name, "email": email}
    assert mine.call("sign_up", **given) == {"outcome": "name_gives_you_away", "why": why}
    assert rows(owner, "person") == 0
    assert mine.call("sign_up", **given, name_is_fine=True) == {"outcome": "welcome"}


def test_the_form_is_for_people_with_an_account_only(gateway_for):
    with pytest.raises((SignInFirst, NotAllowed)):
        gateway_for(None).call("sign_up_form")
    form = gateway_for(str(uuid.uuid4())).call("sign_up_form")
    assert [c["purpose"] for c in form["consents"]][:2] == ["matching", "share_with_mentor"]


def test_the_keeper_itself_cannot_add_somebody_else(owner):
    with (
        as_person(owner, str(uuid.uuid4()), role="portal_keeper") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(
            "insert into portal.person (id, display_name, connection) values (gen_random_uuid(), 'X', 'recovery')"
        )


# own details


def test_a_person_changes_their_own_details_and_the_audit_names_what_changed(owner, gateway_for):
    person = make_person(owner, "Robin")
    mine = gateway_for(person)
    given = {
        "display_name": "Rob",
        "connection": "recovery",
        "contact_channel": "email",
        "email": "r@example.org",
    }
    assert mine.call("save_my_details", **given) == {"outcome": "saved"}
    details = mine.call("my_account")["details"]
    assert (details["display_name"], details["email"], details["has_account"]) == (
        "Rob",
        "r@example.org",
        True,
    )
    audit = owner.execute(
        "select columns from portal.audit where action = 'save_my_details'"
    ).fetchone()
    assert audit["columns"] == ["contact_channel", "display_name", "email"]
    assert mine.call("save_my_details", **given) == {"outcome": "nothing_changed"}


def test_a_way_of_being_reached_brings_its_consent_once(owner, gateway_for):
    mine = gateway_for(make_person(owner, "Robin"))
    given = {
        "display_name": "Robin",
        "connection": "recovery",
        "contact_channel": "email",
        "email": "q@example.org",
    }
    yes = [{"purpose": "contact_email", "version": 1}]
    assert mine.call("save_my_details", **given, consents=yes) == {"outcome": "saved"}
    assert mine.call("save_my_details", **given, consents=yes) == {"outcome": "nothing_changed"}
    assert owner.execute("select purpose from portal.consent").fetchall() == [
        {"purpose": "contact_email"}
    ]
    old = [{"purpose": "contact_email", "version": 7}]
    assert mine.call("save_my_details", **given, consents=old) == {"outcome": "wording_changed"}


def test_no_value_is_ever_in_the_audit(owner, gateway_for):
    gateway_for(make_person(owner, "Robin")).call(
        "save_my_details",
        display_name="Quillon",
        connection="recovery",
        email="secret@example.org",
        phone="07700 900555",
    )
    written = str(owner.execute("select * from portal.audit").fetchall())
    assert not any(value in written for value in ("Quillon", "secret@example.org", "900555"))


def test_nobody_reads_the_details_of_another_person_directly(owner):
    person = make_person(owner, "Robin")
    for roles in ([], ["mentor"], ["staff"], ["administrator"], ["analyst"], ["safeguarding_lead"]):
        with as_person(owner, make_person(owner, "Sam", roles=roles)) as connection:
            seen = connection.execute("select person_id::text from portal.person_detail").fetchall()
            assert person not in [r["person_id"] for r in seen]


def test_a_member_sees_no_profile_but_their_own(owner):
    make_person(owner, "Robin")
    for roles in ([], ["mentor"], ["analyst"]):
        me = make_person(owner, "Sam", roles=roles)
        with as_person(owner, me) as connection:
            assert [
                str(r["id"]) for r in connection.execute("select id from portal.person").fetchall()
            ] == [me]


@pytest.mark.parametrize(
    "statement",
    [
        "update portal.person set display_name = 'X' where true",
        "update portal.person_detail set phone = '1' where true",
        "insert into portal.person (id, display_name, connection) values (gen_random_uuid(), 'X', 'recovery')",
        "delete from portal.person where true",
        "delete from portal.person_detail where true",
    ],
)
def test_nobody_writes_to_the_tables_directly(owner, statement):
    me = make_person(owner, "Sam", roles=["staff", "administrator"])
    with as_person(owner, me) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)


def test_the_keeper_changes_nobody_but_the_asker(owner):
    person, me = (
        make_person(owner, "Robin"),
        make_person(owner, "Sam", roles=["staff", "administrator"]),
    )
    with as_person(owner, me, role="portal_keeper") as connection:
        changed = connection.execute(
            "update portal.person set display_name = 'X' where id = %s", (person,)
        ).rowcount
        details = connection.execute(
            "update portal.person_detail set phone = '1' where person_id = %s", (person,)
        ).rowcount
    assert (changed, details) == (0, 0)


# finding a person


def test_staff_find_people_by_name_email_or_phone(owner, gateway_for):
    person, staff = make_person(owner, "Robin"), make_person(owner, "Sam", roles=["staff"])
    owner.execute(
        "update portal.person_detail set email = 'wren@example.org', phone = '07700 900123', legal_name = 'A Wren'"
        " where person_id = %s",
        (person,),
    )
    find = gateway_for(staff).call
    for words in ("rob", "WREN@", "a wren", "7700900", "07700 900"):
        found = find("find_people", search=words)
        assert [p["id"] for p in found["people"]] == [person], words
        assert not set(found["people"][0]) & set(PRIVATE)
    assert find("find_people", search="%")["count"] == 0


def test_finding_filters_by_space_and_role(owner, gateway_for):
    space = add_space(owner)
    here = make_person(owner, "Robin", space_id=space)
    mentor = make_person(owner, "Kit", roles=["mentor"])
    find = gateway_for(make_person(owner, "Sam", roles=["staff"])).call
    assert [p["id"] for p in find("find_people", space_id=space)["people"]] == [here]
    assert [p["id"] for p in find("find_people", role="mentor")["people"]] == [mentor]


def test_fifty_are_shown_and_all_are_counted(owner, gateway_for):
    for number in range(60):
        make_person(owner, f"Person {number:02}")
    found = gateway_for(make_person(owner, "Sam", roles=["staff"])).call(
        "find_people", search="person"
    )
    assert (len(found["people"]), found["count"]) == (50, 60)
    assert found["people"][0]["display_name"] == "Person 00"


def test_an_administrator_finds_by_name_but_not_by_private_details(owner, gateway_for):
    person = make_person(owner, "Robin")
    owner.execute(
        "update portal.person_detail set email = 'wren@example.org' where person_id = %s", (person,)
    )
    find = gateway_for(make_person(owner, "Ada", roles=["administrator"])).call
    assert find("find_people", search="robin")["count"] == 1
    assert find("find_people", search="wren@")["count"] == 0


@pytest.mark.parametrize("roles", [[], ["mentor"], ["analyst"], ["safeguarding_lead"]])
def test_others_cannot_find_or_open_a_person(owner, gateway_for, roles):
    person, me = make_person(owner, "Robin"), make_person(owner, "Sam", roles=roles)
    for name, arguments in (
        ("find_people", {}),
        ("person", {"person_id": person}),
        ("person", {"person_id": me}),
    ):
        with pytest.raises(NotAllowed):
            gateway_for(me).call(name, **arguments)


def test_opening_a_person_is_written_down(owner, gateway_for):
    person, staff = make_person(owner, "Robin"), make_person(owner, "Sam", roles=["staff"])
    found = gateway_for(staff).call("person", person_id=person)
    assert (
        found["outcome"] == "found"
        and found["person"]["display_name"] == "Robin"
        and "phone" in found["person"]
    )
    seen = owner.execute(
        "select a.action, a.columns from portal.audit a join portal.subject_key k on k.key = a.subject_key"
        " where k.person_id = %s",
        (person,),
    ).fetchone()
    assert seen == {"action": "read_details", "columns": list(PRIVATE)}


def test_an_administrator_sees_no_private_details(owner, gateway_for):
    person, ada = make_person(owner, "Robin"), make_person(owner, "Ada", roles=["administrator"])
    found = gateway_for(ada).call("person", person_id=person)
    assert not set(found["person"]) & set(PRIVATE) and found["consents"] == []


def test_a_person_who_does_not_exist_is_an_outcome(owner, gateway_for):
    staff = make_person(owner, "Sam", roles=["staff"])
    assert gateway_for(staff).call("person", person_id=str(uuid.uuid4())) == {
        "outcome": "not_found"
    }


# suspending


def test_a_suspended_person_is_signed_out_and_can_do_nothing_until_let_back(owner, gateway_for):
    person, ada = make_person(owner, "Robin"), make_person(owner, "Ada", roles=["administrator"])
    theirs = gateway_for(person)
    theirs.call("start_session", ticket="t" * 32)
    assert gateway_for(ada).call("suspend", person_id=person) == {"outcome": "suspended"}
    assert gateway_for(ada).call("suspend", person_id=person) == {"outcome": "already_suspended"}
    with pytest.raises(SignInFirst):
        theirs.call("my_account")
    with pytest.raises(SignInFirst):
        gateway_for(person).call("my_account")
    assert owner.execute("select ended_at is not null as ended from portal.web_session").fetchone()[
        "ended"
    ]
    assert gateway_for(ada).call("unsuspend", person_id=person) == {"outcome": "active"}
    assert gateway_for(person).call("my_account")["details"]["state"] == "active"


@pytest.mark.parametrize("roles", [[], ["mentor"], ["staff"], ["analyst"], ["safeguarding_lead"]])
def test_only_an_administrator_suspends(owner, gateway_for, roles):
    person, me = make_person(owner, "Robin"), make_person(owner, "Sam", roles=roles)
    for verb in ("suspend", "unsuspend"):
        with pytest.raises(NotAllowed):
            gateway_for(me).call(verb, person_id=person)


def test_nobody_suspends_themselves(owner, gateway_for):
    ada = make_person(owner, "Ada", roles=["administrator"])
    assert gateway_for(ada).call("suspend", person_id=ada) == {"outcome": "not_yourself"}


def test_the_keeper_suspends_only_for_administrators(owner):
    person, me = make_person(owner, "Robin"), make_person(owner, "Sam", roles=["staff"])
    with as_person(owner, me, role="identity_keeper") as connection:
        assert (
            connection.execute(
                "update portal.person set state = 'suspended' where id = %s", (person,)
            ).rowcount
            == 0
        )
    ada = make_person(owner, "Ada", roles=["administrator"])
    with as_person(owner, ada, role="identity_keeper") as connection:
        assert (
            connection.execute(
                "update portal.person set state = 'suspended' where id = %s", (ada,)
            ).rowcount
            == 0
        )


def test_a_name_that_a_new_email_gives_away_is_asked_about_also_for_people_brought_in(
    owner, gateway_for
):
    sam = make_person(owner, "Sam", roles=["staff"])
    gateway_for(sam).call(
        "bring_in_members", rows=[{"display_name": "robin99", "connection": "recovery"}]
    )
    person = owner.execute(
        "update portal.person set joined_as = gen_random_uuid() where display_name = 'robin99'"
        " returning joined_as"
    ).fetchone()
    mine = gateway_for(str(person["joined_as"]))
    given = {"display_name": "robin99", "connection": "recovery", "contact_channel": "portal"}
    telling = {**given, "email": "Robin99@example.org"}
    asked = mine.call("save_my_details", **telling)
    assert asked == {"outcome": "name_gives_you_away", "why": "email"}
    assert mine.call("save_my_details", **telling, name_is_fine=True) == {"outcome": "saved"}
    assert mine.call("save_my_details", **telling) == {"outcome": "nothing_changed"}
    named = {**telling, "legal_name": "Robin99"}
    assert mine.call("save_my_details", **named)["outcome"] == "name_gives_you_away"
