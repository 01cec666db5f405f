"""The real labels: settled difference by difference, and described as they are."""

from collections import Counter
from pathlib import Path

import pytest

from groundwire.cli.evaluation.agreement import as_markdown
from groundwire.evals.counterfactual import FAMILIES
from groundwire.evals.dataset import load_cases
from groundwire.evals.errors import EvalError
from groundwire.evals.files import read_model
from groundwire.evals.labels.gold import GoldArticle
from groundwire.evals.scoring.agreement import agreement
from groundwire.evals.scoring.records import records_of, score_records
from groundwire.evals.scoring.scores import Verdict

EVALS = Path(__file__).resolve().parents[3] / "evals"
NAMES = sorted(path.name for path in (EVALS / "gold").glob("*.json"))
README = (EVALS / "README.md").read_text("utf-8")


def labels(*parts: str) -> GoldArticle:
    return read_model(EVALS.joinpath("gold", *parts), GoldArticle)


def plain(article: GoldArticle) -> GoldArticle:
    """Labels with one reading each, so that every difference shows."""
    bare = {"alternatives": {}, "optional": False}
    fields = ("attacks", "diplomatic_events", "aid_pledges")
    return article.model_copy(update={f: tuple(r.model_copy(update=bare) for r in getattr(article, f)) for f in fields})


def test_five_articles_are_labelled_in_both_passes_and_finally() -> None:
    assert len(NAMES) == 5
    for part in ("pass_a", "pass_b"):
        assert sorted(path.name for path in (EVALS / "gold" / part).glob("*.json")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_each_difference_of_the_passes_was_settled_with_a_reason(name: str) -> None:
    first, second, final = labels("pass_a", name), labels("pass_b", name), labels(name)
    settled = {(kind, item.id): {one.path for one in item.settled} for kind, item in final.records()}
    dropped = {(one.type, one.id) for one in final.dropped}
    for score in score_records(plain(first), records_of(second)):
        if score.gold_id is None:
            missing = [item.id for kind, item in second.records() if kind is score.type]
            assert (score.type, missing[score.predicted_index or 0]) in dropped
            continue
        reasons = settled[score.type, score.gold_id]
        if score.predicted_index is None:
            assert None in reasons
            continue
        apart = {slot.slot.split(".")[0] for slot in score.slots if slot.verdict not in {Verdict.COR, Verdict.NUL}}
        unsettled = {field for field in apart if not any((path or "").startswith(f"/{field}") for path in reasons)}
        assert (score.gold_id, unsettled) == (score.gold_id, set())


@pytest.mark.parametrize("name", NAMES)
def test_whether_a_record_may_be_left_out_was_settled_where_the_passes_differ(name: str) -> None:
    first, second, final = labels("pass_a", name), labels("pass_b", name), labels(name)
    settled = {(kind, item.id): [one.path for one in item.settled] for kind, item in final.records()}
    optional = {(kind, item.id): item.optional for kind, item in first.records()}
    for score in score_records(plain(first), records_of(second)):
        if score.gold_id is None or score.predicted_index is None:
            continue
        other = [item for kind, item in second.records() if kind is score.type][score.predicted_index]
        if other.optional != optional[score.type, score.gold_id]:
            assert None in settled[score.type, score.gold_id]


def test_the_readme_publishes_the_agreement_as_it_is() -> None:
    published = README.split("<!-- groundwire eval agreement -->")[1].split("<!-- end -->")[0]
    assert published.strip() == as_markdown(agreement(EVALS)).strip()


def test_the_readme_lists_the_families_as_they_are() -> None:
    counts = Counter(case.family for case in load_cases(EVALS))
    rows = [f"| `{family.name}` | {counts[family.name]} | {family.meaning} |" for family in FAMILIES.values()]
    assert [line for line in README.splitlines() if line.startswith("| `")] == rows
    assert sum(counts[family.name] for family in FAMILIES.values()) >= 60
    assert counts["negative"] >= 5


def test_an_article_that_one_pass_lacks_is_named(tmp_path: Path) -> None:
    for part in ("pass_a", "pass_b"):
        (tmp_path / "gold" / part).mkdir(parents=True)
    for name in NAMES[:2]:
        (tmp_path / "gold" / "pass_a" / name).write_bytes((EVALS / "gold" / "pass_a" / name).read_bytes())
    (tmp_path / "gold" / "pass_b" / NAMES[0]).write_bytes((EVALS / "gold" / "pass_b" / NAMES[0]).read_bytes())
    with pytest.raises(EvalError, match=f"{NAMES[1]} is in one pass only"):
        agreement(tmp_path)
