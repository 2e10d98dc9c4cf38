"""Does a text seem to hold a way to reach somebody? A hint before sending, never a bar."""

import re

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
PHONE = re.compile(r"(?<![\d£])(\+|\(?0)\d([\s().-]{0,2}\d){8,12}(?!\d)")


def seems_to_hold(text: str) -> tuple[str, ...]:
    """Which of "email" and "phone" the text seems to hold."""
    return tuple(
        name for name, pattern in (("email", EMAIL), ("phone", PHONE)) if pattern.search(text)
    )
