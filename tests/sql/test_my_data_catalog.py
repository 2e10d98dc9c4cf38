"""Nothing is forgotten: every table and column is in a person's download, or on a list that says why not."""

from __future__ import annotations

import re

import psycopg
from psycopg.rows import DictRow

from services.my_data.lists import EVERYTHING, WHAT_OTHERS_WROTE, WRITTEN
from tests.guard import world
from tests.people import make_person

Owner = psycopg.Connection[DictRow]

# Tables with nothing of a person's in the download, each with the reason.
LEFT_OUT = {
    # not about a person
    "bank_holiday": "days of the year",
    "change_decision": "which decisions led to a change",
    "change_status": "how a change went",
    "change_workshop": "which workshops led to a change",
    "change_feedback": "which feedback led to a change; the person sees it under What you told us",
    "concern_setting": "a setting",
    "feedback_merge": "which feedback is answered together; the person sees it under What you told us",
    "check_in_code": "what hangs on the wall of a workshop",
    "check_in_try": "how often a check-in code was wrong of late, kept for a day",
    "closing_log": "what staff did to a write-up",
    "workshop_closing": "what a workshop talked about, without names",
    "workshop_feedback": "which feedback workshops talk about; its author sees it under What you told us",
    "consent_purpose": "what people are asked for",
    "consent_wording": "the words in which people are asked; each yes holds its own copy",
    "figure_release": "figures of nobody in particular",
    "protected_figure": "figures of nobody in particular",
    "helpline": "numbers to call",
    "helpline_version": "what those numbers were",
    "job": "what runs by itself",
    "job_run": "when it ran",
    "notice_kind": "what people are told of",
    "mail_service": "whether the mail server answers",
    "organisation": "settings",
    "partner": "other organisations",
    "programme": "what a space offers",
    "retention_rule": "settings",
    "series": "which workshops repeat",
    "retention_run": "how many old rows went, and of which kind",
    "workshop_link": "the room of a workshop",
    "workshop_revision": "how often a workshop was changed",
    # about a person, and left out on purpose
    "concern": "safeguarding: a file on a phone must give nobody away; My worries has the status",
    "concern_escalation": "safeguarding: who was asked to look, and when",
    "concern_event": "safeguarding: the lead's own record",
    "concern_person": "safeguarding: who is named, which would tell them",
    "concern_read": "safeguarding: who read a worry",
    "concern_report": "safeguarding: the words come from the lead, after review",
    "recovery_code": "a secret, kept as a hash; when it was made is with the second step",
    "code_try": "how often a code was tried of late, kept for a day",
    "account_to_remove": "an account whose record is gone already; nobody can ask for it",
}


def tables(owner: Owner) -> set[str]:
    rows = owner.execute(
        "select relname from pg_class where relkind = 'r' and relnamespace = 'portal'::regnamespace"
    ).fetchall()
    return {row["relname"] for row in rows}


def read_by_my_data(owner: Owner) -> set[str]:
    """Every table that the functions behind the two downloads read."""
    bodies = owner.execute(
        "select prosrc from pg_proc where pronamespace = 'private'::regnamespace and proname in ("
        " 'my_data_about_me', 'my_data_taking_part', 'my_data_mentoring', 'my_data_asking', 'looks_at',"
        " 'complaints_of', 'written_about', 'pieces_of', 'what_others_wrote')"
    ).fetchall()
    return set(re.findall(r"portal\.(\w+)", " ".join(row["prosrc"] for row in bodies)))


def test_every_table_is_in_a_download_or_left_out_for_a_reason(owner: Owner) -> None:
    there, read = tables(owner), read_by_my_data(owner)
    assert there - read - set(LEFT_OUT) == set(), "put it in, or say here why it is left out"
    assert read & set(LEFT_OUT) == set(), "it is in by now"
    assert (read | set(LEFT_OUT)) - there == set(), "it is gone"


# Columns of the tables that are in, which themselves are not: who else is meant, or how it is kept.
INSIDE = {"id", "number", "person_id", "turn", "takes_place", "reference", "shown_text", "piece"}
COLUMNS_LEFT_OUT = {
    "audit": {"row_id", "columns", "actor_key", "subject_key"},
    "booking": {"workshop_id"},
    "booking_history": {"booking_id"},
    "decision": {"workshop_id", "owner_id", "owner_role", "position", "why", "made_by"},
    "decision_review": {"decision_id", "by"},
    "workshop_role": {"workshop_id", "asked_by", "answered_by"},
    "name_choice": {"workshop_id"},
    "access_need": {"workshop_id", "team_by", "looked_by"},
    "feedback_support": {"feedback_id"},
    "feedback_appeal": {"moderation_id", "asked_by"},
    "change_answer": {"change_id", "replied_by"},
    "calendar_choice": {"times"},
    "calendar_feed": {"secret_hash"},
    "draft": {"feedback_id", "workshop_id", "writer", "version"},
    "feedback": {"theme_id", "space_id", "workshop_id", "moderated_at", "owner_id", "due_on", "owner_named",
                 "merged_into", "stems"},
    "web_session": {"subject", "ticket_hash", "ticket_expires_at", "token_hash", "idle_limit", "expires_at",
                    "refresh_version", "refresh_cipher", "lease_until", "second_factor_at"},
    "reset_code": {"code_hash", "issued_by", "wrong_tries"},
    "joining_code": {"code_hash", "issued_by"},
    "block": {"other_id"},
    "match": {"request_id", "family_id", "mentor_id", "score", "reasons", "proposed_by"},
    "report": {"reported_by", "reporter", "feedback_id", "request_id"},
    "appeal": {"decision_id", "asked_by"},
    "erasure": {"asked_by", "administrator_id", "reason", "checked_how", "done_at", "running_in"},
    "consent": {"version", "recorded_by", "partner_id"},
    "notice": {"event", "link"},
    "mail_choice": {"stop_key", "refusals"},
    "outbox": {"notice_id", "message", "urgent", "gathered", "not_before", "useless_after", "tries", "claimed_at",
               "problem", "reply"},
    "talk_permission": {"recorded_by"},
    "mentor_offer": {"decided_by", "space_ids"},
    "mentor": {"offer_id"},
    "mentor_request": {"space_id"},
    "person": {"space_id", "joined_as", "entered_by"},
    "role_grant": {"granted_by", "reviewed_at", "reviewed_by", "review_due"},
}  # fmt: skip


def test_every_column_of_what_is_about_a_person_is_in_the_download_or_left_out(
    owner: Owner,
) -> None:
    """Of the tables that are a person's own. What others wrote has its own review."""
    bodies = " ".join(
        row["prosrc"]
        for row in owner.execute(
            "select prosrc from pg_proc where pronamespace = 'private'::regnamespace"
            " and (proname like 'my\\_data\\_%' or proname in ('looks_at', 'complaints_of', 'written_about'))"
        )
    )
    whole = {"mentor_offer", "mentor", "mentor_request"}  # to_jsonb of the row, less a few
    missing = {}
    for table in set(COLUMNS_LEFT_OUT) | {
        "person_detail",
        "data_request",
        "correction",
        "data_complaint",
    }:
        columns = {
            row["name"]
            for row in owner.execute(
                "select attname as name from pg_attribute where attrelid = %s::regclass"
                " and attnum > 0 and not attisdropped",
                (f"portal.{table}",),
            )
        }
        named = (
            columns if table in whole else {c for c in columns if re.search(rf"\.{c}\b", bodies)}
        )
        own = {"reviewed_by", "reach", "acknowledged_by", "answered_by"}
        left = columns - named - INSIDE - COLUMNS_LEFT_OUT.get(table, own)
        if left - own:
            missing[table] = left
    assert missing == {}


def test_every_list_of_the_answer_has_its_words_and_every_word_its_list(
    owner: Owner, gateway_for
) -> None:
    """Filled from the guard's world, so that every list has a row with all its columns."""
    people = world.build(owner)
    owner.execute("delete from portal.second_factor where true")  # nobody here can show theirs
    found: dict[str, set[str]] = {}
    for name in ("ann", "ben", "max", "sid"):
        for listed, rows in gateway_for(people[name]).call("my_data").items():
            found.setdefault(listed, set()).update(*(row.keys() for row in rows))
    words = {listed.name: {column.name for column in listed.columns} for listed in EVERYTHING}
    found["who_looked"] = words["who_looked"]  # its columns become words on the way
    assert set(found) == set(words)
    empty = {name for name, columns in found.items() if not columns}
    assert {name: columns for name, columns in found.items() if columns} == {
        name: columns for name, columns in words.items() if name not in empty
    }
    assert len(empty) <= 4, f"the world says too little to check these: {empty}"


def test_the_download_of_each_holds_nothing_of_the_others(owner: Owner, gateway_for) -> None:
    people = world.build(owner)
    owner.execute("delete from portal.second_factor where true")
    for name in ("ann", "ben", "max", "sid"):
        told = str(gateway_for(people[name]).call("my_data"))
        for other, person_id in people.items():
            if other != name:
                assert person_id not in told
                assert f"{other.title()} " not in told and f"'{other.title()}'" not in told


def test_every_kind_of_piece_that_others_wrote_has_words(owner: Owner) -> None:
    body = owner.execute("select prosrc from pg_proc where proname = 'written_about'").fetchone()
    assert body
    kinds = set(re.findall(r"select '(\w+)',", body["prosrc"]))
    assert kinds == set(WRITTEN) and len(kinds) > 5
    assert {listed.name for listed in WHAT_OTHERS_WROTE} == {"what_others_wrote", "kept_back"}


def test_what_a_concern_says_is_nowhere_in_reach_of_the_keeper(owner: Owner) -> None:
    ana = make_person(owner, "Ana")
    assert ana
    granted = owner.execute(
        "select table_name from information_schema.role_table_grants"
        " where grantee = 'my_data_keeper' and table_name like 'concern%'"
        " union select table_name from information_schema.column_privileges"
        " where grantee = 'my_data_keeper' and table_name like 'concern%'"
    ).fetchall()
    assert granted == []
