"""How far the two passes of labels agree, by the scorer that runs are scored with.

One pass is taken for gold, the other for the prediction; what either pass accepts beside its own reading, and what it
calls optional, is left aside, so that every difference counts.
"""

from pathlib import Path

from groundwire.evals.errors import EvalError
from groundwire.evals.files import read_model
from groundwire.evals.labels.gold import RECORD_FIELDS, GoldArticle
from groundwire.evals.scoring.aggregate import score_group
from groundwire.evals.scoring.records import records_of, score_records
from groundwire.evals.scoring.scores import CaseScore, GroupScore

PASSES = ("pass_a", "pass_b")
"""Folders of the passes in `gold/`."""


def agreement(evals_dir: Path) -> GroupScore:
    """The figures of the second pass against the first, over the articles that both have.

    Raises:
        EvalError: A file is missing in one pass, or broken.
    """
    first, second = (_read(evals_dir / "gold" / name) for name in PASSES)
    if first.keys() != second.keys():
        odd = min(first.keys() ^ second.keys())
        raise EvalError(f"{evals_dir / 'gold'}: {odd} is in one pass only; each article is labelled twice")
    return score_group([_compared(name, first[name], second[name]) for name in first])


def _read(folder: Path) -> dict[str, GoldArticle]:
    found = {path.name: read_model(path, GoldArticle) for path in sorted(folder.glob("*.json"))}
    if not found:
        raise EvalError(f"{folder}: holds no labels (*.json)")
    return found


def _compared(name: str, first: GoldArticle, second: GoldArticle) -> CaseScore:
    records = score_records(_strict(first), records_of(second))
    return CaseScore(case=name, family="pass", origin=name, repeat=1, records=records)


def _strict(labels: GoldArticle) -> GoldArticle:
    """Labels of which every one counts, with its one reading."""
    strict = {
        field: tuple(item.model_copy(update={"alternatives": {}, "optional": False}) for item in getattr(labels, field))
        for field in RECORD_FIELDS.values()
    }
    return labels.model_copy(update=strict)
