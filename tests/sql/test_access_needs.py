"""Access needs: told with a yes and to nobody else, marked met or not, and looked at where they were not."""

from __future__ import annotations

import psycopg
import pytest

from services.errors import NotAllowed, SignInFirst
from tests.people import as_person, give_consent, make_person, withdraw_consent
from tests.workshops import make_booking, make_workshop

NEEDS = "A chair with arms, near the door."
PURPOSE = "share_access_needs"


@pytest.fixture
def staff(owner):
    return make_person(owner, "Sam", roles=["staff"])


@pytest.fixture
def workshop_id(owner):
    return make_workshop(owner)


@pytest.fixture
def robin(owner, workshop_id):
    """Has said what they need, and is booked; has said yes to nothing."""
    person = make_person(owner, "Robin")
    owner.execute(
        "update portal.person_detail set access_needs = %s where person_id = %s", (NEEDS, person)
    )
    make_booking(owner, workshop_id, person)
    return person


@pytest.fixture
def facilitator(owner, workshop_id):
    return make_facilitator(owner, workshop_id)


def make_facilitator(owner, workshop_id, name="Fay", state="accepted"):
    person = make_person(owner, name)
    owner.execute(
        "insert into portal.workshop_role (workshop_id, person_id, role, state, answered_at)"
        " values (%s, %s, 'facilitator', %s, case when %s <> 'asked' then now() end)",
        (workshop_id, person, state, state),
    )
    return person


def begin(owner, workshop_id, ago="1 hour"):
    owner.execute(
        "update portal.workshop set starts_at = now() - %s::interval,"
        " ends_at = now() - %s::interval + interval '2 hours' where id = %s",
        (ago, ago, workshop_id),
    )


def seen(gateway_for, asker, workshop_id):
    told = gateway_for(asker).call("workshop_needs", workshop_id=workshop_id)["needs"]
    return [row["needs"] for row in told]


def my_need(gateway_for, person, workshop_id):
    return gateway_for(person).call("workshop", workshop_id=workshop_id)["workshop"]["my_need"]


def test_nothing_is_told_until_the_person_says_yes_and_then_at_each_booking(
    owner, gateway_for, staff, robin, facilitator, workshop_id
):
    for asker in (staff, facilitator):
        assert seen(gateway_for, asker, workshop_id) == []
    mine = my_need(gateway_for, robin, workshop_id)
    assert (mine["needs"], mine["agreed"], mine["shared"]) == (NEEDS, False, False)
    answer = gateway_for(robin).call(
        "answer_access_needs", workshop_id=workshop_id, shared=True, version=mine["version"]
    )
    assert answer == {"outcome": "shared"}
    for asker in (staff, facilitator):
        assert seen(gateway_for, asker, workshop_id) == [NEEDS]
    said = owner.execute("select wording, decision, how from portal.consent").fetchone()
    assert said == {"wording": mine["wording"], "decision": "given", "how": "portal"}
    later = make_workshop(owner, "Later")
    make_booking(owner, later, robin)
    assert my_need(gateway_for, robin, later)["shared"] is True
    assert seen(gateway_for, staff, later) == [NEEDS]
    assert seen(gateway_for, staff, make_workshop(owner, "Not booked")) == []


def test_a_no_for_one_workshop_holds_for_that_one(owner, gateway_for, staff, robin, workshop_id):
    give_consent(owner, robin, PURPOSE)
    later = make_workshop(owner, "Later")
    make_booking(owner, later, robin)
    gateway_for(robin).call("answer_access_needs", workshop_id=workshop_id, shared=False)
    assert seen(gateway_for, staff, workshop_id) == []
    assert seen(gateway_for, staff, later) == [NEEDS]


def test_taking_the_consent_back_holds_at_once(
    owner, gateway_for, staff, robin, facilitator, workshop_id
):
    give_consent(owner, robin, PURPOSE)
    assert seen(gateway_for, facilitator, workshop_id) == [NEEDS]
    withdraw_consent(owner, robin, PURPOSE)
    assert seen(gateway_for, facilitator, workshop_id) == []
    assert seen(gateway_for, staff, workshop_id) == []


def test_a_yes_to_words_that_were_not_shown_is_no_yes(owner, gateway_for, robin, workshop_id):
    for version in (None, 99):
        answer = gateway_for(robin).call(
            "answer_access_needs", workshop_id=workshop_id, shared=True, version=version
        )
        assert answer == {"outcome": "wording_changed"}
    assert owner.execute("select from portal.consent").fetchall() == []
    empty = gateway_for(robin).call("answer_access_needs", workshop_id=workshop_id, shared=None)
    assert empty["field"] == "shared"


def test_only_staff_and_who_facilitates_this_workshop_read_what_people_need(
    owner, gateway_for, robin, workshop_id
):
    give_consent(owner, robin, PURPOSE)
    chair = make_person(owner, "Cas")
    owner.execute(
        "insert into portal.workshop_role (workshop_id, person_id, role, state, answered_at)"
        " values (%s, %s, 'chair', 'accepted', now())",
        (workshop_id, chair),
    )
    not_yet = make_facilitator(owner, workshop_id, "Ned", "asked")
    said_no = make_facilitator(owner, workshop_id, "Nan", "declined")
    of_another = make_facilitator(owner, make_workshop(owner, "Another"), "Ann")
    analyst = make_person(owner, "Ana", roles=["analyst"])
    for asker in (robin, chair, not_yet, said_no, of_another, analyst):
        with pytest.raises(NotAllowed):
            seen(gateway_for, asker, workshop_id)
        with pytest.raises(NotAllowed):
            gateway_for(asker).call(
                "mark_access_need", workshop_id=workshop_id, person_id=robin, says="met"
            )
    with pytest.raises(SignInFirst):
        seen(gateway_for, None, workshop_id)


def test_a_facilitator_reads_for_a_week_after_and_not_once_it_is_called_off(
    owner, gateway_for, robin, facilitator, workshop_id
):
    give_consent(owner, robin, PURPOSE)
    begin(owner, workshop_id, "6 days")
    assert seen(gateway_for, facilitator, workshop_id) == [NEEDS]
    begin(owner, workshop_id, "8 days")
    with pytest.raises(NotAllowed):
        seen(gateway_for, facilitator, workshop_id)
    off = make_workshop(owner, "Off", state="cancelled", cancel_reason="Rain")
    with pytest.raises(NotAllowed):
        seen(gateway_for, make_facilitator(owner, off, "Ola"), off)


def test_each_look_at_what_somebody_needs_is_written_down_once_an_hour(
    owner, gateway_for, robin, facilitator, workshop_id
):
    give_consent(owner, robin, PURPOSE)
    for _ in range(3):
        seen(gateway_for, facilitator, workshop_id)
    rows = owner.execute(
        "select columns from portal.audit where action = 'access_needs'"
    ).fetchall()
    assert [row["columns"] for row in rows] == [["access_needs"]]


def test_who_cancels_shares_no_more(owner, gateway_for, staff, robin, workshop_id):
    give_consent(owner, robin, PURPOSE)
    owner.execute("update portal.booking set state = 'cancelled'")
    assert seen(gateway_for, staff, workshop_id) == []
    assert my_need(gateway_for, robin, workshop_id) is None
    answer = gateway_for(robin).call(
        "answer_access_needs", workshop_id=workshop_id, shared=True, version=1
    )
    assert answer == {"outcome": "not_found"}


def test_the_team_marks_a_need_and_the_person_has_the_last_word(
    owner, gateway_for, staff, robin, facilitator, workshop_id
):
    give_consent(owner, robin, PURPOSE)

    def mark(asker, says="met", word=""):
        return gateway_for(asker).call(
            "mark_access_need", workshop_id=workshop_id, person_id=robin, says=says, word=word
        )

    assert mark(facilitator) == {"outcome": "too_early"}
    begin(owner, workshop_id)
    assert mark(facilitator) == {"outcome": "met"}
    assert mark(staff, word="x" * 501)["field"] == "word"
    assert mark(staff, says="perhaps")["field"] == "says"
    said = gateway_for(robin).call(
        "say_access_need", workshop_id=workshop_id, says="not_met", word="The lift was out."
    )
    assert said == {"outcome": "not_met"}
    row = owner.execute("select team_says, person_says, outcome from portal.access_need").fetchone()
    assert row == {"team_says": "met", "person_says": "not_met", "outcome": "not_met"}
    (to_staff,) = gateway_for(staff).call("workshop_needs", workshop_id=workshop_id)["needs"]
    (to_facilitator,) = gateway_for(facilitator).call("workshop_needs", workshop_id=workshop_id)[
        "needs"
    ]
    assert to_staff["person_word"] == "The lift was out."
    assert (to_facilitator["person_says"], to_facilitator["person_word"]) == (None, "")


def test_nobody_marks_the_need_of_somebody_who_does_not_share_it(
    owner, gateway_for, staff, robin, workshop_id
):
    begin(owner, workshop_id)
    answer = gateway_for(staff).call(
        "mark_access_need", workshop_id=workshop_id, person_id=robin, says="met"
    )
    assert answer == {"outcome": "not_found"}


def test_the_person_speaks_for_themselves_after_the_start_and_where_they_were(
    owner, gateway_for, robin, workshop_id
):
    def say(asker, **given):
        return gateway_for(asker).call(
            "say_access_need", **{"workshop_id": workshop_id, "says": "met"} | given
        )

    assert say(robin) == {"outcome": "too_early"}
    begin(owner, workshop_id)
    assert say(robin, says="perhaps")["field"] == "says"
    assert say(robin, word="x" * 501)["field"] == "word"
    assert say(make_person(owner, "Jo")) == {"outcome": "not_found"}
    with pytest.raises(SignInFirst):
        say(None)
    assert say(robin) == {"outcome": "met"}


def test_what_was_not_met_waits_for_staff_until_they_have_looked(
    owner, gateway_for, staff, robin, workshop_id
):
    give_consent(owner, robin, PURPOSE)
    begin(owner, workshop_id)
    say = {"workshop_id": workshop_id, "says": "not_met", "word": "The lift was out."}
    gateway_for(robin).call("say_access_need", **say)
    told = gateway_for(staff).call("unmet_needs")
    (row,) = told["rows"]
    assert (row["display_name"], row["needs"], row["person_word"]) == (
        "Robin",
        NEEDS,
        "The lift was out.",
    )
    assert (told["met"], told["not_met"], told["total"]) == (0, 1, 1)
    looked = gateway_for(staff).call("look_at_unmet_need", need_id=row["id"])
    assert looked == {"outcome": "looked_at"}
    assert gateway_for(staff).call("unmet_needs")["rows"] == []
    again = gateway_for(staff).call("look_at_unmet_need", need_id=row["id"])
    assert again == {"outcome": "not_found"}
    gateway_for(robin).call("say_access_need", **say)  # says it again: it waits again
    assert gateway_for(staff).call("unmet_needs")["total"] == 1
    withdraw_consent(owner, robin, PURPOSE)
    assert gateway_for(staff).call("unmet_needs")["rows"][0]["needs"] == ""


def test_an_analyst_sees_figures_that_are_never_small_and_nobody_in_particular(
    owner, gateway_for, robin, workshop_id
):
    analyst = make_person(owner, "Ana", roles=["analyst"])
    begin(owner, workshop_id)
    gateway_for(robin).call("say_access_need", workshop_id=workshop_id, says="not_met")
    for number in range(9):
        person = make_person(owner, f"Person {number}")
        owner.execute(
            "insert into portal.access_need (workshop_id, person_id, team_says, team_at)"
            " values (%s, %s, 'met', now())",
            (workshop_id, person),
        )
    told = gateway_for(analyst).call("unmet_needs")
    assert (told["met"], told["not_met"], told["rows"]) == (10, None, [])
    for asker, refusal in ((robin, NotAllowed), (None, SignInFirst)):
        with pytest.raises(refusal):
            gateway_for(asker).call("unmet_needs")
        with pytest.raises(refusal):
            gateway_for(asker).call("look_at_unmet_need", need_id=workshop_id)
    with pytest.raises(NotAllowed):
        gateway_for(analyst).call("look_at_unmet_need", need_id=workshop_id)


def test_nobody_reads_anothers_needs_past_the_functions_or_writes(
    owner, gateway_for, staff, robin, workshop_id
):
    gateway_for(robin).call("answer_access_needs", workshop_id=workshop_id, shared=False)
    for asker in (make_person(owner, "Jo"), staff):
        with as_person(owner, asker) as connection:
            assert connection.execute("select id from portal.access_need").fetchall() == []
    with (
        as_person(owner, robin) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("update portal.access_need set looked_at = now() where true")
    with as_person(owner, make_person(owner, "Kit"), role="portal_keeper") as connection:
        changed = connection.execute("update portal.access_need set shared = true where true")
        assert changed.rowcount == 0
