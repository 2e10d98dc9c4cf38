"""One figure, its floor and its aim; how a run is written down."""

from __future__ import annotations

import json
import platform
import statistics
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """A measurement beside its floor.

    `ratio` is what counts: ours divided by the floor, both from the same run. `better` says which
    way is good. `aim` is what the design asks for; None where there is none.
    """

    name: str
    ours: float
    floor: float
    unit: str
    aim: float | None
    better: str

    @property
    def ratio(self) -> float:
        """Ours divided by the floor."""
        return self.ours / self.floor if self.floor else float("inf")

    @property
    def verdict(self) -> str:
        """Whether the aim was met, in a word."""
        if self.aim is None:
            return ""
        met = self.ratio <= self.aim if self.better == "lower" else self.ratio >= self.aim
        return "met" if met else "NOT MET"


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie. Raises ValueError on an empty list."""
    if not values:
        raise ValueError("no values")
    if len(values) == 1:
        return values[0]
    return statistics.quantiles(values, n=100, method="inclusive")[
        max(0, min(98, round(share * 100) - 1))
    ]


def table(figures: list[Figure]) -> str:
    """The figures as a Markdown table."""
    lines = ["| what | ours | floor | ratio | aim | |", "|---|---:|---:|---:|---:|---|"]
    for f in figures:
        sign = "≤" if f.better == "lower" else "≥"
        aim = f"{sign} {f.aim:g}×" if f.aim is not None else ""
        lines.append(
            f"| {f.name} | {f.ours:,.1f} {f.unit} | {f.floor:,.1f} {f.unit} | {f.ratio:.2f}× | {aim} | {f.verdict} |"
        )
    return "\n".join(lines)


def write(figures: list[Figure], folder: Path) -> None:
    """Write bench.json and bench.md into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [asdict(f) | {"ratio": round(f.ratio, 3), "verdict": f.verdict} for f in figures]
    machine = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "system": platform.system(),
    }
    (folder / "bench.json").write_text(
        json.dumps({"machine": machine, "figures": rows}, indent=1) + "\n"
    )
    (folder / "bench.md").write_text(table(figures) + "\n")
