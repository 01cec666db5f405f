"""From scored answers to the figures of groups of them, and what repeats agree on."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from groundwire.evals.cases import GOLD, NEGATIVE
from groundwire.evals.scoring.bootstrap import Sample, interval
from groundwire.evals.scoring.figures import METRICS
from groundwire.evals.scoring.scores import CaseScore, GroupScore, Verdict
from groundwire.evals.scoring.sums import counted

COUNTERFACTUAL = "counterfactual"
"""Group of all cases that are neither gold nor negative."""
MAIN_GROUPS = (GOLD, NEGATIVE, COUNTERFACTUAL)
"""Groups that every case is in exactly one of, in the order in which they are shown."""


def groups_of(family: str) -> tuple[str, ...]:
    """The groups that a case of a family counts in."""
    return (family,) if family in {GOLD, NEGATIVE} else (COUNTERFACTUAL, family)


def score_group(cases: Sequence[CaseScore]) -> GroupScore:
    """The figures of some answers together."""
    sample = Sample(cases)
    slots: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for case in cases:
        for record in counted(case):
            for score in record.slots:
                slots[f"{record.type.value}.{score.slot}"][score.verdict.value] += 1
    total = sum(slots.values(), start=Counter[str]())
    return GroupScore(
        cases=len(cases),
        metrics={name: interval(sample, metric) for name, metric in METRICS.items()},
        counts={verdict.value: total[verdict.value] for verdict in Verdict},
        slots={name: dict(counts) for name, counts in sorted(slots.items())},
    )


def flip_rates(cases: Iterable[CaseScore]) -> dict[str, float]:
    """For each case with repeats, the part of its slot fills whose outcome is not the same in all of them.

    A slot fill is known by its record, slot and gold value, a spurious one by its predicted value.
    """
    repeats: defaultdict[str, list[dict[str, list[str]]]] = defaultdict(list)
    for case in cases:
        repeats[case.case].append(_outcomes(case))
    return {name: _flip_rate(outcomes) for name, outcomes in repeats.items() if len(outcomes) > 1}


def _flip_rate(repeats: Sequence[dict[str, list[str]]]) -> float:
    fills = {fill for outcomes in repeats for fill in outcomes}
    flipped = sum(any(outcomes.get(fill) != repeats[0].get(fill) for outcomes in repeats) for fill in fills)
    return flipped / len(fills) if fills else 0.0


def _outcomes(case: CaseScore) -> dict[str, list[str]]:
    """Verdicts by slot fill, sorted; several where a list holds the same value twice."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for record in counted(case):
        for score in record.slots:
            value = score.predicted if score.verdict is Verdict.SPU else score.gold
            fill = [record.type.value, record.gold_id, score.slot, value]
            found[json.dumps(fill, sort_keys=True)].append(score.verdict.value)
    return {fill: sorted(verdicts) for fill, verdicts in found.items()}
