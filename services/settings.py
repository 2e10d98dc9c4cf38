"""What the organisation tells visitors about itself, and the numbers that it has checked."""

from dataclasses import asdict, dataclass

from services.gateway import Gateway


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an administrator may change."""

    name: str
    region: str
    phone: str
    hours: str
    email: str
    nation: str
    privacy_notice: str


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of saving: saved, or invalid with the field and the problem."""

    outcome: str
    field: str | None = None
    problem: str | None = None


def read(gateway: Gateway) -> Settings:
    """The settings as they are."""
    told = gateway.call("settings")
    return Settings(**{name: told[name] for name in Settings.__dataclass_fields__})


def save(gateway: Gateway, *, settings: Settings) -> Saved:
    """Change the settings, for an administrator."""
    return Saved(**gateway.call("save_settings", **asdict(settings)))
