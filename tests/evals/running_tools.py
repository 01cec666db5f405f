"""What the tests of runs share: small cases, and a system around a scripted model."""

from datetime import UTC, datetime

from groundwire.evals.cases import EvalCase
from groundwire.evals.labels.gold import GoldArticle, digest_of
from groundwire.evals.runs.running import System
from groundwire.extraction.cache_port import Cache
from groundwire.extraction.model import StructuredModel
from groundwire.extraction.prices import Prices
from groundwire.extraction.profiles import Profile
from groundwire.prompts.sets import current_set
from groundwire.schemas import Article, CacheMode

STRIKE = "A missile strike on Karsk killed two people."
PLEDGE = "Sweden pledged $3 million of aid to Karsk."


def case(name: str, text: str = f"{STRIKE}\n\n{PLEDGE}\n") -> EvalCase:
    """A case without labels."""
    gold = GoldArticle(article=f"{name}.txt", sha256=digest_of(text.encode()))
    return EvalCase(name=name, family="gold", article=Article(text=text), gold=gold, origin=name)


def system(model: StructuredModel, store: Cache, mode: CacheMode = CacheMode.USE) -> System:
    """A system that is asked with the prompts in use, at a dollar a million prompt tokens and ten for the others.

    It is asked paragraph by paragraph, as a small model is, so that one case is several questions.
    """
    return System(
        model=model,
        prompts=current_set(Profile.SMALL.value),
        profile=Profile.SMALL,
        prices=Prices(1.0, 10.0),
        store=store,
        mode=mode,
        since=datetime.now(UTC),
    )
