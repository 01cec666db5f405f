"""Cuts torn JSON into the values that are there to their ends.

Values are told apart by their brackets alone, so that a broken one does not hide those after it; what is inside of
them is not looked at. Parsers of partial JSON are no help here: of 20, cut off after the 2, they read 2.
"""

import re

_STRING = r'"(?:[^"\\]+|\\.)*+"'
_TOKEN = re.compile(rf'{_STRING}|["{{}}\[\]]', re.DOTALL)
"""A string or a bracket; a quotation mark alone begins a string without end."""
_SCALAR = re.compile(rf'{_STRING}|[^\s,:"{{}}\[\]]++(?=\s*[,}}\]])', re.DOTALL)
"""A string, or another value and behind it what shows that it goes no further."""
_KEY = re.compile(rf"({_STRING})\s*:\s*", re.DOTALL)
_NO_KEY = re.compile("()")
_BLANK = re.compile(r"[\s,]*")
_CLOSING = {"{": "}", "[": "]"}


def members(text: str, begin: int) -> tuple[list[tuple[str, str]], bool]:
    """The members of the list or object that begins there, as texts, and whether it was closed.

    Args:
        text: JSON, perhaps cut off or broken.
        begin: Offset of the opening bracket.

    Returns:
        Keys, empty in a list, and values, each to its end; False if something else stands behind them than the
        closing bracket.
    """
    key = _KEY if text[begin] == "{" else _NO_KEY
    found: list[tuple[str, str]] = []
    position = _past_blank(text, begin + 1)
    while (head := key.match(text, position)) and (end := _end(text, head.end())) is not None:
        found.append((head.group(1)[1:-1], text[head.end() : end]))
        position = _past_blank(text, end)
    return found, text.startswith(_CLOSING[text[begin]], position)


def _past_blank(text: str, position: int) -> int:
    blank = _BLANK.match(text, position)
    return blank.end() if blank else position


def _end(text: str, begin: int) -> int | None:
    """Where the value ends that begins there; None if none begins there, or it has no end."""
    if scalar := _SCALAR.match(text, begin):
        return scalar.end()
    if text[begin : begin + 1] not in _CLOSING:
        return None
    awaited: list[str] = []
    for token in _TOKEN.finditer(text, begin):
        mark = token.group()
        if mark in _CLOSING:
            awaited.append(_CLOSING[mark])
        elif mark == '"':
            return None
        elif mark in _CLOSING.values():
            if awaited.pop() != mark:
                return None
            if not awaited:
                return token.end()
    return None
