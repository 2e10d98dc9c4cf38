"""`/help`: where to get help now, as plain HTML that needs no JavaScript and prints well."""

from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from services import portal
from services.web import organisation, shell

NEEDS = {
    "danger": "Someone is in danger now",
    "crisis": "You need to talk to someone now",
    "family": "Someone you love drinks or uses drugs",
    "drugs_and_alcohol": "Questions about drugs and alcohol",
    "child": "Children and young people",
    "abuse": "You are afraid of someone at home",
}
CHECKED_WITHIN_DAYS = 180
UNCHECKED = "* We have not checked this number lately."


async def serve(request: Request) -> Response:
    """`GET /help`."""
    facts = await organisation.help_now()
    page = shell.plain_page(
        "Get help now", body(facts), organisation.name(facts), demo=portal.current().world == "demo"
    )
    return HTMLResponse(page, headers={"Cache-Control": "no-cache"})


def body(facts: Mapping[str, Any]) -> str:
    """The page's content: the helplines in groups, the most urgent first, and who we are."""
    lines = facts["helplines"]
    groups = [
        (title, [line for line in lines if line["need"] == need]) for need, title in NEEDS.items()
    ]
    told = "".join(
        f"<h2>{title}</h2><ul>{''.join(map(_line, group))}</ul>" for title, group in groups if group
    )
    note = f"<p>{UNCHECKED}</p>" if any(not is_reliable(line) for line in lines) else ""
    return f"<h1>Get help now</h1>{told or _EMERGENCY}{note}{_about_us(facts['organisation'])}"


def is_reliable(line: Mapping[str, Any]) -> bool:
    """Whether a helpline needs no warning: it was checked lately, or it is 999."""
    return line["need"] == "danger" or was_checked(line["verified_on"])


def was_checked(verified_on: str | None, *, on: date | None = None) -> bool:
    """Whether a number was checked lately enough to be relied on."""
    age = (on or date.today()) - date.fromisoformat(verified_on) if verified_on else None
    return age is not None and age.days <= CHECKED_WITHIN_DAYS


def dial(phone: str) -> str:
    """The number to dial: "111, then press 2" dials 111."""
    return "".join(digit for digit in phone.split(",")[0] if digit.isdigit())


_EMERGENCY = (
    '<h2>Someone is in danger now</h2><ul><li><a class="number" href="tel:999">999</a></li></ul>'
)


def _line(line: Mapping[str, Any]) -> str:
    parts = [f"<strong>{escape(line['name'])}</strong>"]
    if line["phone"]:
        parts.append(
            f'<a class="number" href="tel:{dial(line["phone"])}">{escape(line["phone"])}</a>'
        )
    if line["text_to"]:
        parts.append(f'<span class="number">{escape(line["text_to"])}</span>')
    parts.append(". ".join(escape(words) for words in (line["who_for"], line["hours"]) if words))
    if not is_reliable(line):
        parts[0] += " *"
    return f"<li>{'<br>'.join(parts)}</li>"


def _about_us(about: Mapping[str, Any]) -> str:
    if not about.get("phone"):
        return ""
    phone = f'<a href="tel:{dial(about["phone"])}">{escape(about["phone"])}</a>'
    hours = escape(about.get("hours") or "")
    return (
        f"<h2>{escape(about['name'])}</h2><p>{phone}<br>{hours}</p>"
        "<p>We are not an emergency service.</p>"
    )
