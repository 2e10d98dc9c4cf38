"""The chain: who was part of a change, who is told and asked, what comes back, what everybody reads."""

from __future__ import annotations

import json
from datetime import date

import psycopg
import pytest

from services.errors import NotAllowed, SignInFirst
from tests.decisions import close, decide
from tests.erasing import value
from tests.people import as_person, make_person
from tests.voices import change, say
from tests.workshops import make_workshop

NOWHERE = "00000000-0000-4000-8000-000000000000"
WORDS = "It still shuts at six in Harlow."


@pytest.fixture
def robin(owner):
    return make_person(owner, "Robin Zebedee")


@pytest.fixture
def kim(owner):
    return make_person(owner, "Kim Quartz", connection_kind="family", relation="parent")


@pytest.fixture
def sam(owner):
    return make_person(owner, "Sam Staff", roles=["staff"], connection_kind="worker")


@pytest.fixture
def priya(owner):
    return make_person(owner, "Priya Staff", roles=["staff"], connection_kind="worker")


@pytest.fixture
def made(robin, sam, gateway_for):
    """A change that was made from what Robin said."""
    said = say(gateway_for(robin))
    return change(gateway_for(sam), state="made", made_on=date.today(), feedback_id=said)


def told(owner, person=None):
    """Which kinds of notices a person, or everybody, has about changes."""
    rows = owner.execute(
        "select n.kind from portal.notice n join portal.notice_kind k using (kind)"
        " where (k.topic = 'changes' or n.kind = 'not_yet_came_back')"
        " and (%s::uuid is null or n.person_id = %s) order by n.made_at, n.kind",
        (person, person),
    ).fetchall()
    return [row["kind"] for row in rows]


def answer(gateway, change_id, given="not_yet", **more):
    return gateway.call("answer_change", change_id=change_id, answer=given, **more)["outcome"]


def ways(owner, change_id):
    rows = owner.execute(
        "select p.display_name as name, c.way from private.contributors(%s) c"
        " join portal.person p on p.id = c.person_id",
        (change_id,),
    ).fetchall()
    return {(row["name"].split()[0], row["way"]) for row in rows}


def test_everybody_who_was_part_of_a_change_is_found_once_in_each_way(
    owner, robin, kim, sam, gateway_for
):
    ash, bo, cy, dee, eve = (make_person(owner, name) for name in ("Ash", "Bo", "Cy", "Dee", "Eve"))
    main, double = (
        say(gateway_for(robin), audience="everyone"),
        say(gateway_for(kim), "Me as well."),
    )
    staff = gateway_for(sam)
    staff.call("show_feedback", feedback_id=main)
    gateway_for(ash).call("support_feedback", feedback_id=main)
    staff.call("merge_feedback", feedback_id=double, into_id=main)
    linked = close(owner, came=(bo, robin))
    decided = close(owner, "Deciding", came=(cy,))
    decision = decide(owner, decided, owner_id=dee)
    owner.execute(
        "insert into portal.workshop_role (workshop_id, person_id, role, state, answered_at) values"
        " (%s, %s, 'chair', 'accepted', now()), (%s, %s, 'vote', 'declined', now())",
        (decided, eve, decided, bo),
    )
    made = change(staff, feedback_id=double, decision_id=decision, workshop_ids=[linked])
    assert ways(owner, made) == {
        ("Robin", "said"),
        ("Kim", "said"),
        ("Ash", "same"),
        ("Bo", "room"),
        ("Robin", "room"),
        ("Cy", "room"),
        ("Dee", "owner"),
        ("Eve", "role"),
    }
    for person, way in ((robin, {"said", "room"}), (ash, {"same"}), (dee, {"owner"})):
        found = gateway_for(person).call("my_changes")
        assert [set(row["mine"]["ways"]) for row in found["rows"]] == [way]
    assert told(owner) == ["change_planned"] * 7
    tells = staff.call("change_for_staff", change_id=made)["tells"]
    assert tells == {"people": 7, "said": 2, "same": 1, "room": 3, "decided": 2}


def test_nobody_is_told_twice_of_one_state_and_whoever_is_linked_later_is_told_then(
    owner, robin, kim, sam, gateway_for
):
    staff = gateway_for(sam)
    made = change(staff, feedback_id=say(gateway_for(robin)))
    change(staff, "Better words", change_id=made)
    later = say(gateway_for(kim), "I work in the day.")
    for _ in range(2):
        staff.call("link_feedback", change_id=made, feedback_id=later)
    assert told(owner, robin) == told(owner, kim) == ["change_planned"]
    moved = staff.call("move_change", change_id=made, state="made")
    assert moved == {"outcome": "moved", "state": "made", "told": 2}
    assert staff.call("move_change", change_id=made, state="made")["outcome"] == "already_there"
    assert told(owner, robin) == ["change_planned", "change_made"]
    assert told(owner, sam) == []


def test_a_person_answers_once_can_change_it_and_the_log_stays(owner, made, robin, gateway_for):
    person = gateway_for(robin)
    assert person.call("my_home")["question"]["change_id"] == made
    assert answer(person, made, "yes") == "answered"
    assert answer(person, made, "yes") == "already_answered"
    assert answer(person, made, "partly", word=f" {WORDS} ") == "answered"
    rows = owner.execute(
        "select answer, word, is_current from portal.change_answer order by number"
    ).fetchall()
    assert [tuple(row.values()) for row in rows] == [
        ("yes", None, False),
        ("partly", WORDS, True),
    ]
    assert person.call("my_home")["question"] is None
    mine = person.call("change", change_id=made)["mine"]
    assert (mine["answer"], mine["word"], mine["waits"], mine["few"]) == (
        "partly",
        WORDS,
        False,
        True,
    )


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"given": "perhaps"}, {"field": "answer", "problem": "not_known"}),
        ({"given": None}, {"field": "answer", "problem": "not_known"}),
        ({"given": "yes", "word": "x" * 501}, {"field": "word", "problem": "too_long"}),
    ],
)
def test_limits_of_an_answer(made, robin, gateway_for, given, found):
    told = gateway_for(robin).call(
        "answer_change", change_id=made, answer=given["given"], word=given.get("word")
    )
    assert told == {"outcome": "invalid", **found}


def test_only_who_was_part_of_it_is_asked_and_staff_are_not(
    owner, made, robin, kim, sam, gateway_for
):
    assert answer(gateway_for(kim), made) == answer(gateway_for(robin), NOWHERE) == "not_found"
    with pytest.raises(SignInFirst):
        answer(gateway_for(None), made)
    staff = gateway_for(sam)
    staff.call("link_workshop", change_id=made, workshop_id=close(owner, came=(sam,)))
    assert answer(staff, made) == "not_asked"
    assert staff.call("my_home")["question"] is None
    planned = change(staff, "Planned", feedback_id=say(gateway_for(robin), "Another thing to say."))
    assert answer(gateway_for(robin), planned) == "not_asked"
    assert value(owner, "select count(*) from portal.change_answer") == 0


def test_a_not_yet_comes_back_to_its_owner_without_a_name_until_it_is_answered(
    owner, made, robin, sam, priya, gateway_for
):
    person, staff = gateway_for(robin), gateway_for(sam)
    assert answer(person, made, word=WORDS) == "answered"
    assert answer(person, made, word=f"{WORDS} Always.") == "answered"
    assert told(owner, sam) == ["not_yet_came_back"]  # it was on the list already
    assert told(owner, priya) == []
    back = staff.call("came_back")
    assert (back["counts"], back["rows"][0]["word"]) == (
        {"mine": 1, "everyone": 1},
        f"{WORDS} Always.",
    )
    assert (back["rows"][0]["who"], back["rows"][0]["weeks"]) == (None, 0)
    for reading in (back, staff.call("change_for_staff", change_id=made)["change"]["words"]):
        assert "Robin" not in json.dumps(reading) and robin not in json.dumps(reading)
    assert staff.call("today")["came_back"] == 1
    assert gateway_for(priya).call("today")["came_back"] == 0
    assert gateway_for(priya).call("came_back", everyone=True)["rows"][0]["title"]
    wanted = back["rows"][0]["answer_id"]
    assert staff.call("reply_to_not_yet", answer_id=wanted, reply=" ")["field"] == "reply"
    done = {"answer_id": wanted, "reply": "Harlow follows in June."}
    assert staff.call("reply_to_not_yet", **done) == {"outcome": "replied"}
    assert staff.call("reply_to_not_yet", **done) == {"outcome": "already_replied"}
    assert staff.call("came_back")["rows"] == [] and staff.call("today")["came_back"] == 0
    assert told(owner, robin) == ["change_made", "not_yet_answered"]
    mine = person.call("my_changes")["rows"][0]["mine"]
    assert (mine["reply"], mine["waits"]) == ("Harlow follows in June.", True)
    assert answer(person, made, "yes") == "answered"
    assert person.call("my_changes")["waiting"] == 0


def test_staff_read_the_name_only_of_who_lets_them(made, robin, sam, gateway_for):
    answer(gateway_for(robin), made, word=WORDS, staff_may_know=True)
    assert gateway_for(sam).call("came_back")["rows"][0]["who"] == "Robin Zebedee"


def test_what_nobody_sees_to_any_more_is_on_everybodys_list(owner, made, robin, priya, gateway_for):
    owner.execute("update portal.change set owner_id = null where true")
    answer(gateway_for(robin), made)
    assert gateway_for(priya).call("came_back")["counts"] == {"mine": 1, "everyone": 1}


def test_whoever_answered_before_it_was_made_anew_is_asked_again(made, robin, sam, gateway_for):
    person, staff = gateway_for(robin), gateway_for(sam)
    answer(person, made, "yes")
    staff.call("move_change", change_id=made, state="under_way")
    assert answer(person, made, "yes") == "not_asked"
    staff.call("move_change", change_id=made, state="made")
    assert person.call("my_home")["question"]["change_id"] == made


@pytest.mark.parametrize("roles", [(), ("mentor",), ("analyst",), ("administrator",)])
def test_only_staff_work_on_the_chain(owner, made, robin, gateway_for, roles):
    answer(gateway_for(robin), made)
    given = str(value(owner, "select id from portal.change_answer"))
    workshop = close(owner)
    decision = decide(owner, workshop)
    wrong = gateway_for(make_person(owner, "Wrong", roles=roles, connection_kind="worker"))
    for function, arguments in (
        ("change_for_staff", {"change_id": made}),
        ("move_change", {"change_id": made, "state": "planned"}),
        ("came_back", {}),
        ("reply_to_not_yet", {"answer_id": given, "reply": "No."}),
        ("link_decision", {"change_id": made, "decision_id": decision}),
        ("unlink_decision", {"change_id": made, "decision_id": decision}),
        ("link_workshop", {"change_id": made, "workshop_id": workshop}),
        ("unlink_workshop", {"change_id": made, "workshop_id": workshop}),
    ):
        with pytest.raises(NotAllowed):
            wrong.call(function, **arguments)
    assert wrong.call("my_changes")["rows"] == []
    assert wrong.call("change", change_id=made)["mine"] is None


@pytest.mark.parametrize("role", ["anon", "authenticated"])
def test_nobody_reads_answers_or_who_was_part_of_it_directly(owner, made, robin, role):
    for query in (
        "select * from portal.change_answer",
        "select * from portal.change_decision",
        f"select * from private.contributors('{made}')",
        f"select * from private.changes_of('{robin}')",
        f"select private.people_behind('{made}')",
    ):
        with (
            as_person(owner, robin, role=role) as asking,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            asking.execute(query)


def test_an_answer_cannot_be_given_in_the_name_of_another(owner, made, robin, kim):
    with (
        as_person(owner, kim, role="portal_keeper") as keeper,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"),
    ):
        keeper.execute(
            "insert into portal.change_answer (change_id, person_id, answer) values (%s, %s, 'yes')",
            (made, robin),
        )


def test_only_decisions_of_closed_workshops_are_linked_and_read(owner, sam, made, gateway_for):
    staff = gateway_for(sam)
    workshop = close(owner)
    decision = decide(owner, workshop, owner_id=sam)
    ids = {"change_id": made, "decision_id": decision}
    assert staff.call("link_decision", **ids)["outcome"] == "linked"
    assert staff.call("link_decision", **ids)["outcome"] == "already_linked"
    chain = gateway_for(None).call("change", change_id=made)
    assert [d["what"] for d in chain["decisions"]] == ["Open until eight on Thursdays"]
    assert [w["title"] for w in chain["workshops"]] == ["Shaping evenings"]
    assert "Sam" not in json.dumps(chain)
    owner.execute("update portal.workshop set state = 'held' where id = %s", (workshop,))
    assert gateway_for(None).call("change", change_id=made)["decisions"] == []
    assert staff.call("unlink_decision", **ids)["outcome"] == "unlinked"
    assert staff.call("link_decision", **ids)["outcome"] == "not_found"
    assert staff.call("unlink_decision", **ids)["outcome"] == "not_found"
    draft = make_workshop(owner, "Draft", state="draft")
    gone = {"change_id": made, "workshop_id": draft}
    assert staff.call("link_workshop", **gone)["outcome"] == "not_found"
    assert staff.call("unlink_workshop", **gone)["outcome"] == "not_found"


def test_only_shown_words_are_quoted_and_no_day_of_a_person_is_told(
    owner, robin, kim, sam, made, gateway_for
):
    staff = gateway_for(sam)
    hidden = say(gateway_for(kim), "Nobody else may read this, please.")
    shown = say(gateway_for(kim), "Please open in the evening.", audience="everyone")
    for said in (hidden, shown):
        staff.call("link_feedback", change_id=made, feedback_id=said)
    staff.call("show_feedback", feedback_id=shown)
    for reader in (None, robin, sam):
        told = gateway_for(reader).call("change", change_id=made)
        assert told["quotes"] == [{"kind": "problem", "words": "Please open in the evening."}]
        text = json.dumps({name: told[name] for name in told if name != "mine"})
        for secret in ("Nobody else", "Kim", "Robin", kim, robin, shown, "given_at", "F-"):
            assert secret not in text
    assert gateway_for(None).call("change", change_id=NOWHERE) is None


def answers(owner, made, gateway_for, *given, **more):
    """As many people as `given` came to one workshop behind the change, and each answers."""
    came = tuple(make_person(owner, f"P{number}") for number in range(len(given)))
    workshop = close(owner, f"Room of {len(given)}", came=came)
    owner.execute(
        "insert into portal.change_workshop (change_id, workshop_id) values (%s, %s)",
        (made, workshop),
    )
    for person, one in zip(came, given, strict=True):
        assert answer(gateway_for(person), made, one, **more) == "answered"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ((), (0, None, None, None, False)),
        (("yes",) * 7, (None, None, None, None, False)),
        (("yes",) * 9, (10, 10, 0, 0, True)),
        (("yes",) * 9 + ("not_yet",) * 9, (20, 10, 0, 10, True)),
        (("yes",) * 7 + ("not_yet",), (10, None, 0, None, True)),
    ],
)
def test_the_public_counts_of_answers_are_rounded_and_held_back_when_small(
    owner, made, gateway_for, given, shown
):
    answers(owner, made, gateway_for, *given)
    right = gateway_for(None).call("change", change_id=made)["right"]
    names = ("answered", "yes", "partly", "not_yet", "enough")
    assert tuple(right[name] for name in names) == shown and right["openly"] == []


def test_a_small_answer_is_public_only_as_somebody_lets_it_be(made, robin, gateway_for):
    answer(gateway_for(robin), made, "yes", word=WORDS, may_show=True)
    told = gateway_for(None).call("change", change_id=made)
    assert told["right"]["openly"] == ["yes"] and told["right"]["answered"] is None
    assert WORDS not in json.dumps(told)


def test_unlinking_does_not_silence_an_answer(owner, made, robin, sam, gateway_for):
    answer(gateway_for(robin), made, word=WORDS)
    said = str(value(owner, "select feedback_id from portal.change_feedback"))
    gateway_for(sam).call("unlink_feedback", change_id=made, feedback_id=said)
    assert gateway_for(sam).call("came_back")["counts"]["mine"] == 1
    assert gateway_for(robin).call("my_changes")["rows"][0]["mine"]["ways"] == ["answered"]


def test_when_they_leave_their_answer_counts_on_and_their_words_go(
    owner, made, robin, sam, gateway_for
):
    answer(gateway_for(robin), made, "yes", word=WORDS, staff_may_know=True)
    gateway_for(robin).call("ask_for_erasure", at_once=True)
    row = owner.execute("select person_id, answer, word, staff_may_know from portal.change_answer")
    assert tuple(row.fetchone().values()) == (None, "yes", None, False)
    kept = gateway_for(sam).call("change_for_staff", change_id=made)["change"]
    assert (kept["exactly"], kept["answers"]["asked"], kept["answers"]["yes"]) == (1, 1, 1)


def test_a_not_yet_of_somebody_who_left_waits_on_no_list(made, robin, sam, gateway_for):
    answer(gateway_for(robin), made, word=WORDS)
    gateway_for(robin).call("ask_for_erasure", at_once=True)
    assert gateway_for(sam).call("came_back")["counts"] == {"mine": 0, "everyone": 0}
    assert gateway_for(sam).call("today")["came_back"] == 0


def test_what_was_merged_stays_part_of_a_change_when_the_main_author_leaves(
    owner, robin, kim, sam, gateway_for
):
    ash = make_person(owner, "Ash")
    main, double = (
        say(gateway_for(robin), audience="everyone"),
        say(gateway_for(kim), "Me as well."),
    )
    staff = gateway_for(sam)
    staff.call("show_feedback", feedback_id=main)
    gateway_for(ash).call("support_feedback", feedback_id=main)
    staff.call("merge_feedback", feedback_id=double, into_id=main)
    made = change(staff, feedback_id=main)
    exactly = "select private.people_behind(%s)"
    assert value(owner, exactly, made) == 3
    gateway_for(robin).call("ask_for_erasure", at_once=True)
    assert value(owner, exactly, made) == 3
    assert ways(owner, made) == {("Kim", "said")}
    assert gateway_for(kim).call("my_feedback")["rows"][0]["changes"][0]["change_id"] == made


def test_who_only_said_me_too_is_still_counted_when_they_leave(
    owner, robin, sam, made, gateway_for
):
    ash = make_person(owner, "Ash")
    said = str(value(owner, "select feedback_id from portal.change_feedback"))
    owner.execute(
        "insert into portal.feedback_support (feedback_id, person_id) values (%s, %s)", (said, ash)
    )
    gateway_for(ash).call("ask_for_erasure", at_once=True)
    assert value(owner, "select private.people_behind(%s)", made) == 2
    assert ways(owner, made) == {("Robin", "said")}
