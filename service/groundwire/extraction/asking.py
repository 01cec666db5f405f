"""Puts the planned questions to the model, as many at once as it takes, and keeps what succeeds."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from groundwire.extraction.drafts import AnyDraft
from groundwire.extraction.errors import DeadlineExceeded, ModelError, ModelRejected, ModelUnavailable
from groundwire.extraction.ledger import Ledger
from groundwire.extraction.model import Loss, Message, StructuredModel
from groundwire.extraction.plan import Question
from groundwire.extraction.questions import Wording
from groundwire.extraction.recitals import RECITED, without_recitals
from groundwire.extraction.waiting import DEADLINE_OVER, until

FATAL: Final = (ModelRejected, ModelUnavailable)
"""Errors after which further questions would fail alike."""


@dataclass
class Answers:
    """What came of the questions.

    Attributes:
        given: Drafts by question, in the order of the plan.
        said: The answer that they came in, as JSON, by question.
        lost: What was lost of an answer, by question; the rest of it is among those given.
        failed: Error by question, questions included that were not put any more.
        again: Drafts of a second answer, by question, where one was asked for and came.
        failed_again: Error by question of those that were answered only the first time.
    """

    given: dict[Question, list[AnyDraft]] = field(default_factory=dict)
    said: dict[Question, str] = field(default_factory=dict)
    lost: dict[Question, tuple[Loss, ...]] = field(default_factory=dict)
    failed: dict[Question, ModelError] = field(default_factory=dict)
    again: dict[Question, list[AnyDraft]] = field(default_factory=dict)
    failed_again: dict[Question, ModelError] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether every question was answered as often as it was put, and nothing of an answer was lost."""
        return not self.failed and not self.failed_again and not self.lost

    @property
    def cut_off(self) -> ModelError | None:
        """The error of an endpoint that broke off or refuses us, if one did; None also for answers that are no use."""
        errors = (*self.failed.values(), *self.failed_again.values())
        return next((error for error in errors if isinstance(error, FATAL)), None)

    def add(self, others: "Answers") -> None:
        """Take in what came of other questions."""
        for name, mine in vars(self).items():
            mine.update(getattr(others, name))

    def sort(self, questions: Iterable[Question]) -> None:
        """Put what is given in the order of the plan, whatever came first."""
        self.given = {question: self.given[question] for question in questions if question in self.given}

    def add_again(self, second: "Answers") -> None:
        """Take in what came of questions that were put a second time."""
        self.again |= second.given
        self.failed_again |= second.failed
        for question, losses in second.lost.items():
            self.lost[question] = (*self.lost.get(question, ()), *losses)


async def ask_all(
    model: StructuredModel, questions: Sequence[Question], wording: Wording, ledger: Ledger, answers: Answers
) -> None:
    """Put all questions, and enter what comes of them as it comes.

    Those whose passage can hold no such record are answered without being put. An unusable answer costs only its own
    question. Once the endpoint is out of reach or refuses us, the remaining questions are not put: they would fail
    alike, after the same patience. What is not answered by the deadline of the ledger has failed.

    Raises:
        ModelError: Nothing was answered.
    """
    await put_all(model, [(question, wording.messages(question)) for question in questions], wording, ledger, answers)
    if answers.failed and not answers.said:
        raise answers.cut_off or next(iter(answers.failed.values()))


async def put_all(
    model: StructuredModel,
    dialogues: Sequence[tuple[Question, list[Message]]],
    wording: Wording,
    ledger: Ledger,
    answers: Answers,
) -> None:
    """Put questions in the caller's words: as `ask_all`, but whatever fails is only told by the answers."""
    waiting = iter(dialogues)
    count = min(model.concurrency, len(dialogues))
    workers = [asyncio.create_task(_work(model, waiting, wording, ledger, answers)) for _ in range(count)]
    await until(ledger.deadline, workers)
    for worker in workers:
        if not worker.cancelled():
            worker.result()
    for question, _ in dialogues:
        if question not in answers.given and question not in answers.failed:
            answers.failed[question] = DeadlineExceeded(DEADLINE_OVER)
    answers.sort(question for question, _ in dialogues)


async def _work(
    model: StructuredModel,
    waiting: Iterator[tuple[Question, list[Message]]],
    wording: Wording,
    ledger: Ledger,
    answers: Answers,
) -> None:
    for question, messages in waiting:
        form = wording.form(question)
        if form is None:
            answers.given[question] = []
            continue
        fatal = next((error for error in answers.failed.values() if isinstance(error, FATAL)), None)
        if fatal is not None:
            answers.failed[question] = fatal
            continue
        try:
            answered = await model.ask(form.schema, messages, ledger)
            drafts = form.drafts(answered.answer)
            answers.given[question] = without_recitals(drafts, messages)
            answers.said[question] = answered.answer.model_dump_json(exclude_none=True)
            losses = (*answered.losses, *[RECITED] * (len(drafts) - len(answers.given[question])))
            if losses:
                answers.lost[question] = losses
        except ModelError as error:
            answers.failed[question] = error
