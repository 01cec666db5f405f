"""The main job, whole: a real service as a child process, a real request through the SDK, records on the screen."""

import os
import signal
import socket
import subprocess
import sys
import time
import types
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

from groundwire.cli.exits import Exit, fail
from groundwire.cli.progress import spinner
from groundwire.cli.tables import show
from groundwire.client import ApiError, Client, ConnectionFailed
from groundwire.schemas import Extraction, ExtractRequest

START_WITHIN_S = 600.0
"""Seconds that the service may take to start; the first start joins a gigabyte of weights."""

ANSWER_WITHIN_S = 3600.0
"""Seconds that the answer may take; the embedded model on a slow, busy machine needs many minutes."""

STOP_WITHIN_S = 30.0
"""Seconds that the service may take to end."""

_NO_KEYS = '{"keys": []}'
"""Of the keys that there are, nobody can say one to the demo: they are kept as hashes. Without any, a service lets in
programs of this machine, and no others."""


def demonstrate(request: ExtractRequest, console: Console) -> Extraction:
    """Start a service, extract one article, show what came back, check its evidence, end the service.

    Raises:
        GroundwireError: The service answered with a problem.
    """
    port = _free_port()
    base_url = f"http://127.0.0.1:{port}"
    console.print(f"1. Starting the service: groundwire serve --port {port}")
    signal.signal(signal.SIGTERM, _interrupt)  # who ends the demo ends its service
    with _service(port) as process, Client(base_url, timeout_s=ANSWER_WITHIN_S) as client:
        _wait_until_alive(process, client)
        console.print(f"2. Sending {len(request.text):,} characters to {base_url}/v1/extract through groundwire.client")
        with spinner("The model reads the article"):
            extraction = client.extract(request.article(), record_types=request.record_types)
        console.print("3. What came back:\n")
        show(extraction, console)
        checked = _check_evidence(request.text, extraction)
        console.print(f"\n4. Checked: each of {checked} evidence spans cuts exactly its quote out of the article.")
    console.print("5. The service has ended.")
    return extraction


def _interrupt(_signal: int, _frame: types.FrameType | None) -> None:
    # Not KeyboardInterrupt: once that has passed through an exec(), as dataclasses use it, Python ends by SIGINT.
    fail(Exit.INTERRUPTED, "stopped")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _service(port: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "groundwire.cli", "serve", "--host", "127.0.0.1", "--port", str(port)]
    variables = {**os.environ, "GROUNDWIRE_KEYS": _NO_KEYS}
    process: subprocess.Popen[bytes] | None = None
    try:
        with _uninterrupted() as interruptions:
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=variables)  # noqa: S603 - this very program
        if interruptions:
            raise KeyboardInterrupt
        yield process
    finally:
        if process is not None:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def _uninterrupted() -> Iterator[list[int]]:
    """Keep signals for after the block: one in the middle of starting a process would leave it without a parent."""
    kept: list[int] = []
    endings = (signal.SIGTERM, signal.SIGINT)
    before = {ending: signal.signal(ending, lambda number, _frame: kept.append(number)) for ending in endings}
    try:
        yield kept
    finally:
        for ending, handler in before.items():
            signal.signal(ending, handler)


def _wait_until_alive(process: subprocess.Popen[bytes], client: Client) -> None:
    """Until the service answers; a service that ends before has said why on standard error."""
    end = time.monotonic() + START_WITHIN_S
    while time.monotonic() < end:
        if process.poll() is not None:
            code = process.returncode
            fail(
                Exit(code) if code in set(Exit) else Exit.DEFECT,
                f"the service did not start (exit code {code}); its message stands above",
            )
        try:
            client.health()
        except (ConnectionFailed, ApiError):
            time.sleep(0.2)
        else:
            return
    fail(Exit.NO_MODEL, f"the service did not answer within {START_WITHIN_S:g} s")


def _check_evidence(text: str, extraction: Extraction) -> int:
    records = (*extraction.attacks, *extraction.diplomatic_events, *extraction.aid_pledges)
    spans = [span for record in records for span in record.evidence]
    for span in spans:
        if text[span.start : span.end] != span.quote:
            fail(Exit.DEFECT, f"the evidence at {span.start} to {span.end} does not cut its quote out of the article")
    return len(spans)
