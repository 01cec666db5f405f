"""Groundwire itself behind the port of a peer, so that all systems are run, timed and scored alike."""

import time
from collections.abc import Callable

from groundwire.evals.peers.answer import PeerAnswer, PeerExtraction
from groundwire.evals.runs.recording import RecordingModel
from groundwire.evals.runs.running import seconds_of
from groundwire.extraction.errors import ModelError
from groundwire.extraction.ledger import Ledger
from groundwire.extraction.reader import Reader, Task
from groundwire.schemas import Article


class GroundwirePeer:
    """The pipeline as it is served; see `Peer`."""

    name = "groundwire"

    def __init__(self, recorder: Callable[[], RecordingModel]) -> None:
        """Nothing is sent yet.

        Args:
            recorder: A model for one article, which keeps what it answers.
        """
        self._recorder = recorder

    async def extract(self, article: Article) -> PeerAnswer:
        """All records; with recorded answers, the seconds are those that they took when they were made."""
        model = self._recorder()
        begin = time.perf_counter()
        try:
            made = (await Reader(model).read(Task(article), Ledger())).extraction
        except ModelError as error:
            failed = time.perf_counter() - begin
            return PeerAnswer(
                extraction=None, usage=error.usage, seconds=failed, raw=_raw(model), failure=str(error) or "no answer"
            )
        return PeerAnswer(
            extraction=PeerExtraction.model_validate(made.model_dump()),
            usage=made.meta.usage,
            seconds=seconds_of(made, model.transcript, time.perf_counter() - begin),
            raw=_raw(model),
        )


def _raw(model: RecordingModel) -> tuple[str, ...]:
    return tuple(answer.model_dump_json(include={"answer"}) for answer in model.transcript.answers)
