"""Whatever a user can set, be told, or read in an answer stands in the documentation.

A missing name fails here and is a gap of the documentation, not of the code.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, cast

import pytest
from pydantic_core import PydanticUndefined
from tests.cli.support import make_shell
from typer.main import get_command

from groundwire import schemas
from groundwire.cli.commands import app
from groundwire.cli.exits import Exit
from groundwire.cli.settings import PREFIX, Settings
from groundwire.schemas import CacheMode, CacheState, ProblemType, WarningCode
from groundwire.schemas.common import Part
from groundwire.server import ServerLimits, create_app
from groundwire.server.ports import ExtractorPort

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / ".env.example"
FIELDS = sorted(Settings.model_fields)
PARTS = sorted(
    (part for part in vars(schemas).values() if isinstance(part, type) and issubclass(part, Part) and part is not Part),
    key=lambda part: part.__name__,
)
CODES = [
    code for name in schemas.__all__ if isinstance(code := getattr(schemas, name), type) and issubclass(code, StrEnum)
]
IN_CODEBOOK = {schemas.Attack, schemas.DiplomaticEvent, schemas.AidPledge, schemas.Actor, schemas.Place}
IN_CODEBOOK |= {schemas.Quantity, schemas.Money, schemas.DateRange, schemas.Weapon, schemas.Target}


_OF_TYPER = frozenset({"--help", "--install-completion", "--show-completion"})


def _doc(name: str) -> str:
    path = ROOT / name
    assert path.is_file(), f"{name} is not written yet"
    return path.read_text(encoding="utf-8")


def _all_docs() -> str:
    return "\n".join(_doc(str(path.relative_to(ROOT))) for path in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")])


def _default(field: str) -> str | None:
    """The default as a user would write it; None if the field has none, or one that depends on the machine."""
    default = Settings.model_fields[field].default
    return None if default in {None, PydanticUndefined} else str(default)


def _example() -> dict[str, tuple[str, str]]:
    """Variable to the comment above it and its value, whether it is commented out or not."""
    found: dict[str, tuple[str, str]] = {}
    above = ""
    for line in EXAMPLE.read_text(encoding="utf-8").splitlines():
        if assigned := re.fullmatch(r"(?:# )?([A-Z_]+)=(.*)", line):
            assert assigned[1] not in found
            found[assigned[1]] = (above, assigned[2])
        above = line
    return found


def test_the_example_has_every_setting_and_no_other() -> None:
    assert set(_example()) == {PREFIX + field.upper() for field in FIELDS}


@pytest.mark.parametrize("field", FIELDS)
def test_the_example_says_what_a_setting_is_and_its_default(field: str) -> None:
    comment, value = _example()[PREFIX + field.upper()]
    assert comment.startswith("# ")
    assert value
    said = re.search(r"Default: ([^\s,;]*[^\s,;.])", comment)
    assert said is not None
    assert said[1] == (_default(field) or "unset")
    assert value == _default(field) or _default(field) is None


def test_the_example_works_as_it_is_and_with_every_line_in_use(tmp_path: Path, redis_url: str) -> None:
    shell = make_shell(tmp_path)
    text = EXAMPLE.read_text(encoding="utf-8").replace("redis://localhost:6379/0", redis_url)
    for content in (text, re.sub(r"^# (GROUNDWIRE_)", r"\1", text, flags=re.MULTILINE)):
        (shell.folder / ".env").write_text(content, encoding="utf-8")
        ended = shell.run("cache", "stats")
        assert ended.status == 0, ended.stderr


@pytest.mark.parametrize("field", FIELDS)
def test_the_page_of_settings_has_each_with_its_default(field: str) -> None:
    name = PREFIX + field.upper()
    rows = [line for line in _doc("docs/configuration.md").splitlines() if line.startswith("|") and f"`{name}`" in line]
    assert len(rows) == 1
    shown = rows[0].split("|")[2].strip()
    default = _default(field)
    assert shown
    assert default is None or shown == default.removesuffix(".0")


def test_the_page_of_settings_has_no_other() -> None:
    named = set(re.findall(rf"`({PREFIX}[A-Z_]+)[`=]", _doc("docs/configuration.md")))
    assert named <= {PREFIX + field.upper() for field in FIELDS}


@pytest.mark.parametrize("code", list(Exit), ids=lambda code: code.name)
def test_every_exit_code_is_explained(code: Exit) -> None:
    assert re.search(rf"^\| `?{code.value}`? \|", _doc("docs/cli.md"), re.MULTILINE)


def test_every_command_and_every_option_is_explained() -> None:
    page = _doc("docs/cli.md")
    missing = [words for words in _commands_and_options(get_command(app), "groundwire") if words not in page]
    assert missing == []


def _commands_and_options(command: Any, path: str) -> Iterator[str]:  # noqa: ANN401 - typer's own copy of click
    inner = getattr(command, "commands", {})
    if not inner:
        yield path
    for parameter in command.params:
        yield from (name for name in parameter.opts if name.startswith("--") and name not in _OF_TYPER)
    for name, below in inner.items():
        yield from _commands_and_options(below, f"{path} {name}")


@pytest.mark.parametrize("kind", list(ProblemType))
def test_every_problem_is_explained(kind: ProblemType) -> None:
    assert f"`{kind.value}`" in _doc("docs/wire.md")


@pytest.mark.parametrize("word", [*WarningCode, *CacheState, *CacheMode])
def test_every_warning_and_state_of_the_cache_is_explained(word: str) -> None:
    assert re.search(rf"`(?:cache: )?{word}`", _all_docs())


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_every_field_of_an_answer_is_explained(part: type[Part]) -> None:
    page = _doc("docs/codebook.md") if part in IN_CODEBOOK else _all_docs()
    words = set(re.findall(r"\w+", page))
    missing = [name for name in part.model_fields if name not in words]
    assert missing == []


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.__name__)
def test_every_closed_code_is_explained(code: type[StrEnum]) -> None:
    docs = _all_docs()
    assert [word.value for word in code if f"`{word.value}`" not in docs] == []


def test_every_path_is_explained() -> None:
    paths = {"/docs", "/openapi.json", *create_app(cast("ExtractorPort", object()), ServerLimits()).openapi()["paths"]}
    assert len(paths) > 4
    assert [path for path in paths if path not in _doc("docs/wire.md")] == []
