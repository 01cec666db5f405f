"""Puts the open cases of a run folder on pydantic-evals and keeps each answer as it comes.

pydantic-evals bounds how many cases are under way, scores each as soon as it is answered and tells of it. It can send
what it sees to an observability service, but only by way of the package logfire, which nothing here installs or
configures.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from pydantic_evals import Case, Dataset
from pydantic_evals.evaluators import Evaluator, EvaluatorContext
from pydantic_evals.lifecycle import CaseLifecycle
from pydantic_evals.reporting import ReportCase, ReportCaseFailure

from groundwire.evals.cases import EvalCase
from groundwire.evals.errors import EvalError
from groundwire.evals.folder import CaseAnswer, RunFolder
from groundwire.evals.running import System, answer_case, reach
from groundwire.evals.scoring import score_case


@dataclass(frozen=True)
class Limits:
    """How far a call goes.

    Attributes:
        repeat: How often each case is put.
        concurrency: Cases under way at once.
        budget_usd: No further case is begun once this call has spent so much, in US dollars; None for no limit.
        retry_errors: Whether cases that failed before are put again.
    """

    repeat: int = 1
    concurrency: int = 1
    budget_usd: float | None = None
    retry_errors: bool = False


@dataclass(frozen=True)
class Step:
    """One more case is done.

    Attributes:
        answer: Its answer.
        records: How many of its records were found, missed or spurious.
        done: Cases of the run that are done, those of earlier calls included; repeats count each.
        total: Cases of the run, repeats included.
        failed: Those of the done that have no answer.
    """

    answer: CaseAnswer
    records: Mapping[str, float]
    done: int
    total: int
    failed: int


class Watch(Protocol):
    """Is told how a run goes on."""

    def opened(self, done: int, total: int) -> None:
        """So many cases are done already, of so many; repeats count each."""

    def begun(self, case: str) -> None:
        """A case is put."""

    def ended(self, step: Step) -> None:
        """A case is done."""


@dataclass(frozen=True)
class _Put:
    """A case in one of its repeats."""

    case: EvalCase
    repeat: int


@dataclass
class _Tally:
    """What the call has come to so far."""

    answers: dict[tuple[str, int], CaseAnswer] = field(default_factory=dict)
    spent_usd: float = 0.0


async def answer_open_cases(
    folder: RunFolder, system: System, cases: Sequence[EvalCase], limits: Limits, watch: Watch
) -> None:
    """Put all cases that have no answer in the folder yet.

    Args:
        folder: Where answers are kept; each is whole on disk before the next case takes its place.
        system: What is evaluated.
        cases: All cases of the run.
        limits: How far to go; cases that are not begun any more stay open.
        watch: Told of each case that is done.

    Raises:
        InfrastructureError: The model cannot be asked at all; no case was put.
        EvalError: An answer in the folder is broken, or one cannot be written.
    """
    tally = _Tally()
    puts = [_Put(case, repeat) for case in cases for repeat in range(1, limits.repeat + 1)]
    for put in puts:
        answer = folder.read_answer(put.case.name, put.repeat)
        if answer is not None and not (limits.retry_errors and answer.failure):
            tally.answers[put.case.name, put.repeat] = answer
    waiting = [put for put in puts if (put.case.name, put.repeat) not in tally.answers]
    watch.opened(len(tally.answers), len(puts))
    if waiting:
        await reach(system)

    async def task(put: _Put) -> CaseAnswer | None:
        if limits.budget_usd is not None and tally.spent_usd >= limits.budget_usd:
            return None
        watch.begun(put.case.name)
        answered = await answer_case(system, put.case, put.repeat)
        folder.write_answer(answered.answer, answered.raw)
        tally.spent_usd += answered.spent_usd
        tally.answers[put.case.name, put.repeat] = answered.answer
        return answered.answer

    def tell(answer: CaseAnswer, records: Mapping[str, float]) -> None:
        failed = sum(kept.failure is not None for kept in tally.answers.values())
        watch.ended(Step(answer, records, len(tally.answers), len(puts), failed))

    dataset = Dataset[_Put, CaseAnswer | None, None](
        name=folder.path.name,
        cases=[Case(name=f"{put.case.name}~{put.repeat}", inputs=put) for put in waiting],
        evaluators=[_RecordsFound()],
    )
    report = await dataset.evaluate(
        task, max_concurrency=limits.concurrency, progress=False, lifecycle=lambda case: _Told(case, tell)
    )
    if report.failures:
        raise EvalError(f"{folder.path}: {report.failures[0].name}: {report.failures[0].error_message}")


@dataclass
class _RecordsFound(Evaluator[_Put, CaseAnswer | None, None]):
    """How many records of a case were found, missed or spurious, to be told while the run goes on."""

    def evaluate(self, ctx: EvaluatorContext[_Put, CaseAnswer | None, None]) -> dict[str, int]:
        if ctx.output is None:
            return {}
        records = [record for record in score_case(ctx.inputs.case, ctx.output).records if not record.optional]
        return {
            "found": sum(record.gold_id is not None and record.predicted_index is not None for record in records),
            "missed": sum(record.predicted_index is None for record in records),
            "spurious": sum(record.gold_id is None for record in records),
        }


class _Told(CaseLifecycle[_Put, CaseAnswer | None, None]):
    """Tells of a case once it is answered and scored."""

    def __init__(
        self,
        case: Case[_Put, CaseAnswer | None, None],
        tell: Callable[[CaseAnswer, Mapping[str, float]], None],
    ) -> None:
        super().__init__(case)
        self._tell = tell

    async def teardown(
        self,
        result: ReportCase[_Put, CaseAnswer | None, None] | ReportCaseFailure[_Put, CaseAnswer | None, None] | None,
    ) -> None:
        if isinstance(result, ReportCase) and result.output is not None:
            self._tell(result.output, {name: score.value for name, score in result.scores.items()})
