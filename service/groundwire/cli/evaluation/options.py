"""Options that several commands of `groundwire eval` share."""

from typing import Annotated

import typer

CasesOption = Annotated[str | None, typer.Option(metavar="FAMILY,…", help="Families of cases; all by default.")]
RepeatOption = Annotated[int, typer.Option(min=1, max=100, help="How often each case is put.")]
ConcurrencyOption = Annotated[int, typer.Option(min=1, max=256, help="Cases under way at once.")]
BudgetOption = Annotated[
    float | None, typer.Option(min=0, help="Begin no further case once this call has spent so much.")
]


def families_of(cases: str | None) -> tuple[str, ...] | None:
    """The families that `--cases` names; None for all."""
    return None if cases is None else tuple(family.strip() for family in cases.split(","))
