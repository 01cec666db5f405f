"""Extractors as the settings want them: the second model, prices, and the cache before the embedded model."""

import asyncio
import sys
import time
from pathlib import Path

import pytest
from tests.cli.support import ARTICLE, PUBLISHED, processes_with, reader
from tests.fakes.endpoint import ScriptedEndpoint, enforcing, status

from groundwire.cli.endpoints import price_list
from groundwire.cli.settings import Settings, SettingsError, load_settings
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


def _calls_of_three_processes(endpoint: ScriptedEndpoint, settings: Settings) -> float:
    """How long three extractions take, each by parts of its own."""

    async def all_three() -> None:
        requests = [REQUEST.model_copy(update={"text": f"{ARTICLE}\n\nAgain: {n}."}) for n in range(3)]

        async def one(request: ExtractRequest) -> None:
            async with open_extractor(settings, no_progress) as extractor:
                await extractor.extract(request)

        await asyncio.gather(*map(one, requests))

    begin = time.monotonic()
    asyncio.run(all_three())
    assert endpoint.calls >= 3
    return time.monotonic() - begin


@pytest.mark.parametrize("store", ["folder", "redis"])
def test_a_limit_of_the_settings_holds_for_all_who_share_the_store(
    tmp_path: Path, store: str, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("redis_url") if store == "redis" else None
    with ScriptedEndpoint(enforcing(reader)) as endpoint:
        settings = load_settings(
            base_url=endpoint.base_url, model="m", cache_dir=tmp_path / "cache", redis_url=url, requests_per_minute=120,
            mode="json_schema",
        )  # fmt: skip
        seconds = _calls_of_three_processes(endpoint, settings)
        sent = len(endpoint.requests)
    assert sent >= 6  # each also found out how to ask
    assert seconds > (sent - 1) / 2 - 0.1
    assert (tmp_path / "cache").exists() is (store == "folder")


@pytest.mark.parametrize(("url", "why"), [("redis://h:hunter2", "no address of a Redis"), ("http://h", "must begin")])
def test_what_is_no_redis_is_said_without_being_quoted(tmp_path: Path, url: str, why: str) -> None:
    with pytest.raises(SettingsError, match=f"GROUNDWIRE_REDIS_URL.*{why}") as raised:
        _twice(load_settings(base_url="http://127.0.0.1:9/v1", model="m", cache_dir=tmp_path, redis_url=url))
    assert "hunter2" not in str(raised.value)


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("groundwire.extraction.redis_")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "redis", None)
    url = "redis://127.0.0.1:9/0"
    with pytest.raises(SettingsError, match=r"the package redis is missing.*groundwire\[redis\]"):
        _twice(load_settings(base_url="http://127.0.0.1:9/v1", model="m", cache_dir=tmp_path, redis_url=url))


def test_the_cache_is_looked_up_without_starting_the_embedded_model(tmp_path: Path, tiny_gguf: Path) -> None:
    settings = load_settings(gguf=str(tiny_gguf), cache_dir=tmp_path / "cache")
    assert asyncio.run(cached_answer(settings, REQUEST, no_progress)) is None
    assert not (tmp_path / "cache" / "llama").exists()
    assert processes_with(str(tmp_path / "cache")) == []
