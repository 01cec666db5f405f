"""How questions are cut for a model: many small ones for a small model, the fewest for a large one."""

import re
from enum import StrEnum
from typing import Final

_BILLIONS = re.compile(
    r"(?<![a-z0-9.])(?:(?P<experts>\d+)x|e)?(?P<billions>\d+(?:[.,]\d+)?)b(?:-(?P<more>\d+)e)?(?![a-z0-9])",
    re.IGNORECASE,
)
_SMALL_WORDS = re.compile(r"(?<![a-z0-9.])(?:tiny(?:llama)?|smol\w*|nano|phi-?\d|\d{2,3}m)(?![a-z])", re.IGNORECASE)
"""Kinds of small models, and sizes in millions; `1m` is a context of a million tokens."""

SMALL_UP_TO_BILLIONS: Final = 20.0
"""Parameters, in billions, up to which a model that gives its size in its name counts as small."""


class Profile(StrEnum):
    """How an article is put to a model."""

    SMALL = "small"
    """A question for each paragraph and type of record; code finds the words, the model chooses among them."""
    LARGE = "large"
    """A question for each type of record and chunk of the article; the model writes whole drafts."""


def profile_of(model: str, unknown: Profile = Profile.LARGE) -> Profile:
    """The profile for a model, by its name: small if it gives a size of up to 20 billion parameters.

    Names such as `qwen2.5-coder-1.5b-instruct` or `mixtral-8x7b` give it; those of hosted frontier models do not.

    Args:
        model: Name of the model.
        unknown: For a name that gives no size.
    """
    sizes = [
        float(match["billions"].replace(",", ".")) * int(match["experts"] or match["more"] or 1)
        for match in _BILLIONS.finditer(model)
    ]
    if sizes:
        return Profile.SMALL if max(sizes) <= SMALL_UP_TO_BILLIONS else Profile.LARGE
    return Profile.SMALL if _SMALL_WORDS.search(model) else unknown
