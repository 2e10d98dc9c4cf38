"""The e-mail itself: a subject and a text under the heads that mail programs look at."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

from services.letters import writing
from services.letters.settings import MailSettings

# an address is not broken in two: not every mail program puts it together again
HEADS = SMTP.clone(max_line_length=200)


class NoAddress(ValueError):
    """What stands where the address is expected is none."""


def seal(email: Mapping[str, Any], settings: MailSettings) -> EmailMessage:
    """A claimed e-mail, ready to go. Raises NoAddress.

    Plain text only: it reads alike on every phone and aloud, and holds nothing that could call home.
    """
    subject, text = writing.subject_and_text(email, settings.site)
    message = EmailMessage(policy=HEADS)
    message["From"] = settings.sender
    message["To"] = _recipient(email["to"])
    message["Subject"] = subject
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = f"<{email['message']}@{settings.sender.domain}>"
    if settings.reply_to:
        message["Reply-To"] = settings.reply_to
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday note comes back
    message["List-Unsubscribe"] = f"<{writing.stop_address(email, settings.site)}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    message.set_content(text, cte="quoted-printable")
    return message


def _recipient(given: str | None) -> Address:
    """One address and nothing else: no second one, no name, no new line."""
    try:
        found = Address(addr_spec=(given or "").strip())
    except (ValueError, IndexError, HeaderParseError):
        raise NoAddress from None
    if not (found.username and found.domain and found.addr_spec.isascii()):
        raise NoAddress
    return found
