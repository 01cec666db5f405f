"""Puts tables into docs/scale.md, between markers that name them."""

import json
import re
from pathlib import Path
from typing import Final

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "scale.md"


def replaced(page: str, name: str, made: str) -> str:
    """The page with that between its markers.

    Raises:
        ValueError: The page has no such markers, or more than one pair.
    """
    between = re.compile(rf"(<!-- {name} begins -->\n).*?(<!-- {name} ends -->)", re.DOTALL)
    text, count = between.subn(lambda found: f"{found[1]}\n{made.strip()}\n\n{found[2]}", page)
    if count != 1:
        raise ValueError(f"the page has {count} places for {name}")
    return text


def put(name: str, made: str) -> None:
    """Write it into the page."""
    PAGE.write_text(replaced(PAGE.read_text(encoding="utf-8"), name, made), encoding="utf-8")


def keep(file: Path, found: object) -> None:
    """Keep figures as JSON; the folder is made."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def markdown(heads: list[str], rows: list[list[str]]) -> str:
    """A table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
