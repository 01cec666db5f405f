"""What a folder of batches is about, and the walk over the articles of its corpus."""

import json
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final, Self

from groundwire.bulk.articles import Flaw, Intake, Row, request_of
from groundwire.bulk.batch_book import Book
from groundwire.bulk.batch_desk import Settled
from groundwire.bulk.errors import Unfit
from groundwire.bulk.files import writing
from groundwire.bulk.sources import FIELDS, Place, open_source
from groundwire.extraction.llm import Endpoint
from groundwire.extraction.model import Dialect, Mode
from groundwire.extraction.profiles import Profile
from groundwire.extraction.questions import prompt_digest, schema_digest
from groundwire.prompts.sets import current_set
from groundwire.schemas import ExtractRequest, RecordType

FLAWS: Final = "errors.jsonl"
"""Lines of the corpus that are no articles."""
OPEN: Final = "open.jsonl"
"""Questions that have no answer."""
_RUN, _DIALECT, _CORPUS = "run", "dialect", "corpus"


@dataclass(frozen=True)
class Corpus:
    """The articles, and what is asked about each.

    Attributes:
        source: IN, as an absolute path.
        wishes: Fields of every request, as JSON has them.
        ignore_unknown: Whether columns that mean nothing are passed over.
        price_factor: Price of a batch over the ordinary one.
    """

    source: str
    wishes: Mapping[str, Any]
    ignore_unknown: bool = False
    price_factor: float = 0.5

    def articles(self, max_chars: int) -> Iterator[tuple[Row, ExtractRequest] | Flaw]:
        """The articles in order, and what is none.

        Raises:
            Unfit: IN cannot be read, or has columns that mean nothing.
        """
        intake = Intake(self.wishes, max_chars, self.ignore_unknown)
        source = open_source(Path(self.source), max_chars)
        if source.unknown and not self.ignore_unknown:
            raise Unfit(f"{self.source}: unknown columns {', '.join(source.unknown)}; known are {', '.join(FIELDS)}")
        for piece in source.pieces(Place()):
            read = intake.read(piece)
            yield read if isinstance(read, Flaw) else (read, request_of(read))


@dataclass(frozen=True)
class Asked:
    """Who is asked, and how.

    Attributes:
        endpoint: The endpoint.
        profile: How an article is put to its model.
    """

    endpoint: Endpoint
    profile: Profile

    def terms(self) -> dict[str, str]:
        """What answers depend on, by its name for people."""
        words = [prompt_digest(tuple(RecordType), current_set(self.profile.value)), schema_digest()]
        return {
            "model": self.endpoint.identity,
            "sampling": _as_term(self.endpoint.sampling),
            "profile": self.profile.value,
            "version of prompts and schemas": _as_term(words),
        }


def begin(book: Book, asked: Asked, corpus: Corpus, dialect: Dialect) -> None:
    """Note what a folder is about, once."""
    terms = {_RUN: uuid.uuid4().hex, _DIALECT: _as_term(asdict(dialect)), _CORPUS: _as_term(asdict(corpus))}
    book.begin(terms | asked.terms())


def check(book: Book, asked: Asked, corpus: Corpus | None = None) -> None:
    """See whether a command goes on with what a folder is about.

    Raises:
        Unfit: It does not; the message names the first difference.
    """
    before = book.terms
    now = asked.terms() | ({} if corpus is None else {_CORPUS: _as_term(asdict(corpus))})
    for name, value in now.items():
        if before.get(name) != value:
            raise Unfit(f"{book.folder} was begun with another {name} ({before.get(name)}, now {value})")


def dialect_of(book: Book) -> Dialect:
    """How its questions are put: found out once, for another way would be another question."""
    told = json.loads(book.terms[_DIALECT])
    return Dialect(**{**told, "mode": Mode(told["mode"])})


def corpus_of(book: Book) -> Corpus:
    """What it was begun with."""
    return Corpus(**json.loads(book.terms[_CORPUS]))


def marks_of(book: Book, number: int) -> dict[str, str]:
    """What tells the batch of a parcel from every other at the provider."""
    return {"groundwire_run": book.terms[_RUN], "groundwire_parcel": str(number)}


@dataclass
class Tally:
    """What a walk over the corpus came to.

    Attributes:
        articles: Articles by `State`.
        flaws: Lines that are no articles.
        questions: Open questions by why they are, the same question counted for each article that puts it.
    """

    articles: Counter[str] = field(default_factory=Counter)
    flaws: int = 0
    questions: Counter[str] = field(default_factory=Counter)


class Report:
    """The two files that name what is left, by numbers and digests; written anew by each walk."""

    def __init__(self, folder: Path) -> None:
        """Open them."""
        self.tally = Tally()
        self._folder = folder
        self._files = ExitStack()

    def __enter__(self) -> Self:
        self._flaws = self._open(FLAWS)
        self._open_ones = self._open(OPEN)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._files.close()

    def flaw(self, flaw: Flaw) -> None:
        """Name a line that is no article.

        Raises:
            OutOfRoom: It cannot be written.
        """
        self.tally.flaws += 1
        self._write(self._flaws, FLAWS, {"line": flaw.line, "reason": flaw.reason})

    def settled(self, row: Row, settled: Settled, book: Book) -> None:
        """Name the open questions of an article.

        Raises:
            OutOfRoom: They cannot be written.
        """
        self.tally.articles[settled.state.value] += 1
        for digest, question in settled.open.items():
            why = book.why(digest) or question.why
            self.tally.questions[why] += 1
            named = {"line": row.line, "article_id": row.article_id, "custom_id": digest, "why": why}
            self._write(self._open_ones, OPEN, named)

    def _open(self, name: str) -> BinaryIO:
        with writing(self._folder / name):
            return self._files.enter_context((self._folder / name).open("wb"))

    def _write(self, file: BinaryIO, name: str, line: Mapping[str, object]) -> None:
        with writing(self._folder / name):
            file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")


def _as_term(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
