"""Writing an e-mail out: from what the outbox says to a subject and a text."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.letters import phrases, words
from services.letters.words import Words

HERE = ZoneInfo("Europe/London")
Told = Mapping[str, Any]


def subject_and_text(email: Mapping[str, Any], site: str) -> tuple[str, str]:
    """What a claimed e-mail says. `site` is the portal's address."""
    subject, body = _body(email, site)
    return subject, "\n\n".join((phrases.HELLO, *body, _foot(email, site))) + "\n"


def _body(email: Mapping[str, Any], site: str) -> tuple[str, list[str]]:
    told: Sequence[Told] = email["told"]
    if email["is_test"]:
        return phrases.TEST_SUBJECT, [phrases.TEST]
    if not email["full_details"]:
        return _neutral(told, site)
    organisation = email["organisation"]
    talk = phrases.TALK.format(name=organisation["name"], phone=organisation["phone"])
    if len(told) == 1:
        kind = _words(told[0])
        return kind.subject, [_said(kind, told[0]), _link(kind.do, _page(told[0], site)), talk]
    items = [f"{_said(_words(each), each)}\n{_page(each, site)}" for each in told]
    return phrases.MANY_SUBJECT.format(many=len(told)), [
        phrases.GATHERED[email["gathered"]],
        *items,
        talk,
    ]


def _neutral(told: Sequence[Told], site: str) -> tuple[str, list[str]]:
    page = f"{site}/notices"
    if len(told) > 1:
        many = phrases.NEUTRAL_MANY.format(many=len(told))
        return phrases.MANY_SUBJECT.format(many=len(told)), [_link(many, page)]
    only = told[0]
    if only.get("until"):
        until = phrases.NEUTRAL_UNTIL.format(until=moment(only["until"]))
        return phrases.NEUTRAL_SOON_SUBJECT, [until, _link(phrases.NEUTRAL_LOOK, page)]
    if only.get("reminder"):
        return phrases.NEUTRAL_REMINDER_SUBJECT, [_link(phrases.NEUTRAL_REMINDER, page)]
    return phrases.NEUTRAL_SUBJECT, [_link(phrases.NEUTRAL, page)]


def _words(told: Told) -> Words:
    return words.KINDS.get(told["kind"], words.OTHER)


def _said(kind: Words, told: Told) -> str:
    workshop = told.get("workshop")
    if workshop is None:
        return kind.said
    return kind.said.format(
        workshop=workshop["title"],
        when=span(workshop["starts_at"], workshop["ends_at"]),
        where=_where(workshop),
        until=moment(told["until"]) if told.get("until") else phrases.NO_TIME,
    )


def _where(workshop: Mapping[str, Any]) -> str:
    if workshop["mode"] == "online":
        return phrases.ONLINE
    place = workshop["meeting_point"] or workshop["space"]
    return phrases.IN_PERSON.format(place=place)


def _link(what_for: str, address: str) -> str:
    return f"{what_for}:\n{address}"


def _page(told: Told, site: str) -> str:
    return f"{site}/{told['link'] or 'notices'}"


def _foot(email: Mapping[str, Any], site: str) -> str:
    why = phrases.FOOT_FULL if email["full_details"] else phrases.FOOT_NEUTRAL
    return "\n".join(
        (
            "-- ",  # what follows is a signature: many programs show it apart, or fold it away
            why,
            f"{phrases.CHANGE}: {site}/how-we-tell-you",
            f"{phrases.STOP}: {stop_address(email, site)}",
        )
    )


def stop_address(email: Mapping[str, Any], site: str) -> str:
    """Where all e-mails to this person are stopped, without signing in."""
    return f"{site}/stop-emails?key={email['stop_key']}"


def span(starts_at: str, ends_at: str) -> str:
    """When a workshop is: "Tuesday 1 December, 6pm to 8pm", on the clock of the United Kingdom."""
    starts, ends = _here(starts_at), _here(ends_at)
    last = clock(ends) if ends.date() == starts.date() else f"{_day(ends)}, {clock(ends)}"
    return f"{_day(starts)}, {clock(starts)} to {last}"


def moment(at: str) -> str:
    """A day and an hour: "Tuesday 1 December, 6pm"."""
    here = _here(at)
    return f"{_day(here)}, {clock(here)}"


def clock(at: datetime) -> str:
    """An hour of the day: "6pm", "10:30am", "noon"."""
    if (at.hour, at.minute) == (12, 0):
        return "noon"
    if (at.hour, at.minute) == (0, 0):
        return "midnight"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def _here(at: str) -> datetime:
    return datetime.fromisoformat(at).astimezone(HERE)


def _day(at: datetime) -> str:
    return f"{at:%A} {at.day} {at:%B}"
