"""An article with three attacks, a model that reads it faithfully, and a way to read without cache or limits."""

import asyncio
from typing import Any

from tests.fakes.model import NOTHING, Asked, Reply

from groundwire.extraction.ledger import Ledger
from groundwire.extraction.model import StructuredModel
from groundwire.extraction.profiles import Profile
from groundwire.extraction.reader import Reader, Task
from groundwire.schemas import Article, Extraction, ExtractRequest, RecordType

ATTACKS = (RecordType.ATTACK,)
TEXT = (
    "A missile struck Amberg, killing 3 soldiers.\nA drone hit Calw and wounded at least nine.\nRockets fell on Bonn."
)
ARTICLE = Article(text=TEXT)
WANTED = ExtractRequest(text=TEXT, record_types=ATTACKS)


def strike_of(asked: Asked) -> Reply:
    """What a faithful small model would say of each line: it leaves no choice, but reports an attack."""
    told = asked.schema == "BriefAttack" and any(name in asked.passage for name in ("Amberg", "Calw", "Bonn"))
    return {"s1": {}} if told else NOTHING


def asking_for(article: Article = ARTICLE, **how: Any) -> ExtractRequest:  # noqa: ANN401
    """A request for the attacks of an article, unless told otherwise."""
    return ExtractRequest(**{**article.model_dump(), "record_types": ATTACKS, **how})


def places(made: Extraction) -> list[str]:
    """Where the attacks are."""
    return [record.places[0].name for record in made.attacks]


def read(model: StructuredModel, article: Article | str, profile: Profile | None = None, **how: Any) -> Extraction:  # noqa: ANN401 - fields of Task
    """What comes of an article; `how` are further fields of the task."""
    task = Task(Article(text=article) if isinstance(article, str) else article, **how)
    return asyncio.run(Reader(model, profile).read(task, Ledger())).extraction
