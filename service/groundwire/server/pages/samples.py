"""Articles to try the playground with: those of the eval set, where the service runs from a source tree.

They are other people's articles, so they are in no wheel: an installed service offers none.
"""

import re
import textwrap
from pathlib import Path
from typing import Final, NamedTuple

SOURCE_TREE: Final = Path(__file__).parents[4] / "evals" / "articles"
"""Where a source tree keeps them; no such folder stands around an installed package."""

_HEAD: Final = re.compile(r"\s*(?:date (\d{4}-\d{2}-\d{2})\s+)?(.+)")
_TITLE_CHARS: Final = 64


class Sample(NamedTuple):
    """One article.

    Attributes:
        name: Stands in its address: letters, digits and `_`.
        title: The beginning of its first line, shortened.
        text: The whole of it.
    """

    name: str
    title: str
    text: str


def read_samples(folder: Path = SOURCE_TREE) -> tuple[Sample, ...]:
    """All `*.txt` of a folder, in order of their names; none if there is no such folder."""
    return tuple(_sample(path) for path in sorted(folder.glob("*.txt")))


def _sample(path: Path) -> Sample:
    text = path.read_bytes().decode()
    head = _HEAD.match(text)
    day, line = (head[1], head[2]) if head else (None, path.stem)
    title = textwrap.shorten(line, _TITLE_CHARS, placeholder=" …")
    return Sample(path.stem, f"{day} · {title}" if day else title, text)
