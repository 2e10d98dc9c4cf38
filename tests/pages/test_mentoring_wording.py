"""Whatever the database can answer about mentoring has a sentence."""

import re
from itertools import product

import pytest

from components.site_map import ROOT
from components.wording import matching, mentoring
from services.mentoring.matching import Reason

SQL = "\n".join(
    path.read_text() for path in sorted((ROOT / "supabase" / "migrations").glob("*001[12]00_*.sql"))
)
FACTS = {
    "relation": "parent", "wanted": "parent", "substance": "both", "situations": ["prison"],
    "settled_for": "over_5_years", "times": ["sat_am", "mon_eve"], "interests": ["music"],
    "ways": ["phone", "online"], "gender": "woman",
}  # fmt: skip


def findings() -> set[str]:
    """Every finding that a part of the score can have."""
    named = set(re.findall(r"'(?:for|against|not_known)',\s+'([a-z_]+)'[,)\n]", SQL))
    sides = {f"other_side_{side}" for side in ("recovery", "family")}
    wishes = product(("family", "mentor"), ("met", "not_met", "not_known"))
    return (
        named
        | sides
        | {f"{who}_preference_{how}" for who, how in wishes}
        | set(re.findall(r"\('(no_(?:weekends|evenings))'", SQL))
    )


def test_every_finding_of_the_score_is_a_sentence_for_everybody() -> None:
    assert findings() == set(matching.FINDINGS)
    for finding, gender in product(findings(), ("woman", "man", "non_binary", None)):
        reason = Reason("part", 1, 2, "for", finding, FACTS)
        said = matching.sentence(reason, gender=gender, place="Basildon")
        assert said[0].isupper()
        assert "{" not in said


def test_a_reason_is_said_as_people_would() -> None:
    reason = Reason("relation", 30, 30, "for", "same_relation", {"relation": "parent"})
    assert matching.sentence(reason, gender="woman", place=None) == "She is a parent too"
    assert matching.sentence(reason, gender=None, place=None) == "They are a parent too"
    reason = Reason("availability", 7, 15, "against", "one_shared_time", {"times": ["sat_am"]})
    said = matching.sentence(reason, gender="man", place=None)
    assert said == "There is only one time when they can both meet: Saturday morning"


def test_every_reason_to_leave_a_mentor_out_has_words() -> None:
    bars = set(re.findall(r"^    \('([a-z_]+)', (?!private\.ch)", SQL, re.MULTILINE))
    assert bars - {"same_person", "no_weekends", "no_evenings"} == set(mentoring.BARS)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("relation", {code: mentoring.experience("family", code) for code in matching.RELATIONS}),
        ("substance", mentoring.SUBSTANCES),
        ("situation", mentoring.SITUATIONS),
        ("settled_for", mentoring.SETTLED_FOR),
        ("way", mentoring.WAYS),
        ("language", mentoring.LANGUAGES),
        ("interest", mentoring.INTERESTS),
        ("gender", mentoring.GENDERS),
        ("limit", mentoring.LIMITS),
    ],
)
def test_every_choice_has_words_and_every_word_is_a_choice(
    kind: str, words: dict[str, str]
) -> None:
    found = re.search(rf"when '{kind}' then array\[(.*?)\]", SQL, re.DOTALL)
    assert found is not None
    assert re.findall(r"'(\w+)'", found[1]) == list(words)


def test_every_outcome_has_a_sentence() -> None:
    said = set(mentoring.OUTCOMES) | set(matching.OUTCOMES)
    assert set(re.findall(r"'outcome', '([a-z_]+)'", SQL)) - {"found"} <= said
