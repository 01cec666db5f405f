"""The form of a report: what `report.json` holds and what `report.html` shows.

Keys stay; a change of their meaning raises `Report.format`.
"""

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field

from groundwire.evals.cases import Failure
from groundwire.evals.files import Kept
from groundwire.evals.history import Headline
from groundwire.evals.runs.folder import Manifest
from groundwire.evals.scoring.scores import Grounded, GroupScore, SlotScore, Span
from groundwire.schemas import ExtractionWarning, RecordType, Usage

NONE = "none"
"""Stands in a confusion table for a value that one side does not have."""


class Outcome(StrEnum):
    """What became of a record."""

    EXACT = "exact"
    """Found, every slot right."""
    DIFFERS = "differs"
    """Found, with slots that differ."""
    MISSED = "missed"
    """In gold only."""
    SPURIOUS = "spurious"
    """Predicted only."""
    OPTIONAL = "optional"
    """Gold allows to leave it out: counted nowhere, found or not."""


class Mark(Span):
    """Characters of the article that belong to a record."""

    record: str
    """The record's `ReportRecord.id`."""
    path: str | None = None
    """JSON Pointer of the value that is written here; null for evidence of the record as a whole."""


class ReportRecord(Kept):
    """A pair of gold and predicted record, or one of them alone."""

    id: str
    """Letter of the type and position, unique in its answer: `A1` attack, `D1` diplomatic event, `P1` aid pledge."""
    type: RecordType
    """Kind of record."""
    outcome: Outcome
    """What became of it."""
    label: str
    """What it is, for people."""
    gold_id: str | None
    """Name of the gold record; null for a spurious one."""
    predicted_index: int | None
    """Position among the predicted records of its kind; null for a missed one."""
    slots: tuple[SlotScore, ...]
    """Outcome of every slot fill."""


class ReportAnswer(Kept):
    """One answer to a case."""

    repeat: int = Field(ge=1)
    """Which of the repeated runs, from 1."""
    failure: Failure | None
    """Why there is no answer; null if there is one."""
    records: tuple[ReportRecord, ...]
    """Pairs, missed and spurious records, in the order of the article."""
    gold_marks: tuple[Mark, ...]
    """Where gold's records stand in the article."""
    predicted_marks: tuple[Mark, ...]
    """Where the predicted ones do."""
    grounded: Grounded
    """Support of the values."""
    forbidden: tuple[str, ...]
    """Forbidden strings that the answer holds, with where."""
    warnings: tuple[ExtractionWarning, ...]
    """What the system itself said about its answer."""
    usage: Usage
    """Calls and tokens."""
    cost_usd: float | None
    """Their price; null if no price is set."""
    seconds: float | None
    """Seconds that the answer took; null for a failure."""
    fresh: bool
    """False if some of it came from recorded answers."""


class ReportCase(Kept):
    """An article with all answers to it."""

    name: str
    """Unique in the run."""
    family: str
    """`gold`, `negative` or a counterfactual family."""
    origin: str
    """The gold case that it was made from, or itself."""
    change: str
    """What was changed in the article; empty if nothing was."""
    title: str | None
    """Headline that was passed in."""
    published: date | None
    """Date of publication that was passed in."""
    text: str
    """The article. Marks count its Unicode code points."""
    answers: tuple[ReportAnswer, ...]
    """By repeat."""


class Confusion(Kept):
    """How often a coded value was taken for another one."""

    group: str
    """Group of cases."""
    type: RecordType
    """Kind of record."""
    slot: str
    """Slot that takes one value of a fixed list."""
    values: tuple[str, ...]
    """Values that occur, in the codebook's order, `none` last."""
    counts: tuple[tuple[int, ...], ...]
    """Row: gold value, column: predicted value, both in the order of `values`. An accepted other reading counts as
    right: it stands in the diagonal."""


class TrendPoint(Kept):
    """A run in the course of the nights."""

    day: date
    """Night, or the day on which this run was begun."""
    run: str
    """Name of the run."""
    git_commit: str | None
    """Commit that was run."""
    gold_digest: str
    """Data set; figures of different ones are not comparable."""
    model: str
    """Name of the model."""
    headline: Headline
    """Figures by group and name."""


class Meaning(Kept):
    """What a figure means."""

    meaning: str
    """In a sentence."""
    unit: str
    """What it is counted in; `0 to 1` for ratios."""
    higher_is_better: bool
    """Which way is good."""


class Report(Kept):
    """A run with all that is known about it."""

    format: Literal[1] = 1
    """Version of this form."""
    manifest: Manifest
    """What was run."""
    answers_expected: int
    """Cases times repeats."""
    answers_scored: int
    """Answers that the scores cover, failures included."""
    notices: tuple[str, ...]
    """What to know before trusting the figures."""
    metrics: dict[str, Meaning]
    """Legend of the figures in `groups`."""
    groups: dict[str, GroupScore]
    """Figures by group of cases: gold, negative, counterfactual, and each family."""
    flip_rates: dict[str, float]
    """By case, the part of its slots whose outcome is not the same in all repeats; empty without repeats."""
    trend: tuple[TrendPoint, ...]
    """Nights, oldest first; this run is among them."""
    confusions: tuple[Confusion, ...]
    """For every slot with a fixed list of values."""
    cases: tuple[ReportCase, ...]
    """Every case that has an answer."""
