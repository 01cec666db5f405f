"""Writes the tables of `docs/benchmarks.md`, and its plots, from what is in `benchmarks/results/`.

    python -m benchmarks.page

Nobody writes figures there by hand: a test compares the page with what this makes of the results.
"""

import re
from pathlib import Path
from typing import Final

from benchmarks.framework.result import RESULTS, read
from benchmarks.parts import PARTS

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs" / "benchmarks.md"
PICTURES: Final = ROOT / "docs" / "pictures"
_MISSING: Final = "Not measured yet."


def filled(page: str, results: Path = RESULTS) -> str:
    """The page with the tables of the results between its marks."""
    for letter, part in PARTS.items():
        result = read(letter, results)
        shown = part.tables(result) if result else _MISSING
        begin, end = f"<!-- bench {letter} -->", f"<!-- end of bench {letter} -->"
        page, found = re.subn(
            rf"{re.escape(begin)}.*?{re.escape(end)}",
            f"{begin}\n{shown}\n{end}".replace("\\", r"\\"),
            page,
            flags=re.DOTALL,
        )
        if found != 1:
            raise SystemExit(f"{PAGE} has no place, or several, for part {letter}")
    return page


def pictures(results: Path = RESULTS) -> dict[str, str]:
    """The plots by the names of their files."""
    made = {}
    for letter, part in PARTS.items():
        result = read(letter, results)
        if part.picture and result:
            made[f"bench-{letter}.svg"] = part.picture(result)
    return made


def main() -> None:
    """Write page and plots."""
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    for name, picture in pictures().items():
        (PICTURES / name).write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
