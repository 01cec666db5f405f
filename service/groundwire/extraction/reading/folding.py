"""Comparison of words as they are written: case, quotes, dashes and spaces folded, offsets kept.

Folding never changes the length of a text, so that a place found in the folded text is the place in the text.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

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
_LONG = 5_000
"""Code points from which a text is an article, and what is found out about it is kept for the next name."""
_LEADING_ARTICLE = re.compile(r"^(?:the|a|an|der|die|das|ein|eine)\s+", re.IGNORECASE)


def folded(text: str) -> str:
    """`text` for comparison; as long as `text`, code point by code point."""
    same = text.translate(_SAME)
    lower = same.lower()
    # As a whole it is as quick as can be, but İ would become two letters, and Σ one of two by what follows.
    return lower if len(lower) == len(same) and "Σ" not in same else "".join(map(_lower, same))


_PLAIN = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f\u2003\u2002\t", " ") | {"\u00ad": "_"})


def plainly_spaced(text: str) -> str:
    """`text` with one sort of blanks and no letter parted unseen, as long as `text`: for patterns of words.

    A soft hyphen becomes an underscore: a word with one is then no other word ("un\u00adverletzt" holds no "verletzt").
    """
    return text.translate(_PLAIN)


def _lower(char: str) -> str:
    lower = char.lower()
    return lower if len(lower) == 1 else char


def find_words(words: str, text: str) -> Iterator[tuple[int, int]]:
    """Spans of `text` that say `words`, case, quotes, dashes, spaces, "ё", a leading article and what is unseen aside.

    Only whole words match: "Iran" is not found in "Tirana", nor "20" in "120", "20,000", "20 000" or "1.20".
    """
    # A model may compose what the text writes as letter and accent, and the other way round.
    composed, decomposed = unicodedata.normalize("NFC", words), unicodedata.normalize("NFD", words)
    spellings = {wanted for form in (words, composed, decomposed) if (wanted := _wanted(form)).strip()}
    if not spellings:
        return
    listed = "|".join(sorted(map(_pattern, spellings)))
    pattern = re.compile(rf"(?<!\w)(?:{listed})(?![\w\u0300-\u036f])")
    plain, has_unseen = _searched_article(text) if len(text) > _LONG else _searched(text)
    if has_unseen:
        yield from _find_seen(pattern, plain)
    elif len(spellings) > 1:
        yield from (match.span() for match in pattern.finditer(plain))
    else:
        yield from _found_by(min(spellings).split()[0], pattern, plain)


def _searched(text: str) -> tuple[str, bool]:
    """A text as it is searched, and whether there is something in it that is not seen."""
    plain = folded(text).replace("ё", "е")
    return plain, not text.isascii() and _UNSEEN.search(plain) is not None


_searched_article = lru_cache(maxsize=4)(_searched)


def _found_by(first: str, pattern: re.Pattern[str], plain: str) -> Iterator[tuple[int, int]]:
    """Spans of a pattern that begins with a word: looking up the word is quicker, and the text may be an article."""
    at = plain.find(first)
    while at >= 0:
        match = pattern.match(plain, at)
        if match is not None:
            yield match.span()
        at = plain.find(first, match.end() if match else at + 1)


def _find_seen(pattern: re.Pattern[str], plain: str) -> Iterator[tuple[int, int]]:
    """Spans of a pattern in a text as it looks; an accent behind the last letter belongs to it."""
    hidden = {at for match in _UNSEEN.finditer(plain) for at in range(*match.span())}
    places = [at for at in range(len(plain)) if at not in hidden]
    for match in pattern.finditer("".join(plain[at] for at in places)):
        start, end = places[match.start()], places[match.end() - 1] + 1
        while plain[end : end + 1] in _STRESS and end < len(plain):
            end += 1
        yield start, end


def _wanted(words: str) -> str:
    seen = _UNSEEN.sub("", folded(words).replace("ё", "е"))
    return _LEADING_ARTICLE.sub("", seen.strip(" .,;:!?\"'"))


def _pattern(wanted: str) -> str:
    before = r"(?<!\d[.,'])" if wanted[0].isdigit() else ""
    after = r"(?![.,']\d| \d{3}(?!\d))" if wanted[-1].isdigit() else ""
    return before + r"\s+".join(re.escape(part) for part in wanted.split()) + after
