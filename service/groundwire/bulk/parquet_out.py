"""Lines of JSON as Parquet, a group of rows at a time."""

import json
import os
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from groundwire.bulk.errors import Unfit
from groundwire.bulk.files import writing
from groundwire.bulk.rendering import TABLES
from groundwire.client.exports import columns_of

if TYPE_CHECKING:
    import pyarrow as pa

ROWS: Final = 1000
"""Rows of a group; they are held in memory at once."""
_NESTED: Final = ("extraction", "problem")
"""Columns of articles that hold JSON as text."""


def need_pyarrow() -> None:
    """See that Parquet can be written.

    Raises:
        Unfit: It cannot.
    """
    try:
        import pyarrow.parquet  # noqa: F401, PLC0415 - see above
    except ModuleNotFoundError:
        raise Unfit("Parquet needs pyarrow: pip install 'groundwire[bulk]'") from None


def to_parquet(part: Path, name: str) -> Path:
    """Write the Parquet of a part beside it.

    Args:
        part: Lines of JSON.
        name: Which table it is.

    Raises:
        Unfit: pyarrow is missing.
        OutOfRoom: It cannot be written.
    """
    need_pyarrow()
    import pyarrow as pa  # noqa: PLC0415 - only who has Parquet needs it
    import pyarrow.parquet as pq  # noqa: PLC0415

    schema = _schema(name)
    path = part.with_suffix(".parquet")
    with writing(path), part.open(encoding="utf-8") as lines, path.open("wb") as file:
        with pq.ParquetWriter(file, schema, compression="zstd") as writer:
            while rows := [_cells(json.loads(line), schema) for line in islice(lines, ROWS)]:
                writer.write_table(pa.Table.from_pylist(rows, schema))
        file.flush()
        os.fsync(file.fileno())
    return path


def _schema(name: str) -> "pa.Schema":
    import pyarrow as pa  # noqa: PLC0415 - see above

    types = {str: pa.string(), int: pa.int64(), bool: pa.bool_(), date: pa.date32()}
    return pa.schema([(column, types[of]) for column, of in _columns(name)])


def _columns(name: str) -> Iterator[tuple[str, type]]:
    kind = next((kind for kind, table in TABLES.items() if table == name), None)
    yield "id", str
    if kind is not None:
        yield from columns_of(kind).items()
        return
    yield "line", int
    yield from ((column, str) for column in ("state", "article_id", "source_url"))
    yield "published", date
    yield from ((column, str) for column in ("title", *_NESTED))


def _cells(row: dict[str, Any], schema: "pa.Schema") -> dict[str, Any]:
    import pyarrow as pa  # noqa: PLC0415 - see above

    for field in schema:
        value = row.get(field.name)
        if value is not None and field.type == pa.date32():
            row[field.name] = date.fromisoformat(value)
        elif isinstance(value, dict):
            row[field.name] = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return row
