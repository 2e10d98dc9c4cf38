"""Consents: the ledger only grows, the newest entry counts, and nobody speaks for somebody else."""

from __future__ import annotations

import psycopg
import pytest

from services.errors import NotAllowed, SignInFirst
from tests.people import as_person, give_consent, make_person

LIVE = "select private.consented(%s, %s) as live"
KEEPERS = (
    "identity_keeper",
    "audit_keeper",
    "portal_keeper",
    "mentoring_keeper",
    "figures_keeper",
    "safeguarding_keeper",
    "privacy_keeper",
    "my_data_keeper",
    "notice_keeper",
)


@pytest.fixture
def live(owner):
    def ask(person, purpose):
        with as_person(owner, person, role="mentoring_keeper") as connection:
            return connection.execute(LIVE, (person, purpose)).fetchone()["live"]

    return ask


def state(consents, purpose):
    return next(c["state"] for c in consents if c["purpose"] == purpose)


def asked_again(mine):
    return {c["purpose"] for c in mine.call("my_consents") if c["ask_again"]}


def new_words(owner, purpose, *, asks_anew=False):
    owner.execute(
        "insert into portal.consent_wording (purpose, version, title, wording, stops, valid_for, asks_anew)"
        " select purpose, 2, title, 'New words.', stops, valid_for, %s"
        " from portal.consent_wording where purpose = %s and version = 1",
        (asks_anew, purpose),
    )


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
    mine.call("give_consent", purpose="story_website", version=1)
    assert (
        mine.call("give_consent", purpose="story_website", version=1)["outcome"] == "already_given"
    )
    assert owner.execute("select count(*) as n from portal.consent").fetchone()["n"] == 1


def test_what_was_not_given_cannot_be_withdrawn(owner, gateway_for):
    mine = gateway_for(make_person(owner, "Robin"))
    assert mine.call("withdraw_consent", purpose="photo")["outcome"] == "not_given"


def test_an_expired_consent_does_not_stand(owner, live, gateway_for):
    person = make_person(owner, "Robin")
    gateway_for(person).call("give_consent", purpose="photo", version=1)
    assert live(person, "photo") is True
    give_consent(owner, person, "photo", expires_in="-1 second")
    assert live(person, "photo") is False
    assert state(gateway_for(person).call("my_consents"), "photo") == "expired"


def test_a_yes_that_ran_out_can_be_renewed_or_left_as_it_is(owner, live, gateway_for):
    person = make_person(owner, "Robin")
    for purpose in ("photo", "story_talk"):
        give_consent(owner, person, purpose, expires_in="-1 day")
    mine = gateway_for(person)
    assert asked_again(mine) == {"photo", "story_talk"}
    assert mine.call("give_consent", purpose="photo", version=1)["outcome"] == "given"
    assert mine.call("withdraw_consent", purpose="story_talk")["outcome"] == "withdrawn"
    assert asked_again(mine) == set()
    assert (live(person, "photo"), live(person, "story_talk")) == (True, False)


@pytest.mark.parametrize(("left", "again"), [("13 days", True), ("15 days", False)])
def test_we_ask_again_two_weeks_before_a_yes_runs_out(owner, live, gateway_for, left, again):
    person = make_person(owner, "Robin")
    give_consent(owner, person, "photo", expires_in=left)
    mine = gateway_for(person)
    assert live(person, "photo") is True and ("photo" in asked_again(mine)) is again
    answer = mine.call("give_consent", purpose="photo", version=1)
    assert answer["outcome"] == ("given" if again else "already_given")


def test_a_yes_runs_out_when_its_words_say_so(owner, gateway_for):
    mine = gateway_for(make_person(owner, "Robin"))
    for purpose in ("matching", "photo"):
        mine.call("give_consent", purpose=purpose, version=1)
    given = owner.execute(
        "select purpose, expires_at::date - recorded_at::date as days from portal.consent order by 1"
    ).fetchall()
    assert [(g["purpose"], g["days"]) for g in given] in (
        [("matching", None), ("photo", 365)],
        [("matching", None), ("photo", 366)],
    )


def test_words_that_changed_are_shown_before_a_yes_counts(owner, live, gateway_for):
    person = make_person(owner, "Robin")
    new_words(owner, "matching")
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
    new_words(owner, "matching")
    first = gateway_for(person).call("my_consents")[0]
    assert live(person, "matching") is True
    assert (first["said_version"], first["version"]) == (1, 2)
    assert first["said_wording"].startswith("You may use what I tell you")


def test_words_that_mean_something_else_need_a_new_yes(owner, live, gateway_for):
    person = make_person(owner, "Robin")
    give_consent(owner, person, "matching")
    new_words(owner, "matching", asks_anew=True)
    mine = gateway_for(person)
    assert live(person, "matching") is False
    assert state(mine.call("my_consents"), "matching") == "changed"
    assert asked_again(mine) == {"matching"}
    assert mine.call("give_consent", purpose="matching", version=2)["outcome"] == "given"
    assert live(person, "matching") is True and asked_again(mine) == set()


def test_what_the_screen_shows_and_what_the_uses_ask_never_differ(owner, live, gateway_for):
    person = make_person(owner, "Robin")
    give_consent(owner, person, "matching")
    give_consent(owner, person, "photo", expires_in="-1 day")
    give_consent(owner, person, "contact_email")
    new_words(owner, "contact_email", asks_anew=True)
    give_consent(owner, person, "contact_text")
    new_words(owner, "contact_text")
    mine = gateway_for(person)
    mine.call("give_consent", purpose="story_press", version=1)
    mine.call("withdraw_consent", purpose="story_press")
    shown = {c["purpose"]: c["state"] == "given" for c in mine.call("my_consents")}
    assert shown == {purpose: live(person, purpose) for purpose in shown}
    assert {purpose for purpose, stands in shown.items() if stands} == {"matching", "contact_text"}


def test_a_yes_to_one_thing_is_never_a_yes_to_another(owner, live, gateway_for):
    person = make_person(owner, "Robin")
    mine = gateway_for(person)
    purposes = [c["purpose"] for c in mine.call("my_consents")]
    for purpose in purposes:
        mine.call("give_consent", purpose=purpose, version=1)
        assert {p for p in purposes if live(person, p)} == {purpose}
        mine.call("withdraw_consent", purpose=purpose)


def test_the_story_of_what_was_said_is_there_for_its_owner_and_nobody_else(owner, gateway_for):
    person, staff = make_person(owner, "Robin"), make_person(owner, "Sam", roles=["staff"])
    mine = gateway_for(person)
    mine.call("give_consent", purpose="photo", version=1)
    gateway_for(staff).call(
        "record_consent", person_id=person, purpose="photo", decision="withdrawn", how="by_phone"
    )
    said = mine.call("my_consent_history")
    assert [(s["decision"], s["how"], s["by_name"]) for s in said] == [
        ("withdrawn", "by_phone", None),
        ("given", "portal", None),
    ]
    assert all(s["title"] == "Photos of me" and s["wording"].startswith("You may") for s in said)
    assert gateway_for(staff).call("my_consent_history") == []
    seen = gateway_for(staff).call("person", person_id=person)["history"]
    assert [s["by_name"] for s in seen] == ["Sam", None]
    assert [s | {"by_name": None} for s in seen] == said


def test_an_unknown_purpose_is_an_outcome(owner, gateway_for):
    answer = gateway_for(make_person(owner, "Robin")).call(
        "give_consent", purpose="adverts", version=1
    )
    assert answer == {"outcome": "invalid", "field": "purpose", "problem": "not_known"}


def test_a_visitor_cannot_touch_consents(gateway_for):
    for name, arguments in (
        ("my_consents", {}),
        ("my_consent_history", {}),
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
@pytest.mark.parametrize("role", ["anon", "authenticated", "service_role", "postgres", *KEEPERS])
def test_nobody_changes_or_deletes_an_entry(owner, role, statement):
    person = make_person(owner, "Robin", roles=["staff", "administrator"])
    give_consent(owner, person, "matching")
    with (
        as_person(owner, person, role=role) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement)


@pytest.mark.parametrize(
    "change", ["wording = 'Other words.'", "recorded_by = null", "expires_at = now()"]
)
def test_the_owner_of_the_tables_cannot_bend_an_entry(owner, change):
    give_consent(owner, make_person(owner, "Robin"), "matching")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        owner.execute(f"update portal.consent set {change} where true")


@pytest.mark.parametrize(
    "statement",
    [
        "update portal.consent_wording set wording = 'Other words.' where true",
        "delete from portal.consent_wording where true",
    ],
)
def test_nobody_changes_words_after_the_event(owner, statement):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        owner.execute(statement)


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
    mine.call("give_consent", purpose="story_website", version=1)
    mine.call("withdraw_consent", purpose="story_website")
    rows = owner.execute(
        "select a.action, a.columns from portal.audit a join portal.subject_key k on k.key = a.actor_key"
        " where k.person_id = %s order by a.id",
        (person,),
    ).fetchall()
    assert rows == [
        {"action": "give_consent", "columns": ["purpose", "decision"]},
        {"action": "withdraw_consent", "columns": ["purpose", "decision"]},
    ]
