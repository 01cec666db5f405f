"""Makes articles of what stands in a corpus, with the wishes of the whole run, or says why it cannot."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from pydantic import ValidationError

from groundwire.bulk.sources import FIELDS, Piece
from groundwire.schemas import ExtractRequest
from groundwire.schemas.jobs import JobArticle

_MOST_NAMES: Final = 5
_MOST_NAME: Final = 40
"""Characters of a column's name that are repeated: it may be a piece of an article."""


@dataclass(frozen=True, slots=True)
class Row:
    """An article of a corpus.

    Attributes:
        line: Its number in IN.
        id: Its id, or that number.
        article_id: SHA-256 of its text, as in an Extraction.
        published: As in the corpus, or the default.
        title: As in the corpus.
        source_url: As in the corpus.
        request: What is asked about it, as JSON; empty once it has been handed in.
        chars: Length of the text in code points.
    """

    line: int
    id: str
    article_id: str
    published: date | None
    title: str | None
    source_url: str | None
    request: str
    chars: int


@dataclass(frozen=True, slots=True)
class Flaw:
    """A piece that is no article, and why; never a word of its text."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Intake:
    """What holds for every article.

    Attributes:
        wishes: Fields of a request; `published` holds where the corpus gives none.
        max_chars: Longest text, in code points.
        ignore_unknown: Pass over columns that mean nothing to us.
    """

    wishes: Mapping[str, object]
    max_chars: int
    ignore_unknown: bool = False

    def read(self, piece: Piece) -> Row | Flaw:
        """The article of a piece."""
        if piece.fields is None:
            return Flaw(piece.line, piece.flaw or "cannot be read")
        given = {name: value for name, value in piece.fields.items() if name in FIELDS and value is not None}
        if not self.ignore_unknown and len(unknown := [name for name in piece.fields if name not in FIELDS]) > 0:
            return Flaw(piece.line, f"unknown columns {_names(unknown)}; known are {', '.join(FIELDS)}")
        if isinstance(number := given.get("id"), int) and not isinstance(number, bool):
            given["id"] = str(number)
        try:
            article = JobArticle.model_validate({**self.wishes, **given})
        except ValidationError as error:
            return Flaw(piece.line, _reason(error))
        if len(article.text) > self.max_chars:
            return Flaw(piece.line, f"text: {len(article.text):,} characters are over {self.max_chars:,}")
        return _row(piece.line, article)


def _row(line: int, article: JobArticle) -> Row:
    return Row(
        line=line,
        id=str(line) if article.id is None else article.id,
        article_id=hashlib.sha256(article.text.encode()).hexdigest(),
        published=article.published,
        title=article.title,
        source_url=article.source_url,
        request=article.request().model_dump_json(exclude_defaults=True),
        chars=len(article.text),
    )


def request_of(row: Row) -> ExtractRequest:
    """What is asked about an article that has not been handed in."""
    return ExtractRequest.model_validate_json(row.request)


def _names(names: list[str]) -> str:
    """The first few, made printable and short."""
    shown = ["".join(char if char.isprintable() else "?" for char in name[:_MOST_NAME]) for name in names[:_MOST_NAMES]]
    return ", ".join(shown) + (" …" if len(names) > _MOST_NAMES else "")


def _reason(error: ValidationError) -> str:
    flaw = error.errors(include_input=False, include_url=False)[0]
    return f"{flaw['loc'][0]}: {flaw['msg'].removeprefix('Value error, ')}" if flaw["loc"] else flaw["msg"]
