"""The record as a PDF that one would show an employer: tagged for screen readers, in the fonts of the portal.

The page is laid out by paper.typ. What people wrote gets there as data and is never read as markup.
"""

import json
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import category, normalize

import typst

from services.contribution.asking import Contribution, by_way
from services.contribution.choosing import Wanted
from services.contribution.words import ROLES, WAYS, counted, day, hours, said

HERE = Path(__file__).parent
FONTS = HERE / "fonts"


def printed(given: Contribution, wanted: Wanted, organisation: str, today: date) -> bytes:
    """The PDF. It says of itself what it is and in which language, and nothing about who made it."""
    record = json.dumps(_record(given, wanted, organisation, today))
    made: Any = typst.compile(
        str(HERE / "paper.typ"),
        font_paths=_fonts(),
        sys_inputs={"record": record},
        pdf_standards=["ua-1"],
        timestamp=datetime(today.year, today.month, today.day, tzinfo=UTC),
    )
    return bytes(made)


def cannot_print(text: str) -> str:
    """The letters for which we have no font, each once."""
    return "".join(dict.fromkeys(letter for letter in normalize("NFC", text) if not _has(letter)))


def _record(
    given: Contribution, wanted: Wanted, organisation: str, today: date
) -> dict[str, object]:
    names = "workshops" in wanted.parts
    with_hours = "hours" in wanted.parts
    total = sum(one.hours for one in given.counted)
    return {
        "name": _plain(wanted.name),
        "organisation": _plain(organisation),
        "span": _span(wanted, given),
        "made_on": day(today.isoformat()),
        "tiles": _tiles(given, hours(total) if with_hours and total else ""),
        "ways": [
            {
                "name": WAYS[way.way],
                "times": way.times,
                "hours": hours(way.hours) if with_hours and way.hours else "",
            }
            for way in by_way(given)
            if way.times
        ],
        "with_hours": with_hours,
        "with_place": "place" in wanted.parts,
        "roles": _roles(given),
        "workshops": [
            {
                "title": _plain(one.title),
                "day": day(one.starts_at),
                "place": _plain(one.space),
                "hours": hours(one.hours) if with_hours else "",
            }
            for one in given.workshops
            if names
        ],
        "said": said(given.feedback),
        "decisions": counted(given.decisions, "decision") if given.decisions else "",
        "changes": [{"title": _plain(one.title), "day": day(one.made_on)} for one in given.changes],
        "mentored": counted(given.mentored, "person", "people") if given.mentored else "",
    }


def _tiles(given: Contribution, total: str) -> list[dict[str, str]]:
    roles = sum(len(one.roles) for one in given.workshops)
    tiles = [
        (total, "hour" if total == "1" else "hours given"),
        (str(len(given.counted) or ""), "workshop" if len(given.counted) == 1 else "workshops"),
        (str(roles or ""), "role held" if roles == 1 else "roles held"),
        (
            str(len(given.changes) or ""),
            "change made" if len(given.changes) == 1 else "changes made",
        ),
    ]
    return [{"number": number, "label": label} for number, label in tiles if number]


def _roles(given: Contribution) -> list[dict[str, object]]:
    """Each role once, with how often and since when."""
    days: dict[str, list[str]] = {}
    for one in given.workshops:
        for role in one.roles:
            days.setdefault(role, []).append(one.starts_at)
    return [
        {"name": ROLES[role], "times": counted(len(held), "time"), "day": day(max(held))}
        for role, held in sorted(days.items(), key=lambda item: (-len(item[1]), item[0]))
    ]


def _span(wanted: Wanted, given: Contribution) -> str:
    if wanted.from_on and wanted.to_on:
        return f"{day(wanted.from_on)} to {day(wanted.to_on)}"
    days = sorted(one.starts_at for one in given.workshops)
    return f"Since {day(days[0])}" if days else ""


def _plain(text: str) -> str:
    """The text without what no font of ours can draw."""
    kept = "".join(letter for letter in normalize("NFC", text) if _has(letter))
    return " ".join(kept.split())


def _has(letter: str) -> bool:
    code = ord(letter)
    if category(letter) in ("Zs", "Cf", "Mn") or letter in "\t\n\r":
        return True
    return any(first <= code <= last for first, last in _covered())


@cache
def _covered() -> tuple[tuple[int, int], ...]:
    """The letters in our fonts, as ranges."""
    lines = (FONTS / "covered.txt").read_text().split()
    pairs = (line.partition("-") for line in lines)
    return tuple((int(first, 16), int(last or first, 16)) for first, _, last in pairs)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )
