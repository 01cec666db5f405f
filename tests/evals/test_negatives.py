"""The articles without a record, and that each says why it holds none."""

import json
from pathlib import Path

import pytest

from groundwire.evals.errors import EvalError
from groundwire.evals.negatives import REASONS, negative_cases

FOLDER = Path(__file__).parents[2] / "evals" / "negatives"
CASES = negative_cases(FOLDER)


def folder(path: Path, reasons: object, **articles: str) -> Path:
    (path / REASONS).write_text(json.dumps(reasons), encoding="utf-8")
    for name, text in articles.items():
        (path / f"{name}.txt").write_text(text, encoding="utf-8")
    return path


def test_every_article_of_the_set_is_a_case_without_records() -> None:
    assert [case.gold.article for case in CASES] == sorted(path.name for path in FOLDER.glob("*.txt"))
    assert len(CASES) >= 6
    for case in CASES:
        assert case.family == "negative"
        assert case.name == case.origin == f"negative-{case.gold.article.removesuffix('.txt')}"
        assert list(case.gold.records()) == []
        assert 600 <= len(case.article.text) <= 2500


def test_every_article_of_the_set_has_a_reason() -> None:
    reasons = json.loads((FOLDER / REASONS).read_text(encoding="utf-8"))
    assert set(reasons) == {case.gold.article for case in CASES}
    assert all(len(reason.split()) >= 10 for reason in reasons.values())


@pytest.mark.parametrize(
    ("reasons", "message"),
    [
        ({}, r"reasons\.json: calm\.txt: has no reason"),
        ({"calm.txt": "Nothing.", "gone.txt": "Nothing."}, r"reasons\.json: gone\.txt: is no article"),
        ({"calm.txt": 3}, r"reasons\.json: calm\.txt: Input should be a valid string"),
    ],
)
def test_reasons_and_articles_must_go_together(tmp_path: Path, reasons: object, message: str) -> None:
    with pytest.raises(EvalError, match=message):
        negative_cases(folder(tmp_path, reasons, calm="A calm day."))


def test_a_folder_without_reasons_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match=r"reasons\.json: cannot be read"):
        negative_cases(tmp_path)
