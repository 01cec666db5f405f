"""Articles that hold no record by the codebook, some full of words that tempt: whatever is found in them is false."""

from pathlib import Path

from pydantic import RootModel

from groundwire.evals.cases import NEGATIVE, EvalCase
from groundwire.evals.errors import EvalError
from groundwire.evals.files import read_model
from groundwire.evals.labels.articles import read_article
from groundwire.evals.labels.gold import GoldArticle, digest_of
from groundwire.schemas import Article

REASONS = "reasons.json"
"""File that says for every article why it holds no record."""


class Reasons(RootModel[dict[str, str]]):
    """Why an article holds no record, by the name of its file."""


def negative_cases(folder: Path) -> tuple[EvalCase, ...]:
    """The articles of a folder, in order of their names, each with empty labels.

    Raises:
        EvalError: A file cannot be read, or `reasons.json` does not give a reason for each article and for no other.
    """
    reasons = read_model(folder / REASONS, Reasons).root
    paths = sorted(folder.glob("*.txt"))
    names = {path.name for path in paths}
    for name in sorted(names ^ set(reasons)):
        fault = "has no reason why it holds no record" if name in names else "is no article of this folder"
        raise EvalError(f"{folder / REASONS}: {name}: {fault}")
    return tuple(_case(path) for path in paths)


def _case(path: Path) -> EvalCase:
    text = read_article(path)
    name = f"negative-{path.stem}"
    gold = GoldArticle(article=path.name, sha256=digest_of(text.encode("utf-8")))
    return EvalCase(name=name, family=NEGATIVE, article=Article(text=text), gold=gold, origin=name)
