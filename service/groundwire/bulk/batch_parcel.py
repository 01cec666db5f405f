"""Packs questions into files as a provider's batches take them."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

from groundwire.bulk.batch_book import Book, Parcel
from groundwire.bulk.files import sync_folder, writing

MAX_QUESTIONS: Final = 50_000
"""Most requests of a batch (OpenAI's reference of `/v1/batches`, `input_file_id`)."""
MAX_BYTES: Final = 200_000_000
"""Largest file of a batch, 200 MB (ibid.)."""
_DRAFT: Final = "parcel.new"


@dataclass(frozen=True)
class Limits:
    """What one batch may hold.

    Attributes:
        questions: Most questions.
        size: Most bytes; one question that is larger goes alone.
    """

    questions: int = MAX_QUESTIONS
    size: int = MAX_BYTES


def file_of(folder: Path, parcel: Parcel) -> Path:
    """Where the questions of a parcel are until it is handed in."""
    return folder / f"parcel-{parcel.number:06}.jsonl"


class Packer:
    """Writes questions into a file; when that is full, it becomes a parcel of the book."""

    def __init__(self, book: Book, limits: Limits, draft: BinaryIO) -> None:
        """Use `packing`."""
        self._book = book
        self._limits = limits
        self._draft = draft
        self._digests: dict[str, None] = {}

    def add(self, digest: str, body: Mapping[str, Any]) -> Parcel | None:
        """Pack a question that is not packed yet; the parcel that it had no more room in.

        Raises:
            OutOfRoom: The disk is full.
        """
        if digest in self._digests:
            return None
        asked = {"custom_id": digest, "method": "POST", "url": "/v1/chat/completions", "body": body}
        line = json.dumps(asked, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        full = len(self._digests) >= self._limits.questions or self._draft.tell() + len(line) > self._limits.size
        parcel = self.close() if full else None
        with writing(self._book.folder / _DRAFT):
            self._draft.write(line)
        self._digests[digest] = None
        return parcel

    def close(self) -> Parcel | None:
        """The parcel of what is packed; None if nothing is.

        Raises:
            OutOfRoom: The disk is full.
        """
        if not self._digests:
            return None
        folder = self._book.folder
        with writing(folder / _DRAFT):
            self._draft.flush()
            os.fsync(self._draft.fileno())
            parcel = self._book.pack(self._digests)
            # Killed before the next line, this leaves a parcel without a file: its questions are planned anew.
            (folder / _DRAFT).replace(file_of(folder, parcel))
            sync_folder(folder)
            self._draft.close()
            self._draft = _fresh(folder)
        self._digests = {}
        return parcel

    def end(self) -> None:
        """Take the draft away."""
        self._draft.close()
        (self._book.folder / _DRAFT).unlink(missing_ok=True)


@contextmanager
def packing(book: Book, limits: Limits) -> Iterator[Packer]:
    """A packer; what is not in a parcel at the end of the block is not kept.

    Raises:
        OutOfRoom: The folder cannot be written.
    """
    with writing(book.folder / _DRAFT):
        packer = Packer(book, limits, _fresh(book.folder))
    try:
        yield packer
    finally:
        packer.end()


def _fresh(folder: Path) -> BinaryIO:
    path = folder / _DRAFT
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def sweep(book: Book) -> None:
    """Take away what a kill has left: files of no parcel that is to be handed in."""
    wanted = {file_of(book.folder, parcel) for parcel in book.packed()}
    for file in book.folder.glob("parcel*"):
        if file not in wanted:
            file.unlink(missing_ok=True)
