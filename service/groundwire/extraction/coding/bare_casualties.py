"""Words of casualties that stand without a figure: "dozens were killed", "the wounded were taken to Amberg"."""

from collections.abc import Iterator
from dataclasses import dataclass

from groundwire.extraction.coding.role_words import CASUALTIES, CUES, whole_words
from groundwire.extraction.coding.roles import roles_in
from groundwire.extraction.reading.sentences import split_sentences
from groundwire.schemas import Quantity

_EITHER = whole_words(r"casualt(?:y|ies)")
"""What speaks of dead or hurt, or both."""
_LONGEST = 60
"""How far apart, at most, "dozens" and "were killed" are quoted as one; further apart the casualty word says enough."""


@dataclass(frozen=True, slots=True)
class CasualtyWords:
    """Where a sentence speaks of dead or hurt and gives no figure of them.

    Attributes:
        start: First character, inclusive, in code points.
        end: One past the last character, exclusive.
        roles: "killed", "injured", or both where the words leave it open.
    """

    start: int
    end: int
    roles: frozenset[str]


def find_casualty_words(text: str) -> tuple[CasualtyWords, ...]:
    """The first such words of each sentence for each role, left to right."""
    found: list[CasualtyWords] = []
    for sentence in split_sentences(text):
        said = text[sentence.start : sentence.end]
        found += (
            CasualtyWords(sentence.start + words.start, sentence.start + words.end, words.roles)
            for words in _in_sentence(said)
        )
    return tuple(sorted(found, key=lambda words: (words.start, words.end)))


def _in_sentence(said: str) -> Iterator[CasualtyWords]:
    cues = {role: CUES[role].search(said) for role in CASUALTIES}
    either = _EITHER.search(said)
    if either is None and not any(cues.values()):
        return
    roles = roles_in(said)
    counted = {role for m in roles.mentions if _is_figure(m.quantity) for role in roles.of(m)}
    for role, cue in cues.items():
        if cue is None or role in counted:
            continue
        vague = next((m for m in roles.mentions if not _is_figure(m.quantity) and role in roles.of(m)), None)
        start, end = cue.span()
        if vague is not None and max(end, vague.end) - min(start, vague.start) <= _LONGEST:
            start, end = min(start, vague.start), max(end, vague.end)
        yield CasualtyWords(start, end, frozenset({role}))
    if either is not None and not counted and not any(cues.values()) and not roles.mentions:
        yield CasualtyWords(either.start(), either.end(), frozenset(CASUALTIES))


def _is_figure(quantity: Quantity) -> bool:
    return quantity.min is not None or quantity.max is not None
