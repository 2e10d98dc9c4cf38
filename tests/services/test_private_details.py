"""The hint before sending: what looks like a way to reach somebody, and what does not."""

from __future__ import annotations

import pytest

from services.feedback import seems_to_hold


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ring 07700 900123 after six", ("phone",)),
        ("Ring 01245-000-000", ("phone",)),
        ("Ring +44 7700 900 123", ("phone",)),
        ("Ring (01245) 000000", ("phone",)),
        ("Write to ash.b@mail.example.org.", ("email",)),
        ("ash@example.org or 07700900123", ("email", "phone")),
        ("We met at 10 on 12/11/2026, 14 of us, room 203", ()),
        ("It cost £1200 and took 365 days in 2025", ()),
        ("Meet @ the space, bus 0 or 12", ()),
        ("", ()),
    ],
)
def test_only_what_looks_like_a_way_to_reach_somebody_is_pointed_out(text, found):
    assert seems_to_hold(text) == found
