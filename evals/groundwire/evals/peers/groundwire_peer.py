"""Groundwire itself behind the port of a peer, so that all systems are run, timed and scored alike."""

import time
from collections.abc import Callable

from groundwire.evals.peers.answer import PeerAnswer, PeerExtraction
from groundwire.evals.runs.recording import RecordingModel
from groundwire.extraction.errors import ModelError
from groundwire.extraction.extractor import Extractor
from groundwire.schemas import Article, CacheMode


class GroundwirePeer:
    """The Extractor as it is served; see `Peer`."""

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
            made = await Extractor(model, None).extract(article, cache=CacheMode.OFF)
        except ModelError as error:
            failed = time.perf_counter() - begin
            return PeerAnswer(
                extraction=None, usage=error.usage, seconds=failed, raw=_raw(model), failure=str(error) or "no answer"
            )
        seconds = time.perf_counter() - begin
        if model.transcript.replayed:
            ours_ms = sum(ms for stage, ms in made.meta.stage_ms.items() if stage != "ask")
            seconds = model.transcript.seconds + ours_ms / 1000
        return PeerAnswer(
            extraction=PeerExtraction.model_validate(made.model_dump()),
            usage=made.meta.usage,
            seconds=seconds,
            raw=_raw(model),
        )


def _raw(model: RecordingModel) -> tuple[str, ...]:
    return tuple(answer.model_dump_json(include={"answer"}) for answer in model.transcript.answers)
