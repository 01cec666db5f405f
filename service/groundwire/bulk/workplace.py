"""The folder of a run beside its OUT: held by one run at a time, begun, found again, and taken away in the end."""

import hashlib
import os
import shutil
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from groundwire.bulk.checkpoint import RUN, Checkpoint, Input, RunFile
from groundwire.bulk.errors import Occupied, Unfit
from groundwire.bulk.files import writing
from groundwire.bulk.folder_source import text_files

_HEAD_BYTES: Final = 64 * 1024
_LOCK: Final = "lock"


@dataclass(frozen=True)
class Workplace:
    """Where a run works.

    Attributes:
        folder: Of its parts, its jobs and its checkpoint.
        run: What it is a run of.
        resumed: Whether it goes on with what an earlier command left.
    """

    folder: Path
    run: RunFile
    resumed: bool

    def checkpoint(self) -> Checkpoint:
        """How far it is."""
        return Checkpoint.load(self.folder)

    def clear(self) -> None:
        """Take the folder away: the run has ended, and its files have their names."""
        _empty(self.folder, last=RUN)
        (self.folder / _LOCK).unlink()
        with suppress(OSError):  # another command looks in at this very moment
            self.folder.rmdir()


def folder_of(out: Path) -> Path:
    """Where a run with this OUT works."""
    return out.with_name(f"{out.name}.run")


@contextmanager
def open_workplace(
    source: Path, outputs: Sequence[Path], terms: Mapping[str, str], *, restart: bool
) -> Iterator[Workplace]:
    """Begin a run or find it again, and hold it to the end of the block; the hold dies with the process.

    Args:
        source: IN.
        outputs: OUT, and what will stand beside it.
        terms: What else the results depend on, by its name for people.
        restart: Begin anew, whatever there is.

    Raises:
        Occupied: Another process holds it.
        Unfit: OUT is there, the run there is of something else, or OUT's folder cannot be written.
        OutOfRoom: There is no room.
    """
    out, folder = outputs[0], folder_of(outputs[0])
    if source.resolve() in {path.resolve() for path in outputs}:
        raise Unfit(f"{source} would be written over; give another --out")
    if out.is_dir():
        raise Unfit(f"{out} is a folder; give a file .jsonl or .parquet")
    if not folder.exists() and not restart:
        _see_that_none_exists(outputs)
    run = RunFile(id=uuid.uuid4().hex, begun=datetime.now(UTC), input=_known_by(source), terms=dict(terms))
    with _held(folder, out):
        before = None if restart else RunFile.load(folder)
        if before is not None and (difference := before.difference(run)) is not None:
            raise Unfit(f"{folder} holds a run that cannot go on: {difference}; --restart begins anew")
        if before is None:
            if not restart:  # perhaps a run was killed while it took its folder away
                _see_that_none_exists(outputs)
            _empty(folder, first=RUN)
            run.save(folder)
        yield Workplace(folder, before or run, before is not None)


def _see_that_none_exists(outputs: Sequence[Path]) -> None:
    if (taken := next((path for path in outputs if path.exists()), None)) is not None:
        raise Unfit(f"{taken} is there already; --restart makes it anew")


@contextmanager
def _held(folder: Path, out: Path) -> Iterator[None]:
    lock = FileLock(folder / _LOCK)
    busy = Occupied(f"another run works on {out}")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise busy from None
    except OSError as error:
        raise Unfit(f"cannot write beside {out}: {error.strerror or error}") from None
    try:
        if not (folder / _LOCK).exists():  # whoever held it has ended meanwhile and taken it away
            raise busy
        yield
    finally:
        lock.release()


def _empty(folder: Path, *, first: str = "", last: str = "") -> None:
    """Take away all but the lock; without its first file or with its last one, what a kill leaves is understood."""
    for entry in sorted(folder.iterdir(), key=lambda entry: (entry.name == last, entry.name != first)):
        if entry.name != _LOCK:
            with writing(entry):
                shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


def _known_by(source: Path) -> Input:
    try:
        if source.is_dir():
            return _folder_known_by(source)
        with source.open("rb") as file:
            state, head = os.fstat(file.fileno()), file.read(_HEAD_BYTES)
    except OSError as error:
        raise Unfit(f"cannot read {source}: {error.strerror or error}") from None
    digest = hashlib.sha256(head).hexdigest()
    return Input(path=str(source.resolve()), size=state.st_size, changed_ns=state.st_mtime_ns, digest=digest)


def _folder_known_by(folder: Path) -> Input:
    size, changed_ns, digest = 0, 0, hashlib.sha256()
    for name in text_files(folder):
        state = (folder / name).stat()
        size, changed_ns = size + state.st_size, max(changed_ns, state.st_mtime_ns)
        digest.update(os.fsencode(name) + b"\0")
    return Input(path=str(folder.resolve()), size=size, changed_ns=changed_ns, digest=digest.hexdigest())
