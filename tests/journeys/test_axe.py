"""No page breaks WCAG 2.2 A or AA, as far as axe-core can tell, in light or dark, wide or narrow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Page

from components.site_map import PAGES, Entry
from demo.personas import PERSONAS
from services.web import cookies
from tests.journeys import axe
from tests.journeys.conftest import WIDTHS, Site
from tests.journeys.steps import settled

ROLES = {"": frozenset({"anyone", "visitor"})} | {
    persona.key: frozenset({"anyone", "member", *persona.roles}) for persona in PERSONAS
}
# What each kind of person looks at most; the rest is left to `make test-all`.
OFTEN = {
    "": ("welcome", "whats-on", "workshop", "what-changed", "help-now", "join", "sign-in"),
    "mother": ("home", "mentoring", "ask-for-a-mentor", "your-say", "my-bookings", "account"),
    "mentor": ("my-matches",),
    "coordinator": (
        *("today", "people", "edit-workshop", "register", "suggestions", "mentors"),
        *("feedback", "answer-feedback", "engagement"),
    ),
    "analyst": ("evidence",),
    "administrator": ("settings", "person"),
}
LOOKS = (("light", 375), ("dark", 1280))
NEEDS_ONE = {  # pages about one thing, and a question that names such a thing
    "workshop": "id={w}",
    "book": "id={w}",
    "register": "id={held}",
    "edit-workshop": "id={w}",
    "person": "id={person}",
    "suggestions": "request={request}",
    "answer-feedback": "id={feedback}",
}
ONE_OF_EACH = """
select (select id from portal.workshop where state = 'published' and starts_at > now()
        order by starts_at limit 1) as w,
       (select workshop_id from portal.booking order by booked_at limit 1) as held,
       (select id from portal.person where display_name = 'Marcus') as person,
       (select id from portal.mentor_request where state = 'waiting' order by asked_at limit 1) as request,
       (select id from portal.feedback order by given_at limit 1) as feedback
"""

pytestmark = pytest.mark.skipif(not axe.NAMED, reason=axe.WITHOUT)


@pytest.mark.parametrize(("scheme", "narrow"), LOOKS, ids=["light-phone", "dark-wide"])
@pytest.mark.parametrize("persona", OFTEN, ids=lambda key: key or "visitor")
def test_what_people_look_at_most_has_no_fault_of_ours(
    persona: str, scheme: str, narrow: int, site: Site, open_browser: Callable[..., BrowserContext]
) -> None:
    page = _as(persona, site, open_browser(site.url, narrow, color_scheme=scheme))
    _look_at(page, site, [entry for entry in PAGES if entry.url_path in OFTEN[persona]])


@pytest.mark.long
@pytest.mark.parametrize("wide", WIDTHS, ids=["wide", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("persona", ROLES, ids=lambda key: key or "visitor")
def test_no_page_has_a_fault_of_ours_for_anyone_who_may_open_it(
    persona: str, scheme: str, wide: int, site: Site, open_browser: Callable[..., BrowserContext]
) -> None:
    page = _as(persona, site, open_browser(site.url, wide, color_scheme=scheme))
    _look_at(page, site, [entry for entry in PAGES if entry.open_to(ROLES[persona])])


def test_the_plain_page_of_helplines_has_no_fault(
    site: Site, open_browser: Callable[..., BrowserContext]
) -> None:
    page = open_browser(site.url, 375, color_scheme="dark").new_page()
    page.goto("/help")
    assert axe.findings(page) == []


def test_a_planted_fault_is_found(site: Site, open_browser: Callable[..., BrowserContext]) -> None:
    page = open_browser(site.url, 375).new_page()
    page.goto("/help")
    page.evaluate("document.querySelector('main').innerHTML += '<p style=\"color:#bbb\">Pale</p>'")
    assert [finding.rule for finding in axe.findings(page)] == ["color-contrast"]


def _as(persona: str, site: Site, context: BrowserContext) -> Page:
    if persona:
        token = site.token(site.look_round_as(persona))
        context.add_cookies([{"name": cookies.name_for("http"), "value": token, "url": site.url}])
    return context.new_page()


def _look_at(page: Page, site: Site, entries: list[Entry]) -> None:
    ones = site.records.execute(ONE_OF_EACH).fetchone()
    ours: list[str] = []
    theirs: Counter[str] = Counter()
    for entry in entries:
        question = NEEDS_ONE.get(entry.url_path, "").format(**(ones or {}))
        page.goto(f"/{entry.url_path}?{question}&{uuid4().hex[:4]}")
        settled(page)
        for finding in axe.findings(page):
            if finding.is_streamlits:
                theirs[finding.rule] += 1
            else:
                ours.append(
                    f"/{entry.url_path}: {finding.rule} at {finding.target}\n  {finding.html}"
                )
    print(f"{len(entries)} pages; Streamlit's own: {dict(theirs)}; ours: {len(ours)}")  # noqa: T201
    assert not ours, "\n".join(ours)
