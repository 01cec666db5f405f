"""Articles that differ from each other and hold one strike each, as the cheap endpoint finds it."""

import itertools
import json
from collections.abc import Iterator

from tests.cli.support import ATTACK


def article(number: int, word: str = "teapots") -> str:
    """A short article; `word` may be one that makes the endpoint fail."""
    return f"{ATTACK} Report {number} was read.\n\nThe kiosk at gate {number} sold {number + 3} {word}.\n"


def bodies(word: str = "teapots") -> Iterator[bytes]:
    """Bodies of requests for one article after the other, each a new one."""
    return (body(article(number, word)) for number in itertools.count())


def body(text: str, **wishes: object) -> bytes:
    """A request for an article."""
    return json.dumps({"text": text, **wishes}).encode()
