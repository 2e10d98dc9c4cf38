"""What somebody answered when they offered or asked, as short lines for staff."""

from collections.abc import Mapping, Sequence

from components.layout import Fact
from components.wording.matching import SETTLED_FOR
from components.wording.mentoring import (
    GENDER_WISHES,
    GENDERS,
    IN_TREATMENT,
    INTERESTS,
    LANGUAGES,
    LIMITS,
    SITUATIONS,
    STAGES,
    SUBSTANCES,
    experience,
    listed,
    times,
    ways,
)
from services.mentoring.answers import Answers, OfferAnswers, RequestAnswers


def of_offer(told: OfferAnswers, places: Sequence[str]) -> list[Fact]:
    """An offer: experience, meeting, and what the person would rather not take on."""
    settled = f"Settled for {SETTLED_FOR[told.settled_for]}" if told.settled_for else ""
    limits = f"Rather not: {_named(LIMITS, told.limits).lower()}" if told.limits else ""
    reach = f"Can get to {listed(list(places))}" if places else ""
    return _filled(
        [*_lived(told, settled), *_meeting(told), ("location_on", reach), ("block", limits)]
    )


def of_request(told: RequestAnswers, place: str | None) -> list[Fact]:
    """A request: experience, how things are, meeting, and hard limits."""
    treatment = f"In treatment: {IN_TREATMENT[told.in_treatment].lower()}"
    stage = f"How things are: {STAGES[told.stage].lower()}" if told.stage else ""
    return _filled(
        [
            *_lived(told, stage),
            ("local_hospital", "" if told.in_treatment == "rather_not_say" else treatment),
            *_meeting(told),
            ("location_on", place or ""),
            ("block", f"Not with: {told.not_with}" if told.not_with else ""),
        ]
    )


def _lived(told: Answers, how_far: str) -> list[Fact]:
    substance = f"About: {SUBSTANCES[told.substance].lower()}" if told.substance else ""
    lived = _named(SITUATIONS, told.situations).lower()
    return [
        ("person", experience(told.connection, told.relation)),
        ("info", substance),
        ("trending_up", how_far),
        ("history", f"Lived through: {lived}" if lived else ""),
    ]


def _meeting(told: Answers) -> list[Fact]:
    wish = f"{told.gender_wish}_{told.wanted_gender}"
    return [
        ("forum", ways(told.ways)),
        ("schedule", times(told.times)),
        ("translate", _named(LANGUAGES, told.languages)),
        ("interests", _named(INTERESTS, told.interests)),
        ("badge", f"Is: {GENDERS[told.gender].lower()}" if told.gender else ""),
        ("group", f"Would like: {GENDER_WISHES[wish].lower()}" if wish in GENDER_WISHES else ""),
    ]


def _named(names: Mapping[str, str], codes: Sequence[str]) -> str:
    return listed([names[code] for code in codes])


def _filled(facts: Sequence[Fact]) -> list[Fact]:
    return [(icon, words) for icon, words in facts if words]
