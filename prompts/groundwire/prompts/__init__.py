"""The texts that are put to the model, by name and version.

    prompt = load("attack", "v2")
    prompt.instructions, prompt.examples, prompt.digest

A version is two files: `NAME/VERSION.md` with the instructions and `NAME/VERSION.examples.json` with worked examples.
Released versions stand with their digests in `released.json` and are never edited; a change is a new version.
Texts are data: they are sent as they stand, nothing is filled in.
"""

import hashlib
import json
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

__all__ = ["CURRENT", "Example", "Prompt", "load", "prompt_of", "released"]

CURRENT = {
    "small": {"attack": "v2", "diplomatic_event": "v2", "aid_pledge": "v2"},
    "large": {"attack": "v1", "diplomatic_event": "v1", "aid_pledge": "v1"},
}
"""The version in use of each prompt, by profile; names are those of the record types.

Versions of a profile ask for its form of answer: those of `small` for words to choose, those of `large` for drafts.
"""


@dataclass(frozen=True)
class Example:
    """A worked example: a passage of our own writing and its answer as compact JSON."""

    passage: str
    answer: str


@dataclass(frozen=True)
class Prompt:
    """One version of a prompt.

    Attributes:
        name: Type of record that it asks for.
        version: Such as `v1`.
        instructions: The system message.
        examples: Turns of dialogue after it.
        digest: SHA-256 over both files, in hexadecimal.
        parts: The bytes of both files, instructions first.
    """

    name: str
    version: str
    instructions: str
    examples: tuple[Example, ...]
    digest: str
    parts: tuple[bytes, bytes] = field(repr=False)


@cache
def load(name: str, version: str) -> Prompt:
    """The prompt of that name in that version.

    Raises:
        LookupError: No such prompt or version; the message names those that exist.
    """
    folder = files(__package__) / name
    text, examples = folder / f"{version}.md", folder / f"{version}.examples.json"
    if not text.is_file() or not examples.is_file():
        raise LookupError(f"no prompt {name!r} in version {version!r}; current ones are {CURRENT}")
    return prompt_of(name, version, (text.read_bytes(), examples.read_bytes()))


def prompt_of(name: str, version: str, parts: tuple[bytes, bytes]) -> Prompt:
    """The prompt that two files make.

    Args:
        name: Type of record that it asks for.
        version: What to call it.
        parts: Bytes of the instructions and of the examples.

    Raises:
        ValueError: A file is not UTF-8, or the examples are no JSON.
        KeyError, TypeError: The examples are JSON of another form.
    """
    return Prompt(
        name=name,
        version=version,
        instructions=parts[0].decode("utf-8").strip(),
        examples=tuple(_example(item) for item in json.loads(parts[1])),
        digest=hashlib.sha256(b"\x00".join(parts)).hexdigest(),
        parts=parts,
    )


def released() -> dict[str, str]:
    """`name/version` to digest of every released prompt."""
    frozen: dict[str, str] = json.loads((files(__package__) / "released.json").read_text(encoding="utf-8"))
    return frozen


def _example(item: dict[str, object]) -> Example:
    return Example(str(item["passage"]), json.dumps(item["answer"], ensure_ascii=False, separators=(",", ":")))
