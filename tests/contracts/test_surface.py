"""What a package gives away is what its `__all__` says, and the SDK draws in nothing of the service."""

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGES = ("schemas", "client", "local", "prompts", "server")
SERVICE_ONLY = ("openai", "instructor", "fastapi", "starlette", "uvicorn", "diskcache", "tenacity", "typer", "dotenv")


@pytest.mark.parametrize("package", PACKAGES)
def test_all_is_what_is_exported(package: str) -> None:
    module = importlib.import_module(f"groundwire.{package}")
    assert module.__file__ is not None
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    exported = sorted(name for statement in tree.body for name in _given_away(statement) if not name.startswith("_"))
    assert sorted(module.__all__) == exported
    assert all(hasattr(module, name) for name in module.__all__)


def _given_away(statement: ast.stmt) -> list[str]:
    """Names that a top-level statement defines, or takes over from a module of ours."""
    match statement:
        case ast.ImportFrom(module=str(source), names=names) if source.startswith("groundwire."):
            return [alias.asname or alias.name for alias in names]
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return [name]
        case ast.Assign(targets=targets):
            return [target.id for target in targets if isinstance(target, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
    return []


def test_the_sdk_alone_loads_nothing_of_the_service() -> None:
    code = "import groundwire.client, sys; print(*{name.partition('.')[0] for name in sys.modules})"
    paths = [path for path in sys.path if path]
    started = [sys.executable, "-c", f"import sys; sys.path[:0] = {paths!r}\n{code}"]
    loaded = subprocess.run(started, capture_output=True, text=True, check=True, timeout=30).stdout.split()  # noqa: S603 - our own interpreter
    assert "httpx" in loaded
    assert set(loaded).isdisjoint(SERVICE_ONLY)
