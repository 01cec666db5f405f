"""`groundwire eval run`: put all cases to a model, keep every answer, score them."""

import shlex
import sys
from typing import Annotated

import typer
from rich.console import Console

from groundwire.cli.evaluation.endings import judging
from groundwire.cli.evaluation.headline import show_scores
from groundwire.cli.evaluation.places import EVALS, EvalsOption, OutOption, new_name, run_folder
from groundwire.cli.evaluation.report import write_reports
from groundwire.cli.logs import log_to_stderr
from groundwire.cli.settings import SettingsError, load_settings
from groundwire.schemas import CacheMode


def run_cases(  # noqa: PLR0913, PLR0917 - the options of a command
    run: Annotated[
        str | None,
        typer.Argument(help="Name of the run, or its folder if it holds a slash. A new one by time."),
    ] = None,
    model: Annotated[str | None, typer.Option(help="Model, in place of GROUNDWIRE_MODEL.")] = None,
    base_url: Annotated[str | None, typer.Option(help="Endpoint, in place of GROUNDWIRE_BASE_URL.")] = None,
    prompt: Annotated[
        str | None,
        typer.Option(metavar="DIR|VERSION", help="Prompts to try: a version such as v2, or a folder with attack.md, …"),
    ] = None,
    repeat: Annotated[int, typer.Option(min=1, max=100, help="How often each case is put.")] = 1,
    concurrency: Annotated[int, typer.Option(min=1, max=256, help="Cases under way at once.")] = 1,
    cases: Annotated[str | None, typer.Option(metavar="FAMILY,…", help="Families of cases; all by default.")] = None,
    budget_usd: Annotated[
        float | None, typer.Option(min=0, help="Begin no further case once this call has spent so much.")
    ] = None,
    cache: Annotated[
        CacheMode,
        typer.Option(help="use: put recorded answers back; refresh: record all anew; off: neither."),
    ] = CacheMode.USE,
    seed: Annotated[int, typer.Option(help="What counterfactual cases are drawn with.")] = 0,
    retry_errors: Annotated[bool, typer.Option("--retry-errors", help="Put cases again that failed before.")] = False,
    evals: EvalsOption = EVALS,
    out: OutOption = None,
) -> None:
    """Put all cases to a model, keep every answer, score them.

    The same command again goes on where a run was stopped: cases with an answer are not put again.
    """
    with judging():
        settings = load_settings(model=model, base_url=base_url)
        log_to_stderr(settings.log_level)
        if model and settings.embedded:
            raise SettingsError("--model needs an endpoint: --base-url; other weights are set by GROUNDWIRE_GGUF")
        from groundwire.cli.evaluation.performing import Wish, perform  # noqa: PLC0415 - help comes at once
        from groundwire.evals.folder import RunFolder  # noqa: PLC0415
        from groundwire.evals.harness import Limits  # noqa: PLC0415

        name = run or new_name(settings.model or "embedded")
        wish = Wish(
            settings=settings,
            folder=run_folder(name, evals, out),
            evals=evals,
            families=None if cases is None else tuple(family.strip() for family in cases.split(",")),
            seed=seed,
            prompt=prompt,
            cache=cache,
            limits=Limits(repeat, concurrency, budget_usd, retry_errors),
            again=shlex.join(["groundwire", *sys.argv[1:], *([] if run else [name])]),
        )
        scores = perform(wish)
        write_reports(RunFolder(wish.folder), evals)
    show_scores(scores, Console())
    print(f"Report: {wish.folder / 'report.html'}")
