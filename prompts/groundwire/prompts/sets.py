"""Sets of prompts: the current one, and others that are to be tried in its place."""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from groundwire.prompts import CURRENT, Prompt, load, prompt_of

PromptSet: TypeAlias = Mapping[str, Prompt]
"""A prompt for each type of record, by its name."""

_ENDINGS = (".md", ".examples.json")


def current_set(profile: str) -> PromptSet:
    """The prompts in use for a profile, `small` or `large`."""
    return {name: load(name, version) for name, version in CURRENT[profile].items()}


def trial_set(source: str, profile: str) -> PromptSet:
    """The current prompts of a profile, some of them replaced.

    Args:
        source: A version such as `v2`, for all prompts that have it; or a folder with files `NAME.md` and
            `NAME.examples.json`. Whatever it does not hold stays as it is.
        profile: `small` or `large`; what replaces its prompts must ask for the same form of answer.

    Raises:
        LookupError: It replaces nothing, or a file of the folder is not what it should be; the message says which.
    """
    folder = Path(source)
    current = current_set(profile)
    replaced = _of_folder(folder, current) if folder.is_dir() else _of_version(source, current)
    if not replaced:
        raise LookupError(
            f"{source!r} is neither a version of a prompt nor a folder with files such as attack.md or "
            f"attack.examples.json; current versions are {CURRENT[profile]}"
        )
    return {**current, **replaced}


def _of_version(version: str, current: PromptSet) -> dict[str, Prompt]:
    found = {}
    for name in current:
        try:
            found[name] = load(name, version)
        except LookupError:
            continue  # this prompt has no such version: it stays as it is
    return found


def _of_folder(folder: Path, current: PromptSet) -> dict[str, Prompt]:
    known = {name + ending: name for name in current for ending in _ENDINGS}
    texts = sorted(path.name for path in folder.iterdir() if path.suffix in {".md", ".json"})
    if strange := [name for name in texts if name not in known]:
        raise LookupError(f"{folder / strange[0]}: no prompt has this name; those that have are {', '.join(known)}")
    return {name: _of_files(folder, current[name]) for name in dict.fromkeys(known[text] for text in texts)}


def _of_files(folder: Path, kept: Prompt) -> Prompt:
    parts = tuple(
        path.read_bytes() if (path := folder / (kept.name + ending)).is_file() else part
        for ending, part in zip(_ENDINGS, kept.parts, strict=True)
    )
    try:
        return prompt_of(kept.name, f"{kept.version}, changed by {folder.name}", (parts[0], parts[1]))
    except (ValueError, KeyError, TypeError) as error:
        raise LookupError(
            f"{folder}: the prompt {kept.name!r} cannot be read: {type(error).__name__}: {error}"
        ) from error
