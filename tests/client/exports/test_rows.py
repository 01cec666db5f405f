"""Flat rows and data frames: every record has exactly the columns of its type."""

import subprocess
import sys
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.client.exports.made import extractions

from groundwire.client.exports import columns_of, to_pandas, to_polars, to_rows
from groundwire.client.testing import sample_extraction
from groundwire.schemas import Extraction, RecordType

SAMPLE = sample_extraction()


def test_a_row_is_flat() -> None:
    (row,) = to_rows([SAMPLE], "attack")
    assert row["groundwire_id"] == f"{SAMPLE.article_id}/attack/0"
    wanted: dict[str, Any] = {
        "attack_type": "missile_strike",
        "perpetrators_name": "Russia",
        "weapons_kind": "missile",
        "weapons_name": None,
        "weapons_launched_min": "2",
        "date_start": date(2024, 3, 15),
        "date_basis": "relative",
        "killed_min": 20,
        "killed_max": None,
        "killed_approximate": False,
        "civilian_harm": True,
        "evidence_quote": SAMPLE.attacks[0].evidence[0].quote,
    }
    assert {name: row[name] for name in wanted} == wanted
    (event,) = to_rows([SAMPLE], RecordType.DIPLOMATIC_EVENT)
    assert event["initiators_name"] == "Volodymyr Zelenskyy | Maia Sandu"
    assert event["initiators_country"] == "UA | MD"
    (aid,) = to_rows([SAMPLE], "aid_pledge")
    assert (aid["amount_value"], aid["stated_equivalents_currency"], aid["items"]) == (
        3_300_000_000,
        "USD",
        "ammunition",
    )
    with pytest.raises(ValueError, match="sport"):
        to_rows([SAMPLE], "sport")


@given(st.lists(extractions(), max_size=3), st.sampled_from(RecordType))
def test_every_row_has_exactly_the_columns_and_their_types(made: list[Extraction], kind: RecordType) -> None:
    columns = columns_of(kind)
    rows = to_rows(made, kind)
    for row in rows:
        assert list(row) == list(columns)
        assert all(cell is None or type(cell) is columns[name] for name, cell in row.items())
    assert len({row["groundwire_id"] for row in rows}) == len(
        {(e.article_id, i) for e in made for i in range(_count(e, kind))}
    )


def _count(extraction: Extraction, kind: RecordType) -> int:
    return len(to_rows([extraction], kind))


@settings(max_examples=20)
@given(st.lists(extractions(), max_size=2))
def test_frames_hold_what_the_rows_hold(made: list[Extraction]) -> None:
    for kind, frame in to_polars(iter(made)).items():
        assert frame.rows(named=True) == to_rows(made, kind)
    for kind, table in to_pandas(iter(made)).items():
        assert list(table.columns) == list(columns_of(kind))
        assert len(table) == len(to_rows(made, kind))


def test_frames_have_types_even_without_rows() -> None:
    tables, frames = to_pandas([]), to_polars([])
    assert list(tables) == list(frames) == list(RecordType)
    assert str(tables["attack"].dtypes["killed_min"]) == "Int64"
    assert str(tables["attack"].dtypes["date_start"]) == "datetime64[s]"
    assert frames["attack"].schema["date_start"] == pl.Date
    (killed,) = to_pandas([SAMPLE])["attack"]["killed_min"]
    assert killed == 20


def test_neither_pandas_nor_polars_is_imported_unasked() -> None:
    code = """
import sys
from groundwire.client.exports import to_acled_csv, to_rows
from groundwire.client.testing import sample_extraction
to_rows([sample_extraction()], "attack")
print({"pandas", "polars", "numpy"} & set(sys.modules))
"""
    paths = f"import sys; sys.path[:0] = {[path for path in sys.path if path]!r}\n"
    done = subprocess.run([sys.executable, "-c", paths + code], capture_output=True, text=True, check=True, timeout=60)  # noqa: S603 - our own interpreter
    assert done.stdout.strip() == "set()"
