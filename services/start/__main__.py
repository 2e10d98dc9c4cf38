"""`python -m services.start COMMAND`: everything that the Makefile offers, on every system."""

import argparse
import os
import sys
from collections.abc import Sequence

from services.embedded.trouble import Trouble

COMMANDS = {
    "run": "look round: the demo, with invented people, on this machine only",
    "serve": "the real portal, empty at first",
    "stop": "end whatever is still running",
    "staff": "make the first staff account: staff EMAIL [--name NAME]",
    "migrate": "bring the database that ALONGSIDE_DATABASE_URL names up to date",
    "db-url": "start the database if need be and print a URL for psql and other tools",
    "backup": "write the portal into a file: backup FILE",
    "restore": "bring a portal back from a file: restore FILE [--force]",
    "test": "the tests",
    "test-all": "the tests, and those that take long",
    "check": "style, types and the repository's own rules",
    "bench": "how fast it is, beside the least that the same work can cost",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; bad surroundings end in one sentence."""
    asked, rest = _parser().parse_known_args(arguments)
    try:
        if asked.command in ("test", "test-all", "check", "bench"):
            return _develop(asked.command, rest)
        if rest:
            _parser().parse_args(arguments)  # says what is wrong with it
        _look_after(asked)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0 if asked.command in ("run", "serve") else 130  # Ctrl-C is how these end
    return 0


def _develop(command: str, options: list[str]) -> int:
    from services.start import develop

    if command == "check":
        return develop.check()
    if command == "bench":
        return develop.bench(options)
    return develop.test(options, everything=command == "test-all")


def _look_after(asked: argparse.Namespace) -> None:
    """Import only what this command needs: a start is to be quick."""
    if asked.command in ("run", "serve"):
        from services.start.serve import serve

        serve("demo" if asked.command == "run" else "portal", asked.host, asked.port)
    elif asked.command == "stop":
        from services.start.stop import stop

        stop()
    elif asked.command == "staff":
        from services.start.staff import make_first

        make_first(asked.email, asked.name)
    elif asked.command == "migrate":
        from services.start.own_server import migrate

        migrate(os.environ.get("ALONGSIDE_DATABASE_URL", ""))
    elif asked.command == "db-url":
        from services.start.db_url import db_url

        db_url(asked.world, asked.role)
    elif asked.command == "backup":
        from services.start.backup import backup

        backup(asked.file)
    elif asked.command == "restore":
        from services.start.restore import restore

        restore(asked.file, force=asked.force)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m services.start", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    made = {name: commands.add_parser(name, help=text) for name, text in COMMANDS.items()}
    for name in ("run", "serve"):
        port = int(os.environ.get("PORT") or 8501)
        made[name].add_argument("--port", type=int, default=port)
    made["run"].set_defaults(host="127.0.0.1")  # a demo is never offered to a network
    host = os.environ.get("HOST") or "127.0.0.1"
    made["serve"].add_argument("--host", default=host)
    made["staff"].add_argument("email")
    made["staff"].add_argument("--name", default="")
    made["db-url"].add_argument("--world", choices=("portal", "demo"), default="portal")
    made["db-url"].add_argument("--role", default="postgres")
    for name in ("backup", "restore"):
        made[name].add_argument("file")
    made["restore"].add_argument("--force", action="store_true")
    return parser


if __name__ == "__main__":
    sys.exit(main())
