"""What a family of counterfactual cases is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from groundwire.evals.cases import EvalCase


@dataclass(frozen=True)
class Family:
    """One way to change articles.

    Attributes:
        name: Name of the family, first part of the names of its cases.
        meaning: What is changed, in a line.
        make: Makes its cases from a gold case. All that it draws comes from the generator that it is given.
    """

    name: str
    meaning: str
    make: Callable[[EvalCase, Random], Iterator[EvalCase]]
