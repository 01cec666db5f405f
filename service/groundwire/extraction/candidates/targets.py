"""Things in a sentence that can have been hit, in its words."""

import re

from groundwire.extraction.deriving.target_words import PATTERNS

_DETERMINER = re.compile(
    r"(?:a|an|the|one|two|three|several|some|many|its|their|his|her|this|that|number of|nearly|about|"
    r"approximately|\d+)$",
    re.IGNORECASE,
)
_PART = re.compile(r"[\w’'-]+")
_STOP = re.compile(
    r"(?:and|or|in|on|at|by|for|from|with|to|of|as|into|that|which|who|were|was|is|are|has|have|had|been|hit|struck|"
    r"targeted|targeting|damaged|damaging|destroyed|attacked|demolished|ravaged|і|й|та|и|у|в|на|по|und|auf|von|\w+ed|\w+ing)$",
    re.IGNORECASE,
)
_REACH = 4
"""Most words before a noun that belong to it."""


def find_targets(sentence: str) -> tuple[str, ...]:
    """The things that a sentence names by a noun of some category of targets, with the words that belong to it."""
    spans = sorted({match.span() for pattern in PATTERNS.values() for match in pattern.finditer(sentence)})
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and (start <= merged[-1][1] or sentence[merged[-1][1] : start] == " "):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(dict.fromkeys(_whole(sentence, start, end) for start, end in merged))


def _whole(sentence: str, start: int, end: int) -> str:
    """The noun with the adjectives before it, without the determiner."""
    first = start
    for match in reversed(list(_PART.finditer(sentence, max(0, start - 60), start))[-_REACH:]):
        between = sentence[match.end() : first]
        if between.strip() or _STOP.match(match[0]) or _DETERMINER.match(match[0]):
            break
        first = match.start()
    return sentence[first:end]
