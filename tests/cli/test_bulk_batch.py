"""`groundwire bulk submit` and `collect` as processes: what people see, and SIGKILL between any two steps."""

import contextlib
import json
import os
import random
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.support import AID, ARTICLE, MARK, PUBLISHED, Shell, endpoint_variables, make_shell, reader, wait_until
from tests.fakes.batch_endpoint import BatchEndpoint, Plan, out_of_quota
from tests.fakes.endpoint import delay, enforcing, reset

KILLS = int(os.environ.get("GROUNDWIRE_KILLS", "1"))
SUBMIT = ("bulk", "submit", "in.jsonl", "--state", "state")
COLLECT = ("bulk", "collect", "--state", "state")
ROWS = [
    {"id": "one", "text": ARTICLE, "published": PUBLISHED},
    {"id": "two", "text": AID.replace("Sweden", "Norway"), "published": PUBLISHED},
]


@pytest.fixture
def provider() -> Iterator[BatchEndpoint]:
    """A provider whose first batch can be looked at once before it ends, without an answer to its first question."""
    plans = [Plan("expired", looks=1, line=lambda n, reply: reply if n else "batch_expired"), Plan()]
    with BatchEndpoint(enforcing(reader), plans) as endpoint:
        yield endpoint


@pytest.fixture
def corpus(tmp_path: Path, provider: BatchEndpoint) -> Shell:
    """A folder with a corpus, where that provider is set."""
    lines = [*(json.dumps(row) for row in ROWS), "{broken"]
    (tmp_path / "in.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    prices = {"GROUNDWIRE_PRICE_PROMPT_USD": "1000", "GROUNDWIRE_PRICE_COMPLETION_USD": "2000"}
    return make_shell(tmp_path, {**endpoint_variables(provider.base_url), **prices})


def test_a_corpus_goes_out_in_batches_and_its_answers_come_home(corpus: Shell, provider: BatchEndpoint) -> None:
    handed = corpus.run(*SUBMIT, "--via", "openai-batch").calm()
    assert handed.status == 0
    assert handed.stdout.splitlines() == [
        "2 articles: 2 with open questions; 1 line that is no article, see errors.jsonl",
        "3 questions with the provider, in 1 batch",
    ]
    assert "batch 1: 3 questions handed in as batch_1" in handed.stderr
    collected = corpus.run(*COLLECT, "--wait", "--every", "0.05").calm()
    assert collected.status == 5
    assert collected.stdout.splitlines() == [
        "2 articles: 1 put together, 1 with open questions; 1 line that is no article, see errors.jsonl",
        "  1 open: batch_expired",
        "the batches so far took 20 + 10 tokens, 0.0200 USD",
    ]
    assert "batch 1: expired, 2 of 3 answered, 1 failed" in collected.stderr
    live = corpus.run(*COLLECT, "--finish-live").calm()
    assert live.status == 0
    assert live.stdout.startswith("2 articles: 1 in the cache before, 1 put together")
    calls = provider.calls
    assert calls == 1
    ended = corpus.run("bulk", "run", "in.jsonl", "--out", "out.jsonl").calm()
    assert ended.status == 5  # for the line that is no article
    rows = [json.loads(line) for line in (corpus.folder / "out.jsonl").read_text().splitlines()]
    assert [(row["id"], len(row["extraction"]["attacks"])) for row in rows] == [("one", 1), ("two", 0)]
    assert provider.calls == calls
    assert set(provider.paid.values()) == {1}


def test_what_a_provider_refuses_is_told(corpus: Shell, provider: BatchEndpoint) -> None:
    provider.creations = [out_of_quota()]
    refused = corpus.run(*SUBMIT).calm()
    assert refused.status == 3
    assert "the key's quota is used up" in refused.stderr
    assert "the same command goes on" in refused.stderr
    assert provider.batches == []


@pytest.mark.parametrize(
    ("arguments", "variables", "words"),
    [
        (
            SUBMIT,
            {"GROUNDWIRE_BASE_URL": None, "GROUNDWIRE_API_KEY": None, "GROUNDWIRE_MODEL": None},
            "need a provider",
        ),
        (COLLECT, {"GROUNDWIRE_API_KEY": None}, "need a provider"),
        (SUBMIT, {"GROUNDWIRE_MODE": "tools"}, "unset GROUNDWIRE_MODE"),
        (COLLECT, {}, "no such folder"),
        ((*SUBMIT[:2], "nowhere.jsonl", *SUBMIT[3:]), {}, "cannot read"),
        ((*SUBMIT, "--published", "someday"), {}, "published"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(
    corpus: Shell, arguments: tuple[str, ...], variables: dict[str, str | None], words: str
) -> None:
    ended = corpus.run(*arguments, variables=variables).calm()
    assert ended.status == 2
    assert words in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_sigkill_while_a_batch_is_begun_pays_nothing_twice(corpus: Shell, provider: BatchEndpoint) -> None:
    provider.creations = [delay(600, reset())]  # it is begun, and the command never hears of it
    with corpus.start(*SUBMIT) as running:
        wait_until(lambda: bool(provider.batches))
        running.signal(signal.SIGKILL)
        running.finish(10)
    again = corpus.run(*SUBMIT).calm()
    assert again.status == 0
    assert len(provider.batches) == 1
    assert not list((corpus.folder / "state").glob("parcel*"))


def test_sigkill_at_any_moment_loses_nothing_and_pays_nothing_twice(corpus: Shell, provider: BatchEndpoint) -> None:
    """`GROUNDWIRE_KILLS` is how many are killed; each command is then run to its end."""
    chance = random.Random(7)  # noqa: S311 - when to kill
    for _ in range(KILLS):
        for command in (SUBMIT, COLLECT):
            with corpus.start(*command) as running:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    running.process.wait(chance.uniform(0.5, 2.5))
                running.signal(signal.SIGKILL)
                running.finish(10)
    for _ in range(2):
        assert corpus.run(*SUBMIT).calm().status == 0
        ended = corpus.run(*COLLECT, "--wait", "--every", "0.05").calm()
    assert ended.status == 0
    assert set(provider.paid.values()) == {1}
    for file in (corpus.folder / "state").iterdir():
        assert MARK.encode() not in file.read_bytes(), file
