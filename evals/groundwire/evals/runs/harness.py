"""Puts the open cases of a run folder on pydantic-evals and keeps each answer as it comes.

pydantic-evals bounds how many cases are under way, scores each as soon as it is answered and tells of it. It can send
what it sees to an observability service, but only by way of the package logfire, which nothing here installs or
configures.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from pydantic_evals import Case, Dataset
from pydantic_evals.evaluators import Evaluator, EvaluatorContext
from pydantic_evals.lifecycle import CaseLifecycle
from pydantic_evals.reporting import ReportCase, ReportCaseFailure

from groundwire.evals.cases import CaseAnswer, EvalCase, FailureKind
from groundwire.evals.errors import EvalError
from groundwire.evals.runs.folder import RunFolder
from groundwire.evals.runs.running import System, answer_case, reach
from groundwire.evals.scoring.answers import score_case


@dataclass(frozen=True)
class Limits:
    """How far a call goes.

    Attributes:
        repeat: How often each case is put.
        concurrency: Cases under way at once.
        budget_usd: No further case is begun once this call has spent so much, in US dollars; None for no limit.
        retry: Kinds of failures that are put again.
    """

    repeat: int = 1
    concurrency: int = 1
    budget_usd: float | None = None
    retry: tuple[FailureKind, ...] = ()


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
    puts = [_Put(case, repeat) for case in cases for repeat in range(1, limits.repeat + 1)]
    call = _Call(folder, system, limits, watch, len(puts))
    waiting = [put for put in puts if not call.holds(put)]
    watch.opened(call.done, call.total)
    if not waiting:
        return
    await reach(system.recorder(1))
    dataset = Dataset[_Put, CaseAnswer | None, None](
        name=folder.path.name,
        cases=[Case(name=f"{put.case.name}~{put.repeat}", inputs=put) for put in waiting],
        evaluators=[_RecordsFound()],
    )
    report = await dataset.evaluate(
        call.put, max_concurrency=limits.concurrency, progress=False, lifecycle=lambda case: _Told(case, call)
    )
    if report.failures:
        raise EvalError(f"{folder.path}: {report.failures[0].name}: {report.failures[0].error_message}")


@dataclass
class _Call:
    """One call that works on a run, and what it has come to so far."""

    folder: RunFolder
    system: System
    limits: Limits
    watch: Watch
    total: int
    done: int = 0
    failed: int = 0
    spent_usd: float = 0.0

    def holds(self, put: _Put) -> bool:
        """Whether the folder has an answer that stays; then it is counted as done."""
        answer = self.folder.read_answer(put.case.name, put.repeat)
        if answer is None or (answer.failure and answer.failure.kind in self.limits.retry):
            return False
        self._count(answer)
        return True

    async def put(self, put: _Put) -> CaseAnswer | None:
        """Put a case and keep its answer; None if the budget is spent."""
        if self.limits.budget_usd is not None and self.spent_usd >= self.limits.budget_usd:
            return None
        self.watch.begun(put.case.name)
        answered = await answer_case(self.system, put.case, put.repeat)
        self.spent_usd += answered.spent_usd
        self.folder.write_answer(answered.answer, answered.raw)
        return answered.answer

    def tell(self, answer: CaseAnswer, records: Mapping[str, float]) -> None:
        """Tell of an answer that is kept and scored."""
        self._count(answer)
        self.watch.ended(Step(answer, records, self.done, self.total, self.failed))

    def _count(self, answer: CaseAnswer) -> None:
        self.done += 1
        self.failed += answer.failure is not None


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

    def __init__(self, case: Case[_Put, CaseAnswer | None, None], call: _Call) -> None:
        super().__init__(case)
        self._call = call

    async def teardown(
        self,
        result: ReportCase[_Put, CaseAnswer | None, None] | ReportCaseFailure[_Put, CaseAnswer | None, None] | None,
    ) -> None:
        if isinstance(result, ReportCase) and result.output is not None:
            self._call.tell(result.output, {name: score.value for name, score in result.scores.items()})
