"""`groundwire extract --watch`: each article that a folder holds or gets is extracted into a file of JSON."""

import asyncio
import hashlib
import signal
import sys
from collections.abc import Iterable
from contextlib import aclosing, suppress
from pathlib import Path
from typing import Final, NamedTuple

import watchfiles
from pydantic import ValidationError

from groundwire.cli.batch import answer_to
from groundwire.cli.endpoints import concurrency
from groundwire.cli.exits import Exit, harmless, model_failure, print_bytes, warn
from groundwire.cli.jobs import Job, Wishes
from groundwire.cli.on_demand import OnDemand, in_order
from groundwire.cli.progress import ReadingProgress
from groundwire.cli.reading import InputError
from groundwire.cli.settings import Settings
from groundwire.cli.writing import written
from groundwire.extraction.errors import ModelError
from groundwire.schemas import Extraction

_QUIET_MS: Final = 200
"""So long nothing must change before files are read: one that is being written is not read by halves."""
_LOOK_MS: Final = 2000
"""Most time between two looks, for folders whose changes the system does not tell."""


def watch_folder(settings: Settings, wishes: Wishes, folder: Path, out: Path) -> Exit:
    """Extract what the folder holds and what comes, until Ctrl-C or SIGTERM. What fails is told and left alone.

    Returns:
        OK: there is no other way to end it.

    Raises:
        InputError: The folder cannot be looked into.
        LocalModelError: The embedded model cannot be started.
        CacheFolderError: The cache's folder cannot be used.
    """
    with suppress(asyncio.CancelledError, KeyboardInterrupt):
        asyncio.run(_Watch(settings, wishes, folder, out).go_on())
    return Exit.OK


class _State(NamedTuple):
    """What changes when a file does."""

    mtime_ns: int
    size: int
    inode: int


class _Watch:
    def __init__(self, settings: Settings, wishes: Wishes, folder: Path, out: Path) -> None:
        self._settings = settings
        self._wishes = wishes
        self._folder = folder
        self._out = out
        self._seen: dict[Path, _State | None] = {}

    async def go_on(self) -> None:
        first = self._changed()
        _heed_sigterm()
        print(f"Watching {harmless(str(self._folder))}; Ctrl-C ends it", file=sys.stderr, flush=True)
        with ReadingProgress(None, self._settings.cache_dir) as progress:
            async with OnDemand(self._settings, progress) as model:
                await self._extract(first, model, progress)
                wakings = watchfiles.awatch(
                    self._folder, step=_QUIET_MS, rust_timeout=_LOOK_MS, yield_on_timeout=True, recursive=False
                )
                async with aclosing(wakings):
                    async for _ in wakings:
                        # The system's word only wakes us: what it does not tell, or tells twice, does no harm.
                        await self._extract(self._changed(), model, progress)

    def _changed(self) -> list[Path]:
        """Articles that are new or not as they were when we last looked, in order of their names."""
        try:
            now = {path: _state(path) for path in self._folder.iterdir() if _is_article(path)}
        except OSError as error:
            raise InputError(f"cannot watch {self._folder}: {error.strerror}") from None
        changed = [path for path in sorted(now) if self._seen.get(path) != now[path]]
        self._seen = now
        return changed

    async def _extract(self, paths: Iterable[Path], model: OnDemand, progress: ReadingProgress) -> None:
        jobs = filter(None, map(self._job, paths))
        async with aclosing(in_order(jobs, lambda job: answer_to(job, model), concurrency(self._settings))) as answers:
            async for job, answer in answers:
                progress.read()
                with progress.paused():
                    self._tell(Path(job.file), answer)

    def _job(self, path: Path) -> Job | None:
        """What is to be done for a file; None if it was done by an earlier command, or cannot be."""
        try:
            job = self._wishes.job(str(path))
        except InputError as error:
            warn(str(error))
            return None
        return None if _is_answered(job, self._target(path)) else job

    def _target(self, path: Path) -> Path:
        return self._out / f"{path.stem}.json"

    def _tell(self, path: Path, answer: Extraction | ModelError) -> None:
        if isinstance(answer, ModelError):
            warn(f"{path.name}: {model_failure(answer)}")
            return
        target = self._target(path)
        try:
            self._out.mkdir(parents=True, exist_ok=True)
            with written(target) as file:
                file.write(answer.model_dump_json(indent=2).encode() + b"\n")
        except (InputError, OSError) as error:
            warn(f"cannot write {target}: {error.strerror}" if isinstance(error, OSError) else str(error))
            return
        line = f"{harmless(path.name)}: {_summary(answer)} -> {harmless(str(target))}\n"
        print_bytes(line.encode(sys.stdout.encoding, "backslashreplace"))


def _heed_sigterm() -> None:
    """Let SIGTERM end this task as Ctrl-C does: between two steps, not in the middle of one."""
    task = asyncio.current_task()
    if task is not None:
        with suppress(NotImplementedError):  # Windows
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)


def _is_article(path: Path) -> bool:
    return path.suffix.lower() == ".txt" and not path.name.startswith(".") and path.is_file()


def _state(path: Path) -> _State | None:
    try:
        facts = path.stat()
    except FileNotFoundError:
        return None
    return _State(facts.st_mtime_ns, facts.st_size, facts.st_ino)


def _is_answered(job: Job, target: Path) -> bool:
    """Whether a file holds all that there is to say of this very text."""
    try:
        made = Extraction.model_validate_json(target.read_bytes())
    except (OSError, ValidationError):
        return False
    return made.meta.complete and made.article_id == hashlib.sha256(job.request.text.encode()).hexdigest()


def _summary(extraction: Extraction) -> str:
    counts = {
        "attack": len(extraction.attacks),
        "diplomatic event": len(extraction.diplomatic_events),
        "aid pledge": len(extraction.aid_pledges),
    }
    found = ", ".join(f"{count} {what}{'s' if count > 1 else ''}" for what, count in counts.items() if count)
    partly = "" if extraction.meta.complete else ", not read completely"
    return (found or "no records") + partly
