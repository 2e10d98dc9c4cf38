"""Does a text seem to tell who somebody is, or how to reach them? A hint before sending, never a bar.

It looks for telephone numbers as people in the United Kingdom write them, for addresses of mail,
and for what reads like a first and a last name. It is better to ask once too often than to miss one,
except for names: the names of places, days and organisations are left alone where they are known.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

Kind = Literal["phone", "email", "name"]

EMAIL = re.compile(
    r"(?<![\w.+'-])[\w.+'-]{1,64}\s?(?:@|\s*[\[(]\s*at\s*[\])]\s*)\s?[\w-]{1,63}(?:\s?(?:\.|[\[(]\s*dot\s*[\])])\s?[\w-]{1,63}){0,4}"
    r"\.(?:[a-z]{2,})",
    re.IGNORECASE,
)
# 10 or 11 digits from a 0 or +44, in whatever groups; also from a 7 that lost its 0
_GAP = r"[\s().\u2010-\u2015/-]{0,3}"
PHONE = re.compile(
    rf"(?<![\d£.,/-])(?:(?:\+|00){_GAP}\d{{1,3}}{_GAP}(?:\(0\){_GAP})?|\(?0|(?=7\d{{3}}{_GAP}\d{{3}}))"
    rf"(?:{_GAP}\d){{8,10}}(?!\d)"
)
_DAY = re.compile(r"\d{1,2}([/.-])\d{1,2}\1(\d{2}|\d{4})(?!\d)")

_NAME = r"[A-Z\u00c0-\u00de][a-z\u00df-\u00ff]+(?:['\u2019-][A-Z]?[a-z\u00df-\u00ff]+)*"
_LAST = rf"(?:(?:Mc|Mac|O['\u2019]|[Dd]e |[Vv]an )?{_NAME})"
PAIR = re.compile(rf"(?<![\w'\u2019-]){_NAME}(?: {_LAST})+(?!\w)")
CALLED = re.compile(
    rf"\b(?:name is|name's|named|called|Mr|Mrs|Ms|Miss|Dr|surname(?: is)?)\.? ({_NAME}(?: {_LAST})*)"
)
STARTS = re.compile(r"(?:^|[.!?:;\u2026\n\"\u201c(]\s*|\u2022\s*|- )$")

_CALENDAR = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun january february "
    "march july august september october november december easter christmas new year eve day "
    "bank holiday ramadan eid diwali boxing good"
)
_KIN = (
    "mum mam mom dad mummy daddy mother father nan nana nanna gran granny grandma grandad grandpa auntie aunt "
    "uncle sister brother son daughter cousin partner husband wife"
)
_ORDINARY = (
    "i we you he she they it the a an my our your his her their this that these those there here when where "
    "what who why how if and but or so then after before please thank thanks hello hi dear yes no not in on at "
    "to for from with by of as is are was were can could would do does did some all every each last "
    "next one two three since although because maybe perhaps also even just only once ask tell speak "
    "talk call ring email text write meet met saw see told thought yesterday today tomorrow later mr mrs ms miss dr sir"
)
_THINGS = (
    "alongside portal space house home centre center hub hall pavilion room street road avenue lane park station "
    "church school college university hospital clinic surgery library council borough county city town north "
    "south east west upper lower great little saint st ward unit team service services support group groups "
    "programme project trust charity foundation society association network recovery wellbeing health mental "
    "national local community family families friends carers carer peer anonymous narcotics alcoholics cocaine "
    "gamblers smart al-anon nhs gp open access change grow live people workshop workshops yoga poetry "
    "cooking garden gardening walking coffee tea morning afternoon evening night online zoom teams google "
    "facebook whatsapp instagram twitter microsoft excel word citizens advice samaritans frank turning point "
    "forward leap phoenix futures job jobcentre plus universal credit social worker key police justice "
    "probation english british welsh scottish irish polish romanian muslim christian asian "
    "lived experience royal mail issue hygiene naloxone methadone subutex covid"
)
_PLACES = (
    "essex basildon chelmsford colchester clacton harlow southend canvey grays thurrock braintree brentwood "
    "billericay wickford rayleigh rochford maldon witham harwich tilbury romford ilford ipswich norwich "
    "cambridge oxford london england scotland wales ireland britain kingdom united suffolk norfolk kent "
    "hertfordshire manchester birmingham liverpool leeds sheffield bristol cardiff edinburgh glasgow belfast "
    "newcastle nottingham leicester sea island water walton frinton naze loughton epping saffron walden"
)
KNOWN = frozenset(f"{_CALENDAR} {_KIN} {_ORDINARY} {_THINGS} {_PLACES}".split())


@dataclass(frozen=True, slots=True)
class Found:
    """A part of a text that may tell who somebody is."""

    kind: Kind
    words: str


def find(text: str | None, known: Collection[str] = ()) -> tuple[Found, ...]:
    """What the text seems to hold, in its order and once each.

    `known` are names that tell nothing, such as those of spaces and workshops.
    """
    if not text:
        return ()
    spans: list[tuple[int, Kind, str]] = [
        (match.start(), "email", match.group()) for match in EMAIL.finditer(text)
    ]
    spans += [
        (match.start(), "phone", match.group())
        for match in PHONE.finditer(text)
        if not _DAY.match(match.group().strip())
    ]
    spans += _names(text, _words_of(known))
    return tuple(dict.fromkeys(Found(kind, words.strip()) for _, kind, words in sorted(spans)))


def _names(text: str, known: frozenset[str]) -> list[tuple[int, Kind, str]]:
    named: dict[int, str] = {}
    for match in CALLED.finditer(text):
        if not _is_known(match.group(1), known):
            named[match.start(1)] = match.group(1)
    for match in PAIR.finditer(text):
        start, words = match.start(), match.group()
        first, rest = words.split(" ", 1)
        if STARTS.search(text[:start]) and first.lower() in known:  # "Ask Jo Bloggs"
            start, words = start + len(first) + 1, rest
        if " " in words and not _is_known(words, known):
            named.setdefault(start, words)
    return [(start, "name", words) for start, words in named.items()]


def _is_known(words: str, known: frozenset[str]) -> bool:
    """Whether a word at either end is one that we know: "Southend Pier", "Auntie Jo"."""
    ends = (words.split()[0], words.split()[-1])
    return any(re.sub(r"['\u2019]s$", "", end.lower()) in known for end in ends)


def _words_of(names: Collection[str]) -> frozenset[str]:
    return KNOWN | {word.lower() for name in names for word in re.findall(r"[\w'\u2019-]+", name)}
