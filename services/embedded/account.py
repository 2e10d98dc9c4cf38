"""Which account PostgreSQL runs as, and what that account may reach.

PostgreSQL refuses to run as root. For an ordinary user it runs as that user. For root it runs
as a number that belongs to nobody else, so that no other service can read the data.
"""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from services.embedded.trouble import Trouble, cannot_use

OWN_NUMBER = 60917  # outside what useradd, Debian and systemd hand out


@dataclass(frozen=True)
class Account:
    """A user by number, in the group that our folders let through; None: stay who we are."""

    number: int | None
    group: int = OWN_NUMBER

    def arguments(self) -> dict[str, object]:
        """Return what subprocess needs to start a program as this account."""
        if self.number is None:
            return {}
        return {"user": self.number, "group": self.group, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Hand a file or a folder, with all that is in it, to this account."""
        if self.number is None:
            return
        os.chown(path, self.number, self.group, follow_symlinks=False)
        if path.is_dir() and not path.is_symlink():
            for inside in path.iterdir():
                self.own(inside)

    def let_through(self, folder: Path) -> None:
        """Let this account pass through a folder of ours, and no one else."""
        if self.number is None:
            return
        os.chown(folder, -1, self.group)
        folder.chmod(stat.S_IMODE(folder.stat().st_mode) | stat.S_IXGRP)

    def can_reach(self, path: Path) -> bool:
        """Say whether every folder down to this path lets the account through."""
        return self.first_closed(path) is None

    def first_closed(self, path: Path) -> Path | None:
        """Return the topmost folder on the way that keeps this account out."""
        if self.number is None:
            return None
        path = path.resolve()
        for folder in [*reversed(path.parents), path]:
            if folder.is_dir() and not self._may_pass(folder.stat()):
                return folder
        return None

    def _may_pass(self, found: os.stat_result) -> bool:
        if found.st_uid == self.number:
            return bool(found.st_mode & stat.S_IXUSR)
        if found.st_gid == self.group:
            return bool(found.st_mode & stat.S_IXGRP)
        return bool(found.st_mode & stat.S_IXOTH)


def choose(cluster: Path) -> Account:
    """Return the account for this cluster: its owner's where there is one already."""
    if os.name == "nt" or os.geteuid() != 0:
        return Account(None)
    if cluster.is_dir():
        owner = cluster.stat().st_uid
        return Account(owner or OWN_NUMBER)
    return Account(OWN_NUMBER)


def any_named() -> Account:
    """Return an account with a name: initdb insists on one, the server does not."""
    import pwd

    try:
        return Account(pwd.getpwnam("nobody").pw_uid)
    except KeyError:
        raise Trouble(
            "There is no account called nobody, which setting up as root needs."
        ) from None


def make_folder(folder: Path, account: Account) -> None:
    """Make a folder of ours (0700) where it is missing, and let the server's account through."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as problem:
        raise cannot_use(folder, problem) from problem
    closed = account.first_closed(folder.parent)
    if closed:
        raise Trouble(
            f"PostgreSQL does not run as root, and {closed} is open to root only: "
            "set ALONGSIDE_DATA_DIR to a folder outside it (such as /var/lib/alongside), "
            "or start as an ordinary user."
        )
    account.let_through(folder)
