"""Checks of the embedded model: its engine and its weights. Nothing is loaded and nothing of a gigabyte is read."""

import importlib.metadata
import importlib.util
from pathlib import Path
from typing import Final

from groundwire.cli.checkup.verdict import Verdict, fail, ok
from groundwire.cli.settings import Settings
from groundwire.local import DEFAULT_WEIGHTS, LocalModelError
from groundwire.local.errors import INSTALL_HINT
from groundwire.local.hub import PREFIX as HUB_PREFIX
from groundwire.local.parts import locate
from groundwire.local.stamps import stamped_sum

_GGUF: Final = b"GGUF"
"""First bytes of every such file."""


def engine() -> Verdict:
    """Whether llama.cpp is installed."""
    if importlib.util.find_spec("xllamacpp") is None:
        return fail("llama.cpp is not installed", INSTALL_HINT)
    return ok(f"llama.cpp, xllamacpp {importlib.metadata.version('xllamacpp')}")


def weights(settings: Settings) -> Verdict:
    """Whether there are weights to load."""
    if settings.gguf is None:
        return _default(settings.cache_dir / "weights" / DEFAULT_WEIGHTS.file_name)
    if settings.gguf.startswith(HUB_PREFIX):
        return ok(f"{settings.gguf}, fetched from the hub at the first start")
    return _file(Path(settings.gguf).expanduser())


def _default(joined: Path) -> Verdict:
    if stamped_sum(joined, joined.with_suffix(".stamp")) == DEFAULT_WEIGHTS.sha256:
        return ok(f"{DEFAULT_WEIGHTS.name}, put together, SHA-256 as it should be")
    try:
        locate(DEFAULT_WEIGHTS)
    except LocalModelError as error:
        what, _, remedy = str(error).partition(". ")
        return fail(what, remedy)
    size = f"{DEFAULT_WEIGHTS.size / 1e9:.1f} GB"
    return ok(f"{DEFAULT_WEIGHTS.name}, installed in parts; put together at the first start, {size}")


def _file(path: Path) -> Verdict:
    remedy = "Set GROUNDWIRE_GGUF to a GGUF file, or leave it unset for the default weights."
    try:
        with path.open("rb") as file:
            begin = file.read(len(_GGUF))
    except OSError as error:
        return fail(f"{path}: {error.strerror}", remedy)
    return ok(f"{path}") if begin == _GGUF else fail(f"{path} is no GGUF file", remedy)
