"""Telemetry as the settings want it, and the form of log lines."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from fastapi import FastAPI
from tests.server.support import FakeExtractor, app_with, ask
from tests.telemetry.exercised import attempt, chat

from groundwire.cli.settings import Settings, SettingsError
from groundwire.cli.telemetry import Telemetry
from groundwire.extraction.observer import Outcome


def test_a_service_shows_what_its_pipeline_and_its_requests_did() -> None:
    telemetry = Telemetry(Settings(), {})
    app: FastAPI = app_with(FakeExtractor())
    telemetry.install(app)
    telemetry.observer.asked(chat(attempt(Outcome.OK)))
    ask(app, "GET", "/healthz")
    shown = ask(app, "GET", "/metrics").text
    assert 'outcome="ok"} 1.0' in shown
    assert 'http_response_status_code="200",http_route="/healthz"} 1.0' in shown
    assert "_created" not in shown
    telemetry.close()


def test_without_tracing_nothing_of_its_sdk_is_loaded() -> None:
    code = (
        "from groundwire.cli.settings import Settings; from groundwire.cli.telemetry import Telemetry\n"
        "Telemetry(Settings(), {}); import sys\n"
        "print(*[name for name in sys.modules if name.startswith(('opentelemetry.sdk', 'opentelemetry.exporter'))])"
    )
    assert _run(code).stdout.strip() == ""


def test_other_commands_do_without_structlog_which_takes_long_to_load() -> None:
    code = "import groundwire.cli.commands, sys; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = _run(code).stdout.split()
    assert "typer" in loaded
    assert "structlog" not in loaded


def test_tracing_without_its_extra_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [
        name for name in sys.modules if name.startswith(("opentelemetry.sdk", "groundwire.telemetry.tracing"))
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.resources", None)
    with pytest.raises(SettingsError, match=r"GROUNDWIRE_TRACING.*groundwire\[otel\]"):
        Telemetry(Settings(tracing=True), {})


LOGGING = """
import asyncio, logging, warnings
from groundwire.cli.logs import {function}
{function}({level!r})
for name in ("groundwire.x", "uvicorn.error", "httpx"):
    for level in ("info", "warning"):
        getattr(logging.getLogger(name), level)("%s says %s", name, level)
logging.getLogger("groundwire.x").error("cut off", exc_info=asyncio.CancelledError())
"""


def test_a_service_logs_lines_of_json() -> None:
    ended = _run(LOGGING.format(function="log_json", level=None) + "warnings.warn('geheim')\n")
    lines = [json.loads(line) for line in ended.stderr.splitlines()]
    assert [(line["logger"], line["level"], line["event"]) for line in lines[:-1]] == [
        ("groundwire.x", "info", "groundwire.x says info"),
        ("groundwire.x", "warning", "groundwire.x says warning"),
        ("uvicorn.error", "info", "uvicorn.error says info"),
        ("uvicorn.error", "warning", "uvicorn.error says warning"),
        ("httpx", "warning", "%s says %s"),
    ]
    assert (lines[-1]["logger"], "geheim" in ended.stderr) == ("py.warnings", False)


def test_other_commands_log_words_from_warnings_on() -> None:
    ended = _run(LOGGING.format(function="log_to_stderr", level=None))
    assert [line.split(" ", 1)[1] for line in ended.stderr.splitlines()] == [
        "WARNING groundwire.x: groundwire.x says warning",
        "WARNING uvicorn.error: uvicorn.error says warning",
        "WARNING httpx: %s says %s",
    ]


@pytest.mark.parametrize(("level", "least"), [("debug", "info"), ("error", "error")])
def test_the_level_is_the_one_of_the_settings(level: str, least: str) -> None:
    ended = _run(LOGGING.format(function="log_json", level=level))
    levels = {json.loads(line)["level"] for line in ended.stderr.splitlines()}
    assert levels == ({"info", "warning"} if least == "info" else set())


def _run(code: str) -> subprocess.CompletedProcess[str]:
    paths = [path for path in sys.path if path]
    start = f"import sys; sys.path[:0] = {paths!r}\n"
    command = [sys.executable, "-c", start + code]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60, cwd=Path("/"))  # noqa: S603 - our own interpreter
