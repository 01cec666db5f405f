"""Armed groups that a sentence names."""

import re

from groundwire.extraction.deriving.party_words import GROUPS

_ADJECTIVE = re.compile(r"(?:[\w’'-]+-[\w’'-]+|[A-ZА-ЯІЇЄҐ][\w’'-]+) $")


def find_groups(sentence: str) -> tuple[str, ...]:
    """The groups, each with a name or a compound before it that tells it apart ("anti-government fighters")."""
    spans: list[tuple[int, int]] = []
    for start, end in (match.span() for match in GROUPS.finditer(sentence)):
        if spans and sentence[spans[-1][1] : start] == " ":  # "Houthi rebels"
            spans[-1] = (spans[-1][0], end)
        else:
            adjective = _ADJECTIVE.search(sentence, 0, start)
            spans.append((adjective.start() if adjective else start, end))
    return tuple(sentence[start:end] for start, end in spans)
