"""Each page's script run, beside a bare page's on a server with the same settings."""

from __future__ import annotations

from pathlib import Path

from bench.figures import Figure, percentile
from bench.servers import Running, sign_in
from bench.tabs import RememberingTab

ROUNDS = 40
PLAIN_AIM, CHART_AIM = 2.0, 4.0

# persona (None: a visitor), address, whether it has charts
PAGES: tuple[tuple[str | None, str, bool], ...] = (
    (None, "", False),
    (None, "whats-on", False),
    (None, "what-changed", False),
    (None, "help-now", False),
    ("recovery", "home", False),
    ("recovery", "my-bookings", False),
    ("recovery", "your-say", False),
    ("recovery", "my-feedback", False),
    ("mother", "mentoring", False),
    ("mentor", "my-matches", False),
    ("coordinator", "today", False),
    ("coordinator", "workshops", False),
    ("coordinator", "feedback", False),
    ("coordinator", "matching", False),
    ("coordinator", "people", False),
    ("administrator", "settings", False),
    ("coordinator", "engagement", True),
    ("analyst", "evidence", True),
)


def measure(portal: Running, bare: Running, data: Path) -> list[Figure]:
    """p50 and p95 of each page in milliseconds; every run of ours is followed by one of the bare page."""
    tokens = {persona: sign_in(data, persona) for persona in {p for p, _, _ in PAGES if p}}
    figures = []
    for persona, address, charts in PAGES:
        with (
            RememberingTab(portal.address, tokens.get(persona or "")) as ours,
            RememberingTab(bare.address) as floor,
        ):
            opened = ours.open(address)
            if not opened.headings:
                raise RuntimeError(f"/{address} drew no heading as {persona}")
            floor.open("")
            times = [(ours.rerun()[0] * 1000, floor.rerun()[0] * 1000) for _ in range(ROUNDS + 5)][
                5:
            ]
        aim = CHART_AIM if charts else PLAIN_AIM
        for name, share in (("p50", 0.5), ("p95", 0.95)):
            figures.append(
                Figure(
                    f"/{address} as {persona or 'visitor'}, {name}",
                    percentile([o for o, _ in times], share),
                    percentile([f for _, f in times], share),
                    "ms",
                    aim,
                    "lower",
                )
            )
    return figures
