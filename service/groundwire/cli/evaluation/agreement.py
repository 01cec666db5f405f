"""`groundwire eval agreement`: how far the two passes of labels agree."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from groundwire.cli.evaluation.endings import judging
from groundwire.cli.evaluation.places import EVALS, EvalsOption
from groundwire.cli.exits import end_with_closed_pipe

if TYPE_CHECKING:
    from groundwire.evals.scoring.scores import GroupScore

_KINDS = {
    "all": "",
    "attacks": "attack.",
    "diplomatic events": "diplomatic_event.",
    "aid pledges": "aid_pledge.",
}


def show_agreement(
    evals: EvalsOption = EVALS,
    as_json: Annotated[bool, typer.Option("--json", help="Print all figures as JSON on standard output.")] = False,
) -> None:
    """Compare the two passes of labels with the scorer, as a table in Markdown."""
    with judging():
        from groundwire.evals.scoring.agreement import agreement  # noqa: PLC0415 - help comes at once

        figures = agreement(evals)
        end_with_closed_pipe()
        if as_json:
            sys.stdout.buffer.write(figures.model_dump_json(indent=1).encode() + b"\n")
        else:
            print(as_markdown(figures))


def as_markdown(figures: "GroupScore") -> str:
    """By kind of record: F1 over records and over slot fills; then every slot in which the passes differ."""
    lines = ["| | records, F1 | slot fills, F1 | fills of records in both, F1 |", "|---|---|---|---|"]
    for words, prefix in _KINDS.items():
        names = (f"{prefix}record.f1", f"{prefix}slot.f1", f"{prefix}slot.matched_f1")
        lines.append(f"| {words} | " + " | ".join(_cell(figures, name) for name in names) + " |")
    lines += ["", "| slot | the same | partly | different | in one pass only |", "|---|---|---|---|---|"]
    for slot, counts in figures.slots.items():
        alone = counts.get("MIS", 0) + counts.get("SPU", 0)
        apart = (counts.get("PAR", 0), counts.get("INC", 0), alone)
        if any(apart):
            lines.append(f"| {slot} | {counts.get('COR', 0)} | " + " | ".join(map(str, apart)) + " |")
    return "\n".join(lines)


def _cell(figures: "GroupScore", name: str) -> str:
    figure = figures.metrics[name]
    if figure.value is None:
        return "–"
    if figure.low is None or figure.high is None:
        return f"{figure.value:.3f}"
    return f"{figure.value:.3f} ({figure.low:.3f} to {figure.high:.3f})"
