"""What a browser's tab and history say: never why somebody was here."""

from __future__ import annotations

import re

import pytest

from components.site_map import PAGES
from services.web import help_page, safety_page, shell
from services.web.assets import FOLDER

# What somebody who looks over a shoulder, or through a history, is not to read
TELLING = re.compile(
    r"drug|alcohol|addict|recover|abuse|violen|crisis|suicid|worr|concern|danger|safeguard"
    r"|harm|safety|block|blocked|support group|helpline\b(?!s)",
    re.IGNORECASE,
)
# For staff alone, whose visits are their work
AT_WORK = {"staff", "safeguarding_lead", "safeguarding_deputy", "safeguarding_alternate"}
AT_WORK |= {"trustee", "analyst", "administrator"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.url_path)
def test_the_title_of_a_page_tells_nothing(page) -> None:
    if not AT_WORK.issuperset(page.audiences):
        assert not TELLING.search(page.tab_title), page.tab_title


def test_the_plain_pages_have_neutral_titles_too() -> None:
    for title in (help_page.TITLE, safety_page.TITLE, "Page not found", "Loading", "Alongside"):
        assert not TELLING.search(title)
    assert f"<title>{help_page.TITLE}</title>" in shell.plain_page(
        help_page.TITLE, "", "Alongside", demo=False
    )


def test_a_telling_title_is_noticed() -> None:
    for title in ("I am worried about someone", "Drug support", "People you blocked", "Crisis"):
        assert TELLING.search(title)


def test_the_icon_is_a_plain_mark_without_words() -> None:
    mark = (FOLDER / "mark.svg").read_text()
    assert "<text" not in mark and "<title" not in mark
