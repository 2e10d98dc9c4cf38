"""A fresh server, and tabs that open private pages by their address: nothing of a page gets out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from components.site_map import PAGES, Entry
from tests.conftest import Database
from tests.people import make_person
from tests.web.conftest import STREAMLIT, UVICORN
from tests.web.streamlit_client import Drawn, Tab

PRIVATE = [page for page in PAGES if "anyone" not in page.audiences]
ROLES = ("mentor", "staff", "safeguarding_lead", "analyst", "administrator")


def others(page: Entry) -> list[str]:
    """The roles that do not open a page."""
    return [role for role in ROLES if role not in page.audiences]


def said(drawn: Drawn) -> list[tuple[str, str]]:
    """Everything that a run drew."""
    return drawn.elements


@pytest.mark.parametrize("command", [UVICORN, STREAMLIT], ids=["uvicorn", "streamlit run"])
def test_the_first_visit_of_a_fresh_server_cannot_open_a_private_page(
    serve: Callable[..., str], command: tuple[str, ...]
) -> None:
    address = serve(*command)
    staff_page = next(page for page in PRIVATE if page.audiences == ("staff",))
    with Tab(address) as tab:
        assert tab.open(staff_page.url_path).headings == ["Sign in"]


def test_a_visitor_gets_the_same_sign_in_form_at_every_private_address(
    serve: Callable[..., str],
) -> None:
    address = serve()
    with Tab(address) as tab:
        first = tab.open(PRIVATE[0].url_path)
    assert first.headings == ["Sign in"]
    for page in PRIVATE:
        with Tab(address) as tab:
            assert said(tab.open(page.url_path)) == said(first), page.url_path


def test_a_person_with_every_other_role_gets_the_same_refusal_at_every_address(
    serve: Callable[..., str], database: Database, token_for: Callable[[str], str]
) -> None:
    address = serve()
    with database.connect() as connection:
        people = {
            roles: make_person(connection, "Ash", roles=roles)
            for roles in {tuple(others(page)) for page in PRIVATE}
        }
    tokens = {roles: token_for(person) for roles, person in people.items()}
    for page in PRIVATE:
        if "member" in page.audiences:
            continue
        with Tab(address, tokens[tuple(others(page))]) as tab:
            drawn = tab.open(page.url_path)
        assert drawn.headings == ["This page is for other people"], page.url_path
        kinds = [kind for kind, _ in drawn.elements]
        # the first only keeps the place of a notice
        assert kinds == ["empty", "heading:h1", "markdown", "page_link"]


def test_nothing_crosses_between_two_people(
    serve: Callable[..., str], database: Database, token_for: Callable[[str], str]
) -> None:
    address = serve()
    with database.connect() as connection:
        ash = make_person(connection, "Ash of the one tab")
        bo = make_person(connection, "Bo of the other tab")
    with Tab(address, token_for(ash)) as first, Tab(address, token_for(bo)) as second:
        for _ in range(3):
            told_ash = str(said(first.open("account")))
            told_bo = str(said(second.open("account")))
            assert "Bo of" not in told_ash
            assert "Ash of" not in told_bo


def test_signing_out_in_one_tab_ends_the_other_at_its_next_click(
    serve: Callable[..., str], database: Database, token_for: Callable[[str], str]
) -> None:
    address = serve()
    with database.connect() as connection:
        token = token_for(make_person(connection, "Ash"))
    with Tab(address, token) as tab:
        drawn = tab.open("sign-out")
        assert drawn.headings == ["Sign out"]
        with database.connect() as connection:
            connection.execute("update portal.web_session set ended_at = now()")
        assert tab.click(drawn.buttons["Sign out"]).headings == ["Sign in"]


def test_signing_out_ends_a_fragment_at_its_next_click(
    serve: Callable[..., str], database: Database, token_for: Callable[[str], str]
) -> None:
    address = serve("uvicorn", "tests.web.app_with_a_fragment:app", *UVICORN[2:])
    with database.connect() as connection:
        token = token_for(make_person(connection, "Ash"))
    with Tab(address, token) as tab:
        again = tab.open("with-a-fragment").buttons["Again"]
        inside = tab.click(again, tab.fragments[again])
        assert inside.headings == []  # only the fragment was drawn
        assert ("text", "words for members") in inside.elements
        with database.connect() as connection:
            connection.execute("update portal.web_session set ended_at = now()")
        after = tab.click(again, tab.fragments[again])
        assert after.headings == ["Sign in"]
        assert ("text", "words for members") not in after.elements


def test_a_tab_that_another_site_opens_is_turned_away(serve: Callable[..., str]) -> None:
    address = serve()
    with pytest.raises(Exception, match="403"):
        Tab(address, origin="https://elsewhere.example").open("sign-in")
    with Tab(address, origin=address) as tab:
        assert tab.open("sign-in").headings == ["Sign in"]
