"""The name under which an article's answer is kept: a digest of everything that the answer depends on."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

KEY_FORMAT: Final = 4
"""Raised when the way to build a key changes, or what is kept under it, so that no old key is ever met again by
chance."""


@dataclass(frozen=True)
class KeyParts:
    """What an answer depends on. Two requests with equal parts may share one answer.

    Left out on purpose, because the answer is the same whatever they are:

    * timeouts, deadlines, retries and concurrency: they decide whether an answer comes, not which one;
    * source_url: it is handed back to the caller and never shown to the model;
    * the mode of asking (JSON Schema, tool call, plain JSON) and whether the endpoint enforces it: every answer
      passes the same validation before it is kept, and the mode is guessed anew at each start;
    * the API key: who pays does not change the answer;
    * the cache mode, `refresh` for instance: it says whether to read, not what would be found.
    """

    article_text: str
    """The text as it came, never normalised: evidence counts its code points, and é may be one or two."""
    published: date | None
    """The day of publication, from which "last Tuesday" is reckoned."""
    title: str | None
    """The headline; None and an empty one are different requests."""
    record_types: tuple[str, ...]
    """The kinds of record asked for; order and repetition do not matter."""
    unsupported: str
    """What becomes of values that the article does not state."""
    recall_pass: bool
    """Whether sentences with facts that no record claims were asked about once more."""
    model: str
    """Which model: its name and the endpoint that serves it, for equal names are not equal models."""
    sampling: Mapping[str, str | int | float | None]
    """Parameters of the request such as temperature and seed. 0 and 0.0 are different parameters."""
    prompt_digest: str
    """Digest of all prompt texts."""
    schema_digest: str
    """Digest of all schemas that are sent."""
    profile: str
    """How the article is put to the model, `small` or `large`."""
    pipeline: str
    """Version of the program, whose code turns the model's answer into records."""


def cache_key(parts: KeyParts) -> str:
    """Digest the parts: SHA-256 over canonical JSON (sorted keys, no spaces, UTF-8 without escapes).

    Returns:
        64 lower-case hexadecimal characters.

    Raises:
        ValueError: A number is NaN or infinite, or a text holds half a surrogate pair.
    """
    document = vars(parts) | {
        "key_format": KEY_FORMAT,
        "published": None if parts.published is None else parts.published.isoformat(),
        "record_types": sorted(set(parts.record_types)),
        "sampling": dict(parts.sampling),
    }
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
