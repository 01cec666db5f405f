"""Finds a peer's quotes in the article."""

from collections.abc import Iterable

from groundwire.extraction.reading.folding import find_words
from groundwire.schemas import Evidence


def locate(quote: str, text: str, near: int = 0) -> Evidence | None:
    """The span of `text` that says `quote`: letter for letter if it can be, else case, quotes, dashes, spaces aside.

    Args:
        quote: What the peer calls evidence.
        text: The article.
        near: Where it should be; of several places the nearest counts.
    """
    wanted = quote.strip()
    if not wanted:
        return None
    spans = list(_exact(wanted, text)) or list(find_words(wanted, text))
    if not spans:
        return None
    start, end = min(spans, key=lambda span: abs(span[0] - near))
    return Evidence(quote=text[start:end], start=start, end=end)


def in_order(found: Iterable[Evidence | None]) -> tuple[Evidence, ...]:
    """Those that were found, each once, in order of appearance."""
    spans = {(item.start, item.end): item for item in found if item is not None}
    return tuple(spans[key] for key in sorted(spans))


def _exact(wanted: str, text: str) -> Iterable[tuple[int, int]]:
    at = text.find(wanted)
    while at >= 0:
        yield at, at + len(wanted)
        at = text.find(wanted, at + 1)
