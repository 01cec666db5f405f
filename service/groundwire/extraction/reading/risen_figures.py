"""Whether words tell that a figure replaces an earlier one: "the toll rose to 11", "зросла до 11", "stieg auf elf"."""

import re

_RISEN = re.compile(
    r"\b(?:rose|risen|rises?|rising|climb(?:ed|s|ing)?|increased|grew|grown|jumped|went up|gone up|"
    r"(?:bringing|brought|taking|took|pushing|pushed|raising|raised) "
    r"(?:[\w'’-]+ ){0,3}(?:toll|number|total|count|dead))\b"
    r"[^.;]{0,40}\bto\s+$|"
    r"\b(?:now|since) (?:stands?|stood|standing)? ?at\s+$|"
    r"\b(?:зросл|збільшил|виросл|піднял|вырос|возрос|увеличил|поднял)\w*[^.;]{0,40}\bдо\s+$|"
    r"\b(?:stieg|gestiegen|wuchs|erhöhte)\b[^.;]{0,40}\bauf\s+$",
    re.IGNORECASE,
)
_CORRECTED = re.compile(
    r"\b(?:revised|corrected|updated|lowered|уточнил\w*|скоригува\w*|скорректирова\w*|korrigiert\w*)\b"
    r"[^.;]{0,40}\b(?:to|до|auf)\s+$",
    re.IGNORECASE,
)


def has_risen(before: str) -> bool:
    """Whether the words right before a figure say that it was smaller before."""
    return _RISEN.search(before) is not None


def is_corrected(before: str) -> bool:
    """Whether the words right before a figure say that another one was given before, greater or smaller."""
    return _CORRECTED.search(before) is not None
