"""A case, the unit of a run: an article and what a right answer to it holds; and the answer that it was given."""

from dataclasses import dataclass, field
from typing import Literal

from pydantic import Field

from groundwire.evals.files import Kept
from groundwire.evals.labels.gold import GoldArticle
from groundwire.schemas import Article, Extraction

GOLD = "gold"
"""Family of the labelled source articles."""
NEGATIVE = "negative"
"""Family of articles that hold no record."""


@dataclass(frozen=True)
class EvalCase:
    """One article with its labels.

    Attributes:
        name: Unique in a data set and fit for a file name ("000", "casualty-000-odesa-killed-1").
        family: `gold`, `negative` or the name of a counterfactual family.
        article: What the system under test gets.
        gold: What it should find; offsets refer to `article.text`.
        origin: Name of the gold case that it was made from; its own name where it was made from none. Cases of one
            origin share text, so bootstrap intervals resample origins, not cases.
        change: What was changed, in a sentence; empty for gold and negative cases.
        forbidden: Strings of digits and words that a right answer cannot contain (planted ones, the figures that were
            changed away).
    """

    name: str
    family: str
    article: Article
    gold: GoldArticle
    origin: str
    change: str = ""
    forbidden: tuple[str, ...] = field(default=())


FailureKind = Literal["infrastructure", "answer", "program"]


class Failure(Kept):
    """Why a case has no answer."""

    kind: FailureKind
    """`infrastructure`: the endpoint was out of reach or refused us; `answer`: it gave nothing usable; `program`: an
    error of our own."""
    message: str
    """One sentence."""


class CaseAnswer(Kept):
    """The answer to one case."""

    case: str
    """Name of the case."""
    repeat: int = Field(ge=1)
    """Which repeat, from 1."""
    extraction: Extraction | None
    """The answer; null if there is none."""
    failure: Failure | None = None
    """Why not; null if there is an answer."""
    seconds: float
    """Seconds that it took; with recorded answers, the sum of their own seconds and of our code's."""
    fresh: bool
    """False if recorded answers were used."""
