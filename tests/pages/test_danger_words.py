"""Words that may mean danger show help, and leave no trace anywhere else."""

from __future__ import annotations

import pytest

from components import feedback_form
from components.danger_words import mentions_danger
from tests.people import give_consent, make_person

HARMLESS = "The room was cold and the tea was good, all evening long."
DANGER = "I want to die and the room was cold, all evening long."


@pytest.mark.parametrize(
    "words",
    [
        "She said she wants to die.",
        "I keep thinking of SUICIDE",
        "he tried to kill himself",
        "He took his own life last year",
        "my son overdosed on Friday",
        "She is not breathing",
        "I can\u2019t wake him",
        "I cannot go on like this",
        "he hits me when he drinks",
        "They would be better off without me",
        "I am scared of him",
        "the children are in danger",
        "she self-harms",
    ],
)
def test_words_of_danger_are_noticed(words):
    assert mentions_danger("Something else.", words)


@pytest.mark.parametrize(
    "words",
    [
        HARMLESS,
        "The group was a killer: we laughed all night.",
        "He hit the road at six.",
        "I am dying to try the pottery",
        "The poetry took my breath away",
        "We were in no hurry",
        "It helped me to help myself",
        "Please go on like this",
        "",
        None,
    ],
)
def test_everyday_words_are_not(words):
    assert not mentions_danger(words)


def everything(owner):
    """Every row of every table, without ids, moments and the words themselves."""
    tables = owner.execute(
        "select relname from pg_class where relkind = 'r' and relnamespace = 'portal'::regnamespace"
    ).fetchall()
    found = {}
    for table in sorted(row["relname"] for row in tables):
        rows = owner.execute(f"select to_jsonb(t) as it from portal.{table} t").fetchall()
        found[table] = sorted(str(sorted(_plain(row["it"]).items())) for row in rows)
    return found


def _plain(row):
    left_out = (
        "id",
        "body",
        "stems",  # of the words themselves
        "reference",
        "would_help",
        "number",
        "key",
        "actor_key",
        "subject_key",
        "subject",
    )
    return {
        name: value
        for name, value in row.items()
        if name not in left_out and not name.endswith(("_id", "_at", "at", "_by", "_hash"))
    }


def told(page_as, database, words):
    """Say something as a new person in a new visit: the page, and what the database holds of it."""
    with database.connect() as owner:
        before = everything(owner)
        ash = make_person(owner, "Ash")
        page = page_as(ash, "your-say")
        page.text_area(key=feedback_form.BODY).set_value(words)
        next(button for button in page.button if button.label == "Send").click()
        page.run()
        after = everything(owner)
    added = {
        table: [row for row in rows if rows.count(row) != before[table].count(row)]
        for table, rows in after.items()
    }
    return page, {table: sorted(set(rows)) for table, rows in added.items() if rows}


def test_the_page_shows_help_and_the_database_sees_no_difference(page_as, database):
    calm, calm_rows = told(page_as, database, HARMLESS)
    worried, worried_rows = told(page_as, database, DANGER)
    assert "call 999 now" not in str([box.value for box in calm.info])
    assert "call 999 now" in str([box.value for box in worried.info])
    assert "We have it" in worried.success[0].value
    assert {table: rows for table, rows in calm_rows.items() if rows} != {}
    assert worried_rows == calm_rows
    worried.run()
    assert "call 999 now" not in str([box.value for box in worried.info])


def test_asking_for_a_mentor_shows_help_too(page_as, database, gateway_for):
    from components import danger_words

    with database.connect() as owner:
        ash = make_person(owner, "Ash", connection_kind="family", relation="parent")
        give_consent(owner, ash, "matching")
    page = page_as(ash, "ask-for-a-mentor")
    field = next(area for area in page.text_area if "help" in area.label.lower())
    field.set_value("My son overdosed and I cannot go on.")
    next(
        button for button in page.button if "list" in button.label or "Ask" in button.label
    ).click()
    page.run()
    assert danger_words.SHOW in page.session_state
    assert "call 999 now" in str([box.value for box in page.info])
