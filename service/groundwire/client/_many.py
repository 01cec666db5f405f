"""Many articles, some of them at a time, and their outcomes in order: what is the same with threads and with tasks."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sized
from dataclasses import dataclass
from typing import Generic, Protocol, TypeAlias, TypeVar

from groundwire.client.errors import GroundwireError
from groundwire.schemas import Article, Extraction

AHEAD = 4
"""Articles that are held at most, under way or done and waiting for an earlier one, for each that may be under way."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article of many.

    Attributes:
        index: Its place among the articles, from 0.
        article: The article, as it was given.
        result: What was found, or why the call failed.
    """

    index: int
    article: Article | str
    result: Extraction | GroundwireError

    @property
    def extraction(self) -> Extraction | None:
        """What was found; None if the call failed."""
        return self.result if isinstance(self.result, Extraction) else None

    @property
    def error(self) -> GroundwireError | None:
        """Why the call failed; None if it did not."""
        return self.result if isinstance(self.result, GroundwireError) else None

    def unwrap(self) -> Extraction:
        """The extraction; raises the error if there is none."""
        if isinstance(self.result, GroundwireError):
            raise self.result
        return self.result


Progress: TypeAlias = Callable[[int, int | None, Outcome], None]
"""Told after each article: how many are done, how many there are (None if they cannot be counted), the latest."""


class Running(Protocol):
    """A call under way: a future of a thread, or a task."""

    def done(self) -> bool:
        """Whether it has ended."""
        ...

    def result(self) -> Extraction:
        """What it came to; raises what the call raised."""
        ...


Call = TypeVar("Call", bound=Running)


class Line(Generic[Call]):
    """Articles in order, each with its call.

    Args:
        articles: Taken one by one, never more than `AHEAD` times `concurrency` before their outcomes are taken.
        concurrency: Calls under way at most; at least 1.
        begin: Starts the call for an article.
        progress: Told of each outcome once, in the order in which they come.
    """

    def __init__(
        self,
        articles: Iterable[Article | str],
        concurrency: int,
        begin: Callable[[Article | str], Call],
        progress: Progress | None,
    ) -> None:
        if isinstance(articles, str):
            raise TypeError("articles must be a list of articles, not one")
        if concurrency < 1:
            raise ValueError("concurrency must be at least 1")
        self._total = len(articles) if isinstance(articles, Sized) else None
        self._coming = enumerate(articles)
        self._concurrency = concurrency
        self._begin = begin
        self._progress = progress
        self._held: deque[_Place[Call]] = deque()
        self._done = 0

    def underway(self) -> list[Call]:
        """The calls that have not been seen to end."""
        return [place.call for place in self._held if place.outcome is None]

    def outcomes(self) -> Iterator[Outcome]:
        """Those whose turn it is; starts further calls before each, and between them. Empty at the very end.

        Raises:
            Exception: What a call raised that is no GroundwireError, or what the articles or `progress` raised.
        """
        self._advance()
        while self._held and (outcome := self._held[0].outcome):
            self._held.popleft()
            self._advance()
            yield outcome

    def _advance(self) -> None:
        for place in self._held:
            if place.outcome is None and place.call.done():
                place.outcome = place.ended()
                self._done += 1
                if self._progress:
                    self._progress(self._done, self._total, place.outcome)
        while len(self._held) < self._concurrency * AHEAD and len(self.underway()) < self._concurrency:
            index, article = next(self._coming, (-1, ""))
            if index < 0:
                return
            self._held.append(_Place(index, article, self._begin(article)))


@dataclass(slots=True)
class _Place(Generic[Call]):
    index: int
    article: Article | str
    call: Call
    outcome: Outcome | None = None

    def ended(self) -> Outcome:
        try:
            return Outcome(self.index, self.article, self.call.result())
        except GroundwireError as error:
            return Outcome(self.index, self.article, error)
