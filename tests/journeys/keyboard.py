"""A person who has only a keyboard. Wherever it goes, it can be seen and is not covered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from tests.journeys.steps import Words, settled

MOST_TABS = 90
A_MOMENT = 500  # ms
# What has the keyboard: its name as it is read out, what it is, and whether one can see where it is.
WHERE = """
() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const label = at.labels?.[0] || at.closest("label");
  const named = at.getAttribute("aria-labelledby");
  const name = at.getAttribute("aria-label")
    || (named && named.split(" ").map((id) => document.getElementById(id)?.innerText).join(" "))
    || label?.innerText || (at.tagName === "MAIN" ? "" : at.innerText) || "";
  const shown = [at, label, at.parentElement, at.parentElement?.parentElement].filter(Boolean);
  const outlined = (one) => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
  };
  const box = (at.matches("[type=radio], [type=checkbox]") && label ? label : at).getBoundingClientRect();
  const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
  const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
  const mine = (hit) => hit && (at.contains(hit) || label?.contains(hit) || hit.contains(at));
  let uncovered = 0;
  for (const x of [0.1, 0.5, 0.9]) for (const y of [0.1, 0.5, 0.9]) {
    if (mine(document.elementFromPoint(left + x * (right - left), top + y * (bottom - top)))) uncovered += 1;
  }
  return {
    name: name.trim(), tag: at.tagName, kind: at.type || at.getAttribute("role") || "",
    seen: shown.some(outlined) || getComputedStyle(at).boxShadow !== "none",
    uncovered: uncovered > 0 && right > left && bottom > top,
    wide: Math.round(box.width), high: Math.round(box.height),
  };
}
"""


@dataclass
class Keyboard:
    """Tab, Shift, Enter, space, arrows and letters on one page."""

    page: Page
    steps: int = 0

    def where(self) -> dict[str, Any] | None:
        """What has the keyboard now."""
        found: dict[str, Any] | None = self.page.evaluate(WHERE)
        return found

    def skip(self) -> None:
        """Go past the menu by the skip link."""
        self.to("Skip to the page")
        self.page.keyboard.press("Enter")

    def to(self, name: Words, kind: str = "") -> None:
        """Press Tab until something of this name has the keyboard."""
        settled(self.page)
        passed: list[str] = []
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            self.steps += 1
            at = self.where()
            if at is None:
                continue
            assert at["seen"], f"nothing shows that the keyboard is on {at}"
            assert at["uncovered"], f"something covers {at}"
            if _is(name, at["name"]) and kind in at["kind"]:
                return
            passed.append(at["name"][:40])
        raise AssertionError(f"{name!r} is not reached by Tab; passed: {passed}")

    def press(self, name: Words, key: str = "Enter") -> None:
        """Go to a button or a link and press it."""
        self.to(name)
        self.page.keyboard.press(key)
        self.page.wait_for_timeout(A_MOMENT)  # until the draw that follows has begun
        settled(self.page)

    def write(self, label: Words, words: str) -> None:
        """Go to a field and type."""
        self.to(label)
        self.page.keyboard.type(words)

    def tick(self, label: Words) -> None:
        """Go to a box and tick it."""
        self.press(label, "Space")

    def pick(self, first: Words, wanted: Words) -> None:
        """Go to round ones, of which `first` is picked, and move on to the wanted one."""
        self.to(first, "radio")
        for _ in range(12):
            at = self.where()
            if at and _is(wanted, at["name"]):
                self.page.keyboard.press("Space")
                return
            self.page.keyboard.press("ArrowDown")
            settled(self.page)
        raise AssertionError(f"the arrows do not reach {wanted!r}")

    def choose(self, label: Words, option: str) -> None:
        """Go to a list, type what is wanted, and take it."""
        self.to(label)
        self.page.keyboard.type(option)
        self.page.get_by_role("option", name=option).first.wait_for()
        self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Enter")
        settled(self.page)


def _is(wanted: Words, name: str) -> bool:
    return wanted in name if isinstance(wanted, str) else bool(wanted.search(name))
