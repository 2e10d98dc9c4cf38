"""Dates and times as people say them, on the clock of the UK."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

UK = ZoneInfo("Europe/London")


def uk(moment: str | datetime) -> datetime:
    """A moment on the clock in the UK; text is ISO as the database sends it."""
    given = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return (given if given.tzinfo else given.replace(tzinfo=UTC)).astimezone(UK)


def today() -> date:
    """Today in the UK."""
    return datetime.now(UK).date()


def day(when: str | date | datetime, *, year: bool | None = None) -> str:
    """ "Tue 1 December"; the year is added when it is not this one."""
    on = _date(when)
    with_year = on.year != today().year if year is None else year
    return f"{on:%a} {on.day} {on:%B}" + (f" {on.year}" if with_year else "")


def clock(moment: str | datetime) -> str:
    """ "6pm", "10:30am", "12 noon"."""
    at = uk(moment)
    if (at.hour, at.minute) in ((12, 0), (0, 0)):
        return "12 noon" if at.hour else "midnight"
    return _face(at) + _half(at)


def span(starts: str | datetime, ends: str | datetime | None = None) -> str:
    """ "Tue 1 December, 6 to 8pm"; two days are both named."""
    begin = uk(starts)
    if ends is None:
        return f"{day(begin)}, {clock(begin)}"
    end = uk(ends)
    if begin.date() != end.date():
        return f"{day(begin)}, {clock(begin)} to {day(end)}, {clock(end)}"
    plain = {(12, 0), (0, 0)}
    same_half = _half(begin) == _half(end) and not plain & {
        (begin.hour, begin.minute),
        (end.hour, end.minute),
    }
    return f"{day(begin)}, {_face(begin) if same_half else clock(begin)} to {clock(end)}"


def away(when: str | date | datetime, *, from_day: date | None = None) -> str:
    """ "today", "tomorrow", "in 3 days", "2 weeks ago"."""
    days = (_date(when) - (from_day or today())).days
    if days in (-1, 0, 1):
        return {-1: "yesterday", 0: "today", 1: "tomorrow"}[days]
    count, unit = _rough(abs(days))
    words = f"{count} {unit}{'' if count == 1 else 's'}"
    return f"in {words}" if days > 0 else f"{words} ago"


def month(when: str | date | datetime) -> str:
    """ "December 2026"."""
    return f"{_date(when):%B %Y}"


def _date(when: str | date | datetime) -> date:
    if isinstance(when, str):
        when = date.fromisoformat(when) if len(when) == len("2026-12-01") else uk(when)
    return uk(when).date() if isinstance(when, datetime) else when


def _face(at: datetime) -> str:
    hour = at.hour % 12 or 12
    return f"{hour}:{at.minute:02}" if at.minute else str(hour)


def _half(at: datetime) -> str:
    return "am" if at.hour < 12 else "pm"


def _rough(days: int) -> tuple[int, str]:
    if days < 14:
        return days, "day"
    if days < 60:
        return days // 7, "week"
    return (days // 30, "month") if days < 730 else (days // 365, "year")
