"""What a person's calendar may say, and the secret address at which it asks."""

from dataclasses import dataclass

from services.gateway import Gateway


@dataclass(frozen=True, slots=True)
class Choice:
    """What the calendar may say, since when it has an address, and when that was last used."""

    full_titles: bool
    with_links: bool
    made_at: str | None
    used_at: str | None


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it. `path` is told once, when an address is made: nobody can read it again."""

    outcome: str
    path: str | None = None


def mine(gateway: Gateway) -> Choice:
    """The choice of the person asking."""
    return Choice(**gateway.call("my_calendar"))


def choose(gateway: Gateway, *, full_titles: bool, with_links: bool) -> Done:
    """Let the calendar say more, or less."""
    told = gateway.call("choose_calendar", full_titles=full_titles, with_links=with_links)
    return Done(told["outcome"])


def make_address(gateway: Gateway) -> Done:
    """A new secret address. One from before stops working at once."""
    told = gateway.call("make_calendar_feed")
    secret = told.get("secret")
    return Done(told["outcome"], f"/calendar/{secret}.ics" if secret else None)


def revoke_address(gateway: Gateway) -> Done:
    """Take the secret address away."""
    return Done(gateway.call("revoke_calendar_feed")["outcome"])
