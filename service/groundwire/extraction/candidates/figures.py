"""Words of a sentence that give figures: of the dead, of the injured, and of weapons with their names."""

import re
from collections.abc import Iterator

from groundwire.extraction.coding.roles import Roles
from groundwire.extraction.coding.weapon_words import CUES, NOUNS, UNBOUND
from groundwire.extraction.deriving.weapon_models import model_spans
from groundwire.extraction.reading.quantities import find_quantities

_BEFORE = re.compile(
    r"(?<!\w)(?:since (?:the|\d{4}|last|early|late|january|february|march|april|may|june|july|august|"
    r"september|october|"
    r"november|december)|(?:last|previous|past|earlier this|this|the same) (?:year|month|decade|summer|winter|spring|"
    r"autumn)s?|"
    r"(?:years?|months?|decades?) (?:ago|earlier|before)|in (?:19|20)\d\d|over the (?:past|last)|"
    r"so far|in total since|"
    r"previously|з (?:початку|лютого|\d{4})|минулого (?:року|місяця)|раніше|с начала|с (?:февраля|\d{4})|"
    r"прошлого (?:года|месяца)|в прошлом (?:году|месяце)|ранее|seit (?:beginn|\d{4})|im vergangenen (?:jahr|monat)|"
    r"bislang insgesamt)(?!\w)",
    re.IGNORECASE,
)


def find_tolls(sentence: str, role: str) -> tuple[str, ...]:
    """The figures of a sentence that count people who were killed or injured, in its words.

    A figure whose clause tells of an earlier time is another event's, or of the war as a whole; so is the next figure,
    if no punctuation parts them ("shelling last year killed 30 people and wounded 60").

    Args:
        sentence: Its text.
        role: "killed" or "injured".
    """
    roles = Roles(sentence)
    found = []
    earlier: int | None = None
    for mention in roles.mentions:
        goes_on = earlier is not None and not re.search(r"[,;:–—]", sentence[earlier : mention.start])
        if goes_on or _BEFORE.search(sentence, *roles.clause(mention)):
            earlier = mention.end
        elif role in roles.of(mention) and find_quantities(said := sentence[mention.start : mention.end]):
            found.append(said)  # not "a", which counts one only before its noun
    return tuple(found)


def find_weapons(sentence: str) -> tuple[str, ...]:
    """The weapons that a sentence names, each with its count if it has one ("two Grad rockets")."""
    counts = find_quantities(sentence, nouns=NOUNS)
    found = []
    floor = 0
    for start, end in _joined(sentence, sorted(_weapon_words(sentence))):
        lead = max(
            (m.start for m in counts if floor <= m.start <= start and _counts(sentence, m.figure[1], start)),
            default=start,
        )
        found.append(sentence[lead:end])
        floor = end
    return tuple(dict.fromkeys(found))


def _counts(sentence: str, figure_end: int, start: int) -> bool:
    """Whether nothing parts a figure from the weapon behind it."""
    return figure_end >= start or not UNBOUND.search(sentence, figure_end, start)


_NOT_USED = re.compile(
    r" (?:stores?|depots?|warehouses?|factor(?:y|ies)|plants?|makers?|bases?|sites?|silos?|programmes?|programs?|"
    r"launchers?|defen[cs]es?|systems?|batter(?:y|ies)|tests?|attack alerts?|alerts?|threats?|workshops?)(?!\w)",
    re.IGNORECASE,
)
"""Behind weapons that are stored, made or feared, and were not used."""


def _weapon_words(sentence: str) -> Iterator[tuple[int, int]]:
    spans = _all_weapon_words(sentence)
    yield from (span for span in spans if not _NOT_USED.match(sentence, span[1]))


def _all_weapon_words(sentence: str) -> Iterator[tuple[int, int]]:
    for kind, pattern in CUES.items():
        if kind != "other":
            yield from (match.span() for match in pattern.finditer(sentence))
    yield from model_spans(sentence)


def _joined(sentence: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Neighbouring words for one weapon as one: "Kalibr cruise missiles"."""
    current: tuple[int, int] | None = None
    for start, end in spans:
        if current is None:
            current = (start, end)
        elif start <= current[1] or sentence[current[1] : start] in {" ", "-", "\u00a0"}:
            current = (current[0], max(end, current[1]))
        else:
            yield current
            current = (start, end)
    if current is not None:
        yield current
