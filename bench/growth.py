"""The pages that everybody reads, in a portal that has grown, beside the same pages in a small one."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg

from bench.figures import Figure, percentile, table
from bench.servers import Running, free_port, running
from bench.tabs import RememberingTab
from services import embedded

ROUNDS = 40
AIM = 1.5
PAGES = ("whats-on", "what-changed")
FILL = Path(__file__).with_name("growth.sql")


@dataclass(frozen=True)
class Size:
    """How much there is of each."""

    workshops: int
    feedback: int
    changes: int
    people: int


SMALL = Size(workshops=60, feedback=400, changes=30, people=60)
GROWN = Size(workshops=2000, feedback=50_000, changes=600, people=2000)


def measure(folder: Path) -> list[Figure]:
    """p50 and p95 of each page in milliseconds, of both portals in turn. `folder` takes their data."""
    folder.chmod(0o711)  # the database's own account has to pass through
    figures = []
    with ExitStack() as both:
        grown, small = (
            both.enter_context(portal_of(folder / name, size))
            for name, size in (("grown", GROWN), ("small", SMALL))
        )
        for address in PAGES:
            with RememberingTab(grown.address) as ours, RememberingTab(small.address) as floor:
                for tab in (ours, floor):
                    if not tab.open(address).headings:
                        raise RuntimeError(f"/{address} drew no heading")
                times = [
                    (ours.rerun()[0] * 1000, floor.rerun()[0] * 1000) for _ in range(ROUNDS + 5)
                ][5:]
            figures += [
                Figure(
                    f"/{address} with {GROWN.workshops:,} workshops and {GROWN.feedback:,} pieces"
                    f" of feedback, beside {SMALL.workshops} and {SMALL.feedback}, {name}",
                    percentile([o for o, _ in times], share),
                    percentile([f for _, f in times], share),
                    "ms",
                    AIM,
                    "lower",
                )
                for name, share in (("p50", 0.5), ("p95", 0.95))
            ]
    return figures


@contextmanager
def portal_of(folder: Path, size: Size) -> Iterator[Running]:
    """A portal of a size, served until the block ends."""
    port = free_port()
    command = [sys.executable, "-m", "services.start", "serve", "--port", str(port)]
    with running(command, port, folder) as served:
        fill(folder / "portal", size)
        yield served


def fill(data: Path, size: Size) -> None:
    """Fill the database in `data`, which is being served, to a size."""
    server = embedded.start(data, say=lambda _: None)
    try:
        with psycopg.connect(server.url("supabase_admin")) as connection:
            for name, many in asdict(size).items():
                connection.execute("select set_config('grown.' || %s, %s, true)", (name, str(many)))
            connection.execute(FILL.read_text().encode())
    finally:
        server.stop()


def main() -> None:
    """Only this measurement: `python -m bench.growth`."""
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        print(table(measure(Path(temporary))))


if __name__ == "__main__":
    main()
