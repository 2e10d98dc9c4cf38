"""Run every measurement and write build/bench/bench.json and bench.md: `make bench`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench import booking, figures, growth, leaving, pages, slow_phone, start, visitors, wire
from bench.figures import Figure
from bench.servers import ROOT, bare_command, free_port, portal_command, running
from services import embedded
from services.start import database


def main() -> None:
    """Measure with a demo of its own in a temporary folder; takes about twenty minutes."""
    found: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        data = Path(temporary)
        data.chmod(0o711)  # the database's own account has to pass through
        found += _booking(data / "booking")
        port, bare_port = free_port(), free_port()
        print("Making a demo to measure …", flush=True)
        with (
            running(portal_command(port), port, data) as portal,
            running(bare_command(bare_port), bare_port) as bare,
        ):
            found += pages.measure(portal, bare, data)
            found += wire.measure(portal, bare)
            found += slow_phone.measure(portal, bare)
            found += leaving.measure(portal, data)
            print(figures.table(found), flush=True)
            found += visitors.measure(portal, bare)
        found += start.measure(data)
        found += growth.measure(data)
    figures.write(found, ROOT / "build" / "bench")
    print(figures.table(found))


def _booking(folder: Path) -> list[Figure]:
    server = embedded.start(folder, say=lambda _: None)
    try:
        database.prepare(server, "bench")
        return booking.measure(server, "bench")
    finally:
        server.stop()


if __name__ == "__main__":
    main()
