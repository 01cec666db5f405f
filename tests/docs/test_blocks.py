"""Every block of Python and shell in README and docs runs, and prints what the page says it prints."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.docs.blocks import DATA, REASONS, ROOT, RUN, Block, blocks, pages, prints, read
from tests.docs.reader import World, world

ALL = {page: blocks(page) for page in pages()}
ELSEWHERE = {Path("docs/sdk.md"): Path("tests/client/test_sdk_docs.py")}
"""Pages that a test of their own runs."""
WITH_CODE = [page for page, found in ALL.items() if any(block.language in RUN for block in found)]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One service for all pages."""
    with world(tmp_path_factory.mktemp("world")) as there:
        yield there


@pytest.mark.parametrize("page", [page for page in WITH_CODE if page not in ELSEWHERE], ids=str)
def test_a_page_does_what_it_says(page: Path, service: World, tmp_path: Path) -> None:
    reader = service.reader(tmp_path)
    printed = ""
    for block in ALL[page]:
        if block.output:
            assert prints(block.code, printed), f"{block.place} says:\n{block.code}\nit printed:\n{printed}"
        elif block.language in RUN and block.reason is None:
            printed = reader.run(block)


@pytest.mark.parametrize(("page", "test"), ELSEWHERE.items(), ids=str)
def test_a_page_that_another_test_runs_is_run_there(page: Path, test: Path) -> None:
    assert page in WITH_CODE
    assert f'"{page.name}"' in (ROOT / test).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", ALL, ids=str)
def test_each_block_says_what_it_is(page: Path) -> None:
    unknown = [block.place for block in ALL[page] if block.language not in RUN | DATA]
    assert unknown == [], f"fence them with one of {sorted(RUN | DATA)}"


def test_what_does_not_run_has_a_known_reason() -> None:
    unrun = [block for found in ALL.values() for block in found if block.reason is not None]
    said = "\n".join(f"{block.place}: {block.reason}" for block in unrun)
    logging.getLogger(__name__).info("not run:\n%s", said)
    assert {block.reason for block in unrun} <= REASONS.keys(), said
    assert all(block.language in RUN for block in unrun), said


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<!-- not run: installs -->\n```sh\npip\n```\n", ("sh", "installs", False)),
        ("<!-- output -->\n\n```text\n1\n```\n", ("text", None, True)),
        ("<!-- not run: installs -->\n\nWords.\n\n```sh\npip\n```\n", ("sh", None, False)),
        ("Words.\n\n    groundwire serve\n", ("", None, False)),
    ],
)
def test_blocks_are_found_with_what_is_said_above_them(text: str, found: tuple[str, str | None, bool]) -> None:
    (block,) = read(Path("page.md"), text)
    assert (block.language, block.reason, block.output) == found


@pytest.mark.parametrize(
    ("expected", "printed", "fits"),
    [
        ("a\n", "a  \n", True),
        ("a … c\n", "a b c\n", True),
        ("a\n…\nd\n", "a\nb\nc\nd\n", True),
        ("a\n", "a\nb\n", False),
        ("a … c\n", "a b\nc\n", False),
    ],
)
def test_an_output_is_as_the_page_says(expected: str, printed: str, *, fits: bool) -> None:
    assert prints(expected, printed) == fits


def test_a_block_that_fails_would_be_found(service: World, tmp_path: Path) -> None:
    reader = service.reader(tmp_path)
    with pytest.raises(AssertionError, match="ended with 3"):
        reader.run(Block(Path("page.md"), 1, "sh", "exit 3\n"))
    with pytest.raises(ZeroDivisionError):
        reader.run(Block(Path("page.md"), 1, "python", "1 / 0\n"))
