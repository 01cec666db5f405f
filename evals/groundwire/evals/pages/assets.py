"""The style sheet of the pages, and what a policy has to know of a report's script."""

import base64
import hashlib
from importlib.resources import files
from typing import NamedTuple


class Style(NamedTuple):
    """The style sheet.

    Attributes:
        name: Its file's name, which names its content: a browser may keep it for ever.
        content: Its bytes.
    """

    name: str
    content: bytes


def read_style() -> Style:
    """That of the report, so that plots and tables look alike, and our own."""
    packages = ("groundwire.evals.report", "groundwire.evals.pages")
    content = b"\n".join((files(package) / "templates" / "page.css").read_bytes() for package in packages)
    return Style(f"{hashlib.sha256(content).hexdigest()[:16]}.css", content)


def script_digest() -> str:
    """SHA-256 of the script in the reports that this version writes, as a policy spells it."""
    script = (files("groundwire.evals.report") / "templates" / "page.js").read_bytes()
    return base64.b64encode(hashlib.sha256(script).digest()).decode()
