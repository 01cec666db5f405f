"""`groundwire doctor`: looks at a set-up, part by part, and says what to do."""

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from groundwire.cli.exits import Exit, explained, harmless
from groundwire.cli.logs import log_to_stderr
from groundwire.cli.settings import Settings, SettingsError, load_settings

if TYPE_CHECKING:
    from groundwire.cli.checkup.verdict import Examiner, Finding

_COLOURS = {"ok": "green", "warn": "yellow", "fail": "bold red"}
_WIDTH = 16
"""Of the name of a check."""


def doctor(
    timeout: Annotated[float, typer.Option(min=0.1, max=600, help="Seconds that a check may take.")] = 5.0,
    no_model: Annotated[
        bool, typer.Option("--no-model", help="Ask the model nothing: what remains costs no token.")
    ] = False,
    url: Annotated[str | None, typer.Option(help="Look at the service at this address, too.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")] = False,
) -> None:
    """Check Python, parts, settings, disk, cache, keys, model and service; say what to do. Ends with 7 if one fails."""
    with explained():
        from groundwire.cli.checkup.verdict import Examiner, Level  # noqa: PLC0415 - see `_findings`

        findings = _findings(Examiner(timeout), url, ask=not no_model)
        found = list(findings) if as_json else _shown(findings)
        healthy = all(finding.verdict.level is not Level.FAIL for finding in found)
        if as_json:
            print(_json(found, healthy=healthy))
    raise SystemExit(Exit.OK if healthy else Exit.UNHEALTHY)


def _findings(examiner: "Examiner", url: str | None, *, ask: bool) -> Iterator["Finding"]:
    from groundwire.cli.checkup import machine  # noqa: PLC0415 - help comes without loading any of it
    from groundwire.cli.checkup.verdict import Finding, fail, ok  # noqa: PLC0415

    yield examiner.examine("python", machine.python)
    try:
        settings = load_settings()
    except SettingsError as error:
        yield examiner.examine("parts", lambda: machine.parts(None))
        yield Finding("settings", fail(str(error), "Correct it; docs/configuration.md lists all settings."))
    else:
        log_to_stderr(settings.log_level or "error")  # a finding says what a warning would
        yield examiner.examine("parts", lambda: machine.parts(settings))
        yield Finding("settings", ok(_model(settings)))
        yield from _of_settings(settings, examiner, ask=ask)
    if url is not None:
        from groundwire.cli.checkup.service import service  # noqa: PLC0415

        yield examiner.examine("service", lambda: service(url, examiner.timeout_s))


def _of_settings(settings: Settings, examiner: "Examiner", *, ask: bool) -> Iterator["Finding"]:
    from groundwire.cli.checkup import endpoint, machine, shared, storage, weights  # noqa: PLC0415 - see `_findings`
    from groundwire.cli.checkup.verdict import Level  # noqa: PLC0415
    from groundwire.cli.endpoints import fallback_endpoint, remote_endpoint  # noqa: PLC0415

    yield examiner.examine("disk", lambda: machine.disk(settings))
    if (url := settings.redis_url) is not None:
        place = examiner.examine("redis", lambda: shared.redis(url))
    else:
        place = examiner.examine("cache folder", lambda: storage.folder(settings))
    yield place
    if place.verdict.level is not Level.FAIL:
        yield examiner.examine("cache", lambda: storage.cache(settings))
    yield examiner.examine("keys", lambda: storage.keys(settings))
    if settings.embedded:
        yield examiner.examine("memory", machine.memory)
        yield examiner.examine("engine", weights.engine)
        yield examiner.examine("weights", lambda: weights.weights(settings))
    else:
        yield from endpoint.findings(remote_endpoint(settings), "GROUNDWIRE_", examiner, ask=ask)
    second = fallback_endpoint(settings)
    if second is not None:
        yield from endpoint.findings(second, "GROUNDWIRE_FALLBACK_", examiner, ask=ask)


def _model(settings: Settings) -> str:
    """Which model is set; of an address nothing but host and port, as it may hold a password."""
    if settings.embedded:
        return "the embedded model"
    from groundwire.extraction.llm_client import address_of  # noqa: PLC0415 - openai takes a second to import

    return f"{settings.model} at {address_of(settings.endpoint_url)}"


def _shown(findings: Iterable["Finding"]) -> list["Finding"]:
    """All of them, each printed as it is found."""
    console = Console(soft_wrap=True, highlight=False)
    found = []
    for finding in findings:
        found.append(finding)
        level, verdict = finding.verdict.level.value, finding.verdict
        line = Text(f"{level:<6}", style=_COLOURS[level])
        line.append(f"{finding.check:<{_WIDTH}}", style="bold not dim")
        console.print(line.append(harmless(verdict.found), style="default not bold"))
        if verdict.remedy:
            console.print(Text(f"{'':<{6 + _WIDTH}}{harmless(verdict.remedy)}", style="italic"))
    count = {level: sum(finding.verdict.level.value == level for finding in found) for level in _COLOURS}
    console.print(f"\n{count['ok']} ok, {count['warn']} to look at, {count['fail']} not working")
    return found


def _json(findings: Iterable["Finding"], *, healthy: bool) -> str:
    checks = [
        {
            "check": finding.check,
            "level": finding.verdict.level.value,
            "found": finding.verdict.found,
            "remedy": finding.verdict.remedy,
        }
        for finding in findings
    ]
    return json.dumps({"healthy": healthy, "checks": checks}, indent=2)
