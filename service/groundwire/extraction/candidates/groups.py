"""Armed groups that a sentence names by a common noun."""

import re

from groundwire.extraction.candidates.leads import LEADS
from groundwire.extraction.reading.folding import folded

_GROUP = re.compile(
    r"(?:[\w-]+ ){0,2}?(?<![\w-])(?:rebels?|insurgents?|militants?|separatists?|militia(?:s|men)?|fighters|combatants|"
    r"partisans?|guerr?illas?|gunm[ae]n|terrorists?|jihadists?|paramilitaries|"
    r"повстан\w+|бойовик\w*|боевик\w*|сепаратист\w*|партизан\w*|rebellen|kämpfer|milizen|separatisten)(?!\w)",
    re.IGNORECASE,
)


def find_groups(sentence: str) -> tuple[str, ...]:
    """The groups with the words before them that tell them apart ("anti-government fighters"), in order."""
    return tuple(" ".join(_bare(match[0].split())) for match in _GROUP.finditer(sentence))


def _bare(words: list[str]) -> list[str]:
    """Without the function words that a phrase begins with."""
    first = max((index + 1 for index, word in enumerate(words[:-1]) if folded(word) in LEADS), default=0)
    return words[first:]
