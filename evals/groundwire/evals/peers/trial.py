"""All systems on the same articles with the same model, in one go: answers kept one by one, then one table.

* `TRIAL/trial.json`: which model, labels and cases.
* `TRIAL/SYSTEM/CASE.json`: what a system made of an article.
* `TRIAL/scores.json`: the scores of each system.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from pydantic import RootModel, TypeAdapter, ValidationError

from groundwire.evals.cases import CaseAnswer, EvalCase, Failure
from groundwire.evals.errors import EvalError
from groundwire.evals.files import Kept, is_free, read_model, write_whole
from groundwire.evals.peers.answer import Peer, PeerAnswer
from groundwire.evals.runs.folder import CaseRef
from groundwire.evals.scoring.answers import score_run
from groundwire.evals.scoring.scores import RunScore

_ANSWER: Final = TypeAdapter(PeerAnswer)


class Trial(Kept):
    """What a trial is."""

    model: str
    """Name of the model."""
    model_identity: str
    """What tells it from every other."""
    machine: str
    """Processor, cores and Python, beside every figure in seconds."""
    git_commit: str | None
    """Commit of the working tree."""
    gold_digest: str
    """SHA-256 over the labels."""
    cases: tuple[CaseRef, ...]
    """The articles."""
    created: datetime
    """When it was begun (UTC)."""


class TrialScores(RootModel[dict[str, RunScore]]):
    """Scores by system."""


def begin_trial(folder: Path, wanted: Trial) -> None:
    """Begin a trial, or go on with the one that the folder holds.

    Raises:
        EvalError: The folder holds a trial of another model, other labels or other articles, or something else; nothing
            was changed.
    """
    path = folder / "trial.json"
    if not path.is_file():
        if not is_free(folder):
            raise EvalError(f"{folder}: is no trial and not empty; give the trial another name")
        write_whole(path, wanted.model_dump_json(indent=2) + "\n")
        return
    begun = read_model(path, Trial)
    for name in ("model", "model_identity", "gold_digest", "cases"):
        if getattr(begun, name) != getattr(wanted, name):
            raise EvalError(f"{path}: {name}: the trial was begun with another one; give this one another name")


async def run_peer(
    folder: Path, peer: Peer, cases: Sequence[EvalCase], told: Callable[[str, EvalCase, PeerAnswer], None]
) -> None:
    """Let a system read the articles that it has not read yet, one after the other, and keep each answer."""
    for case in cases:
        path = _path(folder, peer.name, case)
        if not path.is_file():
            answer = await peer.extract(case.article)
            write_whole(path, _ANSWER.dump_json(answer, indent=1).decode() + "\n")
            told(peer.name, case, answer)


def score_trial(folder: Path, systems: Sequence[str], cases: Sequence[EvalCase], gold_digest: str) -> TrialScores:
    """Score every system with the scorer of runs, and keep the scores.

    Raises:
        EvalError: An answer is missing or broken.
    """
    scores = TrialScores({name: score_run(cases, _answers(folder, name, cases), gold_digest) for name in systems})
    write_whole(folder / "scores.json", scores.model_dump_json(indent=1) + "\n")
    return scores


def _answers(folder: Path, system: str, cases: Sequence[EvalCase]) -> list[CaseAnswer]:
    return [_case_answer(case, _read(_path(folder, system, case))) for case in cases]


def _path(folder: Path, system: str, case: EvalCase) -> Path:
    return folder / system / f"{case.name}.json"


def _read(path: Path) -> PeerAnswer:
    try:
        return _ANSWER.validate_json(path.read_bytes())
    except OSError as error:
        raise EvalError(f"{path}: cannot be read: {error.strerror}") from error
    except ValidationError as error:
        raise EvalError(f"{path}: is not an answer of a peer; remove it to have the article read again") from error


def _case_answer(case: EvalCase, answer: PeerAnswer) -> CaseAnswer:
    failure = Failure(kind="answer", message=answer.failure) if answer.failure is not None else None
    return CaseAnswer(
        case=case.name,
        repeat=1,
        extraction=answer.extraction,
        failure=failure,
        seconds=answer.seconds,
        fresh=True,
    )
