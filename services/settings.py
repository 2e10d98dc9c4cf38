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


@dataclass(frozen=True, slots=True)
class Helpline:
    """A line to call or text, and when somebody here last checked it."""

    id: str
    name: str
    phone: str | None
    text_to: str | None
    web: str | None
    hours: str | None
    who_for: str
    need: str
    source: str
    verified_on: str | None


def read(gateway: Gateway) -> Settings:
    """The settings as they are."""
    told = gateway.call("settings")
    return Settings(**{name: told[name] for name in Settings.__dataclass_fields__})


def save(gateway: Gateway, *, settings: Settings) -> Saved:
    """Change the settings, for an administrator."""
    return Saved(**gateway.call("save_settings", **asdict(settings)))


def helplines(gateway: Gateway) -> tuple[Helpline, ...]:
    """The helplines of the organisation's nation, the most urgent first."""
    return tuple(Helpline(**row) for row in gateway.call("help_now")["helplines"])


def confirm_helpline(gateway: Gateway, *, helpline_id: str) -> str:
    """Say that a number was checked today: confirmed or not_found."""
    return str(gateway.call("confirm_helpline", helpline_id=helpline_id)["outcome"])
