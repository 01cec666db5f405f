"""The figures of parameters.toml, each with its source."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from benchmarks.simulation.scenario import Article

FILE: Final = Path(__file__).with_name("parameters.toml")


@dataclass(frozen=True)
class Figure:
    """A number and where it is from."""

    value: float
    source: str


@dataclass(frozen=True)
class Parameters:
    """All of them.

    Attributes:
        figures: By name.
        small: The articles as the profile for small models has them.
        large: Likewise for large ones.
        prices: US dollars a million tokens, read and written, by model.
        limits: Requests and tokens a minute, by size of the account.
        sources: Of what is not a figure.
    """

    figures: dict[str, Figure]
    small: tuple[Article, ...]
    large: tuple[Article, ...]
    prices: dict[str, tuple[float, float]]
    limits: dict[str, tuple[float, float]]
    sources: dict[str, str]

    def __getitem__(self, name: str) -> float:
        """The value of that figure."""
        return self.figures[name].value


@cache
def parameters() -> Parameters:
    """Read the file."""
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    limits = dict(read["limits"])
    sources = {
        "articles, small profile": read["articles"]["small_source"],
        "articles, large profile": read["articles"]["large_source"],
        "prices": read["prices_source"]["source"],
        "limits": limits.pop("source"),
    }
    return Parameters(
        figures={name: Figure(**figure) for name, figure in read["figures"].items()},
        small=_articles(read["articles"]["small"]),
        large=_articles(read["articles"]["large"]),
        prices={name: (price[0], price[1]) for name, price in read["prices"].items()},
        limits={name: (limit[0], limit[1]) for name, limit in limits.items()},
        sources=sources,
    )


def _articles(rows: list[list[int]]) -> tuple[Article, ...]:
    return tuple(Article(calls, characters, read, written) for characters, calls, read, written in rows)
