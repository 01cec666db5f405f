"""Extractors as the settings want them: the second model, prices, and the cache before the embedded model."""

import asyncio
from pathlib import Path

import pytest
from tests.cli.support import ARTICLE, PUBLISHED, processes_with, reader
from tests.fakes.endpoint import ScriptedEndpoint, enforcing, status

from groundwire.cli.endpoints import price_list
from groundwire.cli.settings import Settings, load_settings
from groundwire.cli.wiring import cached_answer, open_extractor
from groundwire.local.progress import no_progress
from groundwire.schemas import CacheState, Extraction, ExtractRequest, Usage

REQUEST = ExtractRequest.model_validate({"text": ARTICLE, "published": PUBLISHED, "timeout_s": 60})


@pytest.fixture(autouse=True)
def _nothing_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No `.env` of whoever runs the tests."""
    monkeypatch.chdir(tmp_path)


def _twice(settings: Settings) -> tuple[Extraction, Extraction]:
    async def ask() -> tuple[Extraction, Extraction]:
        async with open_extractor(settings, no_progress) as extractor:
            return await extractor.extract(REQUEST), await extractor.extract(REQUEST)

    return asyncio.run(ask())


def test_the_second_model_answers_where_the_first_fails_and_at_its_own_price(tmp_path: Path) -> None:
    with ScriptedEndpoint([status(500)]) as down, ScriptedEndpoint(enforcing(reader)) as up:
        settings = load_settings(
            base_url=down.base_url, model="first", retries=0, corrections=0, cache_dir=tmp_path / "cache",
            price_prompt_usd=1.0, price_completion_usd=1.0, fallback_model="second", fallback_base_url=up.base_url,
            fallback_price_prompt_usd=1_000.0, fallback_price_completion_usd=1_000.0,
        )  # fmt: skip
        first, second = _twice(settings)
        hosts = {url.removeprefix("http://").removesuffix("/v1") for url in (down.base_url, up.base_url)}
    assert (first.meta.model, first.meta.fallback, first.meta.complete) == ("second", True, True)
    assert len(first.attacks) == 1
    assert (first.meta.cost_usd or 0) > 0
    assert second.attacks == first.attacks
    prices = price_list(settings)
    assert {host for host, _ in prices} == hosts
    usage = Usage(prompt_tokens=1_000)
    assert {name: price.of(usage) for (_, name), price in prices.items()} == {"first": 0.001, "second": 1.0}


def test_processes_that_share_a_folder_share_answers(tmp_path: Path) -> None:
    with ScriptedEndpoint(enforcing(reader)) as endpoint:
        settings = load_settings(base_url=endpoint.base_url, model="m", cache_dir=tmp_path / "cache")
        made, _ = _twice(settings)
        calls = endpoint.calls
        again, _ = _twice(settings)
        assert endpoint.calls == calls
    assert (made.meta.cache, again.meta.cache) == (CacheState.MISS, CacheState.HIT)


def test_the_cache_is_looked_up_without_starting_the_embedded_model(tmp_path: Path, tiny_gguf: Path) -> None:
    settings = load_settings(gguf=str(tiny_gguf), cache_dir=tmp_path / "cache")
    assert asyncio.run(cached_answer(settings, REQUEST, no_progress)) is None
    assert not (tmp_path / "cache" / "llama").exists()
    assert processes_with(str(tmp_path / "cache")) == []
