"""Extractions as rows, data frames and files in the columns of known data sets.

from groundwire.client.exports import to_acled_csv, to_pandas

attacks = to_pandas(extractions)["attack"]
to_acled_csv(extractions, "attacks.csv")

Nothing is invented for a column: what the article does not tell stays empty. pandas and polars are imported by the
functions that are named after them, and by nothing else.
"""

from groundwire.client.exports._acled import ACLED_COLUMNS, to_acled_csv
from groundwire.client.exports._frames import to_pandas, to_polars
from groundwire.client.exports._kiel import KIEL_COLUMNS, to_kiel_csv
from groundwire.client.exports._plover import PLOVER_FIELDS, to_plover_jsonl
from groundwire.client.exports._rows import columns_of, to_rows

__all__ = [
    "ACLED_COLUMNS",
    "KIEL_COLUMNS",
    "PLOVER_FIELDS",
    "columns_of",
    "to_acled_csv",
    "to_kiel_csv",
    "to_pandas",
    "to_plover_jsonl",
    "to_polars",
    "to_rows",
]
