"""Sets of prompts: the current one, and others that are to be tried in its place."""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from groundwire.prompts import CURRENT, Prompt, load, prompt_of

PromptSet: TypeAlias = Mapping[str, Prompt]
"""A prompt for each type of record, by its name."""

_ENDINGS = (".md", ".examples.json")


def current_set() -> PromptSet:
    """The prompts in use."""
    return {name: load(name) for name in CURRENT}


def trial_set(source: str) -> PromptSet:
    """The current prompts, some of them replaced.

    Args:
        source: A version such as `v2`, for all prompts that have it; or a folder with files `NAME.md` and
            `NAME.examples.json`. Whatever it does not hold stays as it is.

    Raises:
        LookupError: It replaces nothing, or a file of the folder is not what it should be; the message says which.
    """
    folder = Path(source)
    replaced = _of_folder(folder) if folder.is_dir() else _of_version(source)
    if not replaced:
        raise LookupError(
            f"{source!r} is neither a version of a prompt nor a folder with files such as attack.md or "
            f"attack.examples.json; current versions are {CURRENT}"
        )
    return {**current_set(), **replaced}


def _of_version(version: str) -> dict[str, Prompt]:
    found = {}
    for name in CURRENT:
        try:
            found[name] = load(name, version)
        except LookupError:
            continue  # this prompt has no such version: it stays as it is
    return found


def _of_folder(folder: Path) -> dict[str, Prompt]:
    known = {name + ending: name for name in CURRENT for ending in _ENDINGS}
    texts = sorted(path.name for path in folder.iterdir() if path.suffix in {".md", ".json"})
    if strange := [name for name in texts if name not in known]:
        raise LookupError(f"{folder / strange[0]}: no prompt has this name; those that have are {', '.join(known)}")
    return {name: _of_files(folder, name) for name in dict.fromkeys(known[text] for text in texts)}


def _of_files(folder: Path, name: str) -> Prompt:
    version = CURRENT[name]
    kept = load(name).parts
    parts = tuple(
        path.read_bytes() if (path := folder / (name + ending)).is_file() else part
        for ending, part in zip(_ENDINGS, kept, strict=True)
    )
    try:
        return prompt_of(name, f"{version}, changed by {folder.name}", (parts[0], parts[1]))
    except (ValueError, KeyError, TypeError) as error:
        raise LookupError(f"{folder}: the prompt {name!r} cannot be read: {type(error).__name__}: {error}") from error
