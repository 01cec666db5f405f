"""Finds text that is written for programs: chat tokens, code blocks, JSON, XML. News is prose and has none of it."""

import re
from collections.abc import Iterator

_REACH = 1500
"""Most code points between an opening and what closes it: a stray token does not take half an article along."""

_CHAT_NAMES = (
    "system|assistant|user|human|developer|instructions?|prompt|tool|function|task|output|answer|response|override|"
    "admin|command"
)
_TOKEN = re.compile(
    r"<\|[\w /-]{1,40}\|>|\[/?(?:INST|SYS|SYSTEM|ASSISTANT|USER)(?: \w+)?\]|<</?SYS>>|<(?:start|end)_of_turn>|"
    rf"</?(?:{_CHAT_NAMES})(?:[ _-][^<>]{{0,80}})?/?>|"
    rf"^[ \t]*#{{2,}}[ \t]*(?:new |end |end of |important |urgent )?(?:{_CHAT_NAMES}|input|note|"
    rf"attention)\b[^\n]{{0,60}}|"
    r"-{2,}[ \t]*(?:BEGIN|END|START|NEW|STOP)\b[^\n-]{0,40}-{2,}|[\[(<]\s*(?:BEGIN|END|END OF|START OF)\s+"
    r"(?:ARTICLE|INPUT|TEXT|PROMPT|DOCUMENT|CONTEXT|SYSTEM|INSTRUCTIONS?)\s*[\])>]",
    re.IGNORECASE | re.MULTILINE,
)
_CLOSES = re.compile(r"end|eot|/|\bstop\b", re.IGNORECASE)
_PAIRED = re.compile(
    rf"(```|~~~)(?s:.{{0,{_REACH}}}?)\1|<!--(?s:.{{0,{_REACH}}}?)-->|\{{[%{{#](?s:.{{0,200}}?)[%}}#]\}}|"
    rf"<(?!(?:a|abbr|b|blockquote|br|cite|code|div|em|figcaption|figure|h\d|i|img|li|mark|ol|p|q|s|small|span|strong|"
    rf"sub|sup|"
    rf"table|tbody|td|th|thead|time|tr|u|ul)\b)(\w[\w:-]*)(?:\s[^<>]{{0,200}})?>(?s:.{{0,{_REACH}}}?)</\2>",
    re.IGNORECASE,
)
_OBJECT = re.compile(
    r"[\[{]\s*[\"“”']?[A-Za-z_]\w*[\"“”']\s*:|[\[{]\s*[\"“”'][A-Za-z_]\w*[\"“”']?\s*:|\[\s*\{\s*[\"“”'\w]"
)
_ASSIGNMENT = re.compile(r"(?<![\w@#/.-])[a-z]+(?:_[a-z]+)+[\"'`]?\s*(?:=|:|->|=>)\s*\S")


def find_markup(text: str) -> Iterator[tuple[int, int]]:
    """Spans of `text` that are written for programs, in no order."""
    yield from _chat(text)
    yield from (match.span() for match in _PAIRED.finditer(text))
    for match in _OBJECT.finditer(text):
        yield match.start(), _closed(text, match.start())
    yield from (match.span() for match in _ASSIGNMENT.finditer(text))


def _chat(text: str) -> Iterator[tuple[int, int]]:
    """Tokens, and what stands between one that opens and the next; after the last one that opens, its line."""
    tokens = list(_TOKEN.finditer(text))
    starts = [token.start() for token in tokens]
    for token, following in zip(tokens, [*starts[1:], len(text) + _REACH], strict=False):
        end = token.end()
        if not _CLOSES.search(token[0]):
            end = following if following - end <= _REACH else _line_end(text, end)
        yield token.start(), end


def _line_end(text: str, position: int) -> int:
    """The end of the line, or of the next one where nothing is left of this."""
    rest = re.compile(r"\s*[^\n]*").match(text, position)
    return rest.end() if rest else position


def _closed(text: str, start: int) -> int:
    """Where the bracket at `start` is closed, or the end of its line if it is not."""
    depth = 0
    for position in range(start, min(len(text), start + _REACH)):
        depth += (text[position] in "[{") - (text[position] in "]}")
        if depth == 0:
            return position + 1
    return _line_end(text, start)
