"""The same bad input at every form of the workshops and of what came of them.

Each form's own tests hold its limits. This walk holds that none was forgotten: which field, what is
wrong with it, nothing half saved, and a button that is pressed ten times does its work once.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.people import make_person
from tests.workshops import make_booking, make_space, make_workshop

Made = dict[str, str]
LONG = "\N{WAVING HAND SIGN}x" * 5_000
ODD = "=cmd|' /C calc'!A0 <script>x</script> \u05e9\u05dc\u05d5\u05dd \N{FAMILY}\N{ZERO WIDTH JOINER}\N{GIRL}"
SOON = datetime.now(UTC).replace(microsecond=0) + timedelta(days=9)


@dataclass(frozen=True)
class Form:
    """A function behind a form, good answers for it, its texts, and where they end up."""

    function: str
    who: str
    given: Callable[[Made], dict[str, Any]]
    texts: tuple[str, ...]
    table: str
    columns: tuple[tuple[str, str], ...] = ()  # where a text has another name in the table

    def column(self, text: str) -> str:
        """Where a text ends up."""
        return dict(self.columns).get(text, text)


FORMS = [
    Form(
        "save_workshop",
        "staff",
        lambda made: {
            "title": "Rewriting the letter",
            "kind": "design_workshop",
            "space_id": made["space"],
            "starts_at": SOON,
            "ends_at": SOON + timedelta(hours=2),
            "rung": 6,
            "what_to_expect": "We read it out.",
            "in_person_capacity": 5,
        },
        ("title", "what_to_expect", "meeting_point", "who_will_be_there", "access_facts"),
        "workshop",
    ),
    Form(
        "give_feedback",
        "member",
        lambda made: {"kind": "idea", "body": "Chairs for the waiting room"},
        ("body",),
        "feedback",
    ),
    Form(
        "answer_feedback",
        "staff",
        lambda made: {"feedback_id": made["feedback"], "state": "planned", "reason": "We will."},
        ("reason",),
        "feedback_answer",
    ),
    Form(
        "save_change",
        "staff",
        lambda made: {"title": "Chairs", "said": "s", "what": "w", "why": "y", "state": "planned"},
        ("title", "said", "what", "why"),
        "change",
    ),
    Form(
        "save_closing",
        "staff",
        lambda made: {"workshop_id": made["over"], "version": 0, "summary": "We read it."},
        ("summary",),
        "workshop_closing",
    ),
    Form(
        "save_decision",
        "staff",
        lambda made: {
            "workshop_id": made["over"],
            "what": "A text first",
            "why": "It is kinder",
            "owner_id": made["staff"],
            "review_on": SOON.date(),
        },
        ("what", "why"),
        "decision",
    ),
    Form(
        "add_new_walk_in",
        "staff",
        lambda made: {"workshop_id": made["now"], "display_name": "Wren", "connection": "family"},
        ("display_name",),
        "person",
    ),
    Form(
        "book_place",
        "member",
        lambda made: {"workshop_id": made["coming"], "mode": "in_person"},
        (),
        "booking",
    ),
    Form(
        "say_access_need",
        "member",
        lambda made: {"workshop_id": made["over"], "says": "not_met", "word": "No ramp"},
        ("word",),
        "access_need",
        columns=(("word", "person_word"),),
    ),
    Form(
        "cancel_workshop",
        "staff",
        lambda made: {"workshop_id": made["off"], "reason": "The roof leaks"},
        ("reason",),
        "workshop",
        columns=(("reason", "cancel_reason"),),
    ),
]


@pytest.fixture
def made(owner) -> Made:
    """People, and one of each thing that the forms are about."""
    staff = make_person(owner, "Sam", roles=["staff"])
    member = make_person(owner, "Robin")
    things = {
        "staff": staff,
        "member": member,
        "space": make_space(owner),
        "over": make_workshop(owner, "Over", starts_in="-3 hours"),
        "now": make_workshop(owner, "Now", starts_in="-1 hour"),
        "coming": make_workshop(owner, "Coming"),
        "off": make_workshop(owner, "Off"),
    }
    make_booking(owner, things["over"], member, state="attended")
    row = owner.execute(
        "insert into portal.feedback (person_id, kind, about_kind, body, audience)"
        " values (%s, 'idea', 'portal', 'There are no chairs', 'staff') returning id",
        (member,),
    ).fetchone()
    return things | {"feedback": str(row["id"])}


def rows(owner, table: str) -> list[dict[str, Any]]:
    found = owner.execute(
        f"select to_jsonb(t) as row from portal.{table} t order by to_jsonb(t)::text"
    )
    return [row["row"] for row in found]


def test_ten_thousand_letters_are_refused_by_the_name_of_the_field_and_nothing_is_saved(
    owner, made, gateway_for
) -> None:
    wrong = {}
    for form in FORMS:
        before = rows(owner, form.table)
        for text in form.texts:
            answer = gateway_for(made[form.who]).call(
                form.function, **form.given(made) | {text: LONG}
            )
            if answer != {"outcome": "invalid", "field": text, "problem": "too_long"}:
                wrong[form.function, text] = answer
        assert rows(owner, form.table) == before, form.function
    assert wrong == {}


def test_odd_words_are_kept_letter_by_letter(owner, made, gateway_for) -> None:
    wrong = {}
    for form in FORMS:
        for text in form.texts:
            odd = ODD[: 24 if text == "display_name" else None]
            answer = gateway_for(made[form.who]).call(
                form.function, **form.given(made) | {text: odd}
            )
            kept = [row for row in rows(owner, form.table) if row[form.column(text)] == odd]
            if answer["outcome"] == "invalid" or not kept:
                wrong[form.function, text] = answer
    assert wrong == {}


def test_a_button_that_is_pressed_ten_times_does_its_work_once(owner, made, gateway_for) -> None:
    wrong = {}
    for form in FORMS:
        before = len(rows(owner, form.table))
        gateways = [gateway_for(made[form.who]) for _ in range(10)]
        given = form.given(made)
        with ThreadPoolExecutor(5) as hands:
            told = list(hands.map(lambda one: one.call(form.function, **given), gateways))  # noqa: B023
        more = len(rows(owner, form.table)) - before
        if more > 1:
            wrong[form.function] = more, [one["outcome"] for one in told]
    assert wrong == {}
