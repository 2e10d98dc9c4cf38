"""The frame: who sees which page, what a refusal looks like, how many calls a draw costs."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from components import visits
from components.site_map import BY_ADDRESS, PAGES, Entry, first_screen
from services import portal
from tests.conftest import Database
from tests.pages.conftest import PageAs
from tests.people import make_person

SIGN_IN = "Sign in"


@pytest.fixture
def person(database: Database) -> Callable[..., str]:
    """Make a person with these roles."""

    def make(*roles: str) -> str:
        with database.connect() as connection:
            return make_person(connection, "Ash", roles=roles)

    return make


def titles(page: AppTest) -> list[str]:
    """The main headings on a page."""
    return [title.value for title in page.title]


def go_to(page: AppTest, entry: Entry) -> None:
    """Open another page in the same visit."""
    page.switch_page(f"../pages/{entry.file}").run()
    assert not page.exception, entry.url_path


def is_private(page: Entry) -> bool:
    """Whether a page is for people who are signed in."""
    return "anyone" not in page.audiences


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.url_path)
def test_every_page_in_the_site_map_has_its_file(page: Entry) -> None:
    assert page.path.is_file()
    assert "/" not in page.url_path


def test_no_two_pages_share_an_address() -> None:
    addresses = [page.url_path for page in PAGES]
    assert len(addresses) == len(set(addresses))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.url_path)
def test_every_page_says_in_its_first_lines_who_may_see_it(page: Entry) -> None:
    source = page.path.read_text(encoding="utf-8")
    stated = source.split("frame.require(", 1)[1].split(")", 1)[0]
    assert {name.strip(" \"'\n") for name in stated.split(",") if name.strip()} == set(
        page.audiences
    )


def test_a_visitor_gets_the_welcome_page(page_as: PageAs) -> None:
    page = page_as(None)
    assert not page.exception
    assert titles(page) == ["You do not have to do this alone"]


def test_a_visitor_who_asks_for_a_private_page_is_asked_to_sign_in(page_as: PageAs) -> None:
    page = page_as(None)
    for entry in filter(is_private, PAGES):
        go_to(page, entry)
        assert titles(page) == [SIGN_IN], entry.url_path


@pytest.mark.parametrize("role", [None, "mentor", "staff", "analyst", "administrator"])
def test_a_person_opens_the_pages_of_their_roles_and_no_others(
    page_as: PageAs, person: Callable[..., str], role: str | None
) -> None:
    page = page_as(person(role) if role else person())
    theirs = {"anyone", "member", role}
    for entry in PAGES:
        go_to(page, entry)
        refused = titles(page) == ["This page is for other people"]
        assert refused == theirs.isdisjoint(entry.audiences), entry.url_path


@pytest.mark.parametrize("role", [None, "member", "staff"])
def test_a_draw_costs_at_most_two_calls(
    page_as: PageAs,
    calls_of: Callable[[AppTest], int],
    person: Callable[..., str],
    role: str | None,
) -> None:
    roles = () if role == "member" else (role,)
    page = page_as(person(*roles) if role else None)
    for entry in PAGES:
        before = calls_of(page)
        go_to(page, entry)
        assert calls_of(page) - before <= 2, entry.url_path


def test_the_front_page_has_its_own_address_too(
    page_as: PageAs, person: Callable[..., str]
) -> None:
    page = page_as(person("staff"))
    at_the_front = titles(page)
    go_to(page, first_screen(frozenset({"staff"})))
    assert titles(page) == at_the_front


def test_a_session_that_ended_elsewhere_ends_here_at_the_next_click(
    page_as: PageAs, person: Callable[..., str], database: Database
) -> None:
    page = page_as(person(), "sign-out")
    assert titles(page) == ["Sign out"]
    with database.connect() as connection:
        connection.execute("update portal.web_session set ended_at = now()")
    page.run()
    assert titles(page) == [SIGN_IN]
    assert "You are signed out" in page.info[0].value


def test_what_one_person_left_behind_is_gone_when_another_takes_over_the_browser(
    page_as: PageAs,
    person: Callable[..., str],
    token_for: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = page_as(person(), "sign-out")
    page.session_state["draft"] = "words of the first person"
    other = person("staff")
    token = token_for(other)
    monkeypatch.setattr(visits, "cookie_token", lambda: token)
    page.run()
    assert "draft" not in page.session_state
    assert page.session_state[visits.HELD].visit.person.id == other


def test_a_role_taken_away_is_gone_at_the_next_draw(
    page_as: PageAs, person: Callable[..., str], database: Database
) -> None:
    page = page_as(person("staff"))
    with database.connect() as connection:
        connection.execute("delete from portal.role_grant")
    page.run()
    assert page.session_state[visits.HELD].visit.roles == frozenset()


def test_a_page_that_is_run_without_the_frame_shows_nothing(the_portal: portal.Portal) -> None:
    page = AppTest.from_file(str(PAGES[-1].path), default_timeout=30).run()
    assert titles(page) == ["Open the portal from its front page"]


def test_a_newcomer_gets_to_the_page_they_came_for_once_they_have_told_us_who_they_are(
    page_as: PageAs, database: Database
) -> None:
    newcomer = str(uuid.uuid4())
    page = page_as(newcomer, "my-bookings")
    assert titles(page) == ["One more step"]
    go_to(page, BY_ADDRESS["about-you"])
    with database.connect() as connection:
        connection.execute(
            "insert into portal.person (id, display_name, connection) values (%s, 'Ash', 'family')",
            (newcomer,),
        )
    page.run()
    assert titles(page) == ["My bookings"]
