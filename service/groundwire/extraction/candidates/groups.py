"""Armed groups that a sentence names."""

import re

from groundwire.extraction.deriving.party_words import GROUPS

_ADJECTIVE = re.compile(r"(?:[\w’'-]+-[\w’'-]+|[A-ZА-ЯІЇЄҐ][\w’'-]+) $")


def find_groups(sentence: str) -> tuple[str, ...]:
    """The groups, each with a name or a compound before it that tells it apart ("anti-government fighters")."""
    found = []
    for match in GROUPS.finditer(sentence):
        adjective = _ADJECTIVE.search(sentence, 0, match.start())
        found.append(sentence[adjective.start() if adjective else match.start() : match.end()])
    return tuple(found)
