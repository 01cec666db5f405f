"""Puts together what the site is built from: `python docs/making/source.py FOLDER`.

That is docs/ as it is, pages that are made (HTTP reference, list of decisions), and the files of the repository that
pages link to. In the repository a link leads to a file; in the site it must lead to where that file is there.
"""

import os.path
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from http_page import http_page

ROOT = Path(__file__).resolve().parents[2]
NOT_IN_THE_SITE = {"making"}
_LINK = re.compile(r"(?<=\]\()(?!\w+:|#|/)([^)#\s]+)")
_NUMBER = re.compile(r"^# *[0-9]+[.:] *")
_ELSEWHERE = "repository"


def put_together(folder: Path) -> None:
    """Make that folder anew."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "docs", folder, ignore=lambda _at, names: NOT_IN_THE_SITE.intersection(names))
    (folder / "reference" / "http.md").write_text(http_page(), encoding="utf-8")
    (folder / "decisions" / "index.md").write_text(_decisions(), encoding="utf-8")
    for page in sorted(folder.rglob("*.md")):
        _settle(page, folder)


def _decisions() -> str:
    """A page that lists the decisions by their titles."""
    lines = ["# Decisions", "", "Why it is built as it is.", ""]
    for page in sorted((ROOT / "docs" / "decisions").glob("*.md")):
        title = page.read_text(encoding="utf-8").partition("\n")[0]
        lines.append(f"* {page.name[:4]} [{_NUMBER.sub('', title)}]({page.name})")
    return "\n".join(lines) + "\n"


def _settle(page: Path, folder: Path) -> None:
    """Let the links of a page lead to where their files are in the site, and copy those that are outside docs/."""
    text = page.read_text(encoding="utf-8")
    place = _origin(PurePosixPath(page.relative_to(folder).as_posix()))
    page.write_text(_LINK.sub(lambda link: _in_site(place, link[1]), text), encoding="utf-8")
    for path in _outside(place, text):
        copied = folder / _place(path)
        if not copied.exists():
            copied.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, copied)
            if copied.suffix == ".md":
                _settle(copied, folder)


def _origin(page: PurePosixPath) -> PurePosixPath:
    """Where a page of the site is in the repository."""
    return page.relative_to(_ELSEWHERE) if page.parts[0] == _ELSEWHERE else PurePosixPath("docs") / page


def _outside(page: PurePosixPath, text: str) -> Iterator[str]:
    """Files outside docs/ that a page links to, as paths from the root of the repository."""
    for link in _LINK.finditer(text):
        path = os.path.normpath(page.parent / link[1])
        if not path.startswith(("docs/", "..")) and (ROOT / path).is_file():
            yield path


def _in_site(page: PurePosixPath, link: str) -> str:
    """A link of a page of the repository, as that page has it in the site."""
    path = os.path.normpath(page.parent / link)
    return os.path.relpath(_place(path), PurePosixPath(_place(str(page))).parent)


def _place(path: str) -> str:
    """Where a file of the repository is in the site."""
    return path.removeprefix("docs/") if path.startswith("docs/") else f"{_ELSEWHERE}/{path}"


if __name__ == "__main__":
    put_together(Path(sys.argv[1]))
