"""Why a mentor fits a family or does not: each finding of the score in one plain sentence."""

from collections.abc import Mapping
from typing import Any

from components.wording.mentoring import (
    INTERESTS,
    SITUATIONS,
    SUBSTANCES,
    WAYS,
    listed,
    times,
)
from services.mentoring.matching import Reason

OUTCOMES = {
    "proposed": "{name} is proposed. The family is asked first, then {name}.",
    "full": "{name} has just reached the number of families agreed. Choose somebody else.",
    "left_out": "{name} cannot be proposed: {why}.",
    "already_proposed": "Somebody has just proposed a mentor to this family.",
    "not_waiting": "This family is not waiting any more.",
    "not_for_yourself": "This is about you, so somebody else does it.",
    "not_found": "We cannot find this request any more.",
    "consent_needed": "This person has taken back their yes to being matched. "
    "Talk with them first. They keep their place.",
    "invalid": "Please write why you propose this mentor. Nothing you wrote is lost.",
    "withdrawn": "The proposal is taken back. The family keeps its place.",
    "already_answered": "This was already answered. Nothing was changed.",
    "kept_apart": "{name} will not be suggested to this person again. Neither of them is told.",
    "same_person": "A person cannot be kept apart from themselves.",
}
RELATIONS = {
    "partner": "a partner",
    "parent": "a parent",
    "sibling": "a brother or sister",
    "adult_child": "a grown-up son or daughter",
    "aunt_or_uncle": "an aunt or uncle",
    "grandparent": "a grandparent",
    "friend": "a friend",
    "carer": "a carer",
}
FINDINGS = {
    "same_relation": "{They} {are} {relation} too",
    "both_recovery": "{They} {are} in recovery too",
    "near_relation": "{They} {are} {relation}, which is close to {wanted}",
    "other_relation": "{They} {are} {relation}, not {wanted}",
    "other_side_recovery": "{They} {are} in recovery, not family or a friend",
    "other_side_family": "{They} {are} family or a friend, not in recovery",
    "relation_not_known": "We do not know what both are to their loved ones",
    "same_substance": "{They} {know} the same: {substance}",
    "partly_same_substance": "{They} {know} much of it: {substance}",
    "other_substance": "{Their} experience is with {substance}, not {wanted_substance}",
    "substance_not_known": "We do not know what both live with",
    "same_situation": "{They} {know} this too: {situations}",
    "other_situation": "{They} did not tell of this: {situations}",
    "situation_not_known": "We do not know if they have lived through the same",
    "further_along": "{They} {are} further along: things have been settled for {settled_for}",
    "a_little_further": "{They} {are} a little further along: settled for {settled_for}",
    "not_much_further": "{They} {are} not much further along: settled for {settled_for}",
    "stage_not_known": "We do not know how far along both are",
    "shared_times": "They can both meet: {times}",
    "one_shared_time": "There is only one time when they can both meet: {times}",
    "no_shared_time": "There is no time when they can both meet",
    "no_weekends": "{They} cannot meet at weekends",
    "no_evenings": "{They} cannot meet on weekday evenings",
    "can_reach": "{They} can get to {place}",
    "only_from_afar": "{They} cannot get to {place}, but they can meet {ways}",
    "cannot_reach": "{They} cannot get to {place}",
    "area_not_known": "We do not know if they can reach the same place",
    "shared_interests": "They both like: {interests}",
    "no_shared_interest": "They have not named an interest in common",
    "interests_not_known": "We do not know if they like the same things",
    "family_preference_met": "The family would like {wanted_gender}, and {they} {are}",
    "family_preference_not_met": "The family would like {wanted_gender}",
    "family_preference_not_known": "The family would like {wanted_gender}, and we do not know",
    "mentor_preference_met": "{They} would like to support {wanted_gender}, and that fits",
    "mentor_preference_not_met": "{They} would like to support {wanted_gender}",
    "mentor_preference_not_known": "{They} would like to support {wanted_gender}, and we do not know",
}
SETTLED_FOR = {
    "under_1_year": "less than a year",
    "1_to_2_years": "1 to 2 years",
    "2_to_5_years": "2 to 5 years",
    "over_5_years": "more than 5 years",
}
SOMEONE = {"woman": "a woman", "man": "a man", "non_binary": "a non-binary person"}
SHE = {"They": "She", "they": "she", "Their": "Her", "are": "is", "know": "knows"}
HE = {"They": "He", "they": "he", "Their": "His", "are": "is", "know": "knows"}
THEY = {"They": "They", "they": "they", "Their": "Their", "are": "are", "know": "know"}
PRONOUNS = {"woman": SHE, "man": HE}


def sentence(reason: Reason, *, gender: str | None, place: str | None) -> str:
    """A reason for or against a mentor: "She is a parent too"."""
    words = PRONOUNS.get(gender or "", THEY) | _facts(reason.facts) | {"place": place or "there"}
    return FINDINGS[reason.finding].format(**words)


def _facts(facts: Mapping[str, Any]) -> dict[str, str]:
    said = {
        "relation": RELATIONS.get(facts.get("relation", "")),
        "wanted": RELATIONS.get(facts.get("wanted", "")),
        "substance": _lower(SUBSTANCES, facts.get("substance")),
        "wanted_substance": _lower(SUBSTANCES, facts.get("wanted")),
        "settled_for": SETTLED_FOR.get(facts.get("settled_for", "")),
        "wanted_gender": SOMEONE.get(facts.get("wanted", "")),
        "times": times(tuple(facts.get("times", ()))),
        "situations": _several(SITUATIONS, facts.get("situations")),
        "interests": _several(INTERESTS, facts.get("interests")),
        "ways": _several(WAYS, facts.get("ways")),
    }
    return {name: words or "" for name, words in said.items()}


def _lower(names: Mapping[str, str], code: str | None) -> str:
    return names.get(code or "", "").lower()


def _several(names: Mapping[str, str], codes: list[str] | None) -> str:
    return listed([names[code].lower() for code in codes or []])
