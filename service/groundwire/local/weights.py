"""Where the weights come from: the installed parts, a file, or the Hugging Face hub."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from groundwire.local import hub
from groundwire.local.default_weights import DEFAULT_WEIGHTS
from groundwire.local.errors import WeightsCorrupt, WeightsMissing
from groundwire.local.join import join_weights
from groundwire.local.parts import SplitWeights
from groundwire.local.progress import Progress, no_progress
from groundwire.local.stamps import hash_file, private_folder


@dataclass(frozen=True)
class ModelFile:
    """A GGUF file that is ready to be loaded."""

    path: Path
    """Absolute path."""
    name: str
    """Readable name of the model."""
    sha256: str
    """Fingerprint: the SHA-256 of the file in hexadecimal."""


def resolve_model(
    gguf: str | None,
    cache_dir: Path,
    progress: Progress = no_progress,
    default: SplitWeights = DEFAULT_WEIGHTS,
) -> ModelFile:
    """Find the file to load, and make or fetch it where needed.

    Args:
        gguf: Path of a GGUF file, or `hf:OWNER/REPO/FILE.gguf`; None for the default weights.
        cache_dir: Folder for what is joined, fetched or remembered.
        progress: Told of everything that takes long.
        default: What None stands for.

    Returns:
        The file, its name and its fingerprint.

    Raises:
        WeightsMissing: Parts not installed, or no such file.
        WeightsCorrupt: Bytes that are not the promised ones.
        DiskFull: No room.
        HubFailed: The hub has or gives no such file.
    """
    if gguf is None:
        return ModelFile(join_weights(default, cache_dir, progress).resolve(), default.name, default.sha256)
    if gguf.startswith(hub.PREFIX):
        path = hub.fetch(gguf, cache_dir, progress)
        digest = fingerprint(path, cache_dir, progress)
        if digest != (hub.promised_sum(path) or digest):
            raise WeightsCorrupt(path.resolve(), "Delete it and start again, it will be fetched anew.")
        return ModelFile(path.absolute(), path.stem, digest)  # the link has the name, its target a hash
    path = Path(gguf).expanduser().resolve()
    if not path.is_file():
        raise WeightsMissing(f"There is no model file {path}")
    return ModelFile(path, path.stem, fingerprint(path, cache_dir, progress))


def fingerprint(path: Path, cache_dir: Path, progress: Progress = no_progress) -> str:
    """Take the SHA-256 of a model file, remembered in the cache folder, not beside the user's file.

    Args:
        path: The file.
        cache_dir: Its folder `weights/stamps` keeps what is remembered, by path.
        progress: Told of stage "hashing", in bytes.

    Returns:
        The SHA-256 in hexadecimal.
    """
    real = path.resolve()
    key = hashlib.sha256(str(real).encode("utf-8", "surrogateescape")).hexdigest()[:32]
    private_folder(cache_dir / "weights")
    return hash_file(real, private_folder(cache_dir / "weights" / "stamps") / f"{key}.stamp", progress)
