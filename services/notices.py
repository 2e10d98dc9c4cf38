"""Notices: what waits for a person, of which kind and where to look."""

from dataclasses import dataclass

from services.gateway import Gateway


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that a person was told of. `link` is the address of a page, if there is one."""

    notice_id: str
    kind: str
    link: str | None
    made_at: str
    read_at: str | None

    @property
    def url_path(self) -> str | None:
        """The page that the notice leads to."""
        return self.link.partition("?")[0] if self.link else None

    @property
    def query(self) -> dict[str, str]:
        """What the page is asked for: at most one name with its value."""
        name, _, value = (self.link or "").partition("?")[2].partition("=")
        return {name: value} if name else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticesPage:
    """A page of notices, the newest first, and how many are unread in all."""

    rows: tuple[Notice, ...]
    total: int
    unread: int
    page_size: int


def mine(gateway: Gateway, *, page: int = 1) -> NoticesPage:
    """What the person asking was told."""
    told = gateway.call("my_notices", page=page)
    return NoticesPage(**{**told, "rows": tuple(Notice(**row) for row in told["rows"])})


def read(gateway: Gateway, *, notice_id: str) -> str:
    """Mark one notice as read: read or not_found."""
    return str(gateway.call("read_notice", notice_id=notice_id)["outcome"])


def read_all(gateway: Gateway) -> str:
    """Mark every notice of the person asking as read."""
    return str(gateway.call("read_all_notices")["outcome"])
