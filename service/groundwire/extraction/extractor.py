"""The one use case: an article in, an Extraction out, from the cache if it may be."""

import asyncio
import hashlib
import importlib.metadata
import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from async_lru import alru_cache
from pydantic import ValidationError

from groundwire.extraction.asking import Answers, ask_all
from groundwire.extraction.assembly import assemble
from groundwire.extraction.cache_key import KeyParts, cache_key
from groundwire.extraction.cache_port import Cache
from groundwire.extraction.codings import Coder
from groundwire.extraction.errors import ModelError
from groundwire.extraction.ledger import Ledger
from groundwire.extraction.model import Dialect, StructuredModel
from groundwire.extraction.plan import Question, plan
from groundwire.extraction.profiles import Profile, profile_of
from groundwire.extraction.questions import Wording, prompt_digest, schema_digest
from groundwire.extraction.recall import plan_recall
from groundwire.extraction.repair import ask_again
from groundwire.extraction.told import Told
from groundwire.prompts.sets import PromptSet, current_set
from groundwire.schemas import Article, CacheMode, CacheState, Extraction, Meta, RecordType, Unsupported, Usage

WARM_UP_EVERY_S: Final = 5.0
"""Seconds between tries to reach a model that did not answer yet."""

_log = logging.getLogger("groundwire.extraction")


@dataclass(frozen=True)
class Prices:
    """What the endpoint charges, in US dollars per million tokens."""

    prompt_usd: float
    completion_usd: float

    def of(self, usage: Usage) -> float:
        """The price of a usage in US dollars."""
        tokens = usage.prompt_tokens * self.prompt_usd + usage.completion_tokens * self.completion_usd
        return round(tokens / 1_000_000, 6)


@dataclass(frozen=True)
class _Job:
    """An extraction to be made. Jobs of the same key are the same work."""

    key: str
    article: Article
    kinds: tuple[RecordType, ...]
    unsupported: Unsupported
    recall_pass: bool
    keep: bool


class Extractor:
    """Turns articles into Extractions with a model, a cache and the pipeline between them."""

    def __init__(
        self,
        model: StructuredModel,
        cache: Cache | None,
        prices: Prices | None = None,
        prompts: PromptSet | None = None,
        profile: Profile | None = None,
    ) -> None:
        """Nothing is sent or read yet.

        Args:
            model: Answers the questions.
            cache: Keeps Extractions; None to keep none.
            prices: To fill `meta.cost_usd`; None leaves it null.
            prompts: What to ask with; None for the prompts in use.
            profile: How to cut questions; None for what suits the model by its name.
        """
        self._model = model
        self._cache = cache
        self._prices = prices
        self._profile = profile or profile_of(model.name)
        self._prompts = current_set(self._profile.value) if prompts is None else prompts
        self._not_ready: str | None = "the model has not answered yet"
        self._version = program_version()
        self._schema_digest = schema_digest()
        # Single flight: callers of one key share one run, a caller that leaves harms nobody, and when all have left
        # the run is cancelled. With no time to live, nothing is remembered after the run.
        self._flights = alru_cache(maxsize=None, ttl=0, key=lambda job: (job.key, job.keep))(self._run)

    async def extract(
        self,
        article: Article,
        *,
        record_types: tuple[RecordType, ...] = tuple(RecordType),
        cache: CacheMode = CacheMode.USE,
        unsupported: Unsupported = Unsupported.DROP,
        recall_pass: bool = False,
    ) -> Extraction:
        """All records of the wanted types that the article supports.

        Args:
            article: What to read.
            record_types: Types of records that are wanted.
            cache: Whether to read from the cache, and to write to it.
            unsupported: What becomes of values that the article does not state.
            recall_pass: Whether sentences with facts that no record claims are asked about once more.

        Raises:
            ModelError: The model gave nothing; what succeeds in part is returned with `meta.complete` false.
        """
        kinds = tuple(kind for kind in RecordType if kind in record_types)
        key = cache_key(self._key_parts(article, kinds, unsupported, recall_pass=recall_pass))
        if cache is CacheMode.USE and (hit := await self._cached(key)) is not None:
            return hit
        job = _Job(key, article, kinds, unsupported, recall_pass, keep=cache is not CacheMode.OFF)
        shared = self._flights.cache_contains(job)
        made = await self._flights(job)
        state = CacheState.SHARED if shared else _STATES[cache]
        return _with_state(made, state)

    async def ready(self) -> str | None:
        """None if the model has answered once; else one sentence that says why not."""
        return self._not_ready

    async def warm_up(self) -> None:
        """Reach the model, find out how it is asked, and from then on be ready. Tries until it succeeds."""
        while self._not_ready is not None:
            try:
                await self._dialect(Ledger())
            except ModelError as error:
                self._not_ready = str(error)
                _log.warning("the model is not ready: %s", error)
                await asyncio.sleep(WARM_UP_EVERY_S)

    async def _dialect(self, ledger: Ledger) -> Dialect:
        dialect = await self._model.dialect(ledger)
        self._not_ready = None
        return dialect

    def _key_parts(
        self, article: Article, kinds: tuple[RecordType, ...], unsupported: Unsupported, *, recall_pass: bool
    ) -> KeyParts:
        return KeyParts(
            article_text=article.text,
            published=article.published,
            title=article.title,
            record_types=tuple(kind.value for kind in kinds),
            unsupported=unsupported.value,
            recall_pass=recall_pass,
            model=self._model.identity,
            sampling=self._model.sampling,
            prompt_digest=prompt_digest(kinds, self._prompts),
            schema_digest=self._schema_digest,
            profile=self._profile.value,
            pipeline=self._version,
        )

    async def _cached(self, key: str) -> Extraction | None:
        text = await self._cache.get(key) if self._cache is not None else None
        if text is None or self._cache is None:
            return None
        try:
            return _with_state(Extraction.model_validate_json(text), CacheState.HIT)
        except ValidationError:
            await self._cache.delete(key)
            _log.warning("removed a cached extraction that does not fit its schema")
            return None

    async def _run(self, job: _Job) -> Extraction:
        watch = _Stopwatch()
        ledger = Ledger()
        article = job.article
        with watch.stage("plan"):
            told = Told.by(article.text)
            wording = Wording(article, self._prompts, self._profile)
            questions = plan(article.text, told.sentences, job.kinds, self._profile)
        with watch.stage("ask"):
            needs_asking = any(wording.form(question) for question in questions)
            dialect = await self._dialect(ledger) if needs_asking else None
            answers = await self._answers(job, told, questions, wording, ledger)
        with watch.stage("code"):
            findings = assemble(article, told, answers, job.unsupported)
            unclaimed = findings.coverage.unclaimed if job.recall_pass and needs_asking else ()
            missed = plan_recall(told, findings.records, unclaimed, questions, self._profile)
        if missed:
            with watch.stage("ask"):
                answers.add(await self._answers_if_any(job, told, missed, wording, ledger))
            with watch.stage("code"):
                findings = assemble(article, told, answers, job.unsupported)
        made = Extraction(
            article_id=hashlib.sha256(article.text.encode("utf-8")).hexdigest(),
            attacks=findings.attacks,
            diplomatic_events=findings.diplomatic_events,
            aid_pledges=findings.aid_pledges,
            warnings=findings.warnings,
            coverage=findings.coverage,
            meta=self._meta(job, dialect, ledger.usage, watch.milliseconds, complete=answers.complete),
        )
        if job.keep and made.meta.complete and self._cache is not None:
            await self._cache.put(job.key, made.model_dump_json())
        return made

    async def _answers(
        self, job: _Job, told: Told, questions: Sequence[Question], wording: Wording, ledger: Ledger
    ) -> Answers:
        answers = await ask_all(self._model, questions, wording, ledger)
        if job.unsupported is Unsupported.REPAIR:
            await ask_again(self._model, answers, Coder.of(job.article, told), wording, ledger)
        return answers

    async def _answers_if_any(
        self, job: _Job, told: Told, questions: Sequence[Question], wording: Wording, ledger: Ledger
    ) -> Answers:
        """As `_answers`; where nothing is answered, that is told by the answers too."""
        try:
            return await self._answers(job, told, questions, wording, ledger)
        except ModelError as error:
            return Answers(failed=dict.fromkeys(questions, error))

    def _meta(
        self, job: _Job, dialect: Dialect | None, usage: Usage, stage_ms: dict[str, float], *, complete: bool
    ) -> Meta:
        return Meta(
            groundwire_version=self._version,
            model=self._model.name,
            mode=dialect.mode.value if dialect else None,
            schema_enforced=dialect.enforced if dialect else None,
            prompt_digest=prompt_digest(job.kinds, self._prompts),
            schema_digest=self._schema_digest,
            cache=CacheState.MISS,
            created=datetime.now(UTC),
            complete=complete,
            usage=usage,
            cost_usd=self._prices.of(usage) if self._prices else None,
            stage_ms=stage_ms,
        )


_STATES: Final = {
    CacheMode.USE: CacheState.MISS,
    CacheMode.REFRESH: CacheState.REFRESH,
    CacheMode.OFF: CacheState.OFF,
}


def _with_state(extraction: Extraction, state: CacheState) -> Extraction:
    return extraction.model_copy(update={"meta": extraction.meta.model_copy(update={"cache": state})})


class _Stopwatch:
    def __init__(self) -> None:
        self.milliseconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        begin = time.perf_counter()
        yield
        spent = (time.perf_counter() - begin) * 1000
        self.milliseconds[name] = round(self.milliseconds.get(name, 0.0) + spent, 1)


def program_version() -> str:
    """Version of the program; `0+source` where it runs from sources that were never installed."""
    try:
        return importlib.metadata.version("groundwire")
    except importlib.metadata.PackageNotFoundError:
        return "0+source"
