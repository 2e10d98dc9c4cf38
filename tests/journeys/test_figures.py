"""Figures: exact ones for staff, protected ones for an analyst."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from components.evidence_tables import GROUPED, MEASURES
from tests.journeys.steps import Arrive, choose, go_to, reads, says, settled, unfold

CHART = "stVegaLiteChart"


def test_staff_see_how_people_take_part_in_charts_sentences_tables_and_files(
    arrive: Arrive,
) -> None:
    page = arrive("coordinator", "engagement")
    charts = page.get_by_test_id(CHART)
    expect(charts.nth(3).locator("canvas, svg").first).to_be_visible()
    count = charts.count()
    assert count >= 4
    headings = [text.strip() for text in page.get_by_role("heading", level=3).all_inner_texts()]
    sentences = [text for text in headings if len(text.split()) >= 5]
    assert len(sentences) >= count, headings
    assert page.locator("summary").filter(has_text="See the numbers").count() >= count
    unfold(page, "See the numbers")
    expect(page.get_by_test_id("stTable").first).to_be_visible()
    rows = _download(page)
    shown = page.get_by_test_id("stTable").first.get_by_role("row").count()
    assert len(rows) == shown, "the file and the table tell the same"
    assert all(len(row) == len(rows[0]) for row in rows)


def _download(page: Page) -> list[list[str]]:
    with page.expect_download() as under_way:
        page.get_by_role("button", name="Download the numbers (CSV)").locator(
            "visible=true"
        ).first.click()
    path = Path(under_way.value.path())
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_staff_narrow_the_figures_to_a_space_and_a_time(arrive: Arrive) -> None:
    page = arrive("coordinator", "engagement")
    metric = page.get_by_test_id("stMetric").filter(has_text="People who took part")
    took_part = metric.get_by_test_id("stMetricValue")
    everywhere = took_part.inner_text().strip()
    choose(page, "Where", "Basildon")
    expect(took_part).not_to_have_text(everywhere)
    here = took_part.inner_text().strip()
    assert 0 < _number(here) < _number(everywhere)
    choose(page, "When", "Last 3 months")
    expect(took_part).not_to_have_text(here)
    assert _number(took_part.inner_text()) < _number(here)


def _number(words: str) -> int:
    return int(words.replace(",", ""))


def test_an_analyst_sees_protected_figures_and_nothing_else(arrive: Arrive) -> None:
    page = arrive("analyst")
    reads(page, "Evidence")
    says(page, "Nobody can be recognised in them")
    says(page, re.compile(r"^about [\d,]*[05]$"))
    choose(page, "Show", "People who were matched with a mentor")
    settled(page)
    _no_number_from_1_to_7(page)
    rows = _download(page)
    assert rows[0] == ["What", "How many", "Share"]
    for address in ("today", "people", "engagement", "feedback", "settings"):
        go_to(page, address, "This page is for other people")


def _no_number_from_1_to_7(page: Page) -> None:
    for table in page.get_by_test_id("stTable").all():
        for row in table.get_by_role("row").all():
            words = row.inner_text()
            if "Workshops" in words or "Changes" in words:
                continue  # these are not people
            assert not re.search(r"\babout [1-7]\b|\t[1-7]\b", words), words


def test_small_groups_are_shown_as_fewer_than_8(arrive: Arrive) -> None:
    page = arrive("analyst", "evidence")
    for name in [MEASURES[measure] for measure in GROUPED]:
        choose(page, "Show", name)
        settled(page)
        for numbers in page.locator("details").filter(has_text="See the numbers").all():
            unfold(numbers, "See the numbers")
            expect(numbers.get_by_role("row").nth(1)).to_be_visible()
            if "fewer than 8" in numbers.inner_text():
                return
    raise AssertionError("no group is small enough in any of the figures")
