"""Through which mail server e-mails go, and who they are from. Told by the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from email.policy import SMTP
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

PER_MINUTE = 100  # what the mail servers of small organisations usually take
PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}


class SettingsWrong(ValueError):
    """The settings for e-mail are there and cannot be used; says which, and never what it holds."""


@dataclass(frozen=True, slots=True)
class MailSettings:
    """A mail server, and what stands at the head of every e-mail. `site` is the portal's address."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    sender: Address
    reply_to: Address | None
    site: str
    per_minute: int = PER_MINUTE


def from_environment(environ: Mapping[str, str]) -> MailSettings | None:
    """The settings, or None where no mail server is named. Raises SettingsWrong."""
    url = environ.get("ALONGSIDE_SMTP_URL", "").strip()
    if not url:
        return None
    scheme, host, port, user, password = _server(url)
    sender = _address("ALONGSIDE_MAIL_FROM", environ)
    if sender is None:
        raise SettingsWrong("ALONGSIDE_MAIL_FROM is missing: Name <name@example.org>")
    return MailSettings(
        scheme=scheme,
        host=host,
        port=port,
        user=user,
        password=password,
        sender=sender,
        reply_to=_address("ALONGSIDE_MAIL_REPLY_TO", environ),
        site=_site(environ.get("ALONGSIDE_ADDRESS", "").strip()),
        per_minute=_per_minute(environ.get("ALONGSIDE_MAIL_PER_MINUTE", "").strip()),
    )


def _server(url: str) -> tuple[str, str, int, str, str]:
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS[parts.scheme]
    except (KeyError, ValueError):
        raise SettingsWrong("ALONGSIDE_SMTP_URL: smtp://user:password@host:587") from None
    host = parts.hostname or ""
    if not host:
        raise SettingsWrong("ALONGSIDE_SMTP_URL names no host")
    if parts.scheme == "smtp+plain" and not _is_this_machine(host):
        raise SettingsWrong("ALONGSIDE_SMTP_URL: without TLS only to this machine itself")
    return parts.scheme, host, port, unquote(parts.username or ""), unquote(parts.password or "")


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _address(name: str, environ: Mapping[str, str]) -> Address | None:
    given = environ.get(name, "").strip()
    if not given:
        return None
    try:
        parsed = SMTP.header_factory("From", given)
    except ValueError:
        raise SettingsWrong(f"{name}: Name <name@example.org>") from None
    addresses: tuple[Address, ...] = getattr(parsed, "addresses", ())
    only = addresses[0] if len(addresses) == 1 else None
    if parsed.defects or only is None or not only.domain:
        raise SettingsWrong(f"{name}: Name <name@example.org>")
    return only


def _site(given: str) -> str:
    parts = urlsplit(given)
    secure = parts.scheme == "https" or (
        parts.scheme == "http" and _is_this_machine(parts.hostname or "")
    )
    if not secure or not parts.netloc or parts.path.strip("/") or parts.query:
        raise SettingsWrong("ALONGSIDE_ADDRESS: the portal's address, https://portal.example.org")
    return f"{parts.scheme}://{parts.netloc}"


def _per_minute(given: str) -> int:
    if not given:
        return PER_MINUTE
    if not given.isascii() or not given.isdigit() or not 1 <= int(given) <= 10_000:
        raise SettingsWrong("ALONGSIDE_MAIL_PER_MINUTE: a number from 1 to 10000")
    return int(given)
