"""An article of a job is read for the key that handed it in: at its cost, within its budget, and seen by no other."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr
from tests.server.access.support import NOON, Watching, a_chat, bearer, new_key
from tests.server.jobs.support import NDJSON, Bureau, as_ndjson, reading
from tests.server.support import FakeExtractor, ask

from groundwire.jobs.engine import Delivery, Later, Outcome
from groundwire.jobs.sqlite_engine import open_sqlite_engine
from groundwire.schemas.jobs import ResultState
from groundwire.server import ServerLimits, create_app
from groundwire.server.access import Access, RequestRates, TokenBudget, TokenMeter, open_keyring, open_usage
from groundwire.server.access.keys import ApiKey, KeyDocument
from groundwire.server.access.tokens import CALLER
from groundwire.server.jobs import ForOwners, JobDesk, build_jobs
from groundwire.telemetry.job_metrics import JobMetrics
from groundwire.telemetry.registry import exposition, new_registry


@dataclass
class Day:
    """A wall clock that is moved by hand."""

    now: datetime = NOON


@contextmanager
def budget(folder: Path, day: Day, *keys: ApiKey) -> Iterator[TokenBudget]:
    """Tokens of these keys."""
    setting = SecretStr(KeyDocument(keys=keys).model_dump_json())
    with open_keyring(folder, setting) as keyring, open_usage(folder / "usage.db") as usage:
        yield TokenBudget(keyring, usage, None, Watching(), lambda: day.now)


def delivery(owner: str | None) -> Delivery:
    """An article of an owner."""
    return Delivery("job", 0, '{"text": "a"}', owner, 1)


def test_tokens_are_charged_to_the_owner_until_none_are_left_and_then_it_waits(tmp_path: Path) -> None:
    key, _ = new_key(tokens_per_day=150)
    day, registry = Day(), new_registry()
    with budget(tmp_path, day, key) as tokens:
        meter = TokenMeter(tokens)

        async def costly(article: Delivery) -> Outcome | Later:
            meter.asked(a_chat(15, 35))  # twice 50 tokens
            return await reading()(article)

        body = ForOwners(costly, tokens, JobMetrics(registry))

        async def several() -> list[Outcome | Later]:
            return [await body(delivery(owner)) for owner in (key.id, key.id, key.id, None)]

        *first, third, free = asyncio.run(several())
        assert [isinstance(outcome, Outcome) for outcome in (*first, free)] == [True] * 3
        assert third == Later(300, counts=False)
        assert CALLER.get() is None

        day.now = NOON.replace(hour=23, minute=58)
        assert asyncio.run(body(delivery(key.id))) == Later(120, counts=False)
        day.now = NOON + timedelta(days=1)
        assert isinstance(asyncio.run(body(delivery(key.id))), Outcome)
    shown = exposition(registry, "")[0].decode()
    assert 'groundwire_job_articles_total{state="done"} 4.0' in shown
    assert 'groundwire_job_articles_total{state="put_off"} 2.0' in shown


def test_another_key_sees_nothing_of_a_job(tmp_path: Path) -> None:
    (mine, my_key), (other, other_key) = new_key("mine"), new_key("other")
    setting = SecretStr(KeyDocument(keys=(mine, other)).model_dump_json())
    engine = open_sqlite_engine(tmp_path / "jobs.db")
    with open_keyring(tmp_path, setting) as keyring, open_usage(tmp_path / "usage.db") as usage:
        observer = Watching()
        access = Access(keyring, RequestRates(600), TokenBudget(keyring, usage, None, observer), observer)
        jobs = build_jobs(JobDesk(engine), ServerLimits(), JobMetrics(new_registry()))
        app = create_app(FakeExtractor(), ServerLimits(), access, more=[jobs])
        there = Bureau(app, engine)
        named = {"Idempotency-Key": "k"}
        job = there.submit(["a"], **bearer(my_key), **named).json()["id"]
        same_name = there.submit(["b"], **bearer(other_key), **named)
        assert same_name.status_code == 202  # keys of others are in nobody's way
        assert same_name.json()["id"] != job
        for method, below in (("GET", ""), ("GET", "/results"), ("DELETE", "")):
            path = f"/v1/jobs/{job}{below}"
            assert ask(app, method, path, headers=bearer(other_key)).status_code == 404
            assert ask(app, method, path).status_code == 401
        assert ask(app, "POST", "/v1/jobs", content=as_ndjson(["a"]), headers=NDJSON).status_code == 401
        there.finish(job, mine.id)
        mine_now = ask(app, "GET", f"/v1/jobs/{job}", headers=bearer(my_key)).json()
        assert (mine_now["state"], mine_now["created"][:4]) == (ResultState.DONE, f"{datetime.now(UTC):%Y}")
    asyncio.run(engine.close())
