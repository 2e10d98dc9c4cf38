"""axe-core in the browser: what a page has against WCAG 2.2 A and AA, theirs and ours apart."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What a change of colours can break, and what a change of width can break beside it
COLOURS = ("color-contrast", "link-in-text-block")
LAYOUT = (*COLOURS, "target-size", "scrollable-region-focusable", "list", "listitem")
NAMED = os.environ.get("ALONGSIDE_AXE", "")
WITHOUT = "axe-core is missing: name its axe.min.js in ALONGSIDE_AXE"


@dataclass(frozen=True)
class Theirs:
    """Something in Streamlit's own markup that we cannot change, and why it is let pass."""

    rule: str
    inside: str  # part of the CSS path or the HTML of the element
    why: str


# Each line is a fault of Streamlit 1.67 in an element that we neither draw nor can reach.
STREAMLITS: tuple[Theirs, ...] = ()


@dataclass(frozen=True)
class Finding:
    """One element that breaks one rule."""

    rule: str
    target: str
    html: str
    help: str

    @property
    def is_streamlits(self) -> bool:
        """Whether it is on the list above."""
        return any(
            self.rule == theirs.rule and theirs.inside in f"{self.target} {self.html}"
            for theirs in STREAMLITS
        )


def findings(page: Page, rules: Sequence[str] = ()) -> list[Finding]:
    """What axe finds on the page as it stands now: by every rule, or by the named ones."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(Path(NAMED).read_text(encoding="utf-8"))
    only = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": TAGS}
    found: Any = page.evaluate(
        "only => axe.run(document, {runOnly: only, resultTypes: ['violations'], preload: false})",
        only,
    )
    return [
        Finding(violation["id"], str(node["target"]), node["html"][:300], violation["help"])
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
