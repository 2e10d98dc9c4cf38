"""`/help` and `/safety` without JavaScript and on paper, read back from the PDF that Chromium prints."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from services.web.help_page import NEEDS
from tests.conftest import Database

pytestmark = pytest.mark.needs("browser")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab without JavaScript."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def words_of(pdf: bytes) -> str:
    """The letters of a PDF as Chromium writes it: glyphs, each with its letter in the font's table."""
    objects = {
        int(number): body
        for number, body in re.findall(rb"(?:^|\n)(\d+) 0 obj\s(.*?)\nendobj", pdf, re.DOTALL)
    }

    def stream(number: int) -> bytes:
        found = re.search(rb"stream\r?\n(.*)endstream", objects[number], re.DOTALL)
        assert found is not None
        return zlib.decompress(found[1]) if b"FlateDecode" in objects[number] else found[1]

    def letters(number: int) -> dict[int, str]:
        table = re.search(rb"/ToUnicode (\d+) 0 R", objects[number])
        known: dict[int, str] = {}
        if table is None:
            return known
        text = stream(int(table[1])).decode()
        for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL):
            for glyph, letter in re.findall(r"<(\w+)> <(\w+)>", block):
                known[int(glyph, 16)] = bytes.fromhex(letter).decode("utf-16-be")
        for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.DOTALL):
            for first, last, letter in re.findall(r"<(\w+)> <(\w+)> <(\w+)>", block):
                for step, glyph in enumerate(range(int(first, 16), int(last, 16) + 1)):
                    known[glyph] = chr(int(letter, 16) + step)
        return known

    fonts = {
        name: (letters(int(number)), 2 if b"/Type3" in objects[int(number)] else 4)
        for body in objects.values()
        for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", body)
    }
    told = []
    for body in objects.values():
        contents = re.search(rb"/Contents (\d+) 0 R", body)
        if contents is None:
            continue
        known, width = {}, 4
        for name, glyphs in re.findall(
            rb"/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>", stream(int(contents[1]))
        ):
            if name:
                known, width = fonts.get(name, ({}, 4))
            else:
                codes = (glyphs[at : at + width] for at in range(0, len(glyphs), width))
                told.append("".join(known.get(int(code, 16), "") for code in codes))
    return "".join("".join(told).split())


@pytest.fixture
def address(serve: Callable[..., str], database: Database) -> str:
    """A server whose organisation is known, and where two numbers were checked."""
    with database.connect() as connection:
        connection.execute(
            "update portal.organisation set name = 'Saltmarsh', phone = '01632 960 000' where id"
        )
        connection.execute(
            "update portal.helpline set verified_on = %s where name = 'Samaritans'",
            (date.today(),),
        )
        connection.execute(
            "update portal.helpline set verified_on = %s where name = 'Nacoa'",
            (date.today() - timedelta(days=400),),
        )
    return serve()


def test_the_numbers_print_on_two_sheets_without_the_bar(
    page: Page, address: str, database: Database
) -> None:
    page.goto(f"{address}/help")
    pdf = page.pdf(format="A4")
    told = words_of(pdf)  # without the spaces
    with database.connect() as connection:
        lines = connection.execute(
            "select name, phone, text_to from portal.helpline where 'england' = any (nations)"
        ).fetchall()
    for line in lines:
        for words in (line["name"], line["phone"], line["text_to"]):
            assert (words or "").replace(" ", "") in told, words
    assert "Someoneisindangernow" in told and "01632960000" in told
    for on_screen in ("Leave this site", "Help now", "Skip to the page", "You can print this page"):
        assert on_screen.replace(" ", "") not in told
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 2


def test_every_number_dials_and_every_text_begins_a_message(page: Page, address: str) -> None:
    page.goto(f"{address}/help")
    links = [link.get_attribute("href") or "" for link in page.locator("main li a.number").all()]
    assert len(links) > 10
    assert all(re.fullmatch(r"tel:\d{3,}|sms:\d{5,}(\?&body=\w+)?", link) for link in links)
    for known in ("tel:999", "tel:116123", "tel:111", "sms:85258?&body=SHOUT", "sms:82111"):
        assert known in links
    expect(page.get_by_role("link", name="I am worried about someone")).to_be_visible()
    expect(page.locator("a[href='tel:01632960000']").first).to_be_visible()


def test_each_number_says_when_it_was_checked(page: Page, address: str) -> None:
    page.goto(f"{address}/help")
    today = date.today()
    item = page.get_by_role("listitem")
    samaritans = item.filter(has_text="Samaritans")
    expect(samaritans).to_contain_text(f"We last checked this on {today.day} {today:%B %Y}.")
    expect(samaritans).not_to_contain_text("It may have changed")
    expect(item.filter(has_text="Nacoa")).to_contain_text("It may have changed.")
    expect(item.filter(has_text="Childline")).to_contain_text(
        "We have not checked this number yet."
    )
    expect(item.filter(has_text="Emergency services")).not_to_contain_text("checked")


def test_the_numbers_of_another_nation_are_one_press_away(page: Page, address: str) -> None:
    page.goto(f"{address}/help")
    expect(page.get_by_text("Scottish Families")).to_have_count(0)
    page.get_by_role("link", name="Scotland").click()
    expect(page.get_by_text("Scottish Families")).to_be_visible()
    expect(page.get_by_text("FRANK", exact=True)).to_have_count(0)
    expect(page.get_by_text("These numbers are for Scotland.")).to_be_visible()
    headings = page.get_by_role("heading", level=2).all_inner_texts()
    assert headings[0] == NEEDS["danger"]
    page.goto(f"{address}/help?nation=atlantis")
    expect(page.get_by_text("These numbers are for England.")).to_be_visible()


def test_without_javascript_every_page_names_the_numbers(page: Page, address: str) -> None:
    page.goto(f"{address}/worried")
    expect(page.locator("a[href='tel:999']")).to_be_visible()
    expect(page.locator("a[href='tel:01632960000']")).to_be_visible()
    page.get_by_role("link", name="get help now").click()
    expect(page.get_by_role("heading", name="Get help now")).to_be_visible()


def test_the_safety_page_says_what_leaving_does_not_do(page: Page, address: str) -> None:
    page.goto(f"{address}/safety")
    for words in (
        "Leaving does not delete your history",
        "private window",
        "can make somebody suspicious",
        "Sign out when you have finished",
        "You choose how we reach you",
    ):
        expect(page.get_by_text(words).first).to_be_visible()
    assert page.title() == "Using this site"
