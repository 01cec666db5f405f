"""The style, scripts and icon of the pages: read once, and served under a path that names their content."""

import hashlib
from importlib.resources import files
from typing import Final, NamedTuple

_MEDIA_TYPES: Final = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


class Asset(NamedTuple):
    """One file.

    Attributes:
        content: Its bytes.
        media_type: What browsers take it for.
    """

    content: bytes
    media_type: str


class Assets:
    """All files of the folder `static`, and nothing else.

    Attributes:
        files: By name.
        digest: Changes with any of them. Scripts import each other by relative paths, so a page never mixes those of
            two versions, however long a browser keeps them.
    """

    def __init__(self) -> None:
        folder = files("groundwire.server.pages") / "static"
        found = sorted((entry.name, entry.read_bytes()) for entry in folder.iterdir() if entry.is_file())
        self.files = {name: Asset(content, _MEDIA_TYPES[name.rpartition(".")[2]]) for name, content in found}
        whole = hashlib.sha256()
        for name, content in found:
            whole.update(f"{name} {len(content)} ".encode() + content)
        self.digest = whole.hexdigest()[:16]
