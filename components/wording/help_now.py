"""The headings over the helplines."""

from services.web.help_page import NEEDS

__all__ = ["NEEDS"]
