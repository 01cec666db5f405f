"""Category of a thing that was hit, from the words that name it."""

import re

from groundwire.extraction.deriving.target_words import PATTERNS
from groundwire.schemas import TargetCategory

_END_OF_HEAD = re.compile(
    r",|;|\(|(?<!\w)(?:of|in|at|near|on|by|from|with|belonging|owned|used|housing|holding|containing|where|that|which|"
    r"who|and|or|"
    r"including|outside|behind|beside|у|в|на|біля|поблизу|возле|та|й|і|и|де|где|von|bei|im|am|in|nahe|und|des|"
    r"der)(?!\w)",
    re.IGNORECASE,
)
"""Behind the first of these, a phrase says more about a thing that it has named."""
_CYRILLIC = re.compile(r"[а-яіїєґё]", re.IGNORECASE)


def category_of(words: str) -> TargetCategory:
    """The category of a target by the noun that the words turn on ("a school bus" is transport); else `other`."""
    end = next((match.start() for match in _END_OF_HEAD.finditer(words) if match.start() > 0), len(words))
    found = _named(words, 0)
    head = [match for match in found if match[0] < end]
    return _leading(head or found[:1], words)


def _leading(found: list[tuple[int, int, TargetCategory]], words: str) -> TargetCategory:
    if not found:
        return "other"
    # English and German name the thing last ("school bus"), Ukrainian and Russian first ("дах школи").
    return found[0 if _CYRILLIC.search(words) else -1][2]


def _named(words: str, start: int) -> list[tuple[int, int, TargetCategory]]:
    """Spans of the words for things with their categories, left to right; what a longer phrase holds is left out."""
    spans = [
        (*match.span(), category) for category, pattern in PATTERNS.items() for match in pattern.finditer(words, start)
    ]
    spans.sort(key=lambda span: (span[0], -span[1]))
    kept: list[tuple[int, int, TargetCategory]] = []
    for span in spans:
        if not any(first <= span[0] and span[1] <= last for first, last, _ in kept):
            kept.append(span)
    return kept
