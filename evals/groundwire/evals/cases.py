"""A case: an article and what a right answer to it holds. The unit of a run."""

from dataclasses import dataclass, field

from groundwire.evals.gold import GoldArticle
from groundwire.schemas import Article

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
