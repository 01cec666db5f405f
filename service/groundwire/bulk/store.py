"""Takes in the results of chunk after chunk, and gives the files their names in the end."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from groundwire.bulk.checkpoint import Checkpoint
from groundwire.bulk.chunks import Chunk
from groundwire.bulk.files import Parts, sync_folder, writing
from groundwire.bulk.rendering import TABLES, extraction_of, flaw_line, record_lines, row_line
from groundwire.bulk.workplace import Workplace
from groundwire.jobs.engine import Result
from groundwire.schemas import Usage

ARTICLES: Final = "articles"
ERRORS: Final = "errors"
PART: Final = ".part"
_NAMES: Final = (ARTICLES, *TABLES.values(), ERRORS)


class Store:
    """The results of one run, in files of lines of JSON."""

    def __init__(self, place: Workplace) -> None:
        """Open the files where the last checkpoint left them.

        Raises:
            OutOfRoom: One cannot be written.
        """
        self.checkpoint = place.checkpoint()
        """How far the run is."""
        self._place = place
        sizes = {name + PART: self.checkpoint.sizes.get(name + PART, 0) for name in _NAMES}
        self._parts = Parts(place.folder, {} if self.checkpoint.ended else sizes)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._parts.close()

    def take_in(self, chunk: Chunk, results: Sequence[Result], usage: Usage, cost_usd: float | None) -> None:
        """Write what came of the next chunk. If this fails, or a kill ends it, none of it counts.

        Raises:
            OutOfRoom: A file cannot be written.
        """
        found = [(row, result, extraction_of(result)) for row, result in zip(chunk.rows, results, strict=True)]
        self._parts.append(ARTICLES + PART, (row_line(*each) for each in found))
        made = [(row, extraction) for row, _, extraction in found if extraction is not None]
        for kind, name in TABLES.items():
            lines = (line for row, extraction in made for line in record_lines(row, extraction, kind))
            self._parts.append(name + PART, lines)
        self._parts.append(ERRORS + PART, map(flaw_line, chunk.flaws))
        before = self.checkpoint.bill.plus(usage, cost_usd)
        bill = before.model_copy(
            update={
                "done": before.done + len(made),
                "incomplete": before.incomplete + sum(not extraction.meta.complete for _, extraction in made),
                "failed": before.failed + len(found) - len(made),
                "flaws": before.flaws + len(chunk.flaws),
                "records": before.records
                + sum(len(made.attacks) + len(made.diplomatic_events) + len(made.aid_pledges) for _, made in made),
            }
        )
        self._keep(Checkpoint(chunk=chunk.number + 1, place=chunk.end, sizes=self._parts.sync(), bill=bill))

    def end(self) -> None:
        """There is no further chunk.

        Raises:
            OutOfRoom: The checkpoint cannot be written.
        """
        self._keep(self.checkpoint.model_copy(update={"ended": True}))

    def _keep(self, checkpoint: Checkpoint) -> None:
        checkpoint.save(self._place.folder)
        self.checkpoint = checkpoint


def publish(place: Workplace, out: Path) -> list[Path]:
    """Give the files of a run that has ended their names, OUT last, and take its folder away.

    To be done again if a kill ends it: what has its name already is left alone.

    Returns:
        The files.

    Raises:
        OutOfRoom: One cannot be written.
        Unfit: pyarrow is missing, and OUT is Parquet.
    """
    named = names_of(out)
    for name, path in reversed(named.items()):
        part = place.folder / (name + PART)
        if part.exists():
            if path.suffix == ".parquet":
                from groundwire.bulk.parquet_out import to_parquet  # noqa: PLC0415 - only who has Parquet needs it

                part = to_parquet(part, name)
            with writing(path):
                part.replace(path)
                (place.folder / (name + PART)).unlink(missing_ok=True)
    sync_folder(out.parent)
    place.clear()
    return list(named.values())


def names_of(out: Path) -> dict[str, Path]:
    """Where the results are in the end, OUT first: the tables beside it, errors always as lines of JSON."""
    beside = {name: out.with_name(f"{out.stem}.{name}{out.suffix}") for name in TABLES.values()}
    return {ARTICLES: out, **beside, ERRORS: out.with_name(f"{out.stem}.{ERRORS}.jsonl")}
