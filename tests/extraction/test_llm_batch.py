"""The client of batches: what a provider may answer, and that none of its words is repeated."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest
from pydantic import SecretStr
from tests.extraction.llm_tools import KEY
from tests.fakes.batch_endpoint import BatchEndpoint, Plan
from tests.fakes.endpoint import Reply, answer, hang, html, raw, reset, status

from groundwire.extraction.errors import DeadlineExceeded, InvalidAnswer, ModelError, ModelRejected, ModelUnavailable
from groundwire.extraction.llm import Endpoint
from groundwire.extraction.llm_batch import Batch, BatchClient
from groundwire.extraction.retry import RetryPolicy

T = TypeVar("T")
WORDS = "Zalizny Port"
MARKS = {"groundwire_run": "r", "groundwire_parcel": "1"}
ONCE = RetryPolicy(transport=0, corrections=0)
TWICE = RetryPolicy(transport=1, corrections=0, base_s=0.002)


def ask(
    endpoint: BatchEndpoint,
    work: Callable[[BatchClient], Awaitable[T]],
    policy: RetryPolicy = ONCE,
    timeout_s: float = 20.0,
) -> T:
    """Do something with a client."""

    async def main() -> T:
        settings = Endpoint(endpoint.base_url, SecretStr(KEY), "scripted", "scripted@here", call_timeout_s=timeout_s)
        client = BatchClient(settings, policy)
        try:
            return await work(client)
        finally:
            await client.close()

    return asyncio.run(main())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A question."""
    (tmp_path / "questions.jsonl").write_text('{"custom_id": "a", "body": {"messages": [{"content": "?"}]}}\n')
    return tmp_path / "questions.jsonl"


def test_a_file_goes_up_and_comes_down_byte_by_byte(file: Path, tmp_path: Path) -> None:
    with BatchEndpoint([answer("{}")]) as endpoint:
        name = ask(endpoint, lambda client: client.upload(file, "name.jsonl"))
        assert (endpoint.names[name], endpoint.files[name]) == ("name.jsonl", file.read_bytes())
        endpoint.downloads = [reset()]
        ask(endpoint, lambda client: client.fetch(name, tmp_path / "copy"), TWICE)
        assert (tmp_path / "copy").read_bytes() == file.read_bytes()
        assert (tmp_path / "copy").stat().st_mode & 0o077 == 0


def test_a_batch_goes_through_its_states(file: Path) -> None:
    async def follow(client: BatchClient) -> list[Batch]:
        begun = await client.create(await client.upload(file, "x"), MARKS)
        return [begun, *[await client.get(begun.id) for _ in range(4)]]

    with BatchEndpoint([answer("{}")], [Plan(looks=3)]) as endpoint:
        seen = ask(endpoint, follow)
        there = [batch.status for batch in seen]
        assert there == ["validating", "validating", "in_progress", "finalizing", "completed"]
        assert [batch.ended for batch in seen] == [False] * 4 + [True]
        assert (seen[-1].answered, seen[-1].total, len(seen[-1].files)) == (1, 1, 1)
        found = ask(endpoint, lambda client: client.find(MARKS))
        assert found is not None
        assert found.id == seen[-1].id
        assert ask(endpoint, lambda client: client.find({**MARKS, "groundwire_parcel": "2"})) is None


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (status(400, body={"error": {"message": WORDS}}), ModelRejected),
        (status(404), ModelRejected),
        (status(429), ModelUnavailable),
        (status(503), ModelUnavailable),
        (html(), ModelError),
        (raw(b"{"), ModelError),
        (raw(b"[]"), ModelError),
        (raw(b'"' + WORDS.encode() + b'"'), ModelError),
        (reset(), ModelUnavailable),
    ],
)
def test_an_answer_of_no_use_is_an_error_of_ours_without_its_words(reply: Reply, error: type[ModelError]) -> None:
    with BatchEndpoint([answer("{}")]) as endpoint:
        endpoint.looks = [reply]
        with pytest.raises(error) as raised:
            ask(endpoint, lambda client: client.get("batch_1"))
        assert not isinstance(raised.value, DeadlineExceeded | InvalidAnswer) or error is ModelError
        told = f"{raised.value} {raised.value.__cause__} {raised.value.__context__}"
        assert WORDS not in told
        assert KEY not in told


def test_a_status_that_nobody_knows_has_not_ended() -> None:
    with BatchEndpoint([answer("{}")]) as endpoint:
        endpoint.looks = [raw(b'{"id": 7, "status": "resting", "request_counts": {"completed": "many"}, "errors": {}}')]
        batch = ask(endpoint, lambda client: client.get("batch_1"))
        assert (batch.status, batch.ended, batch.answered, batch.flaws) == ("resting", False, 0, ())


def test_a_call_has_its_time_and_no_more() -> None:
    with BatchEndpoint([answer("{}")]) as endpoint:
        endpoint.looks = [hang()]
        with pytest.raises(DeadlineExceeded):
            ask(endpoint, lambda client: client.get("batch_1"), TWICE, timeout_s=0.2)
        assert endpoint.looks == []
