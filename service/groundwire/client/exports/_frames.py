"""Records as data frames, one for each type of record."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from groundwire.client.exports._rows import columns_of, to_rows
from groundwire.schemas import Extraction, RecordType

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

_PANDAS = {str: "string", int: "Int64", bool: "boolean", date: "datetime64[s]"}


def to_pandas(extractions: Iterable[Extraction]) -> "dict[str, pd.DataFrame]":
    """The rows of `to_rows` as frames, by record type; needs pandas (`pip install groundwire[pandas]`).

    Columns have types that know missing values (string, Int64, boolean, datetime64[s]), also where there are no rows.
    """
    import pandas as pd  # noqa: PLC0415 - only who asks for it needs it

    taken = list(extractions)
    frames = {}
    for kind in RecordType:
        columns, rows = columns_of(kind), to_rows(taken, kind)
        frames[kind.value] = pd.DataFrame(
            {name: pd.Series([row[name] for row in rows], dtype=_PANDAS[of]) for name, of in columns.items()}
        )
    return frames


def to_polars(extractions: Iterable[Extraction]) -> "dict[str, pl.DataFrame]":
    """The rows of `to_rows` as frames, by record type; needs polars (`pip install groundwire[polars]`).

    Columns are String, Int64, Boolean and Date, also where there are no rows.
    """
    import polars as pl  # noqa: PLC0415 - only who asks for it needs it

    types = {str: pl.String, int: pl.Int64, bool: pl.Boolean, date: pl.Date}
    taken = list(extractions)
    return {
        kind.value: pl.DataFrame(
            to_rows(taken, kind), schema={name: types[of] for name, of in columns_of(kind).items()}
        )
        for kind in RecordType
    }
