"""The forms in which results are printed. Each gives text for an article as it is done, or for all at the end."""

import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from rich.console import Console

from groundwire.cli.exits import harmless
from groundwire.cli.tables import show
from groundwire.schemas import Extraction, RecordType


class Format(StrEnum):
    """What is printed."""

    TABLE = "table"
    """Tables for people."""
    JSON = "json"
    """The Extraction; of several files a list, each with the name of its file in `file`."""
    NDJSON = "ndjson"
    """One line of JSON a file as it is done: the Extraction, with the name of its file in `file`."""
    CSV = "csv"
    """One flat row a record, with the columns of all types of records."""
    ACLED = "acled"
    """Attacks as CSV with the columns of ACLED."""
    KIEL = "kiel"
    """Aid pledges as CSV with the columns of the Ukraine Support Tracker."""
    PLOVER = "plover"
    """All records as PLOVER events, one line of JSON each."""


@dataclass(frozen=True)
class Answer:
    """What one file gave.

    Attributes:
        file: As it was named on the command line.
        extraction: Its records.
    """

    file: str
    extraction: Extraction


class Printer(Protocol):
    """Makes text of answers."""

    def add(self, answer: Answer) -> str:
        """What is printed of this answer now."""
        ...

    def end(self) -> str:
        """What is printed when there are no more answers."""
        ...


def printer_of(form: Format, console: Console, *, several: bool) -> Printer:
    """What prints answers in a form.

    Args:
        form: The form.
        console: How wide tables are, and whether they have colours.
        several: Whether there may be more than one answer.
    """
    if form is Format.TABLE:
        return _Tables(console, several=several)
    if form is Format.JSON:
        return _AtTheEnd(_json_list if several else _json)
    return _Lines() if form is Format.NDJSON else _AtTheEnd(_export(form))


class _Tables:
    def __init__(self, console: Console, *, several: bool) -> None:
        self._console = console
        self._several = several

    def add(self, answer: Answer) -> str:
        with self._console.capture() as printed:
            if self._several:
                self._console.print(harmless(answer.file), style="bold", markup=False, highlight=False)
            show(answer.extraction, self._console)
            if self._several:
                self._console.print()
        return printed.get()

    def end(self) -> str:
        return ""


class _Lines:
    def add(self, answer: Answer) -> str:
        return f"{_named(answer)}\n"

    def end(self) -> str:
        return ""


class _AtTheEnd:
    def __init__(self, text_of: Callable[[Sequence[Answer]], str]) -> None:
        self._text_of = text_of
        self._answers: list[Answer] = []

    def add(self, answer: Answer) -> str:
        self._answers.append(answer)
        return ""

    def end(self) -> str:
        return self._text_of(self._answers)


def _named(answer: Answer, indent: int | None = None) -> str:
    """The Extraction as JSON, with the name of the file before it; readers of Extractions ignore that."""
    named = {"file": answer.file, **answer.extraction.model_dump(mode="json")}
    return json.dumps(named, ensure_ascii=False, indent=indent)


def _json(answers: Sequence[Answer]) -> str:
    return answers[0].extraction.model_dump_json(indent=2) + "\n"


def _json_list(answers: Sequence[Answer]) -> str:
    return "[\n" + ",\n".join(_named(answer, 2) for answer in answers) + "\n]\n"


def _export(form: Format) -> Callable[[Sequence[Answer]], str]:
    """What writes answers in the columns of a data set, the name of the file being the source."""
    from groundwire.client import exports  # noqa: PLC0415 - only who wants it waits for it

    writers = {
        Format.ACLED: exports.to_acled_csv,
        Format.KIEL: exports.to_kiel_csv,
        Format.PLOVER: exports.to_plover_jsonl,
    }

    def text_of(answers: Sequence[Answer]) -> str:
        out = io.StringIO(newline="")
        sources: dict[str, str] = {}
        for answer in answers:  # equal texts are one article
            before = sources.get(answer.extraction.article_id)
            sources[answer.extraction.article_id] = f"{before}; {answer.file}" if before else answer.file
        if form is Format.CSV:
            _write_rows(answers, out)
        else:
            writers[form]([answer.extraction for answer in answers], out, sources=sources)
        return out.getvalue()

    return text_of


def _write_rows(answers: Sequence[Answer], out: io.StringIO) -> None:
    from groundwire.client.exports import columns_of, to_rows  # noqa: PLC0415 - see above
    from groundwire.client.exports._csv import write_csv  # noqa: PLC0415

    columns = dict.fromkeys(column for kind in RecordType for column in columns_of(kind))
    rows = (
        {"file": answer.file, "record_type": kind.value, **{name: _cell(value) for name, value in row.items()}}
        for answer in answers
        for kind in RecordType
        for row in to_rows([answer.extraction], kind)
    )
    write_csv(out, ["file", "record_type", *columns], rows)


def _cell(value: object) -> str | None:
    return None if value is None else str(value)
