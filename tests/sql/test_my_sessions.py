"""Where a person is signed in: their own sessions, ended one by one, and nobody else's."""

from __future__ import annotations

import uuid

import pytest

from services.errors import SignInFirst
from tests.people import as_person, make_person
from tests.sql.test_second_factor import make_session


def sessions_of(owner, person, session):
    with as_person(owner, person, session_id=session):
        return owner.execute("select api.my_sessions() as s").fetchone()["s"]


def test_a_person_sees_their_live_sessions_and_which_one_this_is(owner):
    robin, sam = make_person(owner, "Robin"), make_person(owner, "Sam")
    here, there = make_session(owner, robin), make_session(owner, robin)
    make_session(owner, sam)
    gone = make_session(owner, robin)
    owner.execute("update portal.web_session set ended_at = now() where id = %s", (gone,))
    idle = make_session(owner, robin)
    owner.execute(
        "update portal.web_session set last_seen_at = now() - interval '2 hours' where id = %s",
        (idle,),
    )
    seen = sessions_of(owner, robin, here)
    assert [(one["id"], one["is_this"]) for one in seen] == [(here, True), (there, False)]


def test_a_person_ends_one_of_their_sessions_and_none_of_anybody_else(owner):
    robin, sam = make_person(owner, "Robin"), make_person(owner, "Sam")
    here, there, theirs = (make_session(owner, who) for who in (robin, robin, sam))
    with as_person(owner, robin, session_id=here):
        end = "select api.end_my_session(%s) as e"
        assert owner.execute(end, (there,)).fetchone()["e"] == {"outcome": "signed_out"}
        assert owner.execute(end, (there,)).fetchone()["e"] == {"outcome": "not_found"}
        assert owner.execute(end, (theirs,)).fetchone()["e"] == {"outcome": "not_found"}
        assert owner.execute(end, (str(uuid.uuid4()),)).fetchone()["e"] == {"outcome": "not_found"}
        owner.execute("reset role")
        left = owner.execute("select id::text from portal.web_session where ended_at is null")
        assert {row["id"] for row in left.fetchall()} == {here, theirs}


@pytest.mark.parametrize("who", [None, str(uuid.UUID(int=7))])
def test_nobody_has_no_sessions(gateway_for, who):
    with pytest.raises(SignInFirst):
        gateway_for(who).call("my_sessions")
    with pytest.raises(SignInFirst):
        gateway_for(who).call("end_my_session", session_id=str(uuid.uuid4()))
