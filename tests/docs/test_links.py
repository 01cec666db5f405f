"""Every link of the documentation leads to a file that is there, and to a heading that it has."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from tests.docs.blocks import ROOT, pages

OTHERS = ("CONTRIBUTING.md", "evals/README.md", "examples/README.md", "examples/settings/README.md")
MADE = {Path("docs/reference/http.md"), Path("docs/decisions/index.md")}
"""Pages that docs/making puts into the site; the repository has none."""


def tokens(page: Path) -> list[Token]:
    """The inline tokens of a page, with what is in them."""
    text = (ROOT / page).read_text(encoding="utf-8")
    blocks = MarkdownIt("commonmark").enable("table").parse(text)
    return [inner for block in blocks if block.type == "inline" for inner in block.children or []]


def targets(page: Path) -> list[str]:
    """What the links and pictures of a page lead to within the repository."""
    found = [str(token.attrs.get("href") or token.attrs.get("src") or "") for token in tokens(page)]
    return [unquote(target) for target in found if target and not re.match(r"\w+:", target)]


def anchors(page: Path) -> set[str]:
    """The anchors that headings of a page get, as GitHub and the site make them."""
    titles = re.findall(r"^#+ (.+)$", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", [*pages(), *map(Path, OTHERS)], ids=str)
def test_each_link_leads_somewhere(page: Path) -> None:
    wrong = []
    for target in targets(page):
        path, _, anchor = target.partition("#")
        to = (ROOT / page.parent / path).resolve().relative_to(ROOT) if path else page
        if to in MADE:
            continue
        if not (ROOT / to).exists() or (anchor and anchor not in anchors(to)):
            wrong.append(target)
    assert wrong == []


def test_a_link_that_leads_nowhere_would_be_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.docs.test_links.ROOT", tmp_path)
    (tmp_path / "page.md").write_text("# One: two\n\n[a](gone.md) ![b](gone.png) [c](#one-two) [d](#three)\n")
    for target in targets(Path("page.md"))[:2]:
        assert not (tmp_path / target).exists()
    assert anchors(Path("page.md")) == {"one-two"}
