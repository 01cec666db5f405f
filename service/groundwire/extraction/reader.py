"""One model reads one article: plan, ask, code. No cache, no limits, no second model."""

import asyncio
import hashlib
import importlib.metadata
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Final

from groundwire.extraction.asking import Answers, ask_all
from groundwire.extraction.assembly import Findings, assemble
from groundwire.extraction.cache_key import KeyParts, cache_key
from groundwire.extraction.codings import Coder
from groundwire.extraction.errors import ModelError
from groundwire.extraction.ledger import Ledger
from groundwire.extraction.model import Dialect, StructuredModel
from groundwire.extraction.observer import Observer
from groundwire.extraction.plan import Question, plan
from groundwire.extraction.prices import Prices
from groundwire.extraction.profiles import Profile, profile_of
from groundwire.extraction.questions import Wording, prompt_digest, schema_digest
from groundwire.extraction.recall import plan_recall
from groundwire.extraction.rehearsal import rehearse
from groundwire.extraction.repair import ask_again
from groundwire.extraction.streaming import Sightings
from groundwire.extraction.told import Told
from groundwire.extraction.waiting import end, within
from groundwire.prompts.sets import PromptSet, current_set
from groundwire.schemas import Article, CacheState, Extraction, ExtractRequest, Meta, RecordType, Unsupported, Usage

SHOW_EVERY_S: Final = 0.1
"""Least time between two looks at what the answers so far support."""
SHOW_SHARE: Final = 0.2
"""Most of the time that goes into these looks: a long article, of which each takes longer, is looked at less often."""


@dataclass(frozen=True)
class Task:
    """What is to be read, and what for.

    Attributes:
        article: The article.
        kinds: Types of records that are wanted, each once, in the order of the enum.
        unsupported: What becomes of values that the article does not state.
        recall_pass: Whether sentences with facts that no record claims are asked about once more.
    """

    article: Article
    kinds: tuple[RecordType, ...] = tuple(RecordType)
    unsupported: Unsupported = Unsupported.DROP
    recall_pass: bool = False

    @classmethod
    def of(cls, request: ExtractRequest) -> "Task":
        """The task of a request; requests for the same are equal tasks, their `source_url` aside."""
        kinds = tuple(kind for kind in RecordType if kind in request.record_types)
        return cls(request.article(), kinds, request.unsupported, request.recall_pass)


@dataclass(frozen=True)
class Reading:
    """What came of reading an article.

    Attributes:
        extraction: With `meta.cache` "off": nothing was looked up or kept.
        cut_off: The error of the endpoint after which it was asked no further, and the article is read in part only.
    """

    extraction: Extraction
    cut_off: ModelError | None


class Reader:
    """A model, and how articles are put to it."""

    def __init__(
        self,
        model: StructuredModel,
        profile: Profile | None = None,
        prompts: PromptSet | None = None,
        prices: Prices | None = None,
        observer: Observer | None = None,
    ) -> None:
        """Nothing is sent or read yet.

        Args:
            model: Answers the questions.
            profile: How to cut questions; None for what suits the model by its name.
            prompts: What to ask with; None for the prompts in use.
            prices: To fill `meta.cost_usd`; None leaves it null.
            observer: Is told of every article that was read.
        """
        self._model = model
        self._profile = profile or profile_of(model.name)
        self._prompts = current_set(self._profile.value) if prompts is None else prompts
        self._prices = prices
        self._observer = observer or Observer()
        self._version = program_version()
        self._schema_digest = schema_digest()
        self.reached = False
        """Whether the model has answered once."""

    def key(self, task: Task) -> str:
        """The name under which the answer of this model to this task is kept."""
        parts = KeyParts(
            article_text=task.article.text,
            published=task.article.published,
            title=task.article.title,
            record_types=tuple(kind.value for kind in task.kinds),
            unsupported=task.unsupported.value,
            recall_pass=task.recall_pass,
            model=self._model.identity,
            sampling=self._model.sampling,
            prompt_digest=prompt_digest(task.kinds, self._prompts),
            schema_digest=self._schema_digest,
            profile=self._profile.value,
            pipeline=self._version,
        )
        return cache_key(parts)

    def cost(self, usage: Usage) -> float | None:
        """What a usage costs in US dollars; None if that is not known."""
        return self._prices.of(usage) if self._prices else None

    async def reach(self, ledger: Ledger) -> Dialect:
        """Make sure that the model can be asked, and find out how.

        Raises:
            ModelError: It cannot.
        """
        dialect = await within(ledger.deadline, self._model.dialect(ledger))
        self.reached = True
        return dialect

    async def rehearse(self) -> None:
        """Make what all articles need, for which the first one would wait; others may go on between the steps."""
        for _ in rehearse(self._prompts, self._profile):
            await asyncio.sleep(0)

    async def read(self, task: Task, ledger: Ledger, sightings: Sightings | None = None) -> Reading:
        """All records of the wanted types that the article supports.

        What is not answered by the deadline of the ledger is missing, and the answer says so.

        Args:
            task: What is to be read.
            ledger: Where what is spent is entered, and until when it may be.
            sightings: Is shown the records that the answers so far support, if somebody looks on.

        Raises:
            ModelError: The model gave nothing, with the usage of the ledger.
        """
        try:
            return await self._read(task, ledger, sightings or Sightings())
        except ModelError as error:
            error.usage = ledger.usage
            raise

    async def _read(self, task: Task, ledger: Ledger, sightings: Sightings) -> Reading:
        watch = _Stopwatch()
        article = task.article
        with watch.stage("plan"):
            told = Told.by(article.text)
            wording = Wording(article, self._prompts, self._profile)
            questions = plan(article.text, told.sentences, task.kinds, self._profile)
        answers = Answers()
        with watch.stage("ask"):
            needs_asking = any(wording.form(question) for question in questions)
            dialect = await self.reach(ledger) if needs_asking else None
            async with _shown(sightings, task, told, questions, answers):
                await self._ask(task, told, questions, wording, ledger, answers)
        with watch.stage("code"):
            findings = assemble(article, told, answers, task.unsupported)
            unclaimed = findings.coverage.unclaimed if task.recall_pass and needs_asking else ()
            missed = plan_recall(told, findings.records, unclaimed, questions, self._profile)
        if missed:
            with watch.stage("ask"):
                answers.add(await self._answers_if_any(task, told, missed, wording, ledger))
            with watch.stage("code"):
                findings = assemble(article, told, answers, task.unsupported)
        meta = self._meta(task, dialect, ledger.usage, watch.milliseconds, complete=answers.complete)
        made = _extraction(article, findings, meta)
        self._observer.made(meta.stage_ms, *_counts(made))
        return Reading(made, answers.cut_off)

    async def _ask(
        self,
        task: Task,
        told: Told,
        questions: Sequence[Question],
        wording: Wording,
        ledger: Ledger,
        answers: Answers,
    ) -> None:
        self._observer.planned(sum(wording.form(question) is not None for question in questions))
        await ask_all(self._model, questions, wording, ledger, answers)
        if task.unsupported is Unsupported.REPAIR:
            await ask_again(self._model, answers, Coder.of(task.article, told), wording, ledger)

    async def _answers_if_any(
        self, task: Task, told: Told, questions: Sequence[Question], wording: Wording, ledger: Ledger
    ) -> Answers:
        """What comes of further questions; where nothing is answered, that is told by the answers too."""
        answers = Answers()
        try:
            await self._ask(task, told, questions, wording, ledger, answers)
        except ModelError as error:
            return Answers(failed=dict.fromkeys(questions, error))
        return answers

    def _meta(
        self, task: Task, dialect: Dialect | None, usage: Usage, stage_ms: dict[str, float], *, complete: bool
    ) -> Meta:
        return Meta(
            groundwire_version=self._version,
            model=self._model.name,
            mode=dialect.mode.value if dialect else None,
            schema_enforced=dialect.enforced if dialect else None,
            prompt_digest=prompt_digest(task.kinds, self._prompts),
            schema_digest=self._schema_digest,
            cache=CacheState.OFF,
            created=datetime.now(UTC),
            complete=complete,
            usage=usage,
            cost_usd=self.cost(usage),
            stage_ms=stage_ms,
        )


@asynccontextmanager
async def _shown(
    sightings: Sightings, task: Task, told: Told, questions: Sequence[Question], answers: Answers
) -> AsyncIterator[None]:
    """Meanwhile, show the records that the answers so far support to whoever looks on."""
    showing = asyncio.create_task(_show(sightings, task, told, questions, answers))
    try:
        yield
    finally:
        await end([showing])


async def _show(sightings: Sightings, task: Task, told: Told, questions: Sequence[Question], answers: Answers) -> None:
    await sightings.watched.wait()
    seen, spent = 0, 0.0
    while True:
        if len(answers.given) > seen:
            begin = time.perf_counter()
            so_far = replace(answers)
            so_far.sort(questions)
            seen = len(so_far.given)
            sightings.show(assemble(task.article, told, so_far, task.unsupported).records)
            spent = time.perf_counter() - begin
        await asyncio.sleep(max(SHOW_EVERY_S, spent / SHOW_SHARE))


def _extraction(article: Article, findings: Findings, meta: Meta) -> Extraction:
    return Extraction(
        article_id=hashlib.sha256(article.text.encode("utf-8")).hexdigest(),
        attacks=findings.attacks,
        diplomatic_events=findings.diplomatic_events,
        aid_pledges=findings.aid_pledges,
        warnings=findings.warnings,
        coverage=findings.coverage,
        meta=meta,
    )


def _counts(made: Extraction) -> tuple[dict[str, int], dict[str, int]]:
    """How many records of each type there are, and how many warnings of each code."""
    records = {
        RecordType.ATTACK.value: len(made.attacks),
        RecordType.DIPLOMATIC_EVENT.value: len(made.diplomatic_events),
        RecordType.AID_PLEDGE.value: len(made.aid_pledges),
    }
    return records, Counter(warning.code.value for warning in made.warnings)


class _Stopwatch:
    def __init__(self) -> None:
        self.milliseconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        begin = time.perf_counter()
        yield
        spent = (time.perf_counter() - begin) * 1000
        self.milliseconds[name] = round(self.milliseconds.get(name, 0.0) + spent, 1)


@cache
def program_version() -> str:
    """Version of the program; `0+source` where it runs from sources that were never installed."""
    try:
        return importlib.metadata.version("groundwire")
    except importlib.metadata.PackageNotFoundError:
        return "0+source"
