"""The hint before sending: what tells who somebody is, or how to reach them, and what does not."""

from __future__ import annotations

import pytest

from services.telling_words import find

# A text, and what is to be found in it.
PHONES = {
    "Ring 07700 900123 after six": "07700 900123",
    "Ring 07700900123.": "07700900123",
    "Ring 01245-000-000": "01245-000-000",
    "Ring +44 7700 900 123": "+44 7700 900 123",
    "Ring +447700900123": "+447700900123",
    "Ring +44 (0)7700 900123": "+44 (0)7700 900123",
    "Ring 0044 7700 900123": "0044 7700 900123",
    "Ring (01245) 000000": "(01245) 000000",
    "Ring 020 7946 0018 or write": "020 7946 0018",
    "Ring 0 7 7 0 0 9 0 0 1 2 3": "0 7 7 0 0 9 0 0 1 2 3",
    "my number 07700.900.123": "07700.900.123",
    "Text 07700\N{NO-BREAK SPACE}900\N{NO-BREAK SPACE}123": "07700\N{NO-BREAK SPACE}900\N{NO-BREAK SPACE}123",
    "mobile 7700 900123 thanks": "7700 900123",
    "(0207)9460018": "(0207)9460018",
    "07700\N{EN DASH}900\N{EN DASH}123": "07700\N{EN DASH}900\N{EN DASH}123",
    "It is 0800 0000 000": "0800 0000 000",
    "call me:07700900123!": "07700900123",
    "+353 86 000 0000 is mine": "+353 86 000 0000",
}
EMAILS = {
    "Write to ash.b@mail.example.org.": "ash.b@mail.example.org",
    "ASH@EXAMPLE.ORG": "ASH@EXAMPLE.ORG",
    "ash+portal@example.co.uk please": "ash+portal@example.co.uk",
    "ash (at) example.org": "ash (at) example.org",
    "ash [at] example [dot] org.uk": "ash [at] example [dot] org.uk",
    "o'neil@example.com is mine": "o'neil@example.com",
    "me: ash_b@example.org, or ring": "ash_b@example.org",
    "ash @ example.org": "ash @ example.org",
}
NAMES = {
    "I think that Robin Ashdown was rude to us.": "Robin Ashdown",
    "my son Jamie O'Neil came with me": "Jamie O'Neil",
    "the worker was Siobh\u00e1n McBride on that day": "Siobh\u00e1n McBride",
    "It was Mary-Ann Smith who helped.": "Mary-Ann Smith",
    "Ask Jo Bloggs about it": "Jo Bloggs",
    "Jo Bloggs runs it.": "Jo Bloggs",
    "I met april. Then April Jones came.": "April Jones",
    "his name is Dave": "Dave",
    "a man called Terry shouted": "Terry",
    "I saw Mr Patel about it": "Patel",
    "Dr. Okafor did not listen": "Okafor",
    "we want Anna van Dijk back": "Anna van Dijk",
    "Speak to Will Green, please": "Will Green",
    "with Ol\u00faw\u00e1 Adeyemi": "Ol\u00faw\u00e1 Adeyemi",
    "her full name is Sarah Jane Cole": "Sarah Jane Cole",
    "Yesterday Paul Weston told us off": "Paul Weston",
}
NOTHING = [
    "We met at 10 on 12/11/2026, 14 of us, room 203",
    "It cost \u00a31200 and took 365 days in 2025",
    "Meet @ the space, bus 0 or 12",
    "From 01/02/2026 to 03/04/2026 it was shut",
    "On 01.02.2026 at 10.30",
    "The code was 0401 and my reference F7KQ2M",
    "\u00a30123456789 is not a price",
    "Half of 1000000000 people",
    "open 10:00-12:00, 14:00-16:00 and 18:00-20:00",
    "My Mum came on Tuesday Evening.",
    "The Southend Pier bus is late",
    "Please open Basildon Library on Bank Holidays",
    "On Monday Morning we went to Clacton",
    "My Auntie Jo loves it",
    "The Citizens Advice Bureau helped",
    "Alcoholics Anonymous meets there",
    "I Love It. The Food Was Great",
    "At Chelmsford Station there is no lift",
    "My Social Worker said no",
    "The Alongside Portal is slow",
    "after New Year's Day it was shut",
    "Thank You for the Cooking Workshop",
    "We live in Leigh near the sea",
    "He was in HMP for a year, and an NHS ward",
    "Could the group in South Woodham Ferrers Town open later?",
    "Why is Open Road shut? Because Nobody came.",
    "Lots of love from Harlow. Big thanks to all.",
    "We came on Christmas Eve and Boxing Day",
    "The Poetry Group and Yoga Club were full",
    "Weekends are hard for my family",
    "",
]
GIVEN = [
    *((text, "phone", words) for text, words in PHONES.items()),
    *((text, "email", words) for text, words in EMAILS.items()),
    *((text, "name", words) for text, words in NAMES.items()),
]


@pytest.mark.parametrize(("text", "kind", "words"), GIVEN)
def test_what_gives_somebody_away_is_found_whole(text: str, kind: str, words: str) -> None:
    assert (kind, words) in [(one.kind, one.words) for one in find(text)]


def test_most_of_what_is_pointed_out_is_right_and_nearly_nothing_is_missed() -> None:
    """Nothing of a number or an address is missed; names are a guess, and say nothing too often."""
    expected = {(text, kind) for text, kind, _ in GIVEN}
    texts = [text for text, _, _ in GIVEN] + NOTHING
    found = {(text, one.kind) for text in texts for one in find(text)}
    right = expected & found
    assert len(right) / len(expected) == 1.0
    assert len(right) / len(found) >= 0.93, sorted(found - expected)


def test_names_of_spaces_and_workshops_are_no_ones_name() -> None:
    text = "I liked Marigold Rise very much"
    assert [one.words for one in find(text)] == ["Marigold Rise"]
    assert find(text, ["Marigold Rise"]) == ()


def test_a_long_text_takes_no_time() -> None:
    assert find("Aa " * 3_300 + "0 " * 3_300 + "a@" * 3_300 + "a." * 3_300) is not None
