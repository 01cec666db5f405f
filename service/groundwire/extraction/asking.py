"""Puts the planned questions to the model, as many at once as it takes, and keeps what succeeds."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from groundwire.extraction.drafts import Answer, AnyDraft, answer_to
from groundwire.extraction.errors import ModelError, ModelRejected, ModelUnavailable
from groundwire.extraction.ledger import Ledger
from groundwire.extraction.model import Answered, Loss, Message, StructuredModel
from groundwire.extraction.plan import Question
from groundwire.extraction.questions import messages_for, read_back
from groundwire.prompts.sets import PromptSet
from groundwire.schemas import Article


@dataclass
class Answers:
    """What came of the questions.

    Attributes:
        given: Drafts by question, in the order of the plan.
        lost: What was lost of an answer, by question; the rest of it is among those given.
        failed: Error by question, questions included that were not put any more.
    """

    given: dict[Question, list[AnyDraft]] = field(default_factory=dict)
    lost: dict[Question, tuple[Loss, ...]] = field(default_factory=dict)
    failed: dict[Question, ModelError] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether every question was answered, and nothing of an answer was lost."""
        return not self.failed and not self.lost


async def ask_all(
    model: StructuredModel, questions: Sequence[Question], article: Article, prompts: PromptSet, ledger: Ledger
) -> Answers:
    """Put all questions.

    An unusable answer costs only its own question. Once the endpoint is out of reach or refuses us, the remaining
    questions are not put: they would fail alike, after the same patience.

    Raises:
        ModelError: Nothing was answered; with the usage of all attempts.
    """
    answers = Answers()
    waiting = ((question, messages_for(question, article, prompts)) for question in questions)
    async with asyncio.TaskGroup() as workers:
        for _ in range(min(model.concurrency, len(questions))):
            workers.create_task(_work(model, waiting, ledger, answers))
    if answers.failed and not answers.given:
        error = next(iter(answers.failed.values()))
        error.usage = ledger.usage
        raise error
    answers.given = {question: answers.given[question] for question in questions if question in answers.given}
    return answers


async def _work(
    model: StructuredModel, waiting: Iterator[tuple[Question, list[Message]]], ledger: Ledger, answers: Answers
) -> None:
    for question, messages in waiting:
        fatal = next((e for e in answers.failed.values() if isinstance(e, ModelRejected | ModelUnavailable)), None)
        if fatal is not None:
            answers.failed[question] = fatal
            continue
        try:
            schema = answer_to(question.kind, len(question.citable))
            answered: Answered[Answer] = await model.ask(schema, messages, ledger)
            answers.given[question] = read_back(question, answered.answer)
            if answered.losses:
                answers.lost[question] = answered.losses
        except ModelError as error:
            answers.failed[question] = error
