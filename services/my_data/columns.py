"""The shape of a list in a download: its columns, their labels, and what each holds."""

from dataclasses import dataclass
from typing import Literal

Shape = Literal["words", "code", "moment", "day", "yes_no", "number"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the database's answer, its label, and what it holds."""

    name: str
    label: str
    shape: Shape = "words"


@dataclass(frozen=True, slots=True)
class Listed:
    """One list: the name of its file, its title, and what a person finds in it."""

    name: str
    title: str
    about: str
    columns: tuple[Column, ...]


def words(name: str, label: str) -> Column:
    """What somebody wrote, as they wrote it."""
    return Column(name, label)


def code(name: str, label: str) -> Column:
    """A code of ours."""
    return Column(name, label, "code")


def moment(name: str, label: str) -> Column:
    """A day and a time."""
    return Column(name, label, "moment")


def day(name: str, label: str) -> Column:
    """A day."""
    return Column(name, label, "day")


def yes_no(name: str, label: str) -> Column:
    """A yes or a no."""
    return Column(name, label, "yes_no")
