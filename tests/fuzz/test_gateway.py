"""Every api function as everybody, with what nobody thought of: no fault, no leak, no harm.

Calls are made as the gateway makes them and undone at once. What comes back, and what stands in an
error, is searched for the marks of other people's rows; every row of others is compared after.
"""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from services.gateway import catalog as gateway_catalog
from services.gateway.catalog import Signature
from tests.fuzz.arguments import body
from tests.fuzz.callers import Answer, Caller, Desk, callers
from tests.fuzz.conftest import World
from tests.fuzz.marked import Mark

REFUSED = {"28000", "42501"}
# What PostgREST answers with 5xx, by the class of the error (its documentation, "Errors")
FAULTS = (
    "08",
    "09",
    "0Z",
    "25",
    "2D",
    "38",
    "39",
    "3B",
    "40",
    "53",
    "54",
    "55",
    "57",
    "58",
    "F0",
    "XX",
)

# Rows about workshops, changes and wordings are there for everybody; so is the answer to feedback
# that its author lets everybody read.
FOR_EVERYBODY = {
    *("workshop", "change", "consent_wording", "organisation", "helpline", "space", "programme"),
    "theme",
    "feedback_answer.reason",
}
# What a person is told by, or of, those they have to do with
OF_ONES_OWN = {
    "workshop_link.online_link",
    "person.display_name",
    "feedback_moderation.reason",
    "data_request_item.reason",
}
SEEN = {
    "visitor": FOR_EVERYBODY,
    "newcomer": FOR_EVERYBODY,
    "sus": FOR_EVERYBODY,
    "ana": FOR_EVERYBODY,
    "ann": FOR_EVERYBODY | OF_ONES_OWN | {"match_event.state"},
    "ben": FOR_EVERYBODY | OF_ONES_OWN | {"match_event.state"},
    "max": FOR_EVERYBODY | OF_ONES_OWN | {"match_event.state"},
    "lea": FOR_EVERYBODY | {"person.display_name", "concern", "concern_report", "concern_event"},
    "adi": FOR_EVERYBODY
    | {"person.display_name", "person_detail", "correction", "data_complaint", "data_request"},
}
# What people let everybody read, and staff have looked at
IN_A_CHAIN = {"feedback.body", "decision.what", "decision.why"}
SHOWN_BY = {
    "shown_feedback": {"feedback.body"},
    "my_feedback": {"feedback.body"},  # what one said "Me too" to
    **dict.fromkeys(("changes", "change", "my_changes", "welcome"), IN_A_CHAIN),
}
# Staff read what people tell staff: everything but concerns, sessions, codes and who reads what
NEVER_FOR_STAFF = (
    "concern",
    "web_session",
    "reset_code",
    "joining_code",
    "second_factor",
    "notice",
)

# Rows of others that a call may change or take away: old tries of codes; what hangs on somebody's
# place here when they leave it; a place that comes free for the next in line.
MAY_CHANGE = {
    "join_with_code": {"code_try"},
    "use_recovery_code": {"code_try"},
    "show_second_factor": {"code_try"},
    "check_in": {"check_in_try", "booking"},
    "cancel_booking": {"booking"},
    "book_place": {"booking"},
    "accept_offer": {"booking"},
    "rejoin_line": {"booking"},
}
STAFF_SIDE = {"sid", "lea", "adi"}
LEAVING = "ask_for_erasure"  # what erasure touches is held by a test of its own


def check(caller: Caller, function: Signature, sent: str, answer: Answer) -> None:
    """Hold one answer against the rules."""
    call = f"{caller.name} calls {function.name} with {sent[:300]}"
    assert not answer.told, f"{call}: the error tells {answer.told}"
    if answer.code and answer.code not in REFUSED:
        assert not answer.code.startswith(FAULTS), f"{call}: {answer.code} {answer.said}"
        odd_json = "jsonb" in function.types and answer.code.startswith("22")
        assert odd_json, f"{call}: {answer.code} {answer.said}, where an outcome is due"
    columns = {mark.column for mark in answer.seen if not known(caller, function, mark.column)}
    assert not columns, f"{call}: it shows {columns} of others"
    if caller.name not in STAFF_SIDE and function.name != LEAVING:
        touched = {table for table, _ in answer.touched} - MAY_CHANGE.get(function.name, set())
        assert not touched, f"{call}: it changes rows of others in {touched}"


def known(caller: Caller, function: Signature, column: str) -> bool:
    """Whether a column of others is agreed to be shown to this caller."""
    if column in SHOWN_BY.get(function.name, ()):
        return True
    table = column.partition(".")[0]
    if caller.name == "sid":
        return not table.startswith(NEVER_FOR_STAFF)
    return bool(SEEN[caller.name] & {table, column})


@pytest.fixture(scope="module")
def desk(fuzz_world: World) -> Iterator[Desk]:
    """Where the calls of this module are taken."""
    with psycopg.connect(fuzz_world.url) as connection:
        yield Desk(connection, fuzz_world.marked)
        connection.rollback()


def all_call(world: World, desk: Desk, function: Signature, each: int) -> None:
    """Call a function with `each` sets of arguments, every time as everybody."""

    @seed(20261121)
    @settings(
        max_examples=each,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(world.drawer.arguments(function))
    def calls(arguments: dict[str, object]) -> None:
        sent = body(arguments)
        for caller in callers(world.people):
            check(caller, function, sent, desk.call(caller, function, sent))

    calls()


def test_whatever_is_sent_nobody_is_told_or_changes_what_is_not_theirs(
    fuzz_world: World, desk: Desk
) -> None:
    assert len(fuzz_world.marked.marks) > 200 and len(fuzz_world.functions) > 100
    for function in fuzz_world.functions.values():
        all_call(fuzz_world, desk, function, each=2)


@pytest.mark.long
def test_the_same_a_hundred_times_over(fuzz_world: World, desk: Desk) -> None:
    for function in fuzz_world.functions.values():
        all_call(fuzz_world, desk, function, each=100)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_what_is_of_the_wrong_kind_is_refused_before_anything_is_done(
    fuzz_world: World, desk: Desk, data: st.DataObject
) -> None:
    function = data.draw(
        st.sampled_from([f for f in fuzz_world.functions.values() if f.names]), label="function"
    )
    sent = body(data.draw(fuzz_world.drawer.wrong(function), label="arguments"))
    for caller in callers(fuzz_world.people)[:4]:
        answer = desk.call(caller, function, sent)
        assert not answer.told and not (answer.code or "").startswith(FAULTS), (answer, sent)


def test_the_marks_are_seen_where_they_are_shown(fuzz_world: World, desk: Desk) -> None:
    """Without this, a search that finds nothing would say nothing."""
    ann = next(c for c in callers(fuzz_world.people) if c.name == "ann")
    sid = next(c for c in callers(fuzz_world.people) if c.name == "sid")
    functions = fuzz_world.functions
    assert any(m.column == "workshop.title" for m in _see(desk, ann, functions["welcome"]))
    assert any(m.column == "feedback.body" for m in _see(desk, sid, functions["feedback_queue"]))


def test_a_planted_fault_is_found(fuzz_world: World) -> None:
    """A function that shows, tells and changes what is not the caller's."""
    with psycopg.connect(fuzz_world.url) as connection:
        connection.execute(
            "create function api.planted(how text) returns jsonb language plpgsql security definer"
            " as $$ begin"
            " if how = 'tell' then"
            "  raise exception 'no' using detail = (select string_agg(body, ' ') from portal.feedback);"
            " elsif how = 'change' then update portal.feedback set body = 'something else'; return '1';"
            " end if; return (select jsonb_agg(body) from portal.feedback); end $$;"
            "grant execute on function api.planted(text) to authenticated"
        )
        desk = Desk(connection, fuzz_world.marked)
        planted = gateway_catalog.functions(connection)["planted"]
        ana = next(c for c in callers(fuzz_world.people) if c.name == "ana")
        for how, found in (("show", "shows"), ("tell", "tells"), ("change", "changes rows")):
            sent = body({"how": how})
            with pytest.raises(AssertionError, match=found):
                check(ana, planted, sent, desk.call(ana, planted, sent))
        connection.rollback()


def _see(desk: Desk, caller: Caller, function: Signature) -> set[Mark]:
    return desk.call(caller, function, body({"pile": "all"})).seen
