"""Counterfactual cases: a labelled article changed in one respect, and its labels with it.

A system that reads answers the changed article as well as the first one. A system that recites what it has seen in
training keeps the old figure, and one that obeys its input does what the article says to it.
"""

from groundwire.evals.counterfactual.building import FAMILIES, counterfactual_cases

__all__ = ["FAMILIES", "counterfactual_cases"]
