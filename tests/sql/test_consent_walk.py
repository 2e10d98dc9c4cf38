"""The walk over every consent: each use stops at the next call once it is taken back, or has run out.

USES holds for each purpose the ways in which the portal uses it. A purpose that nothing uses yet has
the one question that everything has to ask. A new purpose without an entry here turns this red.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from components.wording.consents import REASONS
from services import my_data
from services.my_data import words
from tests.mentoring import REQUEST, make_match, make_mentor, make_request
from tests.people import as_person, give_consent, make_person
from tests.workshops import make_booking, make_workshop

Row = dict[str, Any]


@dataclass
class Scene:
    """One person who may have said yes, and everybody who might use it."""

    owner: Any
    gateway_for: Callable[[str | None], Any]
    person: str
    request: str
    match: str
    mentor: str
    staff: Any
    workshop: str

    def as_mentor(self) -> list[Row]:
        shown: list[Row] = self.gateway_for(self.mentor).call("my_matches")["matches"]
        return shown


def live(purpose: str) -> Callable[[Scene], bool]:
    """The question that every use asks."""

    def asks(scene: Scene) -> bool:
        with as_person(scene.owner, scene.person, role="mentoring_keeper") as connection:
            row = connection.execute(
                "select private.consented(%s, %s) as live", (scene.person, purpose)
            ).fetchone()
        assert row
        return bool(row["live"])

    return asks


def suggested(scene: Scene) -> bool:
    """Staff see who fits."""
    return bool(scene.staff.call("suggestions", request_id=scene.request)["outcome"] == "found")


def listed(scene: Scene) -> bool:
    """Staff read more than a name in the list of those who wait."""
    waiting = scene.staff.call("waiting_families")
    return any("connection" in row for row in waiting if row["request_id"] == scene.request)


def proposed(scene: Scene) -> bool:
    """Staff may propose this person to a mentor."""
    answer = scene.staff.call(
        "propose_match", request_id=scene.request, mentor_id=scene.mentor, why="They fit."
    )
    scene.owner.execute(
        "delete from portal.match_event e using portal.match m"
        " where m.id = e.match_id and m.request_id = %s",
        (scene.request,),
    )
    scene.owner.execute("delete from portal.match where request_id = %s", (scene.request,))
    return bool(answer["outcome"] == "proposed")


def may_ask(scene: Scene) -> bool:
    """The person can get onto the list."""
    outcome = scene.gateway_for(scene.person).call("ask_for_mentor", answers=REQUEST)["outcome"]
    return bool(outcome == "already_asked")


def read_by_mentor(scene: Scene) -> bool:
    """The mentor who meets them reads what they share."""
    matches = scene.as_mentor()
    return any(match["family"] is not None for match in matches)


def seen_by_staff(detail: str) -> Callable[[Scene], bool]:
    """Staff see the email address or number."""

    def sees(scene: Scene) -> bool:
        return scene.staff.call("person", person_id=scene.person)["person"][detail] is not None

    return sees


def read_at_a_workshop(scene: Scene) -> bool:
    """Those who run a workshop read what the person needs."""
    told = scene.staff.call("workshop_needs", workshop_id=scene.workshop)
    return bool(told["needs"])


WAITING, MEETING = "waiting", "meeting"
USES: dict[str, list[tuple[str, Callable[[Scene], bool]]]] = {
    "matching": [
        (WAITING, suggested),
        (WAITING, listed),
        (WAITING, proposed),
        (WAITING, may_ask),
        (MEETING, read_by_mentor),
    ],
    "share_with_mentor": [(MEETING, read_by_mentor)],
    "share_access_needs": [(WAITING, read_at_a_workshop)],
    "contact_email": [(WAITING, seen_by_staff("email"))],
    "contact_phone": [(WAITING, seen_by_staff("phone"))],
    "contact_text": [(WAITING, seen_by_staff("phone"))],
    "check_in_questions": [],
    "story_website": [],
    "story_printed": [],
    "story_talk": [],
    "story_social": [],
    "story_press": [],
    "story_training": [],
    "photo": [],
}
WALK = [
    pytest.param(purpose, where, use, id=f"{purpose}-{getattr(use, '__name__', 'live')}-{where}")
    for purpose, uses in USES.items()
    for where, use in [(WAITING, live(purpose)), *uses]
]


@pytest.fixture
def scene(owner: Any, gateway_for: Any) -> Callable[[str], Scene]:
    def make(where: str) -> Scene:
        mentor = make_mentor(owner)
        person, request = make_request(owner, share=False)
        owner.execute(
            "update portal.person_detail set email = 'robin@example.org', phone = '07700 900123',"
            " access_needs = 'A quiet corner'"
            " where person_id = %s",
            (person,),
        )
        give_consent(owner, person, "share_with_mentor")
        match = make_match(owner, request, mentor, state="active") if where == MEETING else ""
        staff = gateway_for(make_person(owner, "Jo", roles=["staff"]))
        workshop = make_workshop(owner)
        make_booking(owner, workshop, person)
        return Scene(owner, gateway_for, person, request, match, mentor, staff, workshop)

    return make


@pytest.mark.parametrize(("purpose", "where", "use"), WALK)
def test_a_use_stops_at_the_next_call_after_taking_it_back(
    scene: Callable[[str], Scene], purpose: str, where: str, use: Callable[[Scene], bool]
) -> None:
    here = scene(where)
    mine = here.gateway_for(here.person)
    mine.call("withdraw_consent", purpose=purpose)
    assert use(here) is False
    assert mine.call("give_consent", purpose=purpose, version=1)["outcome"] == "given"
    assert use(here) is True
    assert mine.call("withdraw_consent", purpose=purpose)["outcome"] == "withdrawn"
    assert use(here) is False


@pytest.mark.parametrize(("purpose", "where", "use"), WALK)
def test_a_use_stops_when_the_yes_has_run_out(
    scene: Callable[[str], Scene], purpose: str, where: str, use: Callable[[Scene], bool]
) -> None:
    here = scene(where)
    give_consent(here.owner, here.person, purpose)
    assert use(here) is True
    give_consent(here.owner, here.person, purpose, expires_in="-1 second")
    assert use(here) is False


def test_the_walk_visits_every_purpose_that_is_asked_for(owner: Any) -> None:
    asked = owner.execute("select purpose from portal.consent_purpose").fetchall()
    assert {row["purpose"] for row in asked} == set(USES)


# what taking it back does besides


@pytest.fixture
def told(owner: Any) -> Callable[[str], list[Row]]:
    def notices(person: str) -> list[Row]:
        rows: list[Row] = owner.execute(
            "select kind, link from portal.notice where person_id = %s", (person,)
        ).fetchall()
        return rows

    return notices


@pytest.mark.parametrize("who", ["family", "mentor"])
@pytest.mark.parametrize("state", ["proposed", "family_said_yes"])
def test_an_open_proposal_is_closed_when_either_takes_matching_back(
    owner: Any, gateway_for: Any, who: str, state: str
) -> None:
    mentor, (family, request) = make_mentor(owner), make_request(owner)
    match = make_match(owner, request, mentor, state=state)
    asker = {"family": family, "mentor": mentor}[who]
    assert gateway_for(family).call("my_mentoring")["match"]["state"] == state
    gateway_for(asker).call("withdraw_consent", purpose="matching")
    assert gateway_for(family).call("my_mentoring")["match"] is None
    assert gateway_for(mentor).call("my_matches")["matches"] == []
    last = owner.execute(
        "select state, by_person::text from portal.match_event where match_id = %s order by id desc",
        (match,),
    ).fetchone()
    assert last == {"state": "lapsed", "by_person": asker}
    waits = owner.execute("select state from portal.mentor_request where id = %s", (request,))
    assert waits.fetchone()["state"] == "waiting"


@pytest.mark.parametrize(
    ("who", "purpose"),
    [("family", "matching"), ("family", "share_with_mentor"), ("mentor", "matching")],
)
def test_staff_who_made_a_match_are_told_to_talk_with_both_and_nobody_is_told_why(
    owner: Any, gateway_for: Any, told: Callable[[str], list[Row]], who: str, purpose: str
) -> None:
    mentor, (family, request) = make_mentor(owner), make_request(owner)
    match = make_match(owner, request, mentor, state="active")
    row = owner.execute("select proposed_by::text from portal.match where id = %s", (match,))
    proposer = row.fetchone()["proposed_by"]
    asker = {"family": family, "mentor": mentor}[who]
    gateway_for(asker).call("withdraw_consent", purpose=purpose)
    assert told(proposer) == [{"kind": "consent_changed", "link": f"person?id={asker}"}]
    assert told(mentor) == [] and told(family) == []
    state = owner.execute("select state from portal.match where id = %s", (match,)).fetchone()
    assert state["state"] == "active"


def test_when_whoever_made_the_match_has_left_all_other_staff_are_told(
    owner: Any, gateway_for: Any, told: Callable[[str], list[Row]]
) -> None:
    mentor = make_mentor(owner)
    family, request = make_request(owner, roles=("staff",))
    make_match(owner, request, mentor, state="active")
    owner.execute(
        "delete from portal.role_grant g where g.role = 'staff' and g.person_id <> %s", (family,)
    )
    others = [make_person(owner, name, roles=["staff"]) for name in ("Kit", "Lou")]
    gateway_for(family).call("withdraw_consent", purpose="share_with_mentor")
    assert [len(told(other)) for other in others] == [1, 1]
    assert told(family) == []


def test_a_yes_that_staff_take_down_by_phone_closes_a_proposal_too(
    owner: Any, gateway_for: Any
) -> None:
    mentor, (family, request) = make_mentor(owner), make_request(owner)
    make_match(owner, request, mentor)
    staff = gateway_for(make_person(owner, "Kit", roles=["staff"]))
    staff.call(
        "record_consent", person_id=family, purpose="matching", decision="withdrawn", how="by_phone"
    )
    assert gateway_for(family).call("my_mentoring")["match"] is None


def test_taking_back_something_else_leaves_a_match_alone(
    owner: Any, gateway_for: Any, told: Callable[[str], list[Row]]
) -> None:
    mentor, (family, request) = make_mentor(owner), make_request(owner)
    match = make_match(owner, request, mentor)
    give_consent(owner, family, "photo")
    gateway_for(family).call("withdraw_consent", purpose="photo")
    assert gateway_for(family).call("my_mentoring")["match"]["match_id"] == match
    assert owner.execute("select from portal.notice").fetchone() is None


# email addresses and numbers without a yes


@pytest.mark.parametrize(
    ("purposes", "shown", "held_back"),
    [
        ((), set(), ["email", "phone"]),
        (("contact_email",), {"email"}, ["phone"]),
        (("contact_phone",), {"phone"}, ["email"]),
        (("contact_text",), {"phone"}, ["email"]),
        (("contact_email", "contact_text"), {"email", "phone"}, []),
    ],
)
def test_staff_see_what_a_person_said_yes_to_being_reached_by(
    scene: Callable[[str], Scene], purposes: tuple[str, ...], shown: set[str], held_back: list[str]
) -> None:
    here = scene(WAITING)
    for purpose in purposes:
        give_consent(here.owner, here.person, purpose)
    found = here.staff.call("person", person_id=here.person)
    assert {d for d in ("email", "phone") if found["person"][d]} == shown
    assert found["held_back"] == held_back
    read = here.owner.execute(
        "select columns from portal.audit where action = 'read_details'"
    ).fetchone()["columns"]
    assert {"email", "phone"} & set(read) == shown


@pytest.mark.parametrize("reason", ["safety", "they_asked", "called_off"])
def test_staff_reach_somebody_anyway_for_a_reason_that_is_written_down(
    scene: Callable[[str], Scene], reason: str
) -> None:
    here = scene(WAITING)
    told = {"person_id": here.person, "detail": "phone"}
    assert here.staff.call("reach_anyway", **told, reason=reason) == {
        "outcome": "shown",
        "value": "07700 900123",
    }
    kept = here.owner.execute(
        "select a.action, a.columns, k.person_id::text from portal.audit a"
        " join portal.subject_key k on k.key = a.subject_key where a.action like 'reach_anyway%'"
    ).fetchall()
    assert kept == [
        {"action": f"reach_anyway:{reason}", "columns": ["phone"], "person_id": here.person}
    ]


def test_a_person_reads_why_somebody_looked_up_how_to_reach_them(
    scene: Callable[[str], Scene], gateway_for: Any
) -> None:
    here = scene(WAITING)
    for reason in REASONS:
        here.staff.call("reach_anyway", person_id=here.person, detail="phone", reason=reason)
    looks = my_data.who_looked(gateway_for(here.person))
    said = {words.told(look) for look in looks if look.action.startswith("reach_anyway")}
    assert len(said) == len(REASONS) and words.ANYTHING not in said
    assert any("safety" in each for each in said)


@pytest.mark.parametrize(
    ("detail", "reason", "outcome"),
    [
        ("phone", "", {"outcome": "invalid", "field": "reason", "problem": "not_known"}),
        ("legal_name", "safety", {"outcome": "invalid", "field": "detail", "problem": "not_known"}),
    ],
)
def test_without_a_reason_nothing_is_shown(
    scene: Callable[[str], Scene], detail: str, reason: str, outcome: Row
) -> None:
    here = scene(WAITING)
    told = {"person_id": here.person, "detail": detail, "reason": reason}
    assert here.staff.call("reach_anyway", **told) == outcome
    assert (
        here.owner.execute("select from portal.audit where action like 'reach_anyway%'").fetchone()
        is None
    )
