"""The data set: labelled articles, articles without records, and counterfactuals made from the labelled ones."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from groundwire.evals.cases import GOLD, NEGATIVE, EvalCase
from groundwire.evals.counterfactual import FAMILIES, counterfactual_cases
from groundwire.evals.errors import EvalError
from groundwire.evals.files import read_model
from groundwire.evals.labels.articles import read_article
from groundwire.evals.labels.checks import check_labels, lost_field
from groundwire.evals.labels.gold import GoldArticle
from groundwire.evals.negatives import negative_cases
from groundwire.schemas import Article

SHORT = 3
"""Length of a case's short name: the first characters of its article's file name."""


def gold_cases(evals_dir: Path) -> tuple[EvalCase, ...]:
    """The labelled articles: `gold/*.json` with their texts in `articles/`.

    A case is named by the first three characters of its article's file name, or by all but the suffix where these
    are not unique.

    Raises:
        EvalError: A file is missing or broken, or labels do not fit their article; the message names file and field.
    """
    paths = sorted((evals_dir / "gold").glob("*.json"))
    if not paths:
        raise EvalError(f"{evals_dir / 'gold'}: holds no gold file (*.json)")
    golds = [_read_gold(path) for path in paths]
    stems = [Path(gold.article).stem for gold in golds]
    times = Counter(stem[:SHORT] for stem in stems)
    names = [stem[:SHORT] if times[stem[:SHORT]] == 1 else stem for stem in stems]
    cases = tuple(_gold_case(name, gold, path, evals_dir) for name, gold, path in zip(names, golds, paths, strict=True))
    _check_names(cases, evals_dir)
    return cases


def load_cases(evals_dir: Path, families: Sequence[str] | None = None, seed: int = 0) -> tuple[EvalCase, ...]:
    """The cases of a run: gold, then negatives, then counterfactuals.

    Args:
        evals_dir: Folder with `gold`, `articles` and `negatives`.
        families: Families to keep; None for all.
        seed: What the counterfactual cases are drawn with; the same seed gives the same cases.

    Raises:
        EvalError: There is no such family or no case of these, or a file is missing or broken.
    """
    known = known_families()
    wanted = set(known if families is None else families)
    unknown = sorted(wanted - set(known))
    if unknown:
        raise EvalError(f"no family of cases is called {unknown[0]!r}; there are: {', '.join(known)}")
    gold = gold_cases(evals_dir)
    cases = (*gold, *negative_cases(evals_dir / "negatives"), *counterfactual_cases(gold, seed))
    _check_names(cases, evals_dir)
    chosen = tuple(case for case in cases if case.family in wanted)
    if not chosen:
        raise EvalError(f"{evals_dir}: holds no case of these families: {', '.join(sorted(wanted))}")
    return chosen


def known_families() -> dict[str, str]:
    """The families of cases with what each is, in a line."""
    changed = {family.name: family.meaning for family in FAMILIES.values()}
    return {GOLD: "the labelled articles as they came", NEGATIVE: "articles that hold no record", **changed}


def gold_digest(evals_dir: Path) -> str:
    """SHA-256 over the names and bytes of all gold files, their articles and the negatives."""
    digest = hashlib.sha256()
    for path in _sources(evals_dir):
        data = path.read_bytes()
        digest.update(f"{path.relative_to(evals_dir).as_posix()}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def case_digest(case: EvalCase) -> str:
    """SHA-256 over what a case asks and what is right: its article, its labels and what is forbidden."""
    document = {
        "article": case.article.model_dump(mode="json"),
        "gold": case.gold.model_dump(mode="json"),
        "forbidden": case.forbidden,
    }
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def _sources(evals_dir: Path) -> Iterator[Path]:
    for pattern in ("articles/*.txt", "gold/*.json", "negatives/*.txt"):
        yield from sorted(evals_dir.glob(pattern))


def _read_gold(path: Path) -> GoldArticle:
    gold = read_model(path, GoldArticle)
    lost = lost_field(json.loads(path.read_bytes()), gold.model_dump(mode="json"))
    if lost:
        raise EvalError(f"{path}: {lost}: there is no such field")
    return gold


def _gold_case(name: str, gold: GoldArticle, path: Path, evals_dir: Path) -> EvalCase:
    text = read_article(evals_dir / "articles" / gold.article)
    check_labels(gold, text, str(path))
    return EvalCase(
        name=name, family=GOLD, article=Article(text=text, published=gold.published), gold=gold, origin=name
    )


def _check_names(cases: Sequence[EvalCase], evals_dir: Path) -> None:
    name, times = Counter(case.name for case in cases).most_common(1)[0] if cases else ("", 0)
    if times > 1:
        raise EvalError(f"{evals_dir}: {times} cases are called {name!r}; names must be unique")
