"""`db-url`: let other tools in."""

import sys

from services import embedded
from services.start.places import Name, world_folder
from services.start.world import open_world


def db_url(name: Name, role: str) -> None:
    """Print one URL on 127.0.0.1 that works until `stop`.

    By default the server listens on a socket only, which no other account of this machine can
    reach. Here it is started again so that it listens on loopback too, behind a long password.
    """

    def say(text: str) -> None:
        print(text, file=sys.stderr)

    open_world(name, say=say).stop()  # up to date first
    server = embedded.start(world_folder(name), tcp=True, say=say)
    server.keep()
    server.stop()
    print(server.url(role, tcp=True))
