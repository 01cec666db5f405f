"""Every exit code, provoked for real; each failure is a sentence on standard error, never a traceback."""

import asyncio
import os
import signal
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from tests.cli.support import (
    ARTICLE,
    COMMAND,
    KEY,
    Ended,
    Shell,
    endpoint_variables,
    kind_asked,
    reader,
    wait_until,
    without,
)
from tests.fakes.endpoint import Json, Reply, ScriptedEndpoint, enforcing, hang, prose, status

from groundwire.extraction.cache import DiskCache
from groundwire.schemas import Extraction, WarningCode


def _usage(ended: Ended, *words: str) -> None:
    """Exit code 2, nothing on standard output, and one line that holds these words."""
    assert ended.calm().status == 2, ended.stderr
    assert ended.stdout == ""
    for word in words:
        assert word in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


BAD_ARTICLES: dict[str, tuple[bytes | None, str]] = {
    "missing.txt": (None, "cannot read missing.txt: No such file"),
    ".": (None, "cannot read .: Is a directory"),
    "/dev/zero": (None, "text: more characters than the limit of 200,000"),
    "latin1.txt": ("Füße ".encode("latin-1"), "not UTF-8 (byte 1)"),
    "empty.txt": (b"", "text: must not be empty or blank"),
    "blank.txt": (b" \n\t\r\n", "text: must not be empty or blank"),
    "nul.txt": (b"a\x00b", "text: must not contain NUL"),
    "long.txt": (b"a" * 200_001, "text: 200,001 characters are over the limit of 200,000"),
}


def test_2_bad_articles(bare: Shell) -> None:
    for name, (content, _) in BAD_ARTICLES.items():
        if content is not None:
            (bare.folder / name).write_bytes(content)
    with ThreadPoolExecutor(2) as pool:
        ran = pool.map(lambda name: bare.run("extract", name), BAD_ARTICLES)
        for ended, (_, words) in zip(ran, BAD_ARTICLES.values(), strict=True):
            _usage(ended, words)


@pytest.mark.parametrize("day", ["2024-02-30", "1710460800"])
def test_2_bad_dates(bare: Shell, day: str) -> None:
    _usage(bare.run("extract", "article.txt", "--published", day), "published: must be a day of the calendar")


def test_2_bad_title_and_type(bare: Shell) -> None:
    _usage(bare.run("extract", "article.txt", "--title", "x" * 1001), "title:", "1000")
    ended = bare.run("extract", "article.txt", "--type", "weather").calm()
    assert ended.status == 2
    assert "attack" in ended.stderr


def test_2_a_closed_standard_input(bare: Shell) -> None:
    command = ("sh", "-c", 'exec "$@" <&-', "sh", *COMMAND)
    _usage(bare.run("extract", "-", command=command), "standard input is closed")


BAD_SETTINGS: tuple[tuple[dict[str, str], tuple[str, ...]], ...] = (
    ({"GROUNDWIRE_MOEDL": "m"}, ("unknown setting GROUNDWIRE_MOEDL; did you mean GROUNDWIRE_MODEL?",)),
    ({"GROUNDWIRE_WXYZQ": "m"}, ("unknown setting GROUNDWIRE_WXYZQ; docs/configuration.md",)),
    (
        {
            "GROUNDWIRE_PORT": "http",
            "GROUNDWIRE_RETRIES": "-1",
            "GROUNDWIRE_CALL_TIMEOUT_S": "inf",
            "GROUNDWIRE_CACHE_SIZE_MB": "1",
            "GROUNDWIRE_MODE": "xml",
            "GROUNDWIRE_LOG_LEVEL": "loud",
            "GROUNDWIRE_BASE_URL": "http://:x/v1",
            "GROUNDWIRE_API_KEY": f"{KEY}\n\u2713",
        },
        (
            "GROUNDWIRE_PORT: ",
            "GROUNDWIRE_RETRIES: ",
            "GROUNDWIRE_CALL_TIMEOUT_S: ",
            "GROUNDWIRE_CACHE_SIZE_MB: ",
            "GROUNDWIRE_MODE: ",
            "GROUNDWIRE_LOG_LEVEL: ",
            "GROUNDWIRE_BASE_URL: is no whole address",
            "GROUNDWIRE_API_KEY: must be printable",
        ),
    ),
    ({"GROUNDWIRE_BASE_URL": "127.0.0.1/v1"}, ("GROUNDWIRE_BASE_URL: must begin with",)),
    ({"GROUNDWIRE_API_KEY": KEY}, ("GROUNDWIRE_MODEL is needed",)),
    ({"GROUNDWIRE_PRICE_PROMPT_USD": "1"}, ("GROUNDWIRE_PRICE_COMPLETION_USD go together",)),
)


def test_2_bad_settings_name_the_variable_and_never_the_key(bare: Shell) -> None:
    with ThreadPoolExecutor(2) as pool:
        ran = pool.map(lambda bad: bare.run("extract", "article.txt", variables=bad[0]), BAD_SETTINGS)
        for ended, (_, words) in zip(ran, BAD_SETTINGS, strict=True):
            _usage(ended, *words)


def test_2_a_bad_settings_file(bare: Shell) -> None:
    file = bare.folder / ".env"
    file.write_text(f"GROUNDWIRE_API_KYE={KEY}\n")
    _usage(bare.run("cache", "stats"), "unknown setting GROUNDWIRE_API_KYE; did you mean GROUNDWIRE_API_KEY?")
    file.write_bytes(b"GROUNDWIRE_MODEL=\xff\n")
    _usage(bare.run("cache", "stats"), "the file .env of this folder cannot be read")


def test_3_the_model_fails(bare: Shell) -> None:
    with ScriptedEndpoint([status(401, body={"error": {"message": f"bad key {KEY}"}})]) as endpoint:
        ended = bare.run("extract", "article.txt", "--json", variables=endpoint_variables(endpoint.base_url)).calm()
    assert (ended.status, ended.stdout) == (3, "")
    assert "the model gave no records" in ended.stderr
    assert "check the API key" in ended.stderr
    assert "1 calls, 0 + 0 tokens spent" in ended.stderr


def test_4_weights_that_are_none(bare: Shell) -> None:
    ended = bare.run("extract", "article.txt", variables={"GROUNDWIRE_GGUF": "~/nothing.gguf"}).calm()
    assert ended.status == 4
    assert f"There is no model file {bare.folder}/nothing.gguf" in ended.stderr
    (bare.folder / "garbage.gguf").write_bytes(os.urandom(10_000))
    ended = bare.run("extract", "article.txt", variables={"GROUNDWIRE_GGUF": "garbage.gguf"}).calm()
    assert ended.status == 4
    assert "no GGUF that llama.cpp can read" in ended.stderr


def test_5_part_of_the_questions_fail(bare: Shell) -> None:
    def half(body: Json, n: int) -> Reply:
        return prose(ARTICLE) if kind_asked(body) == "attack" else reader(body, n)

    with ScriptedEndpoint(enforcing(half)) as endpoint:
        variables = endpoint_variables(endpoint.base_url)
        ended = bare.run("extract", "article.txt", "--json", variables=variables).calm()
        entries = bare.run("cache", "stats").calm().stdout
    assert ended.status == 5
    made = Extraction.model_validate_json(ended.stdout)
    assert (len(made.attacks), len(made.aid_pledges), made.meta.complete) == (0, 1, False)
    assert WarningCode.CALL_FAILED in {warning.code for warning in made.warnings}
    assert made.meta.usage.failed_calls == 1
    assert "entries  0\n" in entries


def test_6_a_cache_that_cannot_be_used_or_was_damaged(bare: Shell) -> None:
    (bare.folder / "file").write_text("")
    for command in (("extract", "article.txt"), ("cache", "stats")):
        ended = bare.run(*command, variables={"GROUNDWIRE_CACHE_DIR": "file"}).calm()
        assert ended.status == 6
        assert "The cache folder" in ended.stderr


def test_6_verify_tells_of_damage_once_and_clear_asks(bare: Shell) -> None:
    folder = bare.cache / "extractions"
    with DiskCache(folder) as cache:
        for digit in "ab":
            asyncio.run(cache.put(digit * 64, "an answer"))
    with closing(sqlite3.connect(folder / "cache.db")) as database, database:
        database.execute("UPDATE Cache SET value = CAST('spoilt' AS BLOB) WHERE key = ?", ("a" * 64,))
    ended = bare.run("cache", "verify").calm()
    assert ended.status == 6
    assert "removed  1 damaged" in ended.stdout
    ended = bare.run("cache", "verify").calm()
    assert ended.status == 0
    assert "whole    1" in ended.stdout
    asked = bare.run("cache", "clear").calm()
    assert (asked.status, "--yes" in asked.stderr) == (2, True)
    assert "nothing was removed" in bare.run("cache", "clear", stdin=b"n\n").calm().stdout
    stats = bare.run("cache", "stats").calm().stdout
    assert f"folder   {folder}" in stats
    assert "entries  1\n" in stats
    assert "removed 1 entries" in bare.run("cache", "clear", "--yes").calm().stdout


def test_130_ctrl_c_while_the_model_thinks(bare: Shell) -> None:
    with ScriptedEndpoint(enforcing([hang()])) as endpoint:
        variables = endpoint_variables(endpoint.base_url)
        with bare.start("extract", "article.txt", variables=variables) as running:
            wait_until(lambda: endpoint.calls > 0)
            running.signal(signal.SIGINT)
            ended = running.finish(5).calm()
        assert ended.status == 130
        assert ended.stderr.endswith("groundwire: stopped\n")
        wait_until(lambda: endpoint.abandoned == endpoint.calls)


@pytest.mark.parametrize("command", ["extract", "serve"])
def test_130_a_signal_while_the_weights_are_read_ends_that(bare: Shell, command: str) -> None:
    huge = bare.folder / "huge.gguf"
    with huge.open("wb") as file:
        file.truncate(1 << 40)  # a file of nothing but a hole: hashing it would take half an hour
    arguments = ("extract", "article.txt") if command == "extract" else ("serve", "--port", "0")
    with bare.start(*arguments, variables={"GROUNDWIRE_GGUF": str(huge)}) as running:
        running.wait_for_stderr("Checking the weights")
        running.signal(signal.SIGINT if command == "extract" else signal.SIGTERM)
        ended = running.finish(8).calm()
    assert (ended.status, ended.stderr) == (130, "groundwire: stopped\n")


@pytest.mark.parametrize("missing", ["typer", "openai"])
def test_2_the_sdk_alone_says_what_the_command_needs(bare: Shell, missing: str) -> None:
    variables = {**without(bare, missing), **endpoint_variables("http://127.0.0.1:9/v1")}
    ended = bare.run("extract", "article.txt", variables=variables)
    _usage(ended, f"the package {missing} is missing", "pip install 'groundwire[server,local]'")


def test_a_reader_that_has_seen_enough_ends_the_command_silently(bare: Shell) -> None:
    line = '"$@" | true; echo "${PIPESTATUS[0]}"'
    ended = bare.run("cache", "stats", command=("bash", "-c", line, "bash", *COMMAND)).calm()
    assert ended.stderr == ""
    assert ended.stdout in {"0\n", f"{128 + signal.SIGPIPE}\n"}


def test_help_names_every_exit_code_and_every_command(bare: Shell) -> None:
    ended = bare.run("--help").calm()
    assert ended.status == 0
    said = " ".join(ended.stdout.split())
    for words in ("0 ok", "2 usage", "130 interrupted", "extract", "serve", "demo", "cache"):
        assert words in said
    version = bare.run("--version").calm()
    assert version.stdout.startswith("groundwire 0.")
    assert not Path(bare.cache).exists()
