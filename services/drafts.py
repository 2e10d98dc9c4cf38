"""What somebody is writing and has not sent: kept on the server, for them alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.gateway import Gateway

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Draft:
    """Fields of a form as they were last kept; `other` stood here when another page wrote on."""

    content: Content
    kept_at: str
    version: int
    other: Content | None = None
    other_kept_at: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of keeping: kept, sent, gone, nothing, too_many or invalid."""

    outcome: str
    version: int = 0
    apart: bool = False
    field: str | None = None
    problem: str | None = None


def read(told: Mapping[str, Any] | None) -> Draft | None:
    """The draft in an answer of the database."""
    return Draft(**told) if told else None


def mine(gateway: Gateway, form: str, *, subject: str | None = None) -> Draft | None:
    """What the person asking has begun to write in a form."""
    return read(gateway.call("my_draft", form=form, subject=subject))


def keep(
    gateway: Gateway,
    form: str,
    content: Content,
    *,
    subject: str | None = None,
    writer: str | None = None,
    base: int | None = None,
) -> Kept:
    """Keep these fields; those not named stay. `writer` is an open page, `base` what it has seen."""
    told = gateway.call(
        "keep_draft", form=form, content=dict(content), subject=subject, writer=writer, base=base
    )
    return Kept(**told)


def drop(gateway: Gateway, form: str, *, subject: str | None = None) -> Content:
    """Throw a draft away; returns what was in it, for an undo."""
    content: Content = gateway.call("drop_draft", form=form, subject=subject).get("content", {})
    return content


def swap(gateway: Gateway, form: str, *, subject: str | None = None) -> Content | None:
    """Go on with what was written at another page; None when there is nothing."""
    content: Content | None = gateway.call("swap_draft", form=form, subject=subject).get("content")
    return content
