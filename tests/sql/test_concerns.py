"""Concerns: anybody can raise one, the right people read it, nothing is lost, and each look shows."""

from __future__ import annotations

import json
import uuid
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from psycopg import errors

from services.errors import NotAllowed, SignInFirst
from tests.concerns import HAPPENED, id_of, make_team, raise_concern, send
from tests.mentoring import make_match, make_mentor, make_request
from tests.people import as_person, make_person

KEEPERS = (
    "identity_keeper",
    "audit_keeper",
    "portal_keeper",
    "mentoring_keeper",
    "figures_keeper",
    "privacy_keeper",
    "notice_keeper",
)
TABLES = (
    "concern",
    "concern_report",
    "concern_person",
    "concern_event",
    "concern_read",
    "concern_escalation",
)


@pytest.fixture
def team(owner):
    return make_team(owner)


@pytest.fixture
def ash(owner):
    return make_person(owner, "Ash")


@pytest.fixture
def visitor(gateway_for):
    return gateway_for(None)


@pytest.fixture
def lead(team, gateway_for):
    return gateway_for(team["lead"])


def one(owner, query, *values):
    return next(iter(owner.execute(query, values).fetchone().values()))


def references(gateway):
    return [c["reference"] for c in gateway.call("concerns")["concerns"]]


def full(gateway, concern_id, **more):
    return gateway.call("concern", concern_id=concern_id, **more)


# raising


def test_a_visitor_raises_a_concern_with_nothing_but_what_happened(owner, team, visitor, lead):
    reference = raise_concern(visitor)
    told = full(lead, id_of(owner, reference))
    assert told["report"]["what_happened"] == HAPPENED
    assert (told["concern"]["about"], told["concern"]["state"]) == ("unsure", "new")
    assert told["concern"]["by_visitor"] is True and told["concern"]["reporter"] is None


def test_everything_that_is_said_reaches_the_lead_in_the_same_words(owner, ash, gateway_for, lead):
    said = {
        "about": "child",
        "happened_when": "Last night",
        "happened_where": "At home",
        "exact_words": '"I can\'t <b>stay</b> here" שלום',
        "who_was_there": "His sister",
        "wishes": "He wants it to stop",
        "they_know": "not_sure",
        "children_at_home": "yes",
        "care_needs": "He uses a wheelchair",
        "reporter_name": "Ash Legal",
        "reporter_contact": "07700 900123, after 6pm",
        "reporter_relation": "Neighbour",
    }
    told = full(lead, id_of(owner, raise_concern(gateway_for(ash), **said)))
    assert {**told["report"], "about": told["concern"]["about"]} == {
        **said,
        "what_happened": HAPPENED,
        "for_someone_else": False,
    }
    assert told["concern"]["reporter"] == "Ash"


@pytest.mark.parametrize(
    ("answers", "field", "problem"),
    [
        ({"what_happened": "   "}, "what_happened", "missing"),
        ({"what_happened": "x" * 8001}, "what_happened", "too_long"),
        ({"exact_words": "x" * 4001}, "exact_words", "too_long"),
        ({"about": "dog"}, "about", "not_known"),
        ({"about_role": "king"}, "about_role", "not_known"),
    ],
)
def test_a_limit_that_is_broken_names_its_field(visitor, answers, field, problem):
    assert send(visitor, **{"what_happened": HAPPENED, **answers}) == {
        "outcome": "invalid",
        "field": field,
        "problem": problem,
    }


def test_a_form_that_is_sent_twice_is_one_concern(owner, visitor):
    form, said = uuid.uuid4(), {"what_happened": HAPPENED}
    first = visitor.call("raise_concern", form_id=form, answers=said)
    assert visitor.call("raise_concern", form_id=form, answers=said) == first
    assert one(owner, "select count(*) from portal.concern") == 1


def test_the_same_words_in_two_forms_are_two_concerns(owner, visitor):
    assert raise_concern(visitor, "Help") != raise_concern(visitor, "Help")
    assert one(owner, "select count(*) from portal.concern") == 2


def test_a_form_that_is_sent_twice_at_once_is_one_concern(owner, gateway_for):
    form, said = uuid.uuid4(), {"what_happened": HAPPENED}
    gateways = [gateway_for(None) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        told = list(
            pool.map(lambda g: g.call("raise_concern", form_id=form, answers=said), gateways)
        )
    assert len({t["reference"] for t in told}) == 1
    assert one(owner, "select count(*) from portal.concern") == 1


def test_a_reference_is_readable_and_cannot_be_guessed(owner, visitor):
    drawn = [
        row["new_reference_of_concern"]
        for row in owner.execute(
            "select private.new_reference_of_concern() from generate_series(1, 2000)"
        )
    ]
    assert len(set(drawn)) == 2000
    assert {len(reference) for reference in drawn} == {14}
    assert set("".join(drawn)) <= set("23456789ABCDEFGHJKMNPQRSTUVWXYZ-")
    firsts = {reference[0] for reference in drawn}
    assert len(firsts) == 31, "some characters never come first"


def test_somebody_who_has_not_finished_signing_up_is_heard_as_a_visitor(owner, gateway_for):
    newcomer = gateway_for(str(uuid.uuid4()))
    reference = raise_concern(newcomer)
    assert one(owner, "select reported_by is null from portal.concern") is True
    assert newcomer.call("concern_status", reference=reference)["status"] == "received"


def test_one_person_can_raise_twenty_in_an_hour_and_others_are_not_held_up(
    owner, ash, gateway_for, visitor
):
    for _ in range(20):
        raise_concern(gateway_for(ash))
    assert send(gateway_for(ash)) == {"outcome": "too_many"}
    raise_concern(visitor)
    raise_concern(gateway_for(make_person(owner, "Kim")))


def test_visitors_together_can_raise_120_in_an_hour(owner, visitor):
    for _ in range(120):
        raise_concern(visitor)
    assert send(visitor) == {"outcome": "too_many"}
    with owner.transaction():
        owner.execute("alter table portal.concern disable trigger a_concern_moves_on")
        owner.execute("update portal.concern set raised_at = now() - interval '61 minutes'")
        owner.execute("alter table portal.concern enable trigger a_concern_moves_on")
    raise_concern(visitor)


# the reporter


def test_a_visitor_follows_it_by_the_reference_however_it_is_typed(owner, visitor, lead):
    reference = raise_concern(visitor)
    typed = f" {reference.replace('-', ' ').lower()} "
    assert visitor.call("concern_status", reference=typed) == {
        "outcome": "found",
        "status": "received",
    }
    lead.call("move_concern", concern_id=id_of(owner, reference), state="acknowledged")
    assert visitor.call("concern_status", reference=reference)["status"] == "read"
    assert visitor.call("concern_status", reference="ABCD-EFGH-JKMN") == {"outcome": "not_found"}


def test_a_person_sees_their_own_worries_with_reference_and_status_alone(owner, ash, gateway_for):
    raise_concern(gateway_for(make_person(owner, "Kim")))
    reference = raise_concern(gateway_for(ash))
    [mine] = gateway_for(ash).call("my_concerns")
    assert set(mine) == {"reference", "status", "raised_at"}
    assert (mine["reference"], mine["status"]) == (reference, "received")


@pytest.mark.parametrize("decision", ["referred", "advice_given", "no_further_action"])
def test_a_reporter_is_never_told_what_was_decided(owner, visitor, lead, decision):
    reference = raise_concern(visitor)
    concern_id = id_of(owner, reference)
    for state in ("acknowledged", "triaged", decision):
        lead.call("move_concern", concern_id=concern_id, state=state, words="Because")
    assert visitor.call("concern_status", reference=reference)["status"] == "in_hand"


def test_a_visitor_has_no_list_of_their_own(visitor):
    with pytest.raises(SignInFirst):
        visitor.call("my_concerns")


# who reads


@pytest.mark.parametrize("role", ["mentor", "staff", "administrator", "analyst", "trustee"])
def test_no_other_role_lists_or_opens_a_concern(owner, team, visitor, gateway_for, role):
    concern_id = id_of(owner, raise_concern(visitor))
    other = gateway_for(make_person(owner, "Sam", roles=[role]))
    for call in (
        lambda: other.call("concerns"),
        lambda: full(other, concern_id),
        lambda: other.call("move_concern", concern_id=concern_id, state="acknowledged"),
        lambda: other.call("note_on_concern", concern_id=concern_id, words="Seen"),
        lambda: other.call("name_in_concern", concern_id=concern_id, person_id=team["lead"]),
        lambda: other.call("pause_match", concern_id=concern_id, match_id=uuid.uuid4()),
        lambda: other.call("set_acknowledge_days", days=3),
    ):
        with pytest.raises(NotAllowed):
            call()


def test_the_reporter_cannot_open_what_they_sent(owner, ash, gateway_for, team):
    concern_id = id_of(owner, raise_concern(gateway_for(ash)))
    with pytest.raises(NotAllowed):
        full(gateway_for(ash), concern_id)


def test_lead_and_deputy_read_and_the_alternate_does_not(owner, team, visitor, gateway_for):
    reference = raise_concern(visitor)
    assert references(gateway_for(team["lead"])) == [reference]
    assert references(gateway_for(team["deputy"])) == [reference]
    assert references(gateway_for(team["alternate"])) == []
    assert full(gateway_for(team["alternate"]), id_of(owner, reference)) == {"outcome": "not_found"}


@pytest.mark.parametrize(
    ("about_role", "hidden", "readers"),
    [
        ("safeguarding_lead", "lead", ("deputy", "alternate")),
        ("safeguarding_deputy", "deputy", ("lead", "alternate")),
    ],
)
def test_what_is_about_the_one_who_reads_goes_round_them(
    owner, team, visitor, gateway_for, about_role, hidden, readers
):
    reference = raise_concern(visitor, about_role=about_role)
    concern_id = id_of(owner, reference)
    assert references(gateway_for(team[hidden])) == []
    assert full(gateway_for(team[hidden]), concern_id) == {"outcome": "not_found"}
    for reader in readers:
        assert references(gateway_for(team[reader])) == [reference]
    for verb, more in (
        ("move_concern", {"state": "acknowledged"}),
        ("note_on_concern", {"words": "I was here"}),
        ("name_in_concern", {"person_id": team["deputy"]}),
    ):
        told = gateway_for(team[hidden]).call(verb, concern_id=concern_id, **more)
        assert told == {"outcome": "not_found"}


def test_two_leads_are_both_kept_from_what_is_about_the_lead(owner, team, visitor, gateway_for):
    second = make_person(owner, "Second", roles=["safeguarding_lead", "safeguarding_deputy"])
    raise_concern(visitor, about_role="safeguarding_lead")
    assert references(gateway_for(second)) == []


def test_a_lead_who_is_named_does_not_read_and_another_lead_does(owner, team, visitor, gateway_for):
    second = make_person(owner, "Second", roles=["safeguarding_lead"])
    staff = make_person(owner, "Sam", roles=["staff"])
    reference = raise_concern(gateway_for(staff), person_id=team["lead"])
    assert references(gateway_for(team["lead"])) == []
    for reader in (second, team["deputy"], team["alternate"]):
        assert references(gateway_for(reader)) == [reference]


def test_an_alternate_who_is_named_does_not_read_either(owner, team, gateway_for):
    staff = make_person(owner, "Sam", roles=["staff"])
    raise_concern(gateway_for(staff), about_role="safeguarding_lead", person_id=team["alternate"])
    assert references(gateway_for(team["alternate"])) == []


def test_the_alternate_reads_when_lead_and_deputy_are_not_there(owner, visitor, gateway_for):
    team = make_team(owner, "lead", "alternate")
    reference = raise_concern(visitor)
    assert references(gateway_for(team["alternate"])) == []
    owner.execute("update portal.person set state = 'suspended' where id = %s", (team["lead"],))
    assert references(gateway_for(team["alternate"])) == [reference]
    with pytest.raises((NotAllowed, SignInFirst)):
        references(gateway_for(team["lead"]))


def test_a_role_that_is_taken_away_ends_the_reading_at_once(owner, team, visitor, lead):
    concern_id = id_of(owner, raise_concern(visitor))
    owner.execute("delete from portal.role_grant where person_id = %s", (team["lead"],))
    with pytest.raises(NotAllowed):
        full(lead, concern_id)


def test_naming_a_lead_later_hands_it_over(owner, team, visitor, lead, gateway_for):
    reference = raise_concern(visitor)
    concern_id = id_of(owner, reference)
    deputy = gateway_for(team["deputy"])
    told = deputy.call("name_in_concern", concern_id=concern_id, person_id=team["lead"])
    assert told == {"outcome": "named", "name": "Lead"}
    assert references(lead) == [] and full(lead, concern_id) == {"outcome": "not_found"}
    assert references(gateway_for(team["alternate"])) == [reference]
    again = deputy.call("name_in_concern", concern_id=concern_id, person_id=team["lead"])
    assert again["outcome"] == "already_named"


def test_the_alternate_keeps_what_was_about_a_lead_when_the_role_moves_on(
    owner, team, visitor, gateway_for
):
    staff = make_person(owner, "Sam", roles=["staff"])
    reference = raise_concern(gateway_for(staff), person_id=team["lead"])
    owner.execute("delete from portal.role_grant where person_id = %s", (team["lead"],))
    assert references(gateway_for(team["alternate"])) == [reference]


def test_where_nobody_can_read_administrators_and_trustees_are_told_no_more_than_that(
    owner, visitor
):
    admin = make_person(owner, "Ada", roles=["administrator"])
    trustee = make_person(owner, "Tru", roles=["trustee"])
    lead = make_person(owner, "Lea", roles=["safeguarding_lead"])
    raise_concern(visitor, about_role="safeguarding_lead")
    told = owner.execute("select person_id::text, kind, link from portal.notice").fetchall()
    assert sorted((t["person_id"], t["kind"], t["link"] or "") for t in told) == sorted(
        [(admin, "nobody_can_read", "roles"), (trustee, "nobody_can_read", "")]
    )
    assert lead not in {t["person_id"] for t in told}


def test_only_those_who_may_read_are_told_and_the_notice_says_nothing(owner, team, visitor):
    reference = raise_concern(visitor, about_role="safeguarding_lead")
    told = owner.execute("select person_id::text, kind, event, link from portal.notice").fetchall()
    assert {t["person_id"] for t in told} == {team["deputy"], team["alternate"]}
    assert {(t["kind"], t["link"]) for t in told} == {("something_waits", "concerns")}
    assert reference not in json.dumps([dict(t) for t in told])


# naming


def test_a_mentor_and_a_family_can_each_mean_the_other_by_their_match(owner, team, gateway_for):
    family, request = make_request(owner, "Kim")
    mentor = make_mentor(owner, "Sam")
    match = make_match(owner, request, mentor, state="active")
    for asker, other, name in ((family, mentor, "Sam"), (mentor, family, "Kim")):
        gateway = gateway_for(asker)
        assert gateway.call("worried_about", match_id=match)["person"] == {
            "person_id": other,
            "display_name": name,
        }
        concern_id = id_of(owner, raise_concern(gateway, match_id=match))
        named = owner.execute(
            "select person_id::text from portal.concern_person where concern_id = %s", (concern_id,)
        ).fetchall()
        assert [n["person_id"] for n in named] == [other]


def test_nobody_learns_a_name_by_a_link_that_is_not_theirs(owner, ash, visitor, gateway_for):
    _, request = make_request(owner, "Kim")
    mentor = make_mentor(owner, "Sam")
    match = make_match(owner, request, mentor)
    for gateway in (visitor, gateway_for(ash), gateway_for(mentor)):  # a proposal is not theirs yet
        told = gateway.call("worried_about", match_id=match, person_id=ash)
        assert told == {"acknowledge_days": 1, "person": None}
        raise_concern(gateway, match_id=match, person_id=ash)
    assert one(owner, "select count(*) from portal.concern_person") == 0


def test_staff_write_down_for_somebody_else_and_may_name_anybody(owner, ash, gateway_for, lead):
    staff = gateway_for(make_person(owner, "Sam", roles=["staff"]))
    assert staff.call("worried_about", person_id=ash)["person"]["display_name"] == "Ash"
    reference = raise_concern(
        staff, person_id=ash, for_someone_else=True, reporter_name="A man who rang"
    )
    told = full(lead, id_of(owner, reference))
    assert told["report"]["for_someone_else"] is True
    assert [p["display_name"] for p in told["people"]] == ["Ash"]


def test_a_member_is_never_taken_to_write_for_somebody_else(owner, ash, gateway_for, lead):
    reference = raise_concern(gateway_for(ash), for_someone_else=True)
    assert full(lead, id_of(owner, reference))["report"]["for_someone_else"] is False


def test_the_lead_looks_for_people_by_name(owner, visitor, lead):
    concern_id = id_of(owner, raise_concern(visitor))
    make_person(owner, "Robin 100%", roles=["mentor"])
    assert [p["display_name"] for p in full(lead, concern_id, looking_for="robin")["found"]] == [
        "Robin 100%"
    ]
    assert full(lead, concern_id, looking_for="r")["found"] == []
    assert full(lead, concern_id, looking_for="%%")["found"] == []


# what is done


def test_a_concern_goes_from_new_to_closed_and_each_step_says_who_and_when(
    owner, team, visitor, lead
):
    concern_id = id_of(owner, raise_concern(visitor))
    steps = (
        ("acknowledged", None),
        ("triaged", None),
        ("no_further_action", "He is safe with his sister"),
        ("referred", "New facts: sent to the council"),
        ("closed", "The council took it on"),
    )
    for state, words in steps:
        told = lead.call("move_concern", concern_id=concern_id, state=state, words=words)
        assert told == {"outcome": state}
    history = full(lead, concern_id)["history"]
    assert [(h["kind"], h["state"], h["words"]) for h in history] == [("raised", None, None)] + [
        ("moved", state, words) for state, words in steps
    ]
    assert all(h["by"] == "Lead" and h["at"] for h in history[1:])


@pytest.mark.parametrize(
    "state", ["triaged", "referred", "advice_given", "no_further_action", "closed", "new", "odd"]
)
def test_no_step_is_left_out(owner, visitor, lead, state):
    concern_id = id_of(owner, raise_concern(visitor))
    told = lead.call("move_concern", concern_id=concern_id, state=state, words="Because")
    assert told["outcome"] == ("already" if state == "new" else "not_possible")


@pytest.mark.parametrize("state", ["referred", "advice_given", "no_further_action", "closed"])
def test_every_decision_and_the_end_need_a_reason(owner, visitor, lead, state):
    concern_id = id_of(owner, raise_concern(visitor))
    ways = ["acknowledged", "triaged"] + (["referred"] if state == "closed" else [])
    for step in ways:
        lead.call("move_concern", concern_id=concern_id, state=step, words="To the council")
    told = lead.call("move_concern", concern_id=concern_id, state=state, words="  ")
    assert told == {"outcome": "invalid", "field": "words", "problem": "missing"}


def test_triage_keeps_the_three_answers(owner, visitor, lead):
    concern_id = id_of(owner, raise_concern(visitor))
    lead.call("move_concern", concern_id=concern_id, state="acknowledged")
    found = {"needs": "yes", "risk": "not_sure", "protect": "maybe", "other": "yes"}
    lead.call("move_concern", concern_id=concern_id, state="triaged", findings=found)
    entry = full(lead, concern_id)["history"][-1]
    assert entry["findings"] == {"needs": "yes", "risk": "not_sure"}


def test_a_note_stands_and_a_correction_is_a_new_entry(owner, visitor, lead):
    concern_id, other = (id_of(owner, raise_concern(visitor)) for _ in range(2))
    lead.call("note_on_concern", concern_id=concern_id, words="Rang at 3pm")
    first = full(lead, concern_id)["history"][-1]
    lead.call(
        "note_on_concern", concern_id=concern_id, words="It was 4pm", corrects=first["event_id"]
    )
    entries = full(lead, concern_id)["history"]
    assert [e["words"] for e in entries[1:]] == ["Rang at 3pm", "It was 4pm"]
    assert entries[2]["corrects"] == first["event_id"]
    told = lead.call(
        "note_on_concern", concern_id=other, words="It was 4pm", corrects=first["event_id"]
    )
    assert told["field"] == "corrects"


# pausing a match


@pytest.fixture
def matched(owner, team, gateway_for):
    """A family and a mentor who meet, and a concern of the family about the mentor."""
    family, request = make_request(owner, "Kim")
    mentor = make_mentor(owner, "Sam", capacity=3)
    match = make_match(owner, request, mentor, state="active")
    concern_id = id_of(owner, raise_concern(gateway_for(family), match_id=match))
    return {
        "family": family,
        "mentor": mentor,
        "match": match,
        "concern": concern_id,
    }


def pause(gateway, at, going_on=False):
    return gateway.call(
        "pause_match", concern_id=at["concern"], match_id=at["match"], going_on=going_on
    )["outcome"]


def test_a_match_is_paused_from_a_concern_and_goes_on_again(owner, matched, lead, gateway_for):
    since = one(owner, "select mentor_answered_at from portal.match")
    [person] = full(lead, matched["concern"])["people"]
    assert [m["match_id"] for m in person["matches"]] == [matched["match"]]
    assert pause(lead, matched) == "match_paused"
    assert pause(lead, matched) == "already"
    assert gateway_for(matched["mentor"]).call("my_matches")["matches"][0]["state"] == "paused"
    assert gateway_for(matched["family"]).call("my_mentoring")["match"]["state"] == "paused"
    assert pause(lead, matched, going_on=True) == "match_resumed"
    assert one(owner, "select state from portal.match") == "active"
    assert one(owner, "select mentor_answered_at from portal.match") == since
    kinds = [h["kind"] for h in full(lead, matched["concern"])["history"]]
    assert kinds == ["raised", "match_paused", "match_resumed"]


def test_both_sides_are_told_of_a_pause_and_not_why_or_by_whom(owner, team, matched, lead):
    pause(lead, matched)
    told = owner.execute(
        "select * from portal.notice where kind = 'match_paused' order by link"
    ).fetchall()
    assert {str(t["person_id"]) for t in told} == {matched["family"], matched["mentor"]}
    assert [t["link"] for t in told] == ["mentoring", "my-matches"]
    written = json.dumps([dict(t) for t in told], default=str)
    assert matched["concern"] not in written and team["lead"] not in written
    subjects = owner.execute(
        "select subject_key from portal.audit where action = 'match:paused'"
    ).fetchall()
    assert [s["subject_key"] for s in subjects] == [None]


def test_nobody_new_is_proposed_to_a_mentor_while_a_match_is_paused(
    owner, matched, lead, gateway_for
):
    pause(lead, matched)
    _, waiting = make_request(owner, "Pat")
    staff = gateway_for(make_person(owner, "Jo", roles=["staff"]))
    told = staff.call(
        "propose_match", request_id=waiting, mentor_id=matched["mentor"], why="A good fit"
    )
    assert told == {"outcome": "left_out", "because": ["paused"]}


@pytest.mark.parametrize("who", ["family", "mentor"])
def test_either_side_may_end_a_match_that_is_paused(owner, matched, lead, gateway_for, who):
    pause(lead, matched)
    told = gateway_for(matched[who]).call(
        "end_match", match_id=matched["match"], reason_code="rather_not_say"
    )
    assert told["outcome"] == "ended"
    assert pause(lead, matched, going_on=True) == "not_found"


def test_a_match_that_the_concern_does_not_name_is_not_paused(owner, matched, lead):
    _, request = make_request(owner, "Pat")
    other = make_match(owner, request, make_mentor(owner, "Lou"), state="active")
    assert pause(lead, {**matched, "match": other}) == "not_found"
    assert one(owner, "select state from portal.match where id = %s", other) == "active"


# nothing is lost


def test_a_visitor_or_person_reaches_no_table_of_concerns(owner, ash, team, visitor):
    raise_concern(visitor)
    for person in (None, ash, team["lead"]):
        for table in (*TABLES, "concern_setting", "bank_holiday"):
            with as_person(owner, person) as session, pytest.raises(errors.InsufficientPrivilege):
                session.execute(f"select * from portal.{table}")


def test_no_other_keeper_reaches_a_concern(owner, team, visitor):
    raise_concern(visitor)
    for keeper in KEEPERS:
        for table in TABLES:
            with (
                as_person(owner, team["lead"], role=keeper) as session,
                pytest.raises(errors.InsufficientPrivilege),
            ):
                session.execute(f"select 1 from portal.{table}")


def test_the_keeper_itself_reads_what_was_said_only_for_who_may(owner, team, ash, visitor):
    raise_concern(visitor, about_role="safeguarding_lead")
    seen = {}
    for name, person in {**team, "ash": ash, "visitor": None}.items():
        with as_person(owner, person, role="safeguarding_keeper") as session:
            found = session.execute("select what_happened from portal.concern_report").fetchall()
            entries = session.execute("select 1 from portal.concern_event").fetchall()
            assert len(found) == len(entries)
            seen[name] = len(found)
    assert seen == {
        "lead": 0,
        "deputy": 1,
        "alternate": 1,
        "trustee": 0,
        "ash": 0,
        "visitor": 0,
    }


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("role", ["postgres", "supabase_admin"])
def test_nobody_deletes_or_changes_what_was_said_not_even_the_owner(
    database, owner, team, visitor, lead, table, role
):
    concern_id = id_of(owner, raise_concern(visitor, about_role="mentor"))
    lead.call("name_in_concern", concern_id=concern_id, person_id=team["trustee"])
    full(lead, concern_id)
    owner.execute(
        "insert into portal.concern_escalation (concern_id, step) values (%s, 'late')",
        (concern_id,),
    )
    before = owner.execute(f"select * from portal.{table}").fetchall()
    assert before
    with database.connect(role) as connection:
        for attempt in (
            f"delete from portal.{table} where true",
            f"truncate portal.{table} cascade",
            f"update portal.{table} set concern_id = concern_id where true"
            if table != "concern"
            else "update portal.concern set raised_at = raised_at - interval '1 day' where true",
        ):
            with pytest.raises(errors.InsufficientPrivilege, match="never changed or deleted"):
                connection.execute(attempt)
    assert owner.execute(f"select * from portal.{table}").fetchall() == before


def test_not_even_the_owner_moves_a_concern_back_or_past_a_step(owner, visitor, lead):
    concern_id = id_of(owner, raise_concern(visitor))
    for state in ("closed", "referred"):
        with pytest.raises(psycopg.Error, match="never changed or deleted"):
            owner.execute(
                "update portal.concern set state = %s, acknowledged_at = now(),"
                " closed_at = case when %s = 'closed' then now() end where id = %s",
                (state, state, concern_id),
            )
    lead.call("move_concern", concern_id=concern_id, state="acknowledged")
    with pytest.raises(psycopg.Error, match="never changed or deleted"):
        owner.execute(
            "update portal.concern set state = 'new', acknowledged_at = null where id = %s",
            (concern_id,),
        )


# every look shows


def test_every_reading_is_in_the_audit_and_on_the_page(owner, team, visitor, lead, gateway_for):
    concern_id = id_of(owner, raise_concern(visitor))
    full(lead, concern_id)
    full(gateway_for(team["deputy"]), concern_id)
    readings = full(lead, concern_id)["readings"]
    assert {(r["by"], r["times"]) for r in readings} == {("Lead", 2), ("Deputy", 1)}
    audited = owner.execute(
        "select k.person_id::text, a.row_id::text, a.subject_key from portal.audit a"
        " join portal.subject_key k on k.key = a.actor_key where a.action = 'read_concern'"
    ).fetchall()
    assert sorted(a["person_id"] for a in audited) == sorted(
        [team["lead"], team["lead"], team["deputy"]]
    )
    assert {a["row_id"] for a in audited} == {concern_id}


def test_the_list_is_logged_too(owner, team, visitor, lead):
    raise_concern(visitor)
    references(lead)
    assert one(owner, "select count(*) from portal.audit where action = 'list_concerns'") == 1


def test_whom_a_concern_names_finds_no_trace_of_it_in_the_audit(owner, matched, team, lead):
    full(lead, matched["concern"])
    lead.call("note_on_concern", concern_id=matched["concern"], words="Seen")
    pause(lead, matched)
    assert (
        one(
            owner,
            "select count(*) from portal.audit a where a.subject_key in"
            " (select k.key from portal.subject_key k where k.person_id = %s)",
            matched["mentor"],
        )
        == 0
    )


def test_the_audit_keeps_no_words_of_a_concern(owner, visitor, lead):
    concern_id = id_of(owner, raise_concern(visitor, "Zebedee shouted"))
    lead.call("note_on_concern", concern_id=concern_id, words="Zebedee rang")
    rows = owner.execute("select a::text from portal.audit a").fetchall()
    assert rows and "Zebedee" not in str(rows)


def test_a_concern_that_is_not_there_looks_like_one_that_is_hidden(owner, team, visitor, lead):
    hidden = id_of(owner, raise_concern(visitor, about_role="safeguarding_lead"))
    assert full(lead, hidden) == full(lead, uuid.uuid4()) == {"outcome": "not_found"}
