"""Whole numbers as articles write them: in digits, or up to ninety-nine in words."""

import re
from random import Random

# fmt: off
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)
# fmt: on
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_MOST_IN_WORDS = 12
"""Style books differ on where digits begin; none spells out more than twelve as a rule."""


def in_words(number: int) -> str:
    """The words for a number from 0 to 99."""
    if number < len(_ONES):
        return _ONES[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens - 2] + (f"-{_ONES[ones]}" if ones else "")


_VALUES = {in_words(number): number for number in range(100)} | {"dozen": 12}
_NUMBER = re.compile(
    r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?![\w])|(?<!\w)\d+(?!\w)|\b(?:"
    + "|".join(sorted(_VALUES, key=len, reverse=True)).replace("-", "[- ]")
    + r")\b",
    re.IGNORECASE,
)


def numbers_in(text: str) -> list[tuple[int, int, int]]:
    """All numbers of a text with the places where they are written: value, start, end (exclusive, in code points)."""
    return [(_value(found[0]), *found.span()) for found in _NUMBER.finditer(text)]


def like(number: int, model: str) -> str:
    """A number written in the manner of another one: digits for digits, a capital for a capital."""
    if model[0].isdigit():
        return f"{number:,}" if "," in model else str(number)
    words = in_words(number)
    return words.capitalize() if model[0].isupper() else words


def another(number: int, model: str, taken: set[int], draw: Random) -> int | None:
    """A plausible number to put in the place of one: as large, as round, and written the same way.

    Args:
        number: The number that is to go.
        model: How it is written.
        taken: Numbers that must not be chosen.
        draw: Where chance comes from.

    Returns:
        A number of at least 2, so that a plural stays one; None if there is none left.
    """
    if model[0].isdigit():
        step = next(step for step in (100, 50, 10, 5, 1) if number % step == 0)
        choice = range(max(step, number * 3 // 5 // step * step), number * 2 + 1, step)
    else:
        choice = range(2, max(_MOST_IN_WORDS, number) + 1)
    left = [value for value in choice if value >= 2 and value != number and value not in taken]
    return draw.choice(left) if left else None


def _value(words: str) -> int:
    plain = words.replace(",", "")
    return int(plain) if plain.isdigit() else _VALUES[words.lower().replace(" ", "-")]
