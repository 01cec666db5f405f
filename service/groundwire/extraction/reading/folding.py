"""Comparison of words as they are written: case, quotes, dashes and spaces folded, offsets kept.

Folding never changes the length of a text, so that a place found in the folded text is the place in the text.
"""

import re
import unicodedata
from collections.abc import Iterator

_SAME = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛ʼ´`ʹ", "'"),
        **dict.fromkeys("“”„‟«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f\u2003\u2002\t\n\r", " "),
    }
)
_STRESS = frozenset("\u0300\u0301")
_UNSEEN = re.compile(
    r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|(?<=[аеєиіїоуыэюя])[\u0300\u0301]"
)
"""Soft hyphens, joiners and marks of direction, and the stress marks of Cyrillic: two spellings of one word differ."""
_LEADING_ARTICLE = re.compile(r"^(?:the|a|an|der|die|das|ein|eine)\s+", re.IGNORECASE)


def folded(text: str) -> str:
    """`text` for comparison; as long as `text`, code point by code point."""
    same = text.translate(_SAME)
    lower = same.lower()
    # As a whole it is as quick as can be, but İ would become two letters, and Σ one of two by what follows.
    return lower if len(lower) == len(same) and "Σ" not in same else "".join(map(_lower, same))


def _lower(char: str) -> str:
    lower = char.lower()
    return lower if len(lower) == 1 else char


def find_words(words: str, text: str) -> Iterator[tuple[int, int]]:
    """Spans of `text` that say `words`, case, quotes, dashes, spaces, "ё", a leading article and what is unseen aside.

    Only whole words match: "Iran" is not found in "Tirana", nor "20" in "120", "20,000", "20 000" or "1.20".
    """
    # A model may compose what the text writes as letter and accent, and the other way round.
    composed, decomposed = unicodedata.normalize("NFC", words), unicodedata.normalize("NFD", words)
    spellings = {_pattern(form) for form in (words, composed, decomposed)} - {""}
    if not spellings:
        return
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(spellings))})(?![\w\u0300-\u036f])")
    plain = folded(text).replace("ё", "е")
    if text.isascii() or _UNSEEN.search(plain) is None:
        yield from (match.span() for match in pattern.finditer(plain))
    else:
        yield from _find_seen(pattern, plain)


def _find_seen(pattern: re.Pattern[str], plain: str) -> Iterator[tuple[int, int]]:
    """Spans of a pattern in a text as it looks; an accent behind the last letter belongs to it."""
    hidden = {at for match in _UNSEEN.finditer(plain) for at in range(*match.span())}
    places = [at for at in range(len(plain)) if at not in hidden]
    for match in pattern.finditer("".join(plain[at] for at in places)):
        start, end = places[match.start()], places[match.end() - 1] + 1
        while plain[end : end + 1] in _STRESS and end < len(plain):
            end += 1
        yield start, end


def _pattern(words: str) -> str:
    seen = _UNSEEN.sub("", folded(words).replace("ё", "е"))
    wanted = _LEADING_ARTICLE.sub("", seen.strip(" .,;:!?\"'"))
    if not wanted:
        return ""
    before = r"(?<!\d[.,'])" if wanted[0].isdigit() else ""
    after = r"(?![.,']\d| \d{3}(?!\d))" if wanted[-1].isdigit() else ""
    return before + r"\s+".join(re.escape(part) for part in wanted.split()) + after
