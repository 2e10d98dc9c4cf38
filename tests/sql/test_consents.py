"""Consents: the ledger only grows, the newest entry counts, and nobody speaks for somebody else."""

from __future__ import annotations

import psycopg
import pytest

from services.errors import NotAllowed, SignInFirst
from tests.people import as_person, give_consent, make_person

LIVE = "select private.consented(%s, %s) as live"
KEEPERS = ("identity_keeper", "audit_keeper", "portal_keeper", "mentoring_keeper", "figures_keeper")


@pytest.fixture
def live(owner):
    def ask(person, purpose):
        with as_person(owner, person, role="mentoring_keeper") as connection:
            return connection.execute(LIVE, (person, purpose)).fetchone()["live"]

    return ask


def state(consents, purpose):
    return next(c["state"] for c in consents if c["purpose"] == purpose)


def test_a_consent_that_was_never_asked_for_does_not_stand(owner, live):
    person = make_person(owner, "Robin")
    assert live(person, "matching") is False


def test_a_consent_stands_from_given_until_withdrawn(owner, live, gateway_for):
    person = make_person(owner, "Robin")
    mine = gateway_for(person)
    assert mine.call("give_consent", purpose="matching", version=1)["outcome"] == "given"
    assert live(person, "matching") is True
    answer = mine.call("withdraw_consent", purpose="matching")
    assert answer["outcome"] == "withdrawn" and state(answer["consents"], "matching") == "withdrawn"
    assert live(person, "matching") is False
    assert mine.call("give_consent", purpose="matching", version=1)["outcome"] == "given"
    assert live(person, "matching") is True
    entries = owner.execute("select decision from portal.consent order by number").fetchall()
    assert [e["decision"] for e in entries] == ["given", "withdrawn", "given"]


def test_a_second_yes_adds_nothing(owner, gateway_for):
    mine = gateway_for(make_person(owner, "Robin"))
    mine.call("give_consent", purpose="story", version=1)
    assert mine.call("give_consent", purpose="story", version=1)["outcome"] == "already_given"
    assert owner.execute("select count(*) as n from portal.consent").fetchone()["n"] == 1


def test_what_was_not_given_cannot_be_withdrawn(owner, gateway_for):
    mine = gateway_for(make_person(owner, "Robin"))
    assert mine.call("withdraw_consent", purpose="photo")["outcome"] == "not_given"


def test_an_expired_consent_does_not_stand(owner, live, gateway_for):
    person = make_person(owner, "Robin")
    gateway_for(person).call("give_consent", purpose="photo", version=1)
    assert live(person, "photo") is True
    owner.execute(
        "update portal.consent set expires_at = now() - interval '1 second' where person_id = %s",
        (person,),
    )
    assert live(person, "photo") is False
    assert state(gateway_for(person).call("my_consents"), "photo") == "expired"


def test_words_that_changed_are_shown_before_a_yes_counts(owner, live, gateway_for):
    person = make_person(owner, "Robin")
    owner.execute(
        "insert into portal.consent_wording select purpose, 2, title, 'New words.', stops, valid_for, position"
        " from portal.consent_wording where purpose = 'matching'"
    )
    mine = gateway_for(person)
    answer = mine.call("give_consent", purpose="matching", version=1)
    assert (
        answer["outcome"] == "wording_changed" and answer["consents"][0]["wording"] == "New words."
    )
    assert live(person, "matching") is False
    assert mine.call("give_consent", purpose="matching", version=2)["outcome"] == "given"
    kept = owner.execute("select version, wording from portal.consent").fetchone()
    assert kept == {"version": 2, "wording": "New words."}


def test_a_yes_to_older_words_still_stands_and_says_which_words(owner, live, gateway_for):
    person = make_person(owner, "Robin")
    give_consent(owner, person, "matching")
    owner.execute(
        "insert into portal.consent_wording select purpose, 2, title, 'New words.', stops, valid_for, position"
        " from portal.consent_wording where purpose = 'matching'"
    )
    first = gateway_for(person).call("my_consents")[0]
    assert live(person, "matching") is True
    assert (first["said_version"], first["version"]) == (1, 2)
    assert first["said_wording"].startswith("You may use what I tell you")


def test_an_unknown_purpose_is_an_outcome(owner, gateway_for):
    answer = gateway_for(make_person(owner, "Robin")).call(
        "give_consent", purpose="adverts", version=1
    )
    assert answer == {"outcome": "invalid", "field": "purpose", "problem": "not_known"}


def test_a_visitor_cannot_touch_consents(gateway_for):
    for name, arguments in (
        ("my_consents", {}),
        ("give_consent", {"purpose": "matching", "version": 1}),
        ("withdraw_consent", {"purpose": "matching"}),
    ):
        with pytest.raises((SignInFirst, NotAllowed)):
            gateway_for(None).call(name, **arguments)


def test_nobody_reads_the_consents_of_another_person(owner):
    person, other = (
        make_person(owner, "Robin"),
        make_person(owner, "Sam", roles=["staff", "administrator", "mentor"]),
    )
    give_consent(owner, person, "matching")
    with as_person(owner, other) as connection:
        assert connection.execute("select * from portal.consent").fetchall() == []
    with as_person(owner, person) as connection:
        assert len(connection.execute("select * from portal.consent").fetchall()) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "update portal.consent set decision = 'given' where true",
        "delete from portal.consent where true",
        "truncate portal.consent",
    ],
)
@pytest.mark.parametrize("role", ["anon", "authenticated", "service_role", *KEEPERS])
def test_nobody_changes_or_deletes_an_entry(owner, role, statement):
    person = make_person(owner, "Robin", roles=["staff", "administrator"])
    give_consent(owner, person, "matching")
    with (
        as_person(owner, person, role=role) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement)


def test_staff_record_what_they_were_told_and_how(owner, live, gateway_for):
    person, staff = make_person(owner, "Robin"), make_person(owner, "Sam", roles=["staff"])
    answer = gateway_for(staff).call(
        "record_consent",
        person_id=person,
        purpose="contact_phone",
        decision="given",
        how="by_phone",
    )
    assert answer == {"outcome": "recorded"} and live(person, "contact_phone") is True
    entry = owner.execute("select how, recorded_by::text from portal.consent").fetchone()
    assert entry == {"how": "by_phone", "recorded_by": staff}


@pytest.mark.parametrize(
    "roles", [[], ["mentor"], ["analyst"], ["administrator"], ["safeguarding_lead"]]
)
def test_only_staff_record_for_somebody_else(owner, gateway_for, roles):
    person, asker = make_person(owner, "Robin"), make_person(owner, "Sam", roles=roles)
    with pytest.raises(NotAllowed):
        gateway_for(asker).call(
            "record_consent", person_id=person, purpose="photo", decision="given", how="on_paper"
        )


def test_staff_do_not_record_their_own_or_pretend_it_was_said_in_the_portal(owner, gateway_for):
    person, staff = make_person(owner, "Robin"), make_person(owner, "Sam", roles=["staff"])
    record = gateway_for(staff).call
    assert record(
        "record_consent", person_id=staff, purpose="photo", decision="given", how="on_paper"
    ) == {"outcome": "not_your_own"}
    assert (
        record("record_consent", person_id=person, purpose="photo", decision="given", how="portal")[
            "field"
        ]
        == "how"
    )


@pytest.mark.parametrize(
    ("about", "how", "by"),
    [
        ("other", "portal", "me"),  # in the name of another person
        ("other", "on_paper", "me"),  # as a member, about another person
        ("me", "portal", "other"),  # signed with another name
        ("me", "on_paper", "me"),  # as if staff had written it down
    ],
)
def test_the_keeper_itself_cannot_write_for_somebody_else(owner, about, how, by):
    who = {"me": make_person(owner, "Robin"), "other": make_person(owner, "Sam")}
    with (
        as_person(owner, who["me"], role="portal_keeper") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(
            "insert into portal.consent (person_id, purpose, version, wording, decision, how, recorded_by)"
            " values (%s, 'photo', 1, 'x', 'given', %s, %s)",
            (who[about], how, who[by]),
        )


def test_members_cannot_ask_about_the_consent_of_another(owner):
    person = make_person(owner, "Robin")
    with (
        as_person(owner, person) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(LIVE, (person, "matching"))


def test_giving_and_withdrawing_is_written_to_the_audit_without_words(owner, gateway_for):
    person = make_person(owner, "Robin")
    mine = gateway_for(person)
    mine.call("give_consent", purpose="story", version=1)
    mine.call("withdraw_consent", purpose="story")
    rows = owner.execute(
        "select a.action, a.columns from portal.audit a join portal.subject_key k on k.key = a.actor_key"
        " where k.person_id = %s order by a.id",
        (person,),
    ).fetchall()
    assert rows == [
        {"action": "give_consent", "columns": ["purpose", "decision"]},
        {"action": "withdraw_consent", "columns": ["purpose", "decision"]},
    ]
