"""What somebody can do who has not signed in."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from components.site_map import ANYONE, PAGES
from services.web.shell import LEAVE_TO
from tests.journeys.steps import Arrive, choose, go_to, press, reads, says, tick

PUBLIC = [page.url_path for page in PAGES if page.audiences == ANYONE]


def test_a_visitor_finds_what_is_on_what_changed_and_who_runs_this(arrive: Arrive) -> None:
    page = arrive()
    says(page, "You can meet a peer mentor who has been where you are")
    says(page, "01632 960 199")
    press(page, "See what is on")
    reads(page, "What's on")
    choose(page, "What", "Yoga")
    expect(page.get_by_role("heading", level=3, name=re.compile("Yoga"))).to_be_visible()
    expect(page.get_by_role("heading", level=3, name="Cooking and talking")).to_have_count(0)
    press(page, "More about it")
    reads(page, re.compile("Yoga"))
    says(page, "What to expect")
    says(page, "How much say you have")
    go_to(page, "what-changed", "What has changed")
    says(page, "What people said")
    tick(page, "What people are saying")
    says(page, re.compile("We have it|We are talking about it|Done|We plan to do it|Not now"))


def test_the_front_door_says_what_this_is_and_offers_three_ways_in(arrive: Arrive) -> None:
    page = arrive()
    hero = page.locator(".st-key-hero")
    doors = [re.compile(f"{name}$") for name in ("See what is on", "See what has changed", "Join")]
    expect(hero.get_by_role("link")).to_have_text(doors)
    lead = hero.locator("p").first.inner_text()
    assert len(re.findall(r"[.!?](?:\s|$)", lead)) == 5


def test_the_menu_leads_to_a_page_and_on_a_phone_it_opens_first(arrive: Arrive, width: int) -> None:
    page = arrive()
    menu = page.get_by_role("link", name="What has changed", exact=True)
    if width < 600:
        expect(menu.locator("visible=true")).to_have_count(0)
        page.get_by_role("button", name="Menu", exact=True).click()
    menu.locator("visible=true").click()
    reads(page, "What has changed")


def test_help_opens_beside_the_page_and_keeps_what_was_typed(arrive: Arrive) -> None:
    page = arrive("", "join")
    page.get_by_label("Email").fill("half-typed@example.org")
    page.get_by_role("link", name="Help now").click()
    panel = page.get_by_role("dialog", name="Get help now")
    says(panel, "116 123")
    says(panel, "999")
    panel.get_by_role("button", name="Close").click()
    expect(page.get_by_label("Email")).to_have_value("half-typed@example.org")
    go_to(page, "help-now", "Get help now")
    says(page, "116 123")


def test_help_and_the_way_out_work_without_javascript(arrive: Arrive) -> None:
    page = arrive("", "help", java_script_enabled=False)
    says(page, "999")
    says(page, "116 123")
    says(page, "01632 960 199")
    page.context.route(f"{LEAVE_TO}**", lambda route: route.fulfill(body="weather"))
    page.get_by_role("link", name="Leave this site").click()
    page.wait_for_url(f"{LEAVE_TO}**")


def test_leaving_works_from_every_public_page(arrive: Arrive) -> None:
    page = arrive("", "help")
    page.context.route(f"{LEAVE_TO}**", lambda route: route.fulfill(body="weather"))
    for address in ("", *PUBLIC):
        page.goto(f"/{address}", wait_until="domcontentloaded")  # it does not wait for Streamlit
        page.get_by_role("link", name="Leave this site").click()
        page.wait_for_url(f"{LEAVE_TO}**")


def test_leaving_by_the_shift_key_ends_the_visit(arrive: Arrive) -> None:
    page = arrive("recovery", "home")
    page.context.route(f"{LEAVE_TO}**", lambda route: route.fulfill(body="weather"))
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(f"{LEAVE_TO}**")
    expect(page.get_by_text("weather")).to_be_visible()
    go_to(page, "home", "Sign in")


def test_a_visitor_who_wants_a_place_signs_in_and_comes_back_to_that_workshop(
    arrive: Arrive,
) -> None:
    page = arrive("", "whats-on")
    cards = page.locator("[class*='st-key-card-workshop-']")
    with_a_place = cards.filter(has=page.get_by_text("Book a place", exact=True))
    wanted = with_a_place.filter(has_not_text="For family").first
    title = wanted.get_by_role("heading").first.inner_text()
    press(wanted, "Book a place")
    reads(page, "Sign in")
    page.locator(".st-key-look-recovery button").click()
    reads(page, re.compile(re.escape(title)))
    expect(page.get_by_role("button", name=re.compile("Book a place|I can't come"))).to_be_visible()


def test_the_privacy_notice_is_open_to_everybody(arrive: Arrive) -> None:
    page = arrive()
    press(page, "How we look after your information")
    reads(page, "How we look after your information")
    says(page, "We never ask for the name of your loved one")


def test_pages_for_members_and_staff_ask_a_visitor_to_sign_in(arrive: Arrive) -> None:
    page = arrive("", "home")
    for address in ("home", "today", "evidence", "settings"):
        go_to(page, address, "Sign in")
