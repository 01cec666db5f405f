"""What is written of an article: its row, and the flat rows of its records."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from groundwire.bulk.articles import Flaw, Row
from groundwire.client.exports import to_rows
from groundwire.jobs.engine import Result
from groundwire.schemas import Extraction, RecordType
from groundwire.schemas.jobs import ResultState

TABLES: Final[Mapping[RecordType, str]] = {
    RecordType.ATTACK: "attacks",
    RecordType.DIPLOMATIC_EVENT: "diplomatic_events",
    RecordType.AID_PLEDGE: "aid_pledges",
}
"""The flat tables by type of record."""

OF_THE_RUN: Final = {"created", "cache", "stage_ms", "usage", "cost_usd"}
"""What `meta` tells of a run and not of an article: when it was read, how long it took, and what was paid, which holds
second tries and, for the first article of a process, the canary question. Left out, so that the same corpus gives the
same bytes, whatever was killed on the way; the bill of all articles is in the summary."""


def extraction_of(result: Result) -> Extraction | None:
    """What was found in an article; None if nothing was."""
    return Extraction.model_validate_json(result.text) if result.state is ResultState.DONE else None


def row_line(row: Row, result: Result, extraction: Extraction | None) -> str:
    """The row of an article as JSON."""
    found: dict[str, object]
    if extraction is None:
        problem = json.loads(result.text)
        found = {"problem": {name: problem[name] for name in ("type", "title", "status", "detail")}}
    else:
        found = {"extraction": extraction.model_dump(mode="json", exclude={"meta": OF_THE_RUN})}
    told = {
        "id": row.id,
        "line": row.line,
        "state": result.state.value,
        "article_id": row.article_id,
        "source_url": row.source_url,
        "published": None if row.published is None else row.published.isoformat(),
        "title": row.title,
    }
    return _json({**told, **found})


def record_lines(row: Row, extraction: Extraction, kind: RecordType) -> Iterator[str]:
    """The records of one type as flat rows: `id` is that of the article, then as `groundwire.client.exports`."""
    for flat in to_rows([extraction], kind):
        yield _json({"id": row.id, **flat})


def flaw_line(flaw: Flaw) -> str:
    """A row of the errors file."""
    return _json({"line": flaw.line, "reason": flaw.reason})


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_day)


def _day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
