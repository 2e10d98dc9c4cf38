"""Becoming a member, and what a member tells us about themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from services.consents import Consent, Question, read
from services.gateway import Gateway
from services.spaces import Place


@dataclass(frozen=True, slots=True)
class SignUpForm:
    """What a newcomer is asked: the spaces, and each consent in its words."""

    spaces: tuple[Place, ...]
    consents: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a newcomer tells us. Only the name and the connection are needed."""

    display_name: str
    connection: str | None
    relation: str | None = None
    space_id: str | None = None
    contact_channel: str = "portal"
    safe_times: str | None = None
    message_ok: bool = False
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Details(Profile):
    """What a member may add later."""

    legal_name: str | None = None
    access_needs: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """A member's own details and consents, and the spaces to choose from."""

    details: Details
    joined_at: str
    consents: tuple[Consent, ...]
    spaces: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it. `field` and `problem` for invalid, `why` for name_gives_you_away."""

    outcome: str
    field: str | None = None
    problem: str | None = None
    why: str | None = None


def sign_up_form(gateway: Gateway) -> SignUpForm:
    """What to ask somebody who has an account and is not a member yet."""
    told = gateway.call("sign_up_form")
    return SignUpForm(
        tuple(Place(**space) for space in told["spaces"]),
        tuple(Question(**question) for question in told["consents"]),
    )


def sign_up(
    gateway: Gateway,
    *,
    profile: Profile,
    adult: bool,
    consents: Sequence[Question],
    name_is_fine: bool = False,
) -> Answer:
    """Become a member: welcome, already_signed_up, adults_only, name_gives_you_away,
    wording_changed or invalid. Everything is kept, or nothing."""
    agreed = [{"purpose": asked.purpose, "version": asked.version} for asked in consents]
    told = gateway.call(
        "sign_up", **asdict(profile), adult=adult, consents=agreed, name_is_fine=name_is_fine
    )
    return Answer(**told)


def my_account(gateway: Gateway) -> Account:
    """Everything the account page shows."""
    told = gateway.call("my_account")
    return Account(
        details_from(told["details"]),
        told["details"]["joined_at"],
        read(told["consents"]),
        tuple(Place(**space) for space in told["spaces"]),
    )


def save_my_details(
    gateway: Gateway,
    *,
    details: Details,
    consents: Sequence[Consent] = (),
    name_is_fine: bool = False,
) -> Answer:
    """Change one's own details: saved, nothing_changed, name_gives_you_away, wording_changed or
    invalid. `consents` are those that a way of being reached brings with it."""
    agreed = [{"purpose": asked.purpose, "version": asked.version} for asked in consents]
    told = gateway.call(
        "save_my_details", **asdict(details), consents=agreed, name_is_fine=name_is_fine
    )
    return Answer(**told)


def details_from(told: Mapping[str, Any]) -> Details:
    """Details as the database gives them."""
    return Details(**{name: told[name] for name in Details.__dataclass_fields__})


def sign_out_everywhere(gateway: Gateway) -> int:
    """End every session of the person asking, this one too. Returns how many there were."""
    return int(gateway.call("sign_out_everywhere")["sessions"])
