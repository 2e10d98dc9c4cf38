"""Every page of the site map, and who opens it: new pages are walked without being named here."""

from __future__ import annotations

from uuid import uuid4

from playwright.sync_api import BrowserContext, Page

from components.site_map import PAGES, Entry
from demo.personas import PERSONAS
from services.web import cookies
from tests.journeys.conftest import Site
from tests.journeys.steps import settled
from tests.people import make_person

VISITOR = ""
ROLES = {VISITOR: frozenset({"anyone", "visitor"})} | {
    persona.key: frozenset({"anyone", "member", *persona.roles}) for persona in PERSONAS
}
# Whom a page is made for, where several may open it: the first of these
MAIN = {
    "anyone": VISITOR,
    "visitor": VISITOR,
    "member": "mother",
    "mentor": "mentor",
    "staff": "coordinator",
    "safeguarding_lead": "lead",
    "analyst": "analyst",
    "administrator": "administrator",
}
QUESTIONS = {  # pages about one thing, and a question that names such a thing
    "workshop": "id={workshop}",
    "book": "id={workshop}",
    "register": "id={held}",
    "edit-workshop": "id={workshop}",
    "workshop-roles": "id={workshop}",
    "write-up": "id={held}",
    "wall-code": "id={workshop}",
    "book-for": "id={person}",
    "check-in": "code=ABC234",
    "person": "id={person}",
    "suggestions": "request={request}",
    "answer-feedback": "id={feedback}",
}
ONE_OF_EACH = {
    "workshop": "select id from portal.workshop where state = 'published' and starts_at > now() "
    "order by starts_at limit 1",
    "held": "select workshop_id as id from portal.booking order by booked_at limit 1",
    "person": "select id from portal.person where display_name = 'Marcus'",
    "request": "select id from portal.mentor_request where state = 'waiting' "
    "order by asked_at limit 1",
    "feedback": "select id from portal.feedback order by given_at limit 1",
}


def made_for(entry: Entry) -> str:
    """The persona whom a page is made for; the name of a role that no persona has, for a few."""
    known = [MAIN[audience] for audience in entry.audiences if audience in MAIN]
    return known[0] if known else entry.audiences[0]


def opened_by(who: str) -> list[Entry]:
    """The pages that a persona, or somebody with a role, may open."""
    audiences = ROLES.get(who, frozenset({"anyone", "member", who}))
    return [entry for entry in PAGES if entry.open_to(audiences)]


def batched_for(who: str, size: int) -> list[list[Entry]]:
    """The pages that are made for somebody, a few at a time."""
    theirs = [entry for entry in PAGES if made_for(entry) == who]
    return [theirs[start : start + size] for start in range(0, len(theirs), size)]


def everybody() -> list[str]:
    """The personas, and each role that none of them has."""
    held = frozenset().union(*ROLES.values(), {"newcomer"})
    others = {audience for entry in PAGES for audience in entry.audiences} - held
    return [*ROLES, *sorted(others)]


def tab_of(who: str, site: Site, context: BrowserContext) -> Page:
    """A tab of a persona, or of somebody new with a role."""
    if who:
        person = (
            site.look_round_as(who)
            if who in ROLES
            else make_person(site.records, f"Wren {uuid4().hex[:4]}", roles=(who,))
        )
        token = site.token(person)
        context.add_cookies([{"name": cookies.name_for("http"), "value": token, "url": site.url}])
    return context.new_page()


def address_of(entry: Entry, site: Site) -> str:
    """Where a page is; a page about one thing is asked for one that there is."""
    question = QUESTIONS.get(entry.url_path, "")
    for name, sql in ONE_OF_EACH.items():
        if f"{{{name}}}" in question:
            row = site.records.execute(sql).fetchone()
            assert row is not None, f"the demo has no {name}"
            question = question.replace(f"{{{name}}}", str(row["id"]))
    return f"/{entry.url_path}?{question}"


def open_page(page: Page, entry: Entry, site: Site) -> None:
    """Open a page and wait until all of it is there."""
    page.goto(address_of(entry, site))
    settled(page)
