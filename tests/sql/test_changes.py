"""Changes: what came of what people said, told to everybody without telling who said it."""

from __future__ import annotations

import json
from datetime import date, timedelta

import psycopg
import pytest

from services.errors import NotAllowed
from tests.people import as_person, make_person
from tests.workshops import make_workshop

KEEPERS = ("identity_keeper", "audit_keeper", "portal_keeper", "mentoring_keeper", "figures_keeper")

CHANGE = {
    "title": "Evenings in Basildon",
    "said": "People who work could not come before six.",
    "what": "The space is open until 8pm on Thursdays.",
    "why": "A volunteer can lock up on Thursdays.",
    "state": "planned",
}


@pytest.fixture
def robin(owner):
    return make_person(owner, "Robin Zebedee")


@pytest.fixture
def kim(owner):
    return make_person(owner, "Kim Quartz", connection_kind="family", relation="parent")


@pytest.fixture
def sam(owner):
    return make_person(owner, "Sam", roles=["staff"], connection_kind="worker")


@pytest.fixture
def save(gateway_for, sam):
    return lambda **more: gateway_for(sam).call("save_change", **{**CHANGE, **more})


@pytest.fixture
def give(gateway_for):
    def say(person, body="The group starts too early for people who work.", **more):
        answer = gateway_for(person).call(
            "give_feedback", **{"kind": "problem", "body": body, **more}
        )
        return answer["feedback_id"]

    return say


def one(owner, query, *values):
    return next(iter(owner.execute(query, values).fetchone().values()))


def test_a_change_is_read_by_anybody(save, gateway_for, robin):
    saved = save()
    assert saved["outcome"] == "saved"
    for reader in (None, robin):
        changes = gateway_for(reader).call("changes")
        assert changes["total"] == 1 and changes["rows"][0]["change_id"] == saved["change_id"]
        assert changes["rows"][0]["said"] == CHANGE["said"] and changes["rows"][0]["people"] == 0


@pytest.mark.parametrize(
    "roles", [(), ("mentor",), ("analyst",), ("administrator",), ("safeguarding_lead",)]
)
def test_only_staff_write_and_link_changes(owner, robin, save, give, gateway_for, roles):
    change, feedback = save()["change_id"], give(robin)
    wrong = gateway_for(make_person(owner, "Wrong", roles=roles, connection_kind="worker"))
    for function, arguments in (
        ("save_change", CHANGE),
        ("changes_for_staff", {}),
        ("link_feedback", {"change_id": change, "feedback_id": feedback}),
        ("unlink_feedback", {"change_id": change, "feedback_id": feedback}),
    ):
        with pytest.raises(NotAllowed):
            wrong.call(function, **arguments)
    assert one(owner, "select count(*) from portal.change") == 1
    assert one(owner, "select count(*) from portal.change_feedback") == 0


@pytest.mark.parametrize(
    ("fields", "field", "problem"),
    [
        ({"title": ""}, "title", "missing"),
        ({"title": "x" * 101}, "title", "too_long"),
        ({"said": " "}, "said", "missing"),
        ({"what": "x" * 1001}, "what", "too_long"),
        ({"why": None}, "why", "missing"),
        ({"state": "perhaps"}, "state", "not_known"),
        ({"state": "made"}, "made_on", "missing"),
        ({"state": "made", "made_on": date.today() + timedelta(days=1)}, "made_on", "out_of_range"),
        ({"space_id": "00000000-0000-4000-8000-000000000000"}, "space_id", "not_known"),
        ({"theme_id": "00000000-0000-4000-8000-000000000000"}, "theme_id", "not_known"),
    ],
)
def test_a_limit_that_is_broken_names_its_field(save, fields, field, problem):
    assert save(**fields) == {"outcome": "invalid", "field": field, "problem": problem}


def test_it_tells_how_many_people_said_it_and_never_who(robin, kim, sam, save, give, gateway_for):
    change = save()["change_id"]
    staff = gateway_for(sam)
    for person, body in (
        (robin, "Please open in the evening."),
        (robin, "Evenings again, please."),
        (kim, "I work all day."),
    ):
        linked = staff.call(
            "link_feedback", change_id=change, feedback_id=give(person, body, audience="staff")
        )
        assert linked == {"outcome": "linked"}
    for reader in (None, robin):
        told = gateway_for(reader).call("changes")
        assert told["rows"][0]["people"] is None  # fewer than 8: everybody learns no more than that
        for secret in (
            robin,
            kim,
            sam,
            "Robin",
            "Kim",
            "Please open in the evening",
            "I work all day",
            "F100",
        ):
            assert secret not in json.dumps(told)


def test_the_author_sees_what_came_of_it_and_nobody_else_does(
    robin, kim, sam, save, give, gateway_for
):
    change, feedback = save()["change_id"], give(robin)
    give(kim)
    gateway_for(sam).call("link_feedback", change_id=change, feedback_id=feedback)
    came = gateway_for(robin).call("my_feedback")["rows"][0]["changes"]
    assert [(c["change_id"], c["title"], c["state"]) for c in came] == [
        (change, CHANGE["title"], "planned")
    ]
    assert gateway_for(kim).call("my_feedback")["rows"][0]["changes"] == []


def test_linking_twice_or_what_is_not_there_is_said_so(robin, sam, save, give, gateway_for):
    change, feedback, staff = save()["change_id"], give(robin), gateway_for(sam)
    nowhere = "00000000-0000-4000-8000-000000000000"
    assert (
        staff.call("link_feedback", change_id=change, feedback_id=feedback)["outcome"] == "linked"
    )
    assert (
        staff.call("link_feedback", change_id=change, feedback_id=feedback)["outcome"]
        == "already_linked"
    )
    assert (
        staff.call("link_feedback", change_id=nowhere, feedback_id=feedback)["outcome"]
        == "not_found"
    )
    assert (
        staff.call("link_feedback", change_id=change, feedback_id=nowhere)["outcome"] == "not_found"
    )
    assert (
        staff.call("unlink_feedback", change_id=change, feedback_id=feedback)["outcome"]
        == "unlinked"
    )
    assert (
        staff.call("unlink_feedback", change_id=change, feedback_id=feedback)["outcome"]
        == "not_found"
    )
    assert staff.call("feedback", feedback_id=feedback)["changes_to_link"][0]["change_id"] == change
    assert save(change_id=nowhere)["outcome"] == "not_found"


def test_feedback_taken_back_the_same_day_leaves_no_trace_on_the_change(
    robin, sam, save, give, gateway_for
):
    change, feedback = save()["change_id"], give(robin)
    gateway_for(sam).call("link_feedback", change_id=change, feedback_id=feedback)
    assert (
        gateway_for(robin).call("withdraw_feedback", feedback_id=feedback)["outcome"] == "withdrawn"
    )
    assert gateway_for(None).call("changes")["rows"][0]["people"] == 0


def test_workshops_behind_a_change_are_told_but_drafts_are_not(owner, save, gateway_for):
    workshop = make_workshop(owner, "Shaping evenings")
    draft = make_workshop(owner, "Not ready", state="draft")
    change = save(workshop_ids=[workshop, draft])["change_id"]
    told = gateway_for(None).call("changes")["rows"][0]["workshops"]
    assert [w["title"] for w in told] == ["Shaping evenings"]
    save(change_id=change)
    assert len(gateway_for(None).call("changes")["rows"][0]["workshops"]) == 1
    save(change_id=change, workshop_ids=[])
    assert gateway_for(None).call("changes")["rows"][0]["workshops"] == []


def test_changes_come_newest_first_by_space_and_theme(owner, save, gateway_for):
    space = str(one(owner, "insert into portal.space (name) values ('North') returning id"))
    theme = str(one(owner, "select id from portal.theme where name = 'Travel'"))
    old, new = date.today() - timedelta(days=40), date.today() - timedelta(days=4)
    save(title="Old", state="made", made_on=old, space_id=space)
    save(title="New", state="made", made_on=new, theme_id=theme)
    save(title="Coming")
    visitor = gateway_for(None)
    assert [c["title"] for c in visitor.call("changes")["rows"]] == ["Coming", "New", "Old"]
    assert [c["title"] for c in visitor.call("changes", space_id=space)["rows"]] == ["Old"]
    assert [c["title"] for c in visitor.call("changes", theme_id=theme)["rows"]] == ["New"]
    assert visitor.call("changes", page=2)["rows"] == []


def test_every_state_a_change_was_in_is_kept_once(owner, sam, save):
    change = save()["change_id"]
    save(change_id=change, title="Better words")
    save(change_id=change, state="made", made_on=date.today())
    states = owner.execute("select state, by from portal.change_status order by number").fetchall()
    assert [(s["state"], str(s["by"])) for s in states] == [("planned", sam), ("made", sam)]


def test_the_day_it_was_made_is_dropped_when_it_is_not_made(owner, save):
    save(state="under_way", made_on=date.today())
    assert one(owner, "select made_on from portal.change") is None


@pytest.mark.parametrize("role", ["anon", "authenticated", "service_role", *KEEPERS])
def test_the_history_of_a_change_cannot_be_altered_by_any_role(owner, sam, save, role):
    save()
    for statement in (
        "update portal.change_status set state = 'made' where true",
        "delete from portal.change_status where true",
        "delete from portal.change where true",
    ):
        with (
            as_person(owner, sam, role=role) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(statement)


def test_nobody_but_a_keeper_touches_the_tables_behind_changes(owner, robin, save):
    save()
    for table in ("change", "change_status", "change_feedback", "change_workshop"):
        for person in (None, robin):
            with (
                as_person(owner, person) as connection,
                pytest.raises(psycopg.errors.InsufficientPrivilege),
            ):
                connection.execute(f"select * from portal.{table}")


def test_a_change_cannot_be_added_in_the_name_of_a_colleague(owner, robin, sam):
    with (
        as_person(owner, sam, role="portal_keeper") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"),
    ):
        connection.execute(
            "insert into portal.change (title, said, what, why, state, made_by)"
            " values ('t', 's', 'w', 'y', 'planned', %s)",
            (robin,),
        )


def test_a_change_made_from_feedback_is_linked_to_it(robin, save, give, gateway_for):
    feedback = give(robin)
    change = save(feedback_id=feedback)["change_id"]
    assert [
        c["change_id"] for c in gateway_for(robin).call("my_feedback")["rows"][0]["changes"]
    ] == [change]
    assert save(change_id=change, feedback_id=feedback)["outcome"] == "saved"


def test_staff_see_the_feedback_behind_a_change(robin, sam, save, give, gateway_for):
    change, feedback = save()["change_id"], give(robin)
    staff = gateway_for(sam)
    staff.call("link_feedback", change_id=change, feedback_id=feedback)
    row = staff.call("changes_for_staff")["rows"][0]
    assert row["made_by"] == "Sam" and [f["feedback_id"] for f in row["feedback"]] == [feedback]
    assert staff.call("changes_for_staff", state="made")["total"] == 0
