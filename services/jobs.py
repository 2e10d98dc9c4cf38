"""What the portal does by itself, and how it last went, for an administrator."""

from dataclasses import dataclass

from services.gateway import Gateway


@dataclass(frozen=True, slots=True)
class Job:
    """A job of the worker. state: done, failed, late (nothing has done it for a while) or never."""

    job: str
    every_minutes: float
    state: str
    done_at: str | None
    changes: int | None
    problem: str | None


def overview(gateway: Gateway) -> tuple[Job, ...]:
    """Every job, in the order in which it matters."""
    return tuple(Job(**row) for row in gateway.call("jobs"))
