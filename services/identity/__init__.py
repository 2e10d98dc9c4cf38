"""Who a person is: signing up, in and out, whichever service keeps the accounts.

What a person can cause is an answer, never an exception: each verb gives `SignedIn`, `DONE`
or a `Refused` with a code. No refusal tells whether an e-mail has an account.
"""

from dataclasses import dataclass
from typing import Literal, Protocol

Code = Literal[
    "wrong_email_or_password",
    "too_many_tries",
    "weak_password",
    "cannot_use_email",
    "code_wrong_or_old",
    "check_your_email",
    "ask_staff",
    "unavailable",
    "already_on",
    "not_set_up",
]


@dataclass(frozen=True, repr=False)
class SignedIn:
    """A person and the session that they are in; the tokens are Supabase's, where it is used."""

    person_id: str
    session_id: str
    access_token: str | None = None
    refresh_token: str | None = None
    expires_at: float | None = None

    def __repr__(self) -> str:
        """Name nobody's tokens in a log."""
        return f"SignedIn(person_id={self.person_id!r})"


@dataclass(frozen=True)
class Refused:
    """Why not: a code, and for a weak password what would make it better."""

    code: Code
    advice: tuple[str, ...] = ()


@dataclass(frozen=True)
class Done:
    """It is done, and nothing needs saying."""


DONE = Done()


@dataclass(frozen=True, repr=False)
class NewFactor:
    """What an app on the phone needs to make codes: the secret, and the same as an address."""

    secret: str
    address: str


class SecondStep(Protocol):
    """Checks the code that an app on the phone shows. `where` is the visitor's address."""

    resets_completely: bool
    """Whether a reset in the portal removes the old secret as well."""

    def is_on(self, signed_in: SignedIn) -> bool:
        """Whether the account has an app on a phone."""
        ...

    def set_up(self, signed_in: SignedIn, password: str, where: str) -> NewFactor | Refused:
        """A new secret for who knows the password; it counts from the first right code."""
        ...

    def show(self, signed_in: SignedIn, code: str, where: str) -> SignedIn | Refused:
        """Check a code for this session; the answer may hold other tokens than before."""
        ...

    def turn_off(self, signed_in: SignedIn, password: str, where: str) -> Done | Refused:
        """Let go of the secret, for who knows the password."""
        ...


@dataclass(frozen=True)
class Persona:
    """Somebody invented, whom a visitor to the demo may look round as."""

    key: str
    label: str
    about: str


class IdentityProvider(Protocol):
    """Keeps accounts. `address` is where the person asks from, for limits; it may be empty."""

    can_email: bool
    """Whether it can send a code or a link; where it cannot, staff give a code in person."""

    @property
    def second_step(self) -> SecondStep:
        """The second step after the password."""
        ...

    def sign_up(self, email: str, password: str, address: str) -> SignedIn | Refused:
        """Make an account and sign in to it."""
        ...

    def sign_in(self, email: str, password: str, address: str) -> SignedIn | Refused:
        """Sign in with a password."""
        ...

    def send_code(self, email: str, address: str) -> Refused:
        """E-mail a one-time code; the answer is the same whether or not there is an account."""
        ...

    def sign_in_with_code(self, email: str, code: str, address: str) -> SignedIn | Refused:
        """Sign in with a one-time code that was e-mailed."""
        ...

    def sign_out(self, signed_in: SignedIn) -> None:
        """End this session with the provider."""
        ...

    def sign_out_everywhere(self, signed_in: SignedIn) -> None:
        """End every session of this person with the provider."""
        ...

    def change_password(
        self, signed_in: SignedIn, password: str, new_password: str, address: str
    ) -> Done | Refused:
        """Change the password of somebody who is signed in and knows the old one."""
        ...

    def request_reset(self, email: str, address: str) -> Refused:
        """Ask for a way back in; says what comes next, never whether there is an account."""
        ...

    def reset(self, email: str, code: str, new_password: str, address: str) -> SignedIn | Refused:
        """Set a new password with the code that was e-mailed or given by staff."""
        ...

    def personas(self) -> list[Persona]:
        """Who there is to look round as; nobody outside the demo."""
        ...

    def look_round_as(self, key: str) -> SignedIn | Refused:
        """Sign in as a persona of the demo."""
        ...

    def close(self) -> None:
        """Let go of what the provider holds open."""
        ...
