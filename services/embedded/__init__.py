"""The embedded PostgreSQL: programs from a wheel, started by a launcher of ours."""

from services.embedded.server import DATABASE, Server, end, start
from services.embedded.trouble import Trouble

__all__ = ["DATABASE", "Server", "Trouble", "end", "start"]
