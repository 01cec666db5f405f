"""`groundwire eval run`: put all cases to a model, keep every answer, score them."""

from dataclasses import replace
from typing import Annotated, get_args

import typer
from rich.console import Console

from groundwire.cli.evaluation.endings import judging
from groundwire.cli.evaluation.headline import show_scores
from groundwire.cli.evaluation.options import (
    BudgetOption,
    CasesOption,
    ConcurrencyOption,
    RepeatOption,
    families_of,
)
from groundwire.cli.evaluation.places import EVALS, EvalsOption, OutOption, again, new_name, run_folder
from groundwire.cli.evaluation.report import write_reports
from groundwire.cli.exits import end_with_closed_pipe
from groundwire.cli.logs import log_to_stderr
from groundwire.cli.settings import SettingsError, load_settings
from groundwire.schemas import CacheMode, Unsupported

RunArgument = Annotated[
    str | None, typer.Argument(help="Name of the run, or its folder if it is more than a name. A new one by time.")
]
ModelOption = Annotated[str | None, typer.Option(help="Model, in place of GROUNDWIRE_MODEL.")]
UrlOption = Annotated[str | None, typer.Option(help="Endpoint, in place of GROUNDWIRE_BASE_URL.")]
PromptOption = Annotated[
    str | None,
    typer.Option(metavar="DIR|VERSION", help="Prompts to try: a version such as v2, or a folder with attack.md, …"),
]
CacheOption = Annotated[
    CacheMode, typer.Option(help="use: put recorded answers back; refresh: record all anew; off: neither.")
]
SeedOption = Annotated[int, typer.Option(help="What counterfactual cases are drawn with.")]
UnsupportedOption = Annotated[Unsupported, typer.Option(help="What becomes of values that an article does not state.")]
RecallOption = Annotated[bool, typer.Option("--recall-pass", help="Ask once more about facts that no record claims.")]
RetryOption = Annotated[bool, typer.Option("--retry-errors", help="Put cases again that failed before.")]


def run_cases(  # noqa: PLR0913, PLR0917 - the options of a command
    run: RunArgument = None,
    model: ModelOption = None,
    base_url: UrlOption = None,
    prompt: PromptOption = None,
    repeat: RepeatOption = 1,
    concurrency: ConcurrencyOption = 1,
    cases: CasesOption = None,
    budget_usd: BudgetOption = None,
    cache: CacheOption = CacheMode.USE,
    seed: SeedOption = 0,
    retry_errors: RetryOption = False,
    unsupported: UnsupportedOption = Unsupported.DROP,
    recall_pass: RecallOption = False,
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
        from groundwire.evals.cases import FailureKind  # noqa: PLC0415
        from groundwire.evals.runs.folder import RunFolder  # noqa: PLC0415
        from groundwire.evals.runs.harness import Limits  # noqa: PLC0415

        name = run or new_name(settings.model or "embedded")
        folder = run_folder(name, evals, out)
        limits = Limits(repeat, concurrency, budget_usd, get_args(FailureKind) if retry_errors else ())
        go_on = again(*([] if run else [name]))
        retry = go_on if retry_errors else f"{go_on} --retry-errors"
        wish = Wish(settings, folder, evals, families_of(cases), seed, prompt, cache, limits, go_on, retry)
        scores = perform(replace(wish, unsupported=unsupported, recall_pass=recall_pass))
        write_reports(RunFolder(folder), evals)
        end_with_closed_pipe()
        show_scores(scores, Console())
        print(f"Report: {folder / 'report.html'}")
