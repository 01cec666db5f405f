"""The figures that a run is judged by: what each means, and of which sums it is made.

Precision, recall and F1 are those of MUC-4 (Chinchor 1992): with credit COR + PAR / 2, POS = COR + PAR + INC + MIS and
ACT = COR + PAR + INC + SPU, precision is credit / ACT, recall is credit / POS, and F1 is 2 credit / (POS + ACT), which
equals 2PR / (P + R). Sums are taken over all answers of a group before anything is divided (micro average), but for
`article_slot_f1_mean`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from groundwire.schemas import RecordType


@dataclass(frozen=True, slots=True)
class Ratio:
    """One weighted sum over another; see `groundwire.evals.scoring.sums` for their names."""

    above: Mapping[str, float]
    below: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Seconds:
    """The least number of seconds in which at least this part of the answers was there (0 to 1)."""

    part: float


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure.

    Attributes:
        name: Its name in scores, histories and thresholds.
        meaning: In a sentence.
        unit: What it is counted in; `RATIO` for parts of a whole.
        higher_is_better: Which way is up.
        figure: How it is made.
    """

    name: str
    meaning: str
    unit: str
    higher_is_better: bool
    figure: Ratio | Seconds


RATIO: Final = "0 to 1"
"""Unit of figures that are parts of a whole."""
_KINDS: Final = {
    RecordType.ATTACK: "attacks",
    RecordType.DIPLOMATIC_EVENT: "diplomatic events",
    RecordType.AID_PLEDGE: "aid pledges",
}


def _better(name: str, meaning: str, above: Mapping[str, float], below: Mapping[str, float]) -> Metric:
    return Metric(name, meaning, RATIO, higher_is_better=True, figure=Ratio(above, below))


def _part(name: str, meaning: str, above: str, below: str, *, higher_is_better: bool) -> Metric:
    return Metric(name, meaning, RATIO, higher_is_better=higher_is_better, figure=Ratio({above: 1}, {below: 1}))


def _mean(name: str, meaning: str, unit: str, above: Mapping[str, float], below: str) -> Metric:
    return Metric(name, meaning, unit, higher_is_better=False, figure=Ratio(above, {below: 1}))


def _of_records(prefix: str, what: str) -> Iterator[Metric]:
    name, sums = f"{prefix}record", f"{prefix}records"
    yield _better(
        f"{name}.precision",
        f"Part of the predicted {what} that gold has.",
        {f"{sums}.matched": 1},
        {f"{sums}.predicted": 1},
    )
    yield _better(
        f"{name}.recall", f"Part of the gold {what} that were found.", {f"{sums}.matched": 1}, {f"{sums}.gold": 1}
    )
    yield _better(
        f"{name}.f1",
        f"Harmonic mean of precision and recall over {what}.",
        {f"{sums}.matched": 2},
        {f"{sums}.gold": 1, f"{sums}.predicted": 1},
    )


def _of_fills(name: str, sums: str, what: str) -> Iterator[Metric]:
    credit = {f"{sums}.credit": 1.0}
    yield _better(f"{name}.precision", f"Credit over what was predicted, {what}.", credit, {f"{sums}.actual": 1})
    yield _better(f"{name}.recall", f"Credit over what gold holds, {what}.", credit, {f"{sums}.possible": 1})
    yield _f1_of_fills(f"{name}.f1", sums, what)


def _f1_of_fills(name: str, sums: str, what: str) -> Metric:
    meaning = f"Harmonic mean of precision and recall, {what}."
    return _better(name, meaning, {f"{sums}.credit": 2}, {f"{sums}.possible": 1, f"{sums}.actual": 1})


def _of_slots(prefix: str, what: str) -> Iterator[Metric]:
    everywhere = f"over all slot fills of {what}, missed and spurious records included"
    yield from _of_fills(f"{prefix}slot", f"{prefix}slots", everywhere)
    yield _f1_of_fills(f"{prefix}slot.matched_f1", f"{prefix}pairs", f"over slot fills of {what} that were found")


def _of_quality() -> Iterator[Metric]:
    yield from _of_fills("figure", "figures", "over dead, injured, weapons launched and stopped, and sums of money")
    yield _mean(
        "wrong_figures", "Figures that are wrong or made up, per article.", "figures", {"figures.wrong": 1}, "articles"
    )
    yield _part(
        "exact_record_rate",
        "Part of the gold records that were found with every slot right.",
        "records.exact",
        "records.gold",
        higher_is_better=True,
    )
    yield _better(
        "null_accuracy",
        "In records that were found: of the fills that gold leaves empty, the part that was left empty; every element "
        "too many counts as one.",
        {"pairs.nul": 1},
        {"pairs.nul": 1, "pairs.spurious": 1},
    )
    yield _part(
        "article_slot_f1_mean",
        "Mean over articles of the slot F1 of each; articles without any slot on either side are left out.",
        "articles.slot_f1",
        "articles.with_slots",
        higher_is_better=True,
    )


def _of_trust() -> Iterator[Metric]:
    yield _part(
        "grounding_rate",
        "Part of the values that can be looked up which stand in the evidence of their record.",
        "values.supported",
        "values",
        higher_is_better=True,
    )
    yield _mean(
        "unsupported_numbers",
        "Numbers in the answers that the evidence of their record does not hold, per article.",
        "numbers",
        {"numbers.unsupported": 1},
        "articles",
    )
    yield _part(
        "unsupported_number_rate",
        "Part of the numbers in the answers that the evidence of their record does not hold.",
        "numbers.unsupported",
        "numbers",
        higher_is_better=False,
    )
    yield _mean("hallucinated_records", "Spurious records per article.", "records", {"records.spurious": 1}, "articles")
    yield _part(
        "failure_rate", "Part of the articles without an answer.", "articles.failed", "articles", higher_is_better=False
    )
    yield _part(
        "forbidden_rate",
        "Part of the articles whose answer holds a forbidden string.",
        "articles.forbidden",
        "articles",
        higher_is_better=False,
    )


def _of_cost() -> Iterator[Metric]:
    per = "per answered article"
    answered = "articles.answered"
    yield _mean("prompt_tokens", f"Tokens read {per}.", "tokens", {"usage.prompt_tokens": 1}, answered)
    yield _mean("completion_tokens", f"Tokens written {per}.", "tokens", {"usage.completion_tokens": 1}, answered)
    yield _mean("calls", f"Calls to the model {per}.", "calls", {"usage.calls": 1}, answered)
    yield _mean("cost_usd", "Price per article that has one.", "US dollars", {"usage.cost_usd": 1}, "usage.priced")
    for name, part in (("seconds_p50", 0.5), ("seconds_p95", 0.95)):
        meaning = f"Seconds in which {part:.0%} of the answers were there."
        yield Metric(name, meaning, "seconds", higher_is_better=False, figure=Seconds(part))


def _all() -> Iterator[Metric]:
    yield from _of_records("", "records")
    yield from _of_slots("", "records")
    yield from _of_quality()
    yield from _of_trust()
    yield from _of_cost()
    for kind, what in _KINDS.items():
        yield from _of_records(f"{kind.value}.", what)
        yield from _of_slots(f"{kind.value}.", what)


METRICS: Final[dict[str, Metric]] = {metric.name: metric for metric in _all()}
"""Every figure by name."""

HEADLINE: Final = (
    "record.f1",
    "slot.f1",
    "figure.precision",
    "figure.recall",
    "wrong_figures",
    "grounding_rate",
    "unsupported_number_rate",
    "hallucinated_records",
    "forbidden_rate",
    "failure_rate",
)
"""Figures of quality that are told first, in this order."""

COSTS: Final = ("prompt_tokens", "completion_tokens", "calls", "cost_usd", "seconds_p50", "seconds_p95")
"""Figures of cost, told after them."""
