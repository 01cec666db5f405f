"""Code blocks of a Markdown page: what stands in them, and what the page says about running them.

A block of Python or shell runs, unless a comment above it says why not:

    <!-- not run: keeps running -->
    ```sh
    groundwire serve
    ```

A block below `<!-- output -->` is what the block before it prints. There, `…` stands for anything within a line, and
on a line of its own for any lines.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parents[2]
RUN = frozenset({"python", "sh"})
"""Languages that run."""
DATA = frozenset({"text", "json", "yaml", "toml", "ini", "http", "html", "css", "csv", "promql"})
"""Languages that nobody runs."""
REASONS = {
    "installs": "what it installs is here already, and no test may fetch anything",
    "keeps running": "the tests have a service of their own",
    "needs root": "it changes the machine",
    "takes long": "minutes to hours, with the embedded model",
    "needs a provider": "an account elsewhere, or a server that is not here",
    "needs your own": "files, keys or programs that only the reader has",
}
"""All reasons for which a block may stay unrun."""

_COMMENT = re.compile(r"<!--\s*(?:(output)|not run: ([^>]*?))\s*-->")


@dataclass(frozen=True)
class Block:
    """A code block.

    Attributes:
        page: Its page, relative to the repository.
        line: Number of its first line there.
        language: As the fence says; empty if it says none or there is no fence.
        reason: Why it does not run, in the page's words; None if nothing is said.
        output: It is what the block before prints.
    """

    page: Path
    line: int
    language: str
    code: str
    reason: str | None = None
    output: bool = False

    @property
    def place(self) -> str:
        """Where it stands, for a message."""
        return f"{self.page}:{self.line}"


def pages() -> list[Path]:
    """README and all pages under docs/ that people write, relative to the repository."""
    return [Path("README.md"), *sorted(path.relative_to(ROOT) for path in (ROOT / "docs").rglob("*.md"))]


def blocks(page: Path) -> list[Block]:
    """All code blocks of a page, in order."""
    return list(read(page, (ROOT / page).read_text(encoding="utf-8")))


def read(page: Path, text: str) -> Iterator[Block]:
    """The code blocks of a text that stands on that page."""
    said: re.Match[str] | None = None
    for token in MarkdownIt("commonmark").parse(text):
        if token.type == "html_block":
            said = _COMMENT.search(token.content)
        elif token.type in {"fence", "code_block"}:
            line = (token.map or [0])[0] + 1
            words = token.info.split()
            reason = said[2] if said else None
            yield Block(page, line, words[0] if words else "", token.content, reason, bool(said and said[1]))
            said = None
        elif token.type == "inline":
            said = None


def prints(expected: str, printed: str) -> bool:
    """Whether what was printed is what the page says, in which `…` stands for anything; ends of lines do not matter."""
    anything = {"…": r"(?:.*\n)*?"}
    lines = [anything.get(line.strip()) or _line(line) for line in expected.rstrip().splitlines()]
    return re.fullmatch("".join(lines), printed.rstrip() + "\n") is not None


def _line(expected: str) -> str:
    return ".*".join(map(re.escape, expected.rstrip().split("…"))) + r"[ ]*\n"
