"""Performs a run: builds what the settings say, puts the open cases, and scores the whole."""

import asyncio
import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from pydantic import JsonValue

from groundwire.cli.evaluation.watching import watching
from groundwire.cli.exits import Exit, fail
from groundwire.cli.progress import model_progress
from groundwire.cli.settings import Settings
from groundwire.cli.wiring import open_parts
from groundwire.evals.cases import EvalCase
from groundwire.evals.dataset import gold_digest, load_cases
from groundwire.evals.errors import EvalError, InfrastructureError
from groundwire.evals.locking import held
from groundwire.evals.runs.folder import RunFolder
from groundwire.evals.runs.harness import Limits, answer_open_cases
from groundwire.evals.runs.manifest import Plan, begin, manifest_of
from groundwire.evals.runs.provenance import git_commit
from groundwire.evals.runs.rescoring import score_folder
from groundwire.evals.runs.running import System
from groundwire.evals.scoring.scores import RunScore
from groundwire.extraction.profiles import Profile
from groundwire.prompts.sets import PromptSet, current_set, trial_set
from groundwire.schemas import CacheMode, Unsupported


@dataclass(frozen=True)
class Wish:
    """What a call of `groundwire eval run` asks for.

    Attributes:
        settings: Which model, and how it is asked.
        folder: Where the run is kept.
        evals: Folder of the labels.
        families: Families of cases; None for all.
        seed: What counterfactual cases are drawn with.
        prompt: Prompts to try, as `trial_set` understands them; None for those in use.
        cache: What recorded answers are used for.
        limits: How far this call goes.
        again: The command that goes on with this run.
        retry: The command that puts cases again that the infrastructure failed.
        quiet: Say nothing on standard error but why the run could not be made.
        unsupported: What becomes of values that an article does not state.
        recall_pass: Whether sentences with facts that no record claims are asked about once more.
    """

    settings: Settings
    folder: Path
    evals: Path
    families: tuple[str, ...] | None
    seed: int
    prompt: str | None
    cache: CacheMode
    limits: Limits
    again: str
    retry: str
    quiet: bool = False
    unsupported: Unsupported = Unsupported.DROP
    recall_pass: bool = False


def perform(wish: Wish) -> RunScore:
    """Begin the run or go on with it, to its end.

    Raises:
        EvalError: Labels, prompts or folder are not in order, or the budget is spent.
        InfrastructureError: The model cannot be asked, or answered no case.
        LocalModelError: The embedded model cannot be started.
    """
    if wish.limits.budget_usd is not None and _price_is_unknown(wish.settings):
        raise EvalError("--budget-usd: needs GROUNDWIRE_PRICE_PROMPT_USD and GROUNDWIRE_PRICE_COMPLETION_USD")
    cases = load_cases(wish.evals, wish.families, wish.seed)
    prompts = _prompts(wish.prompt, wish.settings.profile_in_use)
    folder = RunFolder(wish.folder)
    with held(wish.folder):
        try:
            asyncio.run(_answer(wish, folder, cases, prompts))
        except KeyboardInterrupt:
            fail(Exit.INTERRUPTED, f"stopped; what was answered is kept; go on with: {wish.again}")
        _close(wish, folder)
        return score_folder(folder, cases, gold_digest(wish.evals))


def _price_is_unknown(settings: Settings) -> bool:
    return not settings.embedded and settings.price_prompt_usd is None


def _prompts(source: str | None, profile: Profile) -> PromptSet:
    if source is None:
        return current_set(profile.value)
    try:
        return trial_set(source, profile.value)
    except LookupError as error:
        raise EvalError(f"--prompt: {error.args[0]}") from error


async def _answer(wish: Wish, folder: RunFolder, cases: tuple[EvalCase, ...], prompts: PromptSet) -> None:
    with model_progress(quiet=wish.quiet) as progress:
        async with open_parts(wish.settings, progress) as parts:
            system = System(
                parts.model,
                prompts,
                parts.profile,
                parts.prices,
                parts.cache,
                wish.cache,
                datetime.now(UTC),
                wish.unsupported,
                wish.recall_pass,
            )
            plan = Plan(
                name=wish.folder.name,
                cases=cases,
                gold_digest=gold_digest(wish.evals),
                seed=wish.seed,
                repeat=wish.limits.repeat,
                git_commit=git_commit(wish.evals),
                parameters=_parameters(wish),
            )
            begun = begin(folder, manifest_of(plan, system))
            system = replace(system, since=begun.created)
            with watching(quiet=wish.quiet) as watch:
                await answer_open_cases(folder, system, cases, wish.limits, watch)


def _parameters(wish: Wish) -> dict[str, JsonValue]:
    """Settings beside those of sampling that an answer depends on, and the cases at once, which its seconds do."""
    settings = wish.settings
    return {
        "mode": settings.mode,
        "corrections": settings.corrections,
        "call_timeout_s": settings.call_timeout_s,
        "context_tokens": settings.context_tokens if settings.embedded else None,
        "concurrency": wish.limits.concurrency,
        "unsupported": wish.unsupported.value,
        "recall_pass": wish.recall_pass,
    }


def _close(wish: Wish, folder: RunFolder) -> None:
    """Note that the run is finished, unless cases are open or the model answered none; say what failed."""
    manifest = folder.read_manifest()
    answers = folder.read_answers(manifest)
    if left := answers.count(None):
        raise EvalError(f"the budget is spent: {left} of {len(answers)} cases are open; go on with: {wish.again}")
    failures = [answer.failure for answer in answers if answer and answer.failure]
    outside = [failure for failure in failures if failure.kind == "infrastructure"]
    if len(outside) == len(answers):
        raise InfrastructureError(f"no case was answered: {outside[0].message}; go on with: {wish.retry}")
    folder.write_manifest(manifest.model_copy(update={"finished": datetime.now(UTC)}))
    if failures and not wish.quiet:
        print(
            f"groundwire: {len(failures)} of {len(answers)} cases have no answer; try them again with: {wish.retry}",
            file=sys.stderr,
        )
