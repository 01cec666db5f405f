"""Log lines: what is in them, what is kept out of them, and that nothing makes them fail."""

import asyncio
import gc
import io
import json
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.contextvars import bound_contextvars

from groundwire.telemetry.json_lines import json_formatter
from groundwire.telemetry.logs import line_formatter

SECRET = "geheim"


@contextmanager
def logging_to(formatter: logging.Formatter, name: str) -> Iterator[tuple[logging.Logger, io.StringIO]]:
    """A logger whose lines end in a text."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    logger = logging.getLogger(name)
    logger.addHandler(handler)
    before = logger.level, logger.propagate
    logger.setLevel(logging.INFO)
    logger.propagate = False  # pytest's own handler fails where ours must not
    try:
        yield logger, stream
    finally:
        logger.removeHandler(handler)
        logger.level, logger.propagate = before


def line_of(name: str, *message: object, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - arguments of logging
    """What a warning becomes."""
    with logging_to(json_formatter(), name) as (logger, stream):
        logger.warning(*message, **more)
    (line,) = stream.getvalue().splitlines()
    said = json.loads(line)
    assert isinstance(said, dict)
    return said


def test_a_line_says_when_who_how_bad_and_what() -> None:
    line = line_of("groundwire.cache", "entry %d is gone", 7)
    moment = datetime.fromisoformat(line.pop("timestamp"))
    assert moment.utcoffset() == timedelta(0)
    assert abs((datetime.now(UTC) - moment).total_seconds()) < 60
    assert line == {"event": "entry 7 is gone", "level": "warning", "logger": "groundwire.cache"}


def test_what_is_told_is_merged_and_cannot_pose_as_something_else() -> None:
    told = {"status": 200, "ms": 1.5, "cache": "hit", "event": "forged", "cost_usd": float("nan")}
    with bound_contextvars(request_id="r1"):
        line = line_of("groundwire.server", "request", extra={"told": told})
    assert line.pop("timestamp")
    assert line == {
        "event": "request",
        "level": "warning",
        "logger": "groundwire.server",
        "request_id": "r1",
        "status": 200,
        "ms": 1.5,
        "cache": "hit",
        "cost_usd": None,
    }


def test_an_exception_is_told_without_its_message() -> None:
    error = ValueError(SECRET)
    error.__cause__ = KeyError(SECRET)
    line = line_of("uvicorn.error", "Exception in ASGI application\n", exc_info=error)
    assert "builtins.ValueError" in line["traceback"]
    assert "caused by builtins.KeyError" in line["traceback"]
    assert SECRET not in json.dumps(line)


@pytest.mark.parametrize(
    ("name", "message", "said"),
    [
        ("httpx", (f"sent {SECRET}",), "message withheld"),
        ("openai", ("answer: %s", SECRET), "answer: %s"),
        ("asyncio", (f"Task exception was never retrieved\nfuture: {SECRET}",), "Task exception was never retrieved"),
    ],
)
def test_what_another_library_quotes_is_withheld(name: str, message: tuple[object, ...], said: str) -> None:
    line = line_of(name, *message)
    assert line["event"].startswith(said)
    assert SECRET not in json.dumps(line)


def test_asyncio_tells_of_a_lost_error_without_quoting_it() -> None:
    async def lose() -> None:
        async def fail() -> None:
            raise ValueError(SECRET)

        task = asyncio.create_task(fail())
        await asyncio.wait([task])
        del task
        gc.collect()

    with logging_to(json_formatter(), "asyncio") as (_, stream):
        asyncio.run(lose())
    assert "Task exception was never retrieved" in stream.getvalue()
    assert "builtins.ValueError" in stream.getvalue()
    assert SECRET not in stream.getvalue()


def test_a_warning_of_python_says_where_and_of_what_kind() -> None:
    with logging_to(json_formatter(), "py.warnings") as (_, stream), warnings.catch_warnings():
        logging.captureWarnings(capture=True)
        try:
            warnings.simplefilter("always")
            warnings.warn(f"unexpected value {SECRET}", UserWarning, stacklevel=1)
        finally:
            logging.captureWarnings(capture=False)
    assert "test_logs.py" in stream.getvalue()
    assert "UserWarning" in stream.getvalue()
    assert SECRET not in stream.getvalue()


class Awkward:
    """Cannot even be shown."""

    def __repr__(self) -> str:
        raise RuntimeError(SECRET)

    __str__ = __repr__


@pytest.mark.parametrize(
    "message",
    [("%s", Awkward()), ("%d", "no number"), ("%s %s", 1), (Awkward(),), ("\ud800 \x00",), (None,)],
)
@pytest.mark.parametrize("formatter", [json_formatter(), line_formatter()], ids=["json", "line"])
def test_no_message_makes_logging_fail(
    message: tuple[object, ...], formatter: logging.Formatter, capsys: pytest.CaptureFixture[str]
) -> None:
    with logging_to(formatter, "groundwire.test") as (logger, stream):
        logger.warning(*message)
    assert stream.getvalue().count("groundwire.test") == 1
    assert capsys.readouterr().err == ""  # where logging reports its own failures, with all arguments


def loop() -> list[object]:
    """A list that holds itself."""
    endless: list[object] = []
    endless.append(endless)
    return endless


@pytest.mark.parametrize(
    "told", [{"a": Awkward()}, {"a": b"\xff"}, {"a": loop()}, {("no", "name"): 1}, {"a": {1, 2}}, "no mapping", 7]
)
def test_no_value_makes_logging_fail(told: object, capsys: pytest.CaptureFixture[str]) -> None:
    line = line_of("groundwire.test", "request", extra={"told": told})
    assert line["logger"] == "groundwire.test"
    assert SECRET not in json.dumps(line)
    assert capsys.readouterr().err == ""


@given(st.text(), st.text(), st.one_of(st.text(), st.integers(), st.floats(), st.binary(), st.none()))
def test_a_line_is_one_line_of_json(message: str, name: str, value: object) -> None:
    line = line_of("groundwire.test", "%s", message, extra={"told": {name: value}})
    assert line["event"] == message


def test_a_terminal_gets_words() -> None:
    with logging_to(line_formatter(), "groundwire.cli") as (logger, stream):
        logger.warning("%s is odd", "this", extra={"told": {"n": 1}}, exc_info=ValueError(SECRET))
    first, *traceback = stream.getvalue().splitlines()
    assert first.endswith("WARNING groundwire.cli: this is odd n=1")
    assert traceback[0] == "builtins.ValueError"
    assert SECRET not in stream.getvalue()
