"""`/help`: where to get help now, as plain HTML that needs no JavaScript and prints well."""

from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from services import portal
from services.web import organisation, shell

NEEDS = {
    "danger": "Someone is in danger now",
    "crisis": "You need to talk to someone now",
    "abuse": "You are afraid of someone at home",
    "family": "Someone you love drinks or uses drugs",
    "drugs_and_alcohol": "Questions about drugs and alcohol",
    "gambling": "Gambling",
    "child": "Children and young people",
    "grief": "Someone has died",
    "other": "More help",
}
NATIONS = {
    "england": "England",
    "scotland": "Scotland",
    "wales": "Wales",
    "northern_ireland": "Northern Ireland",
}
NOT_CHECKED = "We have not checked this number yet."
MAY_HAVE_CHANGED = "It may have changed."
TITLE = "Phone numbers"  # neutral: it is what the browser's history shows


async def serve(request: Request) -> Response:
    """`GET /help`, and `GET /help?nation=wales` for the numbers of another nation."""
    asked = request.query_params.get("nation")
    facts = await organisation.help_now(asked if asked in NATIONS else None)
    page = shell.plain_page(
        TITLE, body(facts), organisation.name(facts), demo=portal.current().world == "demo"
    )
    return HTMLResponse(page, headers={"Cache-Control": "no-cache"})


def body(facts: Mapping[str, Any]) -> str:
    """The page's content: the helplines in groups, the most urgent first, and who we are."""
    lines = facts["helplines"]
    groups = {need: [line for line in lines if line["need"] == need] for need in NEEDS}
    danger, *others = (
        f"<h2>{NEEDS[need]}</h2><ul>{''.join(map(_line, group))}</ul>"
        for need, group in groups.items()
        if group or need == "danger"
    )
    return (
        f"<h1>Get help now</h1>{danger if groups['danger'] else _EMERGENCY}{_worried(facts)}"
        f"{''.join(others)}{_nations(facts.get('nation'))}{_about_us(facts['organisation'])}{_SAFETY}"
    )


def checked(line: Mapping[str, Any]) -> str:
    """What the reader has to know about when we last checked a number; nothing for 999."""
    if not line["verified_on"]:
        return NOT_CHECKED if line["due"] else ""
    day = date.fromisoformat(line["verified_on"])
    told = f"We last checked this on {day.day} {day:%B %Y}."
    return f"{told} {MAY_HAVE_CHANGED}" if line["due"] else told


def dial(phone: str) -> str:
    """The number to dial: "111, then press 2" dials 111."""
    return "".join(digit for digit in phone.split(",")[0] if digit.isdigit())


def call_link(phone: str) -> str:
    """The address that dials."""
    return f"tel:{dial(phone)}"


def text_link(line: Mapping[str, Any]) -> str:
    """The address that begins a text message, with the word that is asked for."""
    word = line["text_word"]
    return f"sms:{dial(line['text_to'])}" + (f"?&body={quote(word)}" if word else "")


def text_words(line: Mapping[str, Any]) -> str:
    """What to text, and where to: "Text SHOUT to 85258"."""
    word = line["text_word"]
    return f"Text {word} to {line['text_to']}" if word else f"Text {line['text_to']}"


_EMERGENCY = (
    '<h2>Someone is in danger now</h2><ul><li><a class="number" href="tel:999">999</a></li></ul>'
)
_SAFETY = (
    '<p class="screen"><a href="/safety">How to keep your visit private</a></p>'
    '<p class="screen">You can print this page.</p>'
)


def _line(line: Mapping[str, Any]) -> str:
    parts = [f"<strong>{escape(line['name'])}</strong>"]
    if line["phone"]:
        parts.append(_link("number", call_link(line["phone"]), line["phone"]))
    if line["text_to"]:
        parts.append(_link("number", text_link(line), text_words(line)))
    parts.append(". ".join(escape(words) for words in (line["who_for"], line["hours"]) if words))
    if line["web"]:
        parts.append(_link("web", f"https://{line['web']}", line["web"]))
    if told := checked(line):
        parts.append(f"<small>{told}</small>")
    return f"<li>{'<br>'.join(parts)}</li>"


def _link(kind: str, address: str, words: str) -> str:
    return f'<a class="{kind}" href="{escape(address)}" rel="noreferrer">{escape(words)}</a>'


def _worried(facts: Mapping[str, Any]) -> str:
    phone = facts["organisation"].get("phone")
    call = f" Or call us: {_link('', call_link(phone), phone)}." if phone else ""
    return (
        "<h2>You are worried about someone</h2>"
        f'<p><a href="/worried">I am worried about someone</a>. You do not have to sign in.{call}</p>'
    )


def _nations(shown: str | None) -> str:
    others = "".join(
        f'<li><a href="/help?nation={nation}">{name}</a></li>'
        for nation, name in NATIONS.items()
        if nation != shown
    )
    here = f"These numbers are for {NATIONS[shown]}. " if shown in NATIONS else ""
    return (
        f'<nav class="nations" aria-label="Numbers of other nations"><p>{here}See those for:</p>'
        f"<ul>{others}</ul></nav>"
    )


def _about_us(about: Mapping[str, Any]) -> str:
    if not about.get("phone"):
        return ""
    return (
        f"<h2>{escape(about['name'])}</h2>"
        f"<p>{_link('', call_link(about['phone']), about['phone'])}<br>{escape(about.get('hours') or '')}</p>"
        "<p>We are not an emergency service.</p>"
    )
