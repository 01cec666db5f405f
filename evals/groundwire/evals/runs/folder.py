"""A run as a folder: manifest, answers, raw answers, scores, reports. Nothing in it is ever overwritten by another run.

* `manifest.json`: what was run, on what, with what.
* `answers/CASE~N.json`: the answer to one case in its Nth repeat, or why there is none.
* `raw/CASE~N.jsonl`: every answer of the model behind it.
* `scores.json`: what the scorer made of the answers.
* `report.html`, `report.json`, `junit.xml`: for people, programs and CI.
"""

from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import Field, JsonValue

from groundwire.evals.cases import CaseAnswer
from groundwire.evals.errors import EvalError
from groundwire.evals.files import Kept, read_model, write_whole
from groundwire.evals.runs.recording import RawAnswer
from groundwire.evals.scoring.scores import RunScore
from groundwire.schemas import CacheMode


class CaseRef(Kept):
    """A case as the manifest names it."""

    name: str
    """Unique in the data set."""
    family: str
    """Its family."""
    digest: str
    """SHA-256 over its article and its labels."""


class Manifest(Kept):
    """What a run is: enough to say whether two runs can be compared, and to go on after a kill."""

    format: Literal[1] = 1
    """Version of this file format."""
    name: str
    """Name of the run: its folder's name."""
    system: str
    """`groundwire` or the name of a peer."""
    created: datetime
    """When it was begun (UTC)."""
    groundwire_version: str
    """Version of the program."""
    git_commit: str | None
    """Commit of the working tree, `-dirty` appended if files were changed; null outside a repository."""
    gold_digest: str
    """SHA-256 over the gold files and negatives that the cases were made from."""
    cases_digest: str
    """SHA-256 over all cases of the run, articles and labels."""
    prompt_digest: str
    """SHA-256 over the prompt texts."""
    schema_digest: str
    """SHA-256 over the schemas that are sent."""
    model: str
    """Name of the model."""
    model_identity: str
    """What tells it from every other: digest of the weights, or endpoint and name."""
    parameters: dict[str, JsonValue]
    """Sampling and other settings that an answer depends on."""
    machine: str
    """Processor architecture, cores and Python version, beside every figure in seconds."""
    repeat: int = Field(ge=1)
    """How often each case is run."""
    cache: CacheMode
    """What recorded answers were used for."""
    cases: tuple[CaseRef, ...]
    """All cases of the run, in order."""
    seed: int = 0
    """Seed that the counterfactual cases were made with."""
    finished: datetime | None = None
    """When the last case was done (UTC); null while cases are open."""


class RunFolder:
    """Reads and writes the files of a run. Every file is written whole or not at all."""

    def __init__(self, path: Path) -> None:
        """Nothing is read yet."""
        self.path = path

    def read_manifest(self) -> Manifest:
        """The manifest.

        Raises:
            EvalError: There is none, or it is broken; the message names file and field.
        """
        if not (self.path / "manifest.json").is_file():
            raise EvalError(f"{self.path}: not a run folder (it holds no manifest.json)")
        return read_model(self.path / "manifest.json", Manifest)

    def write_manifest(self, manifest: Manifest) -> None:
        """Keep the manifest."""
        write_whole(self.path / "manifest.json", manifest.model_dump_json(indent=2) + "\n")

    def answer_path(self, case: str, repeat: int) -> Path:
        """Where an answer is kept."""
        return self.path / "answers" / f"{case}~{repeat}.json"

    def read_answer(self, case: str, repeat: int) -> CaseAnswer | None:
        """An answer, or None if the case is open.

        Raises:
            EvalError: The file is broken, or holds the answer to something else.
        """
        path = self.answer_path(case, repeat)
        if not path.is_file():
            return None
        answer = read_model(path, CaseAnswer)
        if (answer.case, answer.repeat) != (case, repeat):
            raise EvalError(f"{path}: case: is the answer to {answer.case}, repeat {answer.repeat}")
        return answer

    def read_answers(self, manifest: Manifest) -> list[CaseAnswer | None]:
        """The answers to all cases of a run in order, the repeats of each one after the other; None for open ones.

        Raises:
            EvalError: A file is broken.
        """
        numbers = range(1, manifest.repeat + 1)
        return [self.read_answer(ref.name, number) for ref in manifest.cases for number in numbers]

    def write_answer(self, answer: CaseAnswer, raw: list[RawAnswer]) -> None:
        """Keep an answer and what the model said for it; the answer last, so that it is there only if all is."""
        lines = "".join(item.model_dump_json() + "\n" for item in raw)
        write_whole(self.path / "raw" / f"{answer.case}~{answer.repeat}.jsonl", lines)
        write_whole(self.answer_path(answer.case, answer.repeat), answer.model_dump_json(indent=1) + "\n")

    def read_scores(self) -> RunScore:
        """The scores.

        Raises:
            EvalError: The run was not scored, or the file is broken.
        """
        path = self.path / "scores.json"
        if not path.is_file():
            raise EvalError(f"{self.path}: not scored yet; run: groundwire eval score {self.path}")
        return read_model(path, RunScore)

    def write_scores(self, scores: RunScore) -> None:
        """Keep the scores."""
        write_whole(self.path / "scores.json", scores.model_dump_json(indent=1) + "\n")
