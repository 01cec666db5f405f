"""Regular expressions that are compiled when they are first used: the long ones take a tenth of a second to load."""

import re
import sys
from collections.abc import Iterator
from functools import cached_property


class Pattern:
    """A regular expression that looks at case nowhere, with the methods of `re.Pattern` of these names."""

    def __init__(self, source: str) -> None:
        """Nothing is compiled yet, so an error in the source shows only at the first use."""
        self._source = source

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._source, re.IGNORECASE)

    @cached_property
    def _compiled_for_small_letters(self) -> re.Pattern[str]:
        return re.compile(self._source)

    def search_folded(self, text: str) -> re.Match[str] | None:
        """The first match in a folded text, for a source without capital letters: as `search`, in half the time.

        Only in ASCII are small letters all that looking at case nowhere would accept.
        """
        return (self._compiled_for_small_letters if text.isascii() else self._compiled).search(text)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The first match anywhere between two offsets."""
        return self._compiled.search(text, start, end)

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """A match that begins at an offset."""
        return self._compiled.match(text, start, end)

    def fullmatch(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """A match of all that stands between two offsets."""
        return self._compiled.fullmatch(text, start, end)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """All matches between two offsets that do not overlap."""
        return self._compiled.finditer(text, start, end)
