"""What scoring gives: verdicts slot by slot, and figures with intervals. The scorer fills these, reports read them."""

from enum import StrEnum
from typing import Literal

from pydantic import Field, JsonValue

from groundwire.evals.files import Kept
from groundwire.schemas import RecordType, Usage


class Verdict(StrEnum):
    """What MUC-4 calls the outcome for one slot fill (Chinchor 1992), and the correct null of ExtractBench."""

    COR = "COR"
    """Correct."""
    PAR = "PAR"
    """Partly correct: half credit (one bound of an interval, a date that is too wide, a place's region)."""
    INC = "INC"
    """Incorrect: both have a value and they differ."""
    SPU = "SPU"
    """Spurious: predicted, not in gold."""
    MIS = "MIS"
    """Missing: in gold, not predicted."""
    NUL = "NUL"
    """Both null: right, credited apart and never part of precision or recall."""


class SlotScore(Kept):
    """The outcome for one slot fill (an atom)."""

    slot: str
    """Name of the slot, without positions: `killed`, `places`, `weapons.launched`."""
    verdict: Verdict
    """Outcome."""
    gold: JsonValue = None
    """Gold value; null if there is none."""
    predicted: JsonValue = None
    """Predicted value; null if there is none."""


class Span(Kept):
    """Characters of the article."""

    start: int = Field(ge=0)
    """First, inclusive, in code points."""
    end: int = Field(ge=1)
    """One past the last."""


class RecordScore(Kept):
    """A pair of gold and predicted record, or one of them alone."""

    type: RecordType
    """Kind of record."""
    gold_id: str | None = None
    """Name of the gold record; null for a spurious one."""
    predicted_index: int | None = None
    """Position among the predicted records of its kind; null for a missed one."""
    optional: bool = False
    """True if gold allows to leave it out: shown, and counted nowhere."""
    exact: bool = False
    """True if every slot is COR or NUL."""
    label: str
    """What it is, for people: "missile_strike, Odesa, 2024-03-14"."""
    slots: tuple[SlotScore, ...] = ()
    """Outcome of every slot fill."""
    gold_spans: tuple[Span, ...] = ()
    """Evidence in gold."""
    predicted_spans: tuple[Span, ...] = ()
    """Evidence of the prediction."""


class Grounded(Kept):
    """How the values of one answer stand to its evidence."""

    values: int = 0
    """Values that can be looked up in the text: numbers, amounts, dates, names."""
    supported: int = 0
    """Those that stand in the evidence of their record, by the scorer's own reading."""
    numbers: int = 0
    """Numbers in the output: bounds of quantities, amounts of money, months."""
    unsupported_numbers: tuple[str, ...] = ()
    """Those that the evidence of their record does not contain, as `attacks/0/killed/min = 200`."""


class CaseScore(Kept):
    """One answer scored."""

    case: str
    """Name of the case."""
    family: str
    """Its family."""
    origin: str
    """The gold case that it was made from, or itself."""
    repeat: int = Field(ge=1)
    """Which of the repeated runs, from 1."""
    failure: str | None = None
    """Why there is no answer; then every gold record is missed."""
    records: tuple[RecordScore, ...] = ()
    """Pairs, misses and spurious ones."""
    grounded: Grounded = Grounded()
    """Support of the values."""
    forbidden: tuple[str, ...] = ()
    """Forbidden strings that the answer holds, with where: a planted instruction obeyed, an old figure recited."""
    usage: Usage = Usage()
    """Calls and tokens that the answer took when it was made."""
    cost_usd: float | None = None
    """Their price; null if no price is set."""
    seconds: float | None = None
    """Seconds that the answer took when it was made; null for a failure."""
    fresh: bool = True
    """False if some of it came from recorded answers, so that its seconds are added up, not measured at once."""


class Interval(Kept):
    """A figure with its uncertainty."""

    value: float | None
    """Point estimate; null where its denominator is 0."""
    low: float | None = None
    """Lower end of the 95 % percentile bootstrap interval; null if it cannot be formed."""
    high: float | None = None
    """Upper end."""
    n: int = Field(ge=0)
    """Articles (origins) that were resampled."""


class GroupScore(Kept):
    """The figures of a group of cases (`gold`, `negative`, `counterfactual`, one family)."""

    cases: int
    """Answers in the group, repeats included."""
    metrics: dict[str, Interval]
    """Figures by name; names and meanings stand in groundwire.evals.scoring.figures.METRICS."""
    counts: dict[str, int]
    """COR, PAR, INC, SPU, MIS and NUL summed over all slots."""
    slots: dict[str, dict[str, int]]
    """The same by `type.slot`."""


class RunScore(Kept):
    """The scores of a run."""

    format: Literal[1] = 1
    """Version of this file format."""
    gold_digest: str
    """SHA-256 over the data set that it was scored against."""
    groups: dict[str, GroupScore]
    """Figures by group of cases."""
    flip_rates: dict[str, float]
    """With repeats: the part of a case's slots whose outcome is not the same in all repeats; empty without."""
    cases: tuple[CaseScore, ...]
    """Every answer."""
