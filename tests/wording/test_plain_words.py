"""What people read is plain: a reading age of 11 at most, short sentences, no word that shames.

The reading age is the Flesch-Kincaid grade plus five years. A formula says little about fewer than
ten words, so shorter sentences are held to known words instead, and each file as a whole.
"""

from __future__ import annotations

import re
from collections import defaultdict

import pytest
import textstat

from tests.wording.sentences import Sentence, on_screen, split, words_in_source

OLDEST = 11
MOST_WORDS = 20
ENOUGH_WORDS = 10
MANY_SYLLABLES = 4
A_FEW_SENTENCES = 8

# Long words that stay, because the plainer word would say less or because people hear them here.
KNOWN_WORDS = {
    "administrator": "the name of a role; the page about roles says what it means",
    "anybody": "four syllables, and a plain word",
    "commissioners": "those who pay for services call themselves so; only staff read it",
    "emergency": "everybody knows it, and 999 stands beside it",
    "everybody": "four syllables, and a plain word",
    "experience": "lived experience is what this is about",
    "apologies": "what one sends when one cannot come",
    "co-production": "a rung of the ladder of co-production; staff and commissioners read it",
    "facilitator": "the one who runs a workshop; only staff read it",
    "information": "a plain word",
    "non-binary": "the word that people use for themselves",
    "organisation": "a plain word for who runs the portal",
    "supervision": "the word that peer mentors use for it",
    "authenticator": "the name of an app",
    "advocacy": "the name of a service",
    "television": "a plain word",
}
# Sentences that stay as they are although the formula finds them hard.
KNOWN_SENTENCES = {
    "Runs workshops, answers feedback, finds people, suggests mentors to families.": (
        "a list of what one role may do"
    ),
    'Look for "New private window" or "New incognito window" in the menu of your browser.': (
        "the words that browsers use"
    ),
    "Then remove the old phone from their account in Supabase, under Authentication and Users.": (
        "the words that Supabase uses; for staff"
    ),
    "The rungs are those of the ladder of co-production by Think Local Act Personal.": (
        "names its source, as its licence asks; for staff"
    ),
    "You may give my story to newspapers, radio and television.": "three plain things in a row",
    "Feedback, families who ask for a mentor, offers and registers appear here.": (
        "a list of what staff find on the page"
    ),
}
NEVER = {
    r"\bshould\b": "tells people off",
    r"\b(substance|drug|alcohol)s?[- ](ab|mis)use": "say: drug or alcohol use",
    r"\b(sub)?stance misuser|\babusers?\b": "say: a person who uses drugs",
    r"\b(drug|service|substance|ex-)[- ]?users?\b": "say: people, person who uses drugs",
    r"\b(ex-)?addicts?\b|\bjunkies?\b": "say: a person with a dependence",
    r"\balcoholics?\b(?! anonymous)": "say: a person with a dependence on alcohol",
    r"\bsuffer(s|ing|ers?)? (from|with)\b|\bsufferers?\b": "say: experiencing, living with",
    r"\b(got|get|stay|stayed|is|are|been|being|be) (clean|sober)\b|\bsobriety\b": "say: has stopped using",
    r"\bfall(en)? off the wagon\b|\brelaps": "say: started using again",
    r"\bdirty\b": "say: a positive test",
    r"\bnon-?complian": "say: chooses not to",
    r"\bin denial\b": "say: disagrees",
    r"\benabl(er|ing)s?\b|\bco-?dependen|\btough love\b": "blames families",
    r"\brecovery capital\b|\bchaotic\b|\bhard[- ]to[- ]reach\b": "a trade's word about people",
    r"\bmentally ill\b|\bcommit(ted)? suicide\b": "say: mental health problem; died by suicide",
    r"\bthe homeless\b|\bvictims?\b": "say what happened, to whom",
}


def reading_age(words: str) -> float:
    """In years."""
    ended = words if words[-1] in ".?!" else f"{words.rstrip(':')}."
    return round(textstat.flesch_kincaid_grade(ended)) + 5


def long_words(words: str) -> list[str]:
    """Words of many syllables that are not known ones."""
    found = re.findall(r"[A-Za-z][A-Za-z'’-]+", words)
    return [
        word
        for word in found
        if textstat.syllable_count(word) >= MANY_SYLLABLES
        and word.lower().removesuffix("s") not in {known.removesuffix("s") for known in KNOWN_WORDS}
    ]


def hard(sentence: Sentence) -> str | None:
    """Why a sentence is too hard; None for a plain one."""
    words, count = sentence.words, len(sentence.words.split())
    if words in KNOWN_SENTENCES:
        return None
    if count > MOST_WORDS:
        return f"{count} words"
    if count >= ENOUGH_WORDS and reading_age(words) > OLDEST:
        return f"reading age {reading_age(words):.0f}"
    if count < ENOUGH_WORDS and (found := long_words(words)):
        return f"long words: {', '.join(found)}"
    return None


def shaming(words: str) -> str | None:
    """What is wrong with a word in a text, if anything."""
    for pattern, instead in NEVER.items():
        if found := re.search(pattern, words, re.IGNORECASE):
            return f"{found[0]!r}: {instead}"
    return None


def test_every_sentence_can_be_read_at_eleven() -> None:
    assert len(on_screen()) > 1000, "the sentences are not found any more"
    wrong = {f"{sentence}  ({why})" for sentence in on_screen() if (why := hard(sentence))}
    assert wrong == set(), "\n" + "\n".join(sorted(wrong))


def test_every_file_as_a_whole_can_be_read_at_eleven() -> None:
    by_file: dict[str, list[str]] = defaultdict(list)
    for sentence in on_screen():
        by_file[sentence.file].append(f"{sentence.words.rstrip('.:')}.")
    ages = {
        file: reading_age(" ".join(sentences))
        for file, sentences in by_file.items()
        if len(sentences) >= A_FEW_SENTENCES
    }
    assert {file: age for file, age in ages.items() if age > OLDEST} == {}


def test_no_word_on_the_screen_shames_anybody() -> None:
    wrong = [f"{where}: {why}" for where, words in words_in_source() if (why := shaming(words))]
    assert wrong == [], "\n" + "\n".join(wrong)


def test_each_exception_is_still_there() -> None:
    said = {sentence.words for sentence in on_screen()}
    assert set(KNOWN_SENTENCES) <= said


@pytest.mark.parametrize(
    "planted",
    [
        "Confidentiality considerations notwithstanding, participation necessitates organisational approval.",
        "Multidisciplinary safeguarding documentation.",
        "You can come and go and stay and talk and eat and rest and read and sit and walk and play and sing.",
    ],
)
def test_a_planted_hard_sentence_is_found(planted: str) -> None:
    [sentence] = split(planted, "planted", 1)
    assert hard(sentence)


@pytest.mark.parametrize(
    "planted",
    [
        "Help for addicts and their families",
        "He is clean now",
        "substance misuse",
        "You should call",
        "Service users say",
        "In denial?",
    ],
)
def test_a_planted_shaming_word_is_found(planted: str) -> None:
    assert shaming(planted)


@pytest.mark.parametrize(
    "fine", ["Alcoholics Anonymous", "A clean room", "Is the person safe from abuse?"]
)
def test_a_plain_word_is_let_pass(fine: str) -> None:
    assert shaming(fine) is None
