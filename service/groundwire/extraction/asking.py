"""Puts the planned questions to the model, as many at once as it takes, and keeps what succeeds."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from groundwire.extraction.drafts import AnyDraft
from groundwire.extraction.errors import ModelError, ModelRejected, ModelUnavailable
from groundwire.extraction.ledger import Ledger
from groundwire.extraction.model import Loss, Message, StructuredModel
from groundwire.extraction.plan import Question
from groundwire.extraction.questions import Wording


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

    def add(self, others: "Answers") -> None:
        """Take in what came of other questions."""
        for name, mine in vars(self).items():
            mine.update(getattr(others, name))

    def add_again(self, second: "Answers") -> None:
        """Take in what came of questions that were put a second time."""
        self.again |= second.given
        self.failed_again |= second.failed
        for question, losses in second.lost.items():
            self.lost[question] = (*self.lost.get(question, ()), *losses)


async def ask_all(model: StructuredModel, questions: Sequence[Question], wording: Wording, ledger: Ledger) -> Answers:
    """Put all questions; those whose passage can hold no such record are answered without being put.

    An unusable answer costs only its own question. Once the endpoint is out of reach or refuses us, the remaining
    questions are not put: they would fail alike, after the same patience.

    Raises:
        ModelError: Nothing was answered; with the usage of all attempts.
    """
    dialogues = [(question, wording.messages(question)) for question in questions]
    answers = await put_all(model, dialogues, wording, ledger)
    if answers.failed and not answers.given:
        error = next(iter(answers.failed.values()))
        error.usage = ledger.usage
        raise error
    return answers


async def put_all(
    model: StructuredModel, dialogues: Sequence[tuple[Question, list[Message]]], wording: Wording, ledger: Ledger
) -> Answers:
    """Put questions in the caller's words: as `ask_all`, but whatever fails is only told by the answers."""
    answers = Answers()
    waiting = iter(dialogues)
    async with asyncio.TaskGroup() as workers:
        for _ in range(min(model.concurrency, len(dialogues))):
            workers.create_task(_work(model, waiting, wording, ledger, answers))
    answers.given = {question: answers.given[question] for question, _ in dialogues if question in answers.given}
    return answers


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
        fatal = next((e for e in answers.failed.values() if isinstance(e, ModelRejected | ModelUnavailable)), None)
        if fatal is not None:
            answers.failed[question] = fatal
            continue
        try:
            answered = await model.ask(form.schema, messages, ledger)
            answers.given[question] = form.drafts(answered.answer)
            answers.said[question] = answered.answer.model_dump_json(exclude_none=True)
            if answered.losses:
                answers.lost[question] = answered.losses
        except ModelError as error:
            answers.failed[question] = error
