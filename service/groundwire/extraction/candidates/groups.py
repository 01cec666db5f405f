"""Armed groups that a sentence names."""

import re
from collections.abc import Sequence

from groundwire.extraction.candidates.names import Name, Sort
from groundwire.extraction.deriving.party_words import GROUPS

_ADJECTIVE = re.compile(r"(?:[\w’'-]+-[\w’'-]+|[A-ZА-ЯІЇЄҐ][\w’'-]+) $")


_FORCE = re.compile(
    r"(?:Army|Front|Movement|Brigades?|Battalion|Militia|Forces|Resistance|Jihad|Guards?|Command|Corps)$"
)
"""What the name of an armed group or a force ends with."""


def find_groups(sentence: str, names: Sequence[Name] = ()) -> tuple[str, ...]:
    """The groups, each with a name or a compound before it that tells it apart ("anti-government fighters").

    Args:
        sentence: Its text.
        names: Proper names in it: some are of groups ("Three Rivers Army").
    """
    spans = [name.span for name in names if name.sort is Sort.OTHER and _FORCE.search(name.words)]
    for start, end in (match.span() for match in GROUPS.finditer(sentence)):
        if any(first <= start < last for first, last in spans) or sentence.startswith("-", end):  # "Houthi-run"
            continue
        if spans and sentence[spans[-1][1] : start] == " ":  # "Houthi rebels"
            spans[-1] = (spans[-1][0], end)
        else:
            adjective = _ADJECTIVE.search(sentence, 0, start)
            spans.append((adjective.start() if adjective else start, end))
    words = [sentence[start:end] for start, end in sorted(spans)]
    return tuple(word for word in words if not any(_is_short_for(word, other) for other in words))


def _is_short_for(acronym: str, name: str) -> bool:
    """Whether a name is the initials of another: "RSF" of "Rapid Support Forces"."""
    return acronym.isupper() and acronym != name and acronym == "".join(part[0] for part in name.split())
