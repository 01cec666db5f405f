"""Comparison of words as they are written: case, quotes, dashes and spaces folded, offsets kept.

Folding never changes the length of a text, so that a place found in the folded text is the place in the text.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import cached_property, lru_cache

_SAME = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛ʼ´`ʹ", "'"),
        **dict.fromkeys("“”„‟«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f\u2003\u2002\t\n\r", " "),
    }
)
_OTHERS = re.compile("[" + re.escape("".join(map(chr, _SAME))) + "]")
_STRESS = frozenset("\u0300\u0301")
_UNSEEN = re.compile(
    r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|(?<=[аеєиіїоуыэюя])[\u0300\u0301]"
)
"""Soft hyphens, joiners and marks of direction, and the stress marks of Cyrillic: two spellings of one word differ."""
_LONG = 5_000
"""Code points from which a text is an article, and what is found out about it is kept for the next name."""
_SHORT = 500
"""Code points up to which a text is a sentence or a name."""
_RUN = re.compile(r"\w+")
_NO_LETTER = r"(?![\w\u0300-\u036f])"
_NO_LETTER_HERE = re.compile(_NO_LETTER)
_NO_LETTER_BEFORE = re.compile(r"(?<!\w)")
_LEADING_ARTICLE = re.compile(r"^(?:the|a|an|der|die|das|ein|eine)\s+", re.IGNORECASE)


def folded(text: str) -> str:
    """`text` for comparison; as long as `text`, code point by code point."""
    return _folded_sentence(text) if len(text) <= _SHORT else _folded(text)


def _folded(text: str) -> str:
    same = _OTHERS.sub(lambda match: match[0].translate(_SAME), text)  # by itself `translate` looks up each character
    lower = same.lower()
    # As a whole it is as quick as can be, but İ would become two letters, and Σ one of two by what follows.
    return lower if len(lower) == len(same) and "Σ" not in same else "".join(map(_lower, same))


_folded_sentence = lru_cache(maxsize=2048)(_folded)
"""Every value of a record is looked for in the same few sentences, and among the same few names."""
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
    sought = _sought(words)
    if sought is None:
        return
    plain, has_unseen = _searched_article(text) if len(text) > _LONG else _searched(text)
    if has_unseen:
        yield from _find_seen(sought.pattern, plain)
    elif sought.first is None:
        yield from (match.span() for match in sought.pattern.finditer(plain))
    else:
        yield from _found_by(sought, sought.first, plain)


class _Sought:
    """Words as they are searched for.

    Attributes:
        first: The first word, if there is one spelling only.
    """

    def __init__(self, spellings: Collection[str]) -> None:
        self._spellings = spellings
        only = min(spellings)
        self.first = only.split()[0] if len(spellings) == 1 else None
        self._letters = len(only) if len(spellings) == 1 and only.isalpha() else None

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """All spellings; made when it is needed, for most words are one word of letters, and it takes a while."""
        listed = "|".join(sorted(map(_pattern, self._spellings)))
        return re.compile(rf"(?<!\w)(?:{listed}){_NO_LETTER}")

    def end_at(self, plain: str, at: int) -> int | None:
        """Where the words end that begin at a place with their first word; None if they are not said there."""
        if self._letters is not None:
            end = at + self._letters
            return end if _NO_LETTER_BEFORE.match(plain, at) and _NO_LETTER_HERE.match(plain, end) else None
        match = self.pattern.match(plain, at)
        return match.end() if match else None


@lru_cache(maxsize=2048)
def _sought(words: str) -> _Sought | None:
    """How to search for words; None if there is nothing in them."""
    # A model may compose what the text writes as letter and accent, and the other way round.
    composed, decomposed = unicodedata.normalize("NFC", words), unicodedata.normalize("NFD", words)
    spellings = {wanted for form in (words, composed, decomposed) if (wanted := _wanted(form)).strip()}
    return _Sought(spellings) if spellings else None


def _searched(text: str) -> tuple[str, bool]:
    """A text as it is searched, and whether there is something in it that is not seen."""
    plain = folded(text).replace("ё", "е")
    return plain, not text.isascii() and _UNSEEN.search(plain) is not None


_searched_article = lru_cache(maxsize=4)(_searched)


def _found_by(sought: _Sought, first: str, plain: str) -> Iterator[tuple[int, int]]:
    """Spans of words of one spelling: looking up the first word is quicker, and the text may be an article."""
    last = 0
    for at in _places_of(first, plain):
        end = sought.end_at(plain, at) if at >= last else None
        if end is not None:
            yield at, end
            last = end


def _places_of(first: str, plain: str) -> Iterator[int]:
    """Where a word stands, and perhaps more: it may be a part of another one there."""
    begins = _RUN.match(first)
    if len(plain) > _LONG and begins is not None:
        yield from _places_by_word(plain).get(begins[0], ())
        return
    at = plain.find(first)
    while at >= 0:
        yield at
        at = plain.find(first, at + 1)


@lru_cache(maxsize=4)
def _places_by_word(plain: str) -> dict[str, list[int]]:
    """Where each word of an article begins: so that finding hundreds of names does not take hundreds of looks at it."""
    places: dict[str, list[int]] = {}
    for match in _RUN.finditer(plain):
        places.setdefault(match[0], []).append(match.start())
    return places


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
