"""The sign-in cookie: its names, and how to read it."""

from collections.abc import Mapping

PLAIN = "alongside_session"
SECURE = f"__Host-{PLAIN}"  # over https only: no other host can set it


def read_token(cookies: Mapping[str, str]) -> str | None:
    """The sign-in token among these cookies, if there is one."""
    return cookies.get(SECURE) or cookies.get(PLAIN) or None


def name_for(scheme: str) -> str:
    """The cookie's name on a connection of this kind."""
    return SECURE if scheme == "https" else PLAIN
