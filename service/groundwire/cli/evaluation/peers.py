"""`groundwire eval peers`: Groundwire beside a plain instructor call and langextract, on the same model."""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from groundwire.cli.evaluation.endings import judging
from groundwire.cli.evaluation.headline import WORDS, cell
from groundwire.cli.evaluation.options import families_of
from groundwire.cli.evaluation.places import EVALS, EvalsOption, OutOption, again, new_name, run_folder
from groundwire.cli.exits import Exit, end_with_closed_pipe, fail, harmless
from groundwire.cli.logs import log_to_stderr
from groundwire.cli.settings import Settings, load_settings
from groundwire.cli.tables import escape
from groundwire.schemas import CacheMode

if TYPE_CHECKING:
    from groundwire.cli.wiring import Parts
    from groundwire.evals.cases import EvalCase
    from groundwire.evals.peers.answer import Peer, PeerAnswer
    from groundwire.evals.peers.trial import TrialScores

SYSTEMS = ("plain-instructor", "langextract", "groundwire")
"""In the order in which they are run and shown."""


def peers(  # noqa: PLR0913, PLR0917 - the options of a command
    trial: Annotated[
        str | None,
        typer.Argument(help="Name of the trial, or its folder if it is more than a name. A new one by time."),
    ] = None,
    model: Annotated[str | None, typer.Option(help="Model, in place of GROUNDWIRE_MODEL.")] = None,
    base_url: Annotated[str | None, typer.Option(help="Endpoint, in place of GROUNDWIRE_BASE_URL.")] = None,
    cache: Annotated[
        CacheMode, typer.Option(help="What recorded answers are used for by Groundwire; the peers have none.")
    ] = CacheMode.REFRESH,
    cases: Annotated[str, typer.Option(metavar="FAMILY,…", help="Families of cases.")] = "gold",
    evals: EvalsOption = EVALS,
    out: OutOption = None,
) -> None:
    """Run a plain instructor call, langextract and Groundwire on the same model and articles; one table.

    The same command again goes on where a trial was stopped.
    """
    with judging():
        settings = load_settings(model=model, base_url=base_url)
        log_to_stderr(settings.log_level)
        from groundwire.evals.dataset import gold_digest, load_cases  # noqa: PLC0415 - help comes at once
        from groundwire.evals.locking import held  # noqa: PLC0415
        from groundwire.evals.peers.trial import score_trial  # noqa: PLC0415

        name = trial or f"peers-{new_name(settings.model or 'embedded')}"
        folder = run_folder(name, evals, out)
        chosen = load_cases(evals, families_of(cases))
        with held(folder):
            try:
                asyncio.run(_run(settings, folder, evals, chosen, cache))
            except KeyboardInterrupt:
                more = again(*([] if trial else [name]))
                fail(Exit.INTERRUPTED, f"stopped; what was answered is kept; go on with: {more}")
            scores = score_trial(folder, SYSTEMS, chosen, gold_digest(evals))
        end_with_closed_pipe()
        for family in dict.fromkeys(case.family for case in chosen):
            show_trial(scores, family, Console())
        print(f"Answers and scores: {folder}")


async def _run(settings: Settings, folder: Path, evals: Path, cases: "tuple[EvalCase, ...]", cache: CacheMode) -> None:
    from groundwire.cli.progress import model_progress  # noqa: PLC0415 - help comes at once
    from groundwire.cli.wiring import open_parts  # noqa: PLC0415
    from groundwire.evals.dataset import gold_digest  # noqa: PLC0415
    from groundwire.evals.peers.trial import Trial, begin_trial, run_peer  # noqa: PLC0415
    from groundwire.evals.runs.manifest import case_ref  # noqa: PLC0415
    from groundwire.evals.runs.provenance import git_commit, machine_line  # noqa: PLC0415
    from groundwire.evals.runs.recording import RecordingModel  # noqa: PLC0415
    from groundwire.evals.runs.running import reach  # noqa: PLC0415

    with model_progress() as progress:
        async with open_parts(settings, progress) as parts:
            wanted = Trial(
                model=parts.model.name,
                model_identity=parts.model.identity,
                machine=machine_line(),
                git_commit=git_commit(evals),
                gold_digest=gold_digest(evals),
                cases=tuple(case_ref(case) for case in cases),
                created=datetime.now(UTC),
            )
            begin_trial(folder, wanted)
            await reach(RecordingModel(parts.model, parts.cache, cache))
            for peer in _systems(settings, parts, cache):
                await run_peer(folder, peer, cases, _tell)


def _systems(settings: Settings, parts: "Parts", cache: CacheMode) -> "list[Peer]":
    from groundwire.evals.peers.answer import PeerEndpoint  # noqa: PLC0415
    from groundwire.evals.peers.groundwire_peer import GroundwirePeer  # noqa: PLC0415
    from groundwire.evals.peers.langextract_peer import LangExtractPeer  # noqa: PLC0415
    from groundwire.evals.peers.plain_instructor import PlainInstructor  # noqa: PLC0415
    from groundwire.evals.runs.recording import RecordingModel  # noqa: PLC0415 - help comes at once

    endpoint = PeerEndpoint(
        base_url=parts.base_url,
        api_key=settings.api_key.get_secret_value() if settings.api_key else "none",
        model=parts.model.name,
        concurrency=parts.model.concurrency,
    )
    begun = datetime.now(UTC)
    return [
        PlainInstructor(endpoint),
        LangExtractPeer(endpoint),
        GroundwirePeer(lambda: RecordingModel(parts.model, parts.cache, cache, since=begun)),
    ]


def _tell(system: str, case: "EvalCase", answer: "PeerAnswer") -> None:
    told = answer.failure or f"{answer.usage.completion_tokens} tokens written"
    print(harmless(f"{system}, {case.name}: {answer.seconds:.0f} s, {told}"), file=sys.stderr)


def show_trial(scores: "TrialScores", group: str, console: Console) -> None:
    """Print the figures that come first of a group of cases, a column a system."""
    table = Table(title=group, title_justify="left", box=box.ROUNDED)
    table.add_column("", style="bold")
    for name in scores.root:
        table.add_column(escape(name))
    for metric, words in WORDS.items():
        table.add_row(words, *(cell(run.groups[group].metrics.get(metric)) for run in scores.root.values()))
    console.print(table)
