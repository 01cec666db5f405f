"""How far a run is, and what it is a run of: two small files in its work folder."""

from datetime import datetime
from pathlib import Path
from typing import Final, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from groundwire.bulk.errors import Unfit
from groundwire.bulk.files import replace
from groundwire.bulk.sources import Place
from groundwire.schemas import Usage

RUN: Final = "run.json"
CHECKPOINT: Final = "checkpoint.json"


class Bill(BaseModel):
    """What came of the articles so far, and what was paid for them."""

    model_config = ConfigDict(frozen=True)

    done: int = 0
    """Articles with an Extraction."""
    incomplete: int = 0
    """Those of them that were read in part only."""
    failed: int = 0
    """Articles with a problem."""
    flaws: int = 0
    """Pieces of IN that were no articles."""
    records: int = 0
    """Records of all types."""
    usage: Usage = Usage()
    """What the model was asked; answers from the cache cost nothing."""
    cost_usd: float | None = 0.0
    """Price of that in US dollars; None if it is not known."""

    @property
    def articles(self) -> int:
        """Articles that have ended."""
        return self.done + self.failed

    def plus(self, usage: Usage, cost_usd: float | None) -> Self:
        """With what else was paid."""
        known = None if self.cost_usd is None or cost_usd is None else round(self.cost_usd + cost_usd, 6)
        return self.model_copy(update={"usage": self.usage + usage, "cost_usd": known})


class Checkpoint(BaseModel):
    """Everything before it is on the disk, nothing after it counts."""

    model_config = ConfigDict(frozen=True)

    chunk: int = 0
    """Number of the next chunk."""
    place: Place = Place()
    """Where it begins."""
    sizes: dict[str, int] = {}
    """How many bytes of each part count."""
    bill: Bill = Bill()
    """Of the chunks before."""
    ended: bool = False
    """Whether there is no next chunk: what is left is to give the files their names."""

    def save(self, folder: Path) -> None:
        """Keep it in place of the last one.

        Raises:
            OutOfRoom: There is no room.
        """
        replace(folder / CHECKPOINT, self.model_dump_json().encode())

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The last one; the beginning if there is none."""
        try:
            return cls.model_validate_json((folder / CHECKPOINT).read_bytes())
        except FileNotFoundError:
            return cls()
        except ValidationError:
            raise _damaged(folder) from None


class Input(BaseModel):
    """What a corpus is known by."""

    model_config = ConfigDict(frozen=True)

    path: str
    """Where it is."""
    size: int
    """Bytes; of a folder, those of all its articles."""
    changed_ns: int
    """When it was last changed; of a folder, the latest of its articles."""
    digest: str
    """SHA-256 of its first 64 KiB; of a folder, of the names in it."""


class RunFile(BaseModel):
    """What a run is a run of."""

    model_config = ConfigDict(frozen=True)

    id: str
    """Begins the idempotency keys of its jobs."""
    begun: datetime
    """When it was begun (UTC)."""
    input: Input
    """The corpus."""
    terms: dict[str, str]
    """Everything else that the results depend on, by its name for people."""

    def save(self, folder: Path) -> None:
        """Keep it.

        Raises:
            OutOfRoom: There is no room.
        """
        replace(folder / RUN, self.model_dump_json(indent=2).encode())

    @classmethod
    def load(cls, folder: Path) -> Self | None:
        """The one that was kept; None if none was."""
        try:
            return cls.model_validate_json((folder / RUN).read_bytes())
        except FileNotFoundError:
            return None
        except ValidationError:
            raise _damaged(folder) from None

    def difference(self, other: "RunFile") -> str | None:
        """What keeps the other one from going on with this one's work, in words; None if nothing does."""
        if self.input.path != other.input.path:
            return f"it was begun with IN {self.input.path}"
        if self.input != other.input:
            return "IN has changed since it was begun"
        for name in sorted(self.terms.keys() | other.terms.keys()):
            before, now = self.terms.get(name, "not given"), other.terms.get(name, "not given")
            if before != now:
                return f"it was begun with another {name} ({before}, now {now})"
        return None


def _damaged(folder: Path) -> Unfit:
    return Unfit(f"{folder} holds a file that this program did not write; --restart begins anew")
