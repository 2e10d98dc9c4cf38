"""E-mails: what a person wants to get by e-mail, and those that did not go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.consents import Consent
from services.gateway import Gateway


@dataclass(frozen=True, slots=True)
class LastTest:
    """The last test that a person sent to themselves."""

    state: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MyEmails:
    """What a person chose. `left_out` are the topics that they do not want, 1 is Monday."""

    address: str | None
    how_often: str
    full_details: bool
    left_out: tuple[str, ...]
    days: tuple[int, ...]
    from_hour: int
    until_hour: int
    not_working_since: str | None
    set_up: bool
    last_test: LastTest | None
    consent: Consent


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a person chooses, as the form holds it."""

    how_often: str
    left_out: Sequence[str]
    full_details: bool
    days: Sequence[int]
    from_hour: int
    until_hour: int


@dataclass(frozen=True, slots=True)
class Answer:
    """saved; or invalid, with the field and what is wrong with it."""

    outcome: str
    field: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """Whether e-mail is set up, and what the mail server's problem is, if it has one."""

    set_up: bool
    problem: str | None
    since: str
    looked_at: str | None


@dataclass(frozen=True, slots=True)
class Trouble:
    """An e-mail that did not go (refused), or may not have (unsure). Never what it said."""

    email_id: str
    person_id: str
    display_name: str
    state: str
    problem: str
    reply: int | None
    ended_at: str
    tries: int
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Troubles:
    """A page of them, the newest first, and how e-mail does."""

    service: Service
    waiting: int
    sent_this_week: int
    rows: tuple[Trouble, ...]
    total: int
    page_size: int


def mine(gateway: Gateway) -> MyEmails:
    """What the person asking chose about e-mails."""
    told: Mapping[str, Any] = gateway.call("my_emails")
    lists = {name: tuple(told[name]) for name in ("left_out", "days")}
    last = LastTest(**told["last_test"]) if told["last_test"] else None
    return MyEmails(**{**told, **lists, "last_test": last, "consent": Consent(**told["consent"])})


def save(gateway: Gateway, choice: Choice) -> Answer:
    """Save what the person asking chooses."""
    return Answer(
        **gateway.call(
            "save_my_emails",
            how_often=choice.how_often,
            left_out=list(choice.left_out),
            full_details=choice.full_details,
            days=list(choice.days),
            from_hour=choice.from_hour,
            until_hour=choice.until_hour,
        )
    )


def send_test(gateway: Gateway) -> str:
    """Send the person asking a test: on_its_way, not_set_up, no_address, no_consent or just_sent."""
    return str(gateway.call("send_test_email")["outcome"])


def stop(gateway: Gateway, *, stop_key: str) -> str:
    """Stop all e-mails to whoever got one with this key: stopped or not_found."""
    return str(gateway.call("stop_emails", stop_key=stop_key)["outcome"])


def in_trouble(gateway: Gateway, *, page: int = 1) -> Troubles:
    """What did not go, for staff."""
    told = gateway.call("emails_in_trouble", page=page)
    rows = tuple(Trouble(**{**row, "topics": tuple(row["topics"])}) for row in told["rows"])
    return Troubles(**{**told, "service": Service(**told["service"]), "rows": rows})


def decide(gateway: Gateway, *, email_id: str, decision: str) -> str:
    """Send one again or leave it: tried_again, given_up or not_found."""
    return str(gateway.call("decide_email", email_id=email_id, decision=decision)["outcome"])
