"""Makes the counterfactual cases of a data set: all families over all labelled articles."""

from collections.abc import Sequence
from random import Random
from typing import Final

from groundwire.evals.cases import EvalCase
from groundwire.evals.counterfactual.days import HEADER_DATE, WEEKDAY
from groundwire.evals.counterfactual.family import Family
from groundwire.evals.counterfactual.figures import CASUALTY, WEAPON_COUNT
from groundwire.evals.counterfactual.injections import INJECTION
from groundwire.evals.counterfactual.money import AMOUNT, CURRENCY
from groundwire.evals.counterfactual.names import DONOR, PLACE
from groundwire.evals.counterfactual.structure import DROP, INSERT, SHUFFLE
from groundwire.evals.labels.checks import check_labels

_ALL: Final = (
    CASUALTY,
    WEAPON_COUNT,
    AMOUNT,
    CURRENCY,
    WEEKDAY,
    HEADER_DATE,
    PLACE,
    DONOR,
    DROP,
    INSERT,
    SHUFFLE,
    INJECTION,
)
FAMILIES: Final[dict[str, Family]] = {family.name: family for family in _ALL}
"""The families by name, in the order of their cases."""


def counterfactual_cases(gold: Sequence[EvalCase], seed: int) -> tuple[EvalCase, ...]:
    """All cases that the families make from labelled articles.

    What a family draws for an article depends on the seed, the family and the article alone, so that a new family or
    a new article leaves all other cases as they are.

    Args:
        gold: The labelled articles.
        seed: The same seed gives the same cases.

    Raises:
        EvalError: The labels of a case do not fit its text.
    """
    cases: list[EvalCase] = []
    for family in FAMILIES.values():
        for origin in gold:
            draw = Random(f"{seed}/{family.name}/{origin.name}")  # noqa: S311 - to be repeatable, not to be secret
            cases.extend(family.make(origin, draw))
    for case in cases:
        check_labels(case.gold, case.article.text, case.name)
    return tuple(cases)
