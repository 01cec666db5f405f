"""Paragraphs of an article, and blocks of paragraphs that can change places without losing their sense."""

import re

_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
_ENDS_SENTENCE = re.compile(r"[.!?…:;,]['\"”’)\]]*\s*\Z")
_HEADING_CHARS = 120
"""Longest heading, in code points."""
_REFERS_BACK = re.compile(
    r"\s*(?:[-•*–]\s"  # an item of a list
    r"|(?:th(?:is|at|ese|ose)|he|she|it|they|his|her|its|their|such|similar(?:ly)?|however|meanwhile|moreover|additionally"
    r"|simultaneously|nevertheless|still|but|then|later|afterwards|also|instead|rather)\b"
    r"|in (?:response|retaliation|return|turn|addition|contrast)\b"
    r"|the (?:attack|strike|missile|drone|assault|raid|blast|explosion|bombardment|incident|situation|event)s?\b)",
    re.IGNORECASE,
)

Stretch = tuple[int, int]
"""First character, inclusive, and last one, exclusive, in code points."""


def paragraphs(text: str) -> list[Stretch]:
    """The lines that are not blank, without their line ends."""
    return [found.span() for found in _PARAGRAPH.finditer(text)]


def is_heading(text: str, paragraph: Stretch) -> bool:
    """Whether a paragraph is short and does not end as a sentence does."""
    words = text[slice(*paragraph)]
    return len(words) <= _HEADING_CHARS and not _ENDS_SENTENCE.search(words)


def refers_back(text: str, paragraph: Stretch) -> bool:
    """Whether a paragraph opens with words that point to what stands before it ("The attack", "In response")."""
    return _REFERS_BACK.match(text, *paragraph) is not None


def blocks(text: str) -> list[Stretch]:
    """Rows of paragraphs that belong together: a heading and what it heads, a paragraph and those that lean on it.

    Nothing in a block but the first one leans on another block by its opening words.
    """
    found: list[Stretch] = []
    headings: list[Stretch] = []
    for paragraph in paragraphs(text):
        if is_heading(text, paragraph) and not refers_back(text, paragraph):
            headings.append(paragraph)
            continue
        start = headings[0][0] if headings else paragraph[0]
        if found and refers_back(text, paragraph):
            start = found.pop()[0]
        found.append((start, paragraph[1]))
        headings = []
    return found + ([(headings[0][0], headings[-1][1])] if headings else [])


def gap_before(text: str, place: int) -> str:
    """The line ends that stand before a paragraph, to be put behind one that is inserted there."""
    before = text[:place]
    return before[len(before.rstrip("\n")) :]
