"""Reads an article with a model, without a cache and without limits."""

import asyncio
from typing import Any

from groundwire.extraction.ledger import Ledger
from groundwire.extraction.model import StructuredModel
from groundwire.extraction.profiles import Profile
from groundwire.extraction.reader import Reader, Task
from groundwire.schemas import Article, Extraction


def read(model: StructuredModel, article: Article | str, profile: Profile | None = None, **how: Any) -> Extraction:  # noqa: ANN401 - fields of Task
    """What comes of an article; `how` are further fields of the task."""
    task = Task(Article(text=article) if isinstance(article, str) else article, **how)
    return asyncio.run(Reader(model, profile).read(task, Ledger())).extraction
