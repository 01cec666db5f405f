"""Answers one case: an Extraction, or why there is none. Nothing that goes wrong is lost."""

import logging
import time
from dataclasses import dataclass
from datetime import datetime

from groundwire.evals.cases import CaseAnswer, EvalCase, Failure
from groundwire.evals.errors import InfrastructureError
from groundwire.evals.runs.recording import RawAnswer, RecordingModel, Transcript
from groundwire.extraction.cache_port import Cache
from groundwire.extraction.errors import ModelError, ModelRejected, ModelUnavailable
from groundwire.extraction.ledger import Ledger
from groundwire.extraction.model import StructuredModel
from groundwire.extraction.prices import Prices
from groundwire.extraction.profiles import Profile
from groundwire.extraction.reader import Reader, Task
from groundwire.prompts.sets import PromptSet
from groundwire.schemas import CacheMode, Extraction, Unsupported

_log = logging.getLogger("groundwire.evals")


@dataclass(frozen=True)
class System:
    """What is evaluated.

    Attributes:
        model: Answers the questions; shared by all cases.
        prompts: What it is asked with.
        profile: How an article is put to it.
        prices: What it charges; None if that is not known.
        store: Keeps its answers.
        mode: What recorded answers are used for.
        since: When the run began: `refresh` puts back nothing older.
        unsupported: What becomes of values that an article does not state.
        recall_pass: Whether sentences with facts that no record claims are asked about once more.
    """

    model: StructuredModel
    prompts: PromptSet
    profile: Profile
    prices: Prices | None
    store: Cache
    mode: CacheMode
    since: datetime
    unsupported: Unsupported = Unsupported.DROP
    recall_pass: bool = False

    def recorder(self, repeat: int) -> RecordingModel:
        """The model for one case: with a transcript of its own, and with answers of its own in each repeat."""
        return RecordingModel(self.model, self.store, self.mode, repeat, self.since)


@dataclass(frozen=True)
class Answered:
    """A case that was put.

    Attributes:
        answer: What came of it.
        raw: Every answer of the model behind it.
        spent_usd: What it cost now, in US dollars; answers that were put back cost nothing. 0 without prices.
    """

    answer: CaseAnswer
    raw: list[RawAnswer]
    spent_usd: float


async def reach(model: RecordingModel) -> None:
    """Make sure that the model can be asked, before any case is put; a recorded dialect does as well.

    Raises:
        InfrastructureError: It cannot be reached or refuses us.
    """
    try:
        await model.dialect(Ledger())
    except ModelError as error:
        raise InfrastructureError(f"the model {model.name} cannot be asked: {error}") from error


async def answer_case(system: System, case: EvalCase, repeat: int) -> Answered:
    """Put one case. Errors become part of the answer."""
    model = system.recorder(repeat)
    reader = Reader(model, system.profile, system.prompts, system.prices)
    extraction: Extraction | None = None
    failure: Failure | None = None
    begin = time.perf_counter()
    try:
        task = Task(case.article, unsupported=system.unsupported, recall_pass=system.recall_pass)
        extraction = (await reader.read(task, Ledger())).extraction
    except ModelError as error:
        failure = _failure_of(error)
    except Exception as error:  # noqa: BLE001 - a defect costs its case, not the night's run
        _log.exception("case %s, repeat %d", case.name, repeat)
        failure = Failure(kind="program", message=f"{type(error).__name__}: {error}")
    wall_s = time.perf_counter() - begin
    if extraction is not None and (cut_off := _cut_off(extraction, model.transcript)) is not None:
        extraction, failure = None, cut_off
    answer = CaseAnswer(
        case=case.name,
        repeat=repeat,
        extraction=extraction,
        failure=failure,
        seconds=round(seconds_of(extraction, model.transcript, wall_s), 3),
        fresh=model.transcript.replayed == 0,
    )
    spent = system.prices.of(model.transcript.spent.usage) if system.prices else 0.0
    return Answered(answer, model.transcript.answers, spent)


def _failure_of(error: ModelError) -> Failure:
    outside = isinstance(error, ModelUnavailable | ModelRejected)
    return Failure(kind="infrastructure" if outside else "answer", message=str(error))


def _cut_off(extraction: Extraction, transcript: Transcript) -> Failure | None:
    """Why an incomplete Extraction is no answer: what it lacks, the model was never asked.

    Where the model gave something unusable instead, the Extraction is its answer, gaps and all.
    """
    if extraction.meta.complete:
        return None
    failures = [_failure_of(error) for error in transcript.errors]
    return next((failure for failure in failures if failure.kind == "infrastructure"), None)


def seconds_of(extraction: Extraction | None, transcript: Transcript, wall_s: float) -> float:
    """Seconds by the clock; with answers that were put back, the model's seconds back then and our code's now."""
    if extraction is None or not transcript.replayed:
        return wall_s
    ours_ms = sum(milliseconds for stage, milliseconds in extraction.meta.stage_ms.items() if stage != "ask")
    return transcript.seconds + ours_ms / 1000
