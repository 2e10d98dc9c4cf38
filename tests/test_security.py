"""What SECURITY.md and docs/asvs.md say can be looked up."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
LINE = re.compile(r"^\| (\d+\.\d+\.\d+) \| (.+?) \| (met|not applicable|not met): (.+) \|$", re.M)
# How many requirements levels 1 and 2 of ASVS 5.0.0 have in each chapter
IN_CHAPTER = {
    **{1: 27, 2: 11, 3: 19, 4: 10, 5: 9, 6: 35, 7: 18, 8: 7, 9: 7},
    **{10: 29, 11: 14, 12: 9, 13: 13, 14: 9, 15: 13, 16: 16, 17: 7},
}


def requirements() -> list[tuple[str, str, str, str]]:
    return LINE.findall((ROOT / "docs" / "asvs.md").read_text(encoding="utf-8"))


def test_every_requirement_is_answered_once() -> None:
    numbers = [number for number, *_ in requirements()]
    assert len(numbers) == len(set(numbers)) == 253
    chapters = [int(number.split(".")[0]) for number in numbers]
    assert {chapter: chapters.count(chapter) for chapter in IN_CHAPTER} == IN_CHAPTER


def test_what_is_met_names_a_test_and_what_is_not_says_why() -> None:
    for number, _, state, why in requirements():
        named = re.findall(r"`(test_\w+)`", why)
        assert bool(named) or state != "met", f"{number} is met by which test?"
        assert state == "met" or len(why) > 3, number


def test_every_test_that_is_named_is_there() -> None:
    written = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py"))
    there = set(re.findall(r"def (test_\w+)\(", written))
    named = {name for *_, why in requirements() for name in re.findall(r"`(test_\w+)`", why)}
    assert named <= there, named - there


def test_the_counts_in_the_text_are_right() -> None:
    text = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
    states = [state for _, _, state, _ in requirements()]
    said = re.search(r"(\d+) are met, (\d+) do not\s+apply, and (\d+) are not met", text)
    assert said
    counted = [states.count(state) for state in ("met", "not applicable", "not met")]
    assert [int(number) for number in said.groups()] == counted


def test_every_library_is_locked_by_its_hash() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    named = re.findall(r"^([a-z0-9._-]+)==", lock, re.M)
    entries = re.split(r"^(?=[a-z0-9._-]+==)", lock, flags=re.M)[1:]
    assert len(named) == len(entries) > 50
    assert all("--hash=sha256:" in entry for entry in entries)


def test_security_promises_how_soon_a_library_is_renewed() -> None:
    promised = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert re.search(r"within seven days, one rated high within 30", promised)


def test_security_names_no_contact_that_nobody_filled_in() -> None:
    promised = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert "CONTACT: not filled in yet" in promised
    assert not re.search(r"\S+@\S+\.\S+", promised)
