"""What is installed: the code and its prompts, nothing of tests and gold data; and the SDK from that alone."""

import importlib.metadata
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
INFO = f"groundwire-{VERSION}.dist-info"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this working tree."""
    folder = tmp_path_factory.mktemp("wheel")
    _python("-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT))
    (built,) = folder.glob("*.whl")
    return built


def _python(*arguments: str) -> str:
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False, timeout=60)  # noqa: S603 - our own interpreter
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_it_holds_the_code_and_the_prompts_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {name.partition("/")[0] for name in names} == {"groundwire", INFO}
    code = {path.relative_to(root).as_posix() for root, path in _sources()}
    assert {name for name in names if name.startswith("groundwire/")} == code
    assert "groundwire/prompts/attack/v1.md" in names
    assert not {name for name in names if name.endswith((".txt", ".jsonl", ".bin"))} - _of_metadata(names)
    assert f"{INFO}/licenses/LICENSE" in names


def _of_metadata(names: set[str]) -> set[str]:
    return {name for name in names if ".dist-info/" in name}


def _sources() -> Iterator[tuple[Path, Path]]:
    for root in ("service", "schemas", "prompts", "evals"):
        for path in (ROOT / root / "groundwire").rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield ROOT / root, path


def test_the_sdk_works_from_the_wheel_and_its_two_dependencies_alone(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    for requirement in _without_extras(tmp_path / "site"):
        _link(requirement, tmp_path / "site")
    assert not (tmp_path / "site" / "openai").exists()
    code = f"""
import sys
sys.path.append({str(tmp_path / "site")!r})
import groundwire.client
from groundwire.client import Client, ConnectionFailed
assert groundwire.client.__file__.startswith({str(tmp_path)!r})
with Client("http://127.0.0.1:1", retries=0) as client:
    try:
        client.extract("text")
    except ConnectionFailed:
        print("no service, as expected")
import importlib.metadata
import groundwire.prompts
assert importlib.metadata.version("groundwire") == {VERSION!r}
assert groundwire.prompts.load("attack", "v1").instructions
from groundwire.cli import main
sys.exit(main() - 2)
"""
    assert _python("-I", "-S", "-c", code) == "no service, as expected\n"


def _without_extras(site: Path) -> set[str]:
    """What pip would install besides the wheel if no extra is asked for, by name, dependencies of dependencies too."""
    (metadata,) = site.glob("*.dist-info/METADATA")
    asked = importlib.metadata.PathDistribution(metadata.parent).requires or []
    found: set[str] = set()
    while asked:
        requirement = Requirement(asked.pop())
        if (requirement.marker is None or requirement.marker.evaluate({"extra": ""})) and requirement.name not in found:
            found.add(requirement.name)
            asked += importlib.metadata.requires(requirement.name) or []
    return found


def _link(name: str, site: Path) -> None:
    for file in importlib.metadata.files(name) or []:
        top = file.parts[0]
        if top not in {"..", "__pycache__"} and not (site / top).exists():
            (site / top).symlink_to(Path(str(importlib.metadata.distribution(name).locate_file(top))))
