"""`python -m services.worker`: do the portal's jobs, and send its e-mails, until it is told to stop.

ALONGSIDE_WORKER_URL says where, and logs in as `worker`. Several may run at once. With
`--with-parent` it also stops when whoever started it ends, however that ends: its standard input
is then a pipe that nobody writes to, and that closes with them.
"""

import argparse
import logging
import os
import signal
import sys
import threading
from types import FrameType

from services.letters.settings import MailSettings, SettingsWrong, from_environment
from services.worker import post, rounds

LAST_EMAIL = 10.0  # seconds that an e-mail under way may take to its end


def main() -> None:
    """Work until SIGTERM, Ctrl-C, or the end of the parent."""
    parser = argparse.ArgumentParser(prog="python -m services.worker", description=__doc__)
    parser.add_argument("--with-parent", action="store_true")
    parser.add_argument("--every", type=float, default=rounds.EVERY, metavar="SECONDS")
    asked = parser.parse_args()
    url = os.environ.pop("ALONGSIDE_WORKER_URL", "")
    if not url:
        raise SystemExit("Say where: ALONGSIDE_WORKER_URL=postgresql://worker@host/database")
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s")
    stop = threading.Event()
    _stop_in_order(stop)
    if asked.with_parent:
        threading.Thread(target=_stop_with_parent, args=(stop,), daemon=True).start()
    mail = threading.Thread(
        target=post.run,
        args=(url, _mail_settings(), stop),
        kwargs={"every": asked.every},
        daemon=True,
    )
    mail.start()
    rounds.run(url, stop, every=asked.every)
    mail.join(LAST_EMAIL)


def _mail_settings() -> MailSettings | None:
    """What the environment says about the mail server; the password stays in no environment."""
    try:
        return from_environment(os.environ)
    except SettingsWrong as wrong:
        logging.getLogger("alongside.post").warning("no e-mails are sent: %s", wrong)
        return None
    finally:
        os.environ.pop("ALONGSIDE_SMTP_URL", None)


def _stop_in_order(stop: threading.Event) -> None:
    def leave(_: int, __: FrameType | None) -> None:
        stop.set()

    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), leave)


def _stop_with_parent(stop: threading.Event) -> None:
    while sys.stdin.buffer.read(1):
        pass
    stop.set()


if __name__ == "__main__":
    main()
