"""Access needs: told to those who run a workshop with the person's yes, and marked met or not met."""

from dataclasses import dataclass

from services import workshops
from services.gateway import Gateway
from services.ids import is_id
from services.workshops import Workshop


@dataclass(frozen=True, slots=True)
class Need:
    """What somebody who shares it needs at a workshop, and whether it was there."""

    person_id: str
    display_name: str
    needs: str
    team_says: str | None
    team_word: str
    person_says: str | None
    person_word: str


@dataclass(frozen=True, slots=True)
class AtWorkshop:
    """Everything that people need at one workshop, as far as they share it."""

    workshop: Workshop
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class Unmet:
    """A need that was not met, and that staff have not looked at yet."""

    id: str
    workshop_id: str
    title: str
    starts_at: str
    ends_at: str
    person_id: str
    display_name: str
    needs: str
    person_says: str | None
    person_word: str
    team_says: str | None
    team_word: str


@dataclass(frozen=True, slots=True)
class UnmetNeeds:
    """Those that wait, and how many were met in a year. None: too few to tell an analyst."""

    met: int | None
    not_met: int | None
    rows: tuple[Unmet, ...]
    total: int
    page_size: int


def at(gateway: Gateway, *, workshop_id: str | None) -> AtWorkshop | None:
    """For staff and for who facilitates the workshop."""
    if not is_id(workshop_id):
        return None
    told = gateway.call("workshop_needs", workshop_id=workshop_id)
    if told["workshop"] is None:
        return None
    return AtWorkshop(workshops.read(told["workshop"]), tuple(Need(**row) for row in told["needs"]))


def share(gateway: Gateway, *, workshop_id: str, shared: bool, version: int | None) -> str:
    """Say whether those who run the workshop are told. A yes is in the words of `version`."""
    answer = gateway.call(
        "answer_access_needs", workshop_id=workshop_id, shared=shared, version=version
    )
    return str(answer["outcome"])


def say(gateway: Gateway, *, workshop_id: str, says: str, word: str) -> str:
    """Say, for oneself, whether what one needed was there: met or not_met."""
    return str(
        gateway.call("say_access_need", workshop_id=workshop_id, says=says, word=word)["outcome"]
    )


def mark(gateway: Gateway, *, workshop_id: str, person_id: str, says: str, word: str) -> str:
    """Say, as one who runs the workshop, whether what somebody needed was there."""
    answer = gateway.call(
        "mark_access_need", workshop_id=workshop_id, person_id=person_id, says=says, word=word
    )
    return str(answer["outcome"])


def unmet(gateway: Gateway, *, page: int = 1) -> UnmetNeeds:
    """For staff: what was not met and waits to be looked at. Analysts get the figures alone."""
    told = gateway.call("unmet_needs", page=page)
    return UnmetNeeds(
        told["met"],
        told["not_met"],
        tuple(Unmet(**row) for row in told["rows"]),
        told["total"],
        told["page_size"],
    )


def looked_at(gateway: Gateway, *, need_id: str) -> str:
    """Staff have looked at a need that was not met. Returns the outcome."""
    return str(gateway.call("look_at_unmet_need", need_id=need_id)["outcome"])
