"""The folders on top are source roots of one namespace package.

`service/`, `schemas/`, `prompts/` and `evals/` each hold a part of the import package `groundwire` (PEP 420). An
`__init__.py` directly under any `*/groundwire/` would make that part the whole of it: the others could not be
imported any more. Each part below is an ordinary package with its own `py.typed`, which type checkers look for
in the package they read, not above it.
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE_ROOTS = ("service", "schemas", "prompts", "evals")
PACKAGES = sorted(path for root in SOURCE_ROOTS for path in (ROOT / root / "groundwire").iterdir() if path.is_dir())
PACKAGES = [path for path in PACKAGES if path.name != "__pycache__"]


@pytest.mark.parametrize("folder", [*SOURCE_ROOTS, "tests", "docs", "docs/decisions", "benchmarks", ".ci"])
def test_the_folders_of_the_design_exist(folder: str) -> None:
    assert (ROOT / folder).is_dir()


@pytest.mark.parametrize("file", ["service", "schemas", "prompts", "evals"])
def test_no_part_of_the_namespace_claims_to_be_all_of_it(file: str) -> None:
    assert not (ROOT / file / "groundwire" / "__init__.py").exists()
    modules = [path.name for path in (ROOT / file / "groundwire").glob("*.py")]
    assert modules == []


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_each_package_is_typed_and_says_what_it_is_for(package: Path) -> None:
    assert (package / "py.typed").read_bytes() == b""
    said = ast.get_docstring(ast.parse((package / "__init__.py").read_text(encoding="utf-8")))
    assert said
    assert said != "Placeholder."


def test_no_package_stands_in_two_parts() -> None:
    names = [package.name for package in PACKAGES]
    assert sorted(set(names)) == sorted(names)
