"""Partners: each is its own yes, and other words or an ending stop every yes at once."""

from __future__ import annotations

import psycopg
import pytest

from services.errors import NotAllowed, SignInFirst
from tests.people import as_person, make_person

CARERS = {
    "name": "Carers East",
    "what_they_do": "help carers at home",
    "what_is_shared": "my first name and my phone number",
}


@pytest.fixture
def staff(owner, gateway_for):
    return gateway_for(make_person(owner, "Sam", roles=["staff"]))


@pytest.fixture
def robin(owner):
    return make_person(owner, "Robin")


@pytest.fixture
def live(owner):
    def ask(person, partner_id):
        with as_person(owner, person, role="mentoring_keeper") as connection:
            row = connection.execute(
                "select private.consented(%s, %s) as live", (person, f"partner:{partner_id}")
            ).fetchone()
            return row["live"]

    return ask


def asked(gateway):
    return {c["purpose"]: c for c in gateway.call("my_consents") if c["part"] == "partner"}


def test_a_partner_is_asked_for_in_words_that_say_what_is_shared(staff, robin, gateway_for, live):
    partner = staff.call("save_partner", **CARERS)["partner_id"]
    mine = gateway_for(robin)
    question = asked(mine)[f"partner:{partner}"]
    assert question["wording"] == (
        "You may share this with Carers East, and nothing else: my first name and my phone number."
        " What they do: help carers at home."
    )
    assert live(robin, partner) is False
    mine.call("give_consent", purpose=question["purpose"], version=question["version"])
    assert live(robin, partner) is True
    assert staff.call("partners")[0]["said_yes"] == 1


def test_a_yes_to_one_partner_is_no_yes_to_another(staff, robin, gateway_for, live):
    one = staff.call("save_partner", **CARERS)["partner_id"]
    other = staff.call("save_partner", **CARERS | {"name": "Carers West"})["partner_id"]
    gateway_for(robin).call("give_consent", purpose=f"partner:{one}", version=1)
    assert (live(robin, one), live(robin, other)) == (True, False)


@pytest.mark.parametrize("field", list(CARERS))
def test_other_words_stop_every_yes_until_they_are_said_yes_to(
    staff, robin, gateway_for, live, field
):
    partner = staff.call("save_partner", **CARERS)["partner_id"]
    mine = gateway_for(robin)
    mine.call("give_consent", purpose=f"partner:{partner}", version=1)
    assert staff.call("save_partner", partner_id=partner, **CARERS)["outcome"] == "nothing_changed"
    assert live(robin, partner) is True
    staff.call("save_partner", partner_id=partner, **CARERS | {field: "Something else"})
    assert live(robin, partner) is False
    question = asked(mine)[f"partner:{partner}"]
    assert (question["state"], question["ask_again"]) == ("changed", True)
    mine.call("give_consent", purpose=f"partner:{partner}", version=question["version"])
    assert live(robin, partner) is True


def test_an_ended_partner_gets_nothing_and_starting_again_asks_anew(
    staff, robin, gateway_for, live
):
    partner = staff.call("save_partner", **CARERS)["partner_id"]
    mine = gateway_for(robin)
    mine.call("give_consent", purpose=f"partner:{partner}", version=1)
    assert staff.call("end_partner", partner_id=partner) == {"outcome": "ended"}
    assert staff.call("end_partner", partner_id=partner) == {"outcome": "already_ended"}
    assert live(robin, partner) is False and asked(mine) == {}
    assert (
        mine.call("give_consent", purpose=f"partner:{partner}", version=1)["outcome"] == "invalid"
    )
    assert staff.call("restart_partner", partner_id=partner) == {"outcome": "in_use"}
    assert staff.call("restart_partner", partner_id=partner) == {"outcome": "already_in_use"}
    assert live(robin, partner) is False
    assert asked(mine)[f"partner:{partner}"]["state"] == "changed"
    assert [said["decision"] for said in mine.call("my_consent_history")] == ["given"]


def test_staff_note_a_yes_to_a_partner_that_was_said_by_phone(staff, robin, live):
    partner = staff.call("save_partner", **CARERS)["partner_id"]
    told = {"purpose": f"partner:{partner}", "decision": "given", "how": "by_phone"}
    assert staff.call("record_consent", person_id=robin, **told) == {"outcome": "recorded"}
    assert live(robin, partner) is True


@pytest.mark.parametrize(
    ("wrong", "field", "problem"),
    [
        ({"name": " "}, "name", "missing"),
        ({"name": "x" * 61}, "name", "too_long"),
        ({"name": "carers east"}, "name", "taken"),
        ({"what_they_do": ""}, "what_they_do", "missing"),
        ({"what_is_shared": "x" * 301}, "what_is_shared", "too_long"),
    ],
)
def test_what_cannot_be_saved_is_an_outcome(staff, wrong, field, problem):
    staff.call("save_partner", **CARERS)
    answer = staff.call("save_partner", **CARERS | {"name": "Another"} | wrong)
    assert answer == {"outcome": "invalid", "field": field, "problem": problem}


def test_the_longest_words_still_make_a_question(staff, robin, gateway_for):
    longest = {"name": "n" * 60, "what_they_do": "d" * 200, "what_is_shared": "s" * 300}
    assert staff.call("save_partner", **longest)["outcome"] == "saved"
    assert len(asked(gateway_for(robin))) == 1


@pytest.mark.parametrize("name", ["end_partner", "restart_partner"])
def test_a_partner_that_is_not_there(staff, name):
    nobody = "00000000-0000-4000-8000-000000000000"
    assert staff.call(name, partner_id=nobody) == {"outcome": "not_found"}
    assert staff.call("save_partner", partner_id=nobody, **CARERS) == {"outcome": "not_found"}


@pytest.mark.parametrize(
    "roles", [None, [], ["mentor"], ["analyst"], ["administrator"], ["safeguarding_lead"]]
)
def test_only_staff_keep_partners(owner, gateway_for, roles):
    asker = gateway_for(None if roles is None else make_person(owner, "Kit", roles=roles))
    nobody = "00000000-0000-4000-8000-000000000000"
    for name, arguments in (
        ("partners", {}),
        ("save_partner", CARERS),
        ("end_partner", {"partner_id": nobody}),
        ("restart_partner", {"partner_id": nobody}),
    ):
        with pytest.raises((NotAllowed, SignInFirst)):
            asker.call(name, **arguments)


def test_the_keeper_itself_words_nothing_but_partners_and_only_for_staff(owner, robin):
    sam = make_person(owner, "Sam", roles=["staff"])
    statements = (
        "insert into portal.consent_wording (purpose, version, title, wording, stops)"
        " values ('matching', 2, 't', 'w', 's')",
        "insert into portal.consent_purpose (purpose, part, position) values ('adverts', 'photo', 9)",
    )
    for person in (robin, sam):
        for statement in statements:
            with (
                as_person(owner, person, role="portal_keeper") as connection,
                pytest.raises(psycopg.errors.InsufficientPrivilege),
            ):
                connection.execute(statement)
