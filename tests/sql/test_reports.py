"""Reports, decisions, another look and blocks: who may do what, and who never learns whom."""

from __future__ import annotations

import json
import uuid

import psycopg
import pytest

from services.errors import NotAllowed, SignInFirst
from tests.mentoring import make_match, make_mentor, make_request
from tests.people import as_person, make_person

BODY = "The bus at night is never on time, and Zebedee drives it."
REASON = "It names somebody."


@pytest.fixture
def ash(owner):
    return make_person(owner, "Ash")


@pytest.fixture
def kim(owner):
    return make_person(owner, "Kim")


@pytest.fixture
def sam(owner):
    return make_person(owner, "Sam", roles=["staff"])


@pytest.fixture
def jo(owner):
    return make_person(owner, "Jo", roles=["staff"])


@pytest.fixture
def said(ash, sam, gateway_for):
    """Feedback of Ash that everybody reads."""
    feedback = gateway_for(ash).call(
        "give_feedback", kind="idea", body=BODY, audience="everyone", about_kind="portal"
    )["feedback_id"]
    gateway_for(sam).call("show_feedback", feedback_id=feedback)
    return feedback


@pytest.fixture
def meeting(owner, gateway_for):
    """A family and a mentor who meet; the mentor reads the family's words."""
    mentor = make_mentor(owner, "Max")
    family, request = make_request(
        owner, "Fay", show_words=True, would_help="Somebody to talk to about Zebedee."
    )
    match = make_match(owner, request, mentor, state="active")
    return family, mentor, match


def report(gateway, piece_id, piece="feedback", reason="names_someone", words=None):
    return gateway.call("report_piece", piece=piece, piece_id=piece_id, reason=reason, words=words)


def read_by_all(gateway_for):
    return [row["body"] for row in gateway_for(None).call("shown_feedback")["rows"]]


def open_report(gateway):
    return gateway.call("reports")["open"][0]["report_id"]


def decide(gateway, decision="hide", reason=REASON):
    answer = gateway.call(
        "decide_report", report_id=open_report(gateway), decision=decision, reason=reason
    )
    return answer["outcome"]


# the whole way


def test_a_piece_is_reported_hidden_looked_at_again_and_restored(
    ash, kim, sam, jo, said, gateway_for
):
    given = report(gateway_for(kim), said, words="It is my neighbour.")
    assert given["outcome"] == "received" and given["reference"].startswith("R-")
    assert gateway_for(sam).call("today")["reports"] == 1
    assert decide(gateway_for(sam)) == "hide"
    assert read_by_all(gateway_for) == []
    [mine] = gateway_for(kim).call("my_reports")["reports"]
    assert (mine["reference"], mine["decision"], mine["answer"]) == (
        given["reference"],
        "hide",
        REASON,
    )
    [about] = gateway_for(ash).call("my_reports")["decisions"]
    assert (about["shown_text"], about["reason"], about["asked_at"]) == (BODY, REASON, None)
    asked = gateway_for(ash).call("ask_again", decision_id=about["decision_id"], words="A dog.")
    assert asked == {"outcome": "asked"}
    [appeal] = gateway_for(jo).call("reports")["appeals"]
    assert (appeal["words"], appeal["reason"], appeal["is_mine"]) == ("A dog.", REASON, False)
    answer = gateway_for(jo).call(
        "decide_appeal", appeal_id=appeal["appeal_id"], decision="keep", reason="It is a dog."
    )
    assert answer == {"outcome": "keep"}
    assert read_by_all(gateway_for) == [BODY]
    assert gateway_for(kim).call("my_reports")["reports"][0]["decision"] == "keep"
    assert gateway_for(ash).call("my_reports")["decisions"][0]["again_reason"] == "It is a dog."
    log = [(d["decision"], d["by"], d["again"]) for d in gateway_for(sam).call("reports")["log"]]
    assert log == [("keep", "Jo", True), ("hide", "Sam", False)]
    assert gateway_for(sam).call("today")["reports"] == 0


def test_people_are_told_that_something_was_decided_and_nothing_of_what(
    owner, ash, kim, sam, said, gateway_for
):
    report(gateway_for(kim), said)
    decide(gateway_for(sam))
    told = owner.execute("select person_id, kind, link, event from portal.notice").fetchall()
    kinds = {(str(row["person_id"]), row["kind"]) for row in told if "answered" not in row["event"]}
    assert {(kim, "report_answered"), (ash, "words_looked_at")} <= kinds
    assert "Zebedee" not in str(told) and REASON not in str(told)


def test_a_decision_to_keep_leaves_it_where_it_is_and_does_not_trouble_the_author(
    owner, ash, kim, sam, said, gateway_for
):
    report(gateway_for(kim), said)
    assert decide(gateway_for(sam), "keep") == "keep"
    assert read_by_all(gateway_for) == [BODY]
    assert gateway_for(ash).call("my_reports")["decisions"] == []
    assert not owner.execute("select from portal.notice where kind = 'words_looked_at'").fetchall()


# reporting


def test_a_visitor_can_report_what_everybody_reads(owner, sam, said, gateway_for):
    assert report(gateway_for(None), said)["outcome"] == "received"
    [piece] = gateway_for(sam).call("reports")["open"]
    assert piece["reports"][0]["reporter"] == "visitor" and piece["shown_text"] == BODY
    assert owner.execute("select reported_by from portal.report").fetchone()["reported_by"] is None


def test_nobody_learns_who_reported(ash, kim, sam, said, gateway_for):
    report(gateway_for(kim), said)
    for reader in (sam, ash):
        for verb in ("reports", "my_reports"):
            if reader == sam or verb == "my_reports":
                told = json.dumps(gateway_for(reader).call(verb))
                assert "Kim" not in told and kim not in told


def test_what_one_cannot_see_one_cannot_report(owner, ash, kim, sam, gateway_for):
    hidden = gateway_for(ash).call(
        "give_feedback", kind="idea", body=BODY, audience="staff", about_kind="portal"
    )["feedback_id"]
    for reader in (None, kim, sam):
        assert report(gateway_for(reader), hidden)["outcome"] == "not_found"
        assert report(gateway_for(reader), str(uuid.uuid4()))["outcome"] == "not_found"
    assert owner.execute("select from portal.report").fetchall() == []


def test_one_does_not_report_oneself_and_a_second_report_is_the_first(ash, kim, said, gateway_for):
    assert report(gateway_for(ash), said)["outcome"] == "your_own"
    first = report(gateway_for(kim), said)
    again = report(gateway_for(kim), said, reason="cruel")
    assert again == {"outcome": "already_received", "reference": first["reference"]}


@pytest.mark.parametrize(
    ("given", "field", "problem"),
    [
        ({"reason": "boring"}, "reason", "not_known"),
        ({"reason": None}, "reason", "not_known"),
        ({"reason": "other"}, "words", "missing"),
        ({"reason": "other", "words": "  "}, "words", "missing"),
        ({"words": "x" * 1001}, "words", "too_long"),
    ],
)
def test_a_report_that_breaks_a_limit_says_which_field(
    kim, said, gateway_for, given, field, problem
):
    answer = report(gateway_for(kim), said, **given)
    assert answer == {"outcome": "invalid", "field": field, "problem": problem}


def test_visitors_cannot_flood_the_queue(owner, ash, sam, said, gateway_for):
    outcomes = [report(gateway_for(None), said)["outcome"] for _ in range(6)]
    assert outcomes == ["received"] * 5 + ["too_many"]
    for n in range(26):
        body = f"Something else number {n} that is long enough."
        owner.execute(
            "insert into portal.feedback (person_id, kind, about_kind, body, audience, shown_at, moderated_at)"
            " values (%s, 'idea', 'portal', %s, 'everyone', now(), now())",
            (ash, body),
        )
    pieces = [
        str(r["id"])
        for r in owner.execute("select id from portal.feedback where id <> %s", (said,)).fetchall()
    ]
    outcomes = [report(gateway_for(None), piece)["outcome"] for piece in pieces]
    assert outcomes == ["received"] * 25 + ["too_many"]


def test_a_person_reports_20_times_a_day_at_most(owner, ash, kim, said, gateway_for):
    owner.execute(
        "insert into portal.report (piece, feedback_id, person_id, shown_text, reason, reporter, reported_by)"
        " select 'feedback', %s, %s, 'x', 'cruel', 'person', %s from generate_series(1, 20)",
        (said, ash, kim),
    )
    # another piece: the open reports above are about the first one
    other = owner.execute(
        "insert into portal.feedback (person_id, kind, about_kind, body, audience, shown_at, moderated_at)"
        " values (%s, 'idea', 'portal', 'Something else entirely.', 'everyone', now(), now()) returning id",
        (ash,),
    ).fetchone()
    assert report(gateway_for(kim), str(other["id"]))["outcome"] == "too_many"


# deciding


def test_only_staff_read_reports_and_decide(owner, kim, sam, said, gateway_for):
    report(gateway_for(kim), said)
    case = open_report(gateway_for(sam))
    given = {"report_id": case, "decision": "hide", "reason": REASON}
    for role in ("mentor", "safeguarding_lead", "analyst", "administrator", "trustee"):
        asker = gateway_for(make_person(owner, "Robin", roles=[role]))
        for verb, arguments in (("reports", {}), ("decide_report", given)):
            with pytest.raises(NotAllowed):
                asker.call(verb, **arguments)
    with pytest.raises(SignInFirst):
        gateway_for(None).call("reports")
    assert read_by_all(gateway_for) == [BODY]


def test_staff_do_not_decide_about_their_own_words(sam, jo, kim, gateway_for):
    feedback = gateway_for(sam).call(
        "give_feedback", kind="idea", body=BODY, audience="everyone", about_kind="portal"
    )["feedback_id"]
    gateway_for(jo).call("show_feedback", feedback_id=feedback)
    report(gateway_for(kim), feedback)
    assert decide(gateway_for(sam)) == "not_for_yourself"
    assert gateway_for(sam).call("reports")["open"][0]["is_me"] is True
    assert decide(gateway_for(jo)) == "hide"


def test_the_keeper_lets_nobody_decide_an_appeal_of_their_own_decision(
    owner, ash, kim, sam, jo, said, gateway_for
):
    report(gateway_for(kim), said)
    decide(gateway_for(sam))
    decision = gateway_for(ash).call("my_reports")["decisions"][0]["decision_id"]
    gateway_for(ash).call("ask_again", decision_id=decision, words="Look again.")
    appeal = gateway_for(sam).call("reports")["appeals"][0]
    assert appeal["is_mine"] is True
    answer = gateway_for(sam).call(
        "decide_appeal", appeal_id=appeal["appeal_id"], decision="hide", reason="No."
    )
    assert answer == {"outcome": "somebody_else"}
    new = (
        "insert into portal.moderation_decision"
        " (piece, feedback_id, person_id, shown_text, decision, reason, appeal_id, decided_by)"
        " values ('feedback', %s, %s, 'x', 'hide', 'x', %s, %s)"
    )
    for person, may in ((sam, False), (jo, True)):
        with as_person(owner, person, role="portal_keeper") as connection:
            values = (said, ash, appeal["appeal_id"], person)
            if may:
                connection.execute(new, values)
            else:
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(new, values)


def test_another_look_is_asked_for_once_and_decided_once(ash, kim, sam, jo, said, gateway_for):
    report(gateway_for(kim), said)
    decide(gateway_for(sam))
    author = gateway_for(ash)
    decision = author.call("my_reports")["decisions"][0]["decision_id"]
    for stranger in (kim, sam):
        answer = gateway_for(stranger).call("ask_again", decision_id=decision, words="Please.")
        assert answer == {"outcome": "not_found"}
    assert author.call("ask_again", decision_id=decision, words=" ")["outcome"] == "invalid"
    assert author.call("ask_again", decision_id=decision, words="Please.")["outcome"] == "asked"
    again = author.call("ask_again", decision_id=decision, words="Please!")
    assert again == {"outcome": "already_asked"}
    appeal = gateway_for(jo).call("reports")["appeals"][0]["appeal_id"]
    given = {"appeal_id": appeal, "decision": "hide", "reason": "It stays hidden."}
    assert gateway_for(jo).call("decide_appeal", **given) == {"outcome": "hide"}
    assert gateway_for(jo).call("decide_appeal", **given) == {"outcome": "already_decided"}
    [mine] = author.call("my_reports")["decisions"]
    assert mine["again"] == "hide"  # the last word is no new decision to appeal against


def test_one_decision_answers_every_open_report_of_the_piece(kim, sam, said, gateway_for):
    report(gateway_for(kim), said)
    report(gateway_for(None), said, reason="cruel")
    [piece] = gateway_for(sam).call("reports")["open"]
    assert [r["reason"] for r in piece["reports"]] == ["names_someone", "cruel"]
    assert decide(gateway_for(sam)) == "hide"
    assert gateway_for(sam).call("reports")["open"] == []
    answer = gateway_for(sam).call(
        "decide_report", report_id=piece["report_id"], decision="keep", reason="No."
    )
    assert answer == {"outcome": "already_decided"}


@pytest.mark.parametrize(
    ("given", "field", "problem"),
    [
        ({"decision": "edit"}, "decision", "not_known"),
        ({"decision": None}, "decision", "not_known"),
        ({"reason": " "}, "reason", "missing"),
        ({"reason": "x" * 501}, "reason", "too_long"),
    ],
)
def test_a_decision_is_keep_or_hide_and_has_a_reason(
    kim, sam, said, gateway_for, given, field, problem
):
    report(gateway_for(kim), said)
    whole = {"decision": "hide", "reason": REASON} | given
    case = open_report(gateway_for(sam))
    answer = gateway_for(sam).call("decide_report", report_id=case, **whole)
    assert answer == {"outcome": "invalid", "field": field, "problem": problem}


def test_what_a_report_hid_is_not_shown_again_by_the_way_of_feedback(kim, sam, said, gateway_for):
    report(gateway_for(kim), said)
    decide(gateway_for(sam))
    answer = gateway_for(sam).call("show_feedback", feedback_id=said)
    assert answer == {"outcome": "hidden_after_report"}
    assert read_by_all(gateway_for) == []


# a match: names, words, blocks


def test_a_mentor_reports_words_and_they_are_hidden_from_the_mentor_only(meeting, sam, gateway_for):
    family, mentor, match = meeting
    max_ = gateway_for(mentor)
    assert report(max_, match, "words")["outcome"] == "received"
    assert decide(gateway_for(sam)) == "hide"
    [seen] = max_.call("my_matches")["matches"]
    assert seen["family"]["display_name"] == "Fay" and seen["family"]["would_help"] is None
    own = gateway_for(family).call("my_mentoring")["request"]
    assert own["would_help"] == "Somebody to talk to about Zebedee."
    assert report(max_, match, "words")["outcome"] == "not_found"


def test_a_hidden_name_is_not_shown_until_it_is_changed(owner, meeting, sam, gateway_for):
    family, mentor, match = meeting
    assert report(gateway_for(family), match, "display_name")["outcome"] == "received"
    decide(gateway_for(sam))

    def name():
        return gateway_for(family).call("my_mentoring")["match"]["mentor"]["display_name"]

    assert name() == "A member"
    owner.execute("update portal.person set display_name = 'Maxine' where id = %s", (mentor,))
    assert name() == "Maxine"


def test_words_and_names_of_a_match_are_reported_by_its_two_people_only(
    meeting, kim, sam, gateway_for
):
    _, _, match = meeting
    for reader in (None, kim, sam):
        for piece in ("words", "display_name"):
            assert report(gateway_for(reader), match, piece)["outcome"] == "not_found"


def test_a_mentor_cannot_name_a_family_that_has_not_said_yes(owner, gateway_for):
    mentor = make_mentor(owner, "Max")
    _, request = make_request(owner, "Fay")
    match = make_match(owner, request, mentor, state="proposed")
    assert report(gateway_for(mentor), match, "display_name")["outcome"] == "not_found"
    assert gateway_for(mentor).call("block_person", match_id=match) == {"outcome": "not_found"}


def suggested(gateway, request):
    told = gateway.call("suggestions", request_id=str(request))
    out = {row["display_name"]: row["because"] for row in told["left_out"]}
    return [row["display_name"] for row in told["suggestions"]], out


@pytest.mark.parametrize("who", ["family", "mentor"])
def test_a_block_ends_the_match_and_they_are_never_suggested_again(
    owner, meeting, sam, gateway_for, who
):
    family, mentor, match = meeting
    blocker = gateway_for(family if who == "family" else mentor)
    assert blocker.call("block_person", match_id=match) == {"outcome": "blocked"}
    row = owner.execute("select state, end_reason from portal.match").fetchone()
    assert (row["state"], row["end_reason"]) == ("ended", "rather_not_say")
    # even as though they had never met
    owner.execute("delete from portal.match_event where true")
    owner.execute("delete from portal.match where true")
    request = owner.execute("select id, state from portal.mentor_request").fetchone()
    assert request["state"] == "waiting"
    fits, left_out = suggested(gateway_for(sam), request["id"])
    assert "Max" not in fits and left_out["Max"] == ["kept_apart"]
    answer = gateway_for(sam).call(
        "propose_match", request_id=str(request["id"]), mentor_id=mentor, why="They fit."
    )
    assert answer["outcome"] == "left_out"


def test_a_block_is_silent_and_can_be_taken_back(owner, meeting, sam, gateway_for):
    family, mentor, match = meeting
    gateway_for(family).call("block_person", match_id=match)
    for reader, verb in ((mentor, "my_matches"), (mentor, "my_reports"), (mentor, "my_home")):
        told = json.dumps(gateway_for(reader).call(verb))
        assert "block" not in told.replace('"blocks": []', "") and "Fay" not in told
    blocks = owner.execute("select from portal.notice where person_id = %s", (mentor,)).fetchall()
    assert blocks == []
    [mine] = gateway_for(family).call("my_reports")["blocks"]
    assert mine["display_name"] == "Max"
    stranger = gateway_for(mentor).call("unblock_person", block_id=mine["block_id"])
    assert stranger == {"outcome": "not_found"}
    unblocked = gateway_for(family).call("unblock_person", block_id=mine["block_id"])
    assert unblocked == {"outcome": "unblocked"}
    assert gateway_for(family).call("my_reports")["blocks"] == []


@pytest.mark.parametrize(
    ("state", "who", "then"),
    [
        ("proposed", "family", "withdrawn"),
        ("family_said_yes", "family", "withdrawn"),
        ("family_said_yes", "mentor", "mentor_said_no"),
        ("ended", "family", "ended"),
    ],
)
def test_a_block_closes_what_is_open_and_the_family_keeps_its_place(
    owner, gateway_for, state, who, then
):
    mentor = make_mentor(owner, "Max")
    family, request = make_request(owner, "Fay")
    asked = owner.execute("select asked_at from portal.mentor_request").fetchone()
    match = make_match(owner, request, mentor, state=state)
    blocker = gateway_for(family if who == "family" else mentor)
    assert blocker.call("block_person", match_id=match) == {"outcome": "blocked"}
    assert blocker.call("block_person", match_id=match) == {"outcome": "already_blocked"}
    assert owner.execute("select state from portal.match").fetchone()["state"] == then
    row = owner.execute("select state, asked_at from portal.mentor_request").fetchone()
    assert (row["state"], row["asked_at"]) == ("waiting", asked["asked_at"])


def test_only_the_two_people_of_a_match_can_block_by_it(meeting, kim, sam, gateway_for):
    _, _, match = meeting
    for stranger in (kim, sam):
        answer = gateway_for(stranger).call("block_person", match_id=match)
        assert answer == {"outcome": "not_found"}
    with pytest.raises(SignInFirst):
        gateway_for(None).call("block_person", match_id=match)


def test_staff_still_keep_two_people_apart_after_a_block_is_taken_back(
    owner, meeting, sam, gateway_for
):
    family, mentor, match = meeting
    gateway_for(family).call("block_person", match_id=match)
    request = owner.execute("select id from portal.mentor_request").fetchone()["id"]
    gateway_for(sam).call("keep_apart", request_id=str(request), mentor_id=mentor)
    block = gateway_for(family).call("my_reports")["blocks"][0]["block_id"]
    gateway_for(family).call("unblock_person", block_id=block)
    _, left_out = suggested(gateway_for(sam), request)
    assert "kept_apart" in left_out["Max"]
