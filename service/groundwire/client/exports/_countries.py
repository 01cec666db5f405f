"""Countries by their ISO 3166-1 codes, with English names of Unicode CLDR 47."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Country:
    """A country; `numeric` without leading zeros, as ACLED writes it."""

    alpha2: str
    alpha3: str
    numeric: str
    name: str


@cache
def _countries() -> dict[str, Country]:
    text = files("groundwire.client.exports").joinpath("countries.csv").read_text(encoding="utf-8")
    return {row["alpha2"]: Country(**row) for row in csv.DictReader(text.splitlines())}


def country(alpha2: str | None) -> Country | None:
    """None for no country, and for the European Union, which is none."""
    return _countries().get(alpha2 or "")
