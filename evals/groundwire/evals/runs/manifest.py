"""Begins a run folder, or goes on with one: its manifest says whether what is asked for is what was begun."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from groundwire.evals.cases import EvalCase
from groundwire.evals.dataset import case_digest
from groundwire.evals.errors import EvalError
from groundwire.evals.files import is_free
from groundwire.evals.runs.folder import CaseRef, Manifest, RunFolder
from groundwire.evals.runs.provenance import machine_line
from groundwire.evals.runs.running import System
from groundwire.extraction.questions import prompt_digest, schema_digest
from groundwire.extraction.reader import program_version
from groundwire.schemas import RecordType

MUST_FIT = (
    "system",
    "groundwire_version",
    "git_commit",
    "model",
    "model_identity",
    "prompt_digest",
    "schema_digest",
    "parameters",
    "gold_digest",
    "cases_digest",
    "seed",
    "repeat",
    "cache",
)
"""What two calls must agree on to be the same run. Not name and time, and not the machine."""

WITHOUT_EFFECT = frozenset({"concurrency"})
"""Parameters that change how long an answer takes, never which one it is."""


@dataclass(frozen=True)
class Plan:
    """What is to be run.

    Attributes:
        name: Name of the run.
        cases: All cases.
        gold_digest: SHA-256 over the files that they were made from.
        seed: Seed that the counterfactual ones were made with.
        repeat: How often each is put.
        git_commit: See `Manifest.git_commit`.
        parameters: Settings that an answer depends on beside those of sampling, and those of `WITHOUT_EFFECT`.
    """

    name: str
    cases: tuple[EvalCase, ...]
    gold_digest: str
    seed: int
    repeat: int
    git_commit: str | None
    parameters: Mapping[str, JsonValue]


def manifest_of(plan: Plan, system: System) -> Manifest:
    """The manifest of a run that is begun now."""
    refs = tuple(case_ref(case) for case in plan.cases)
    return Manifest(
        name=plan.name,
        system="groundwire",
        created=system.since,
        groundwire_version=program_version(),
        git_commit=plan.git_commit,
        gold_digest=plan.gold_digest,
        cases_digest=cases_digest(refs),
        prompt_digest=prompt_digest(tuple(RecordType), system.prompts),
        schema_digest=schema_digest(),
        model=system.model.name,
        model_identity=system.model.identity,
        parameters={**system.model.sampling, **plan.parameters},
        machine=machine_line(),
        repeat=plan.repeat,
        cache=system.mode,
        cases=refs,
        seed=plan.seed,
    )


def case_ref(case: EvalCase) -> CaseRef:
    """How a manifest names a case."""
    return CaseRef(name=case.name, family=case.family, digest=case_digest(case))


def cases_digest(refs: Sequence[CaseRef]) -> str:
    """SHA-256 over all cases, names and families included."""
    return _sha256([ref.model_dump(mode="json") for ref in refs])


def begin(folder: RunFolder, wanted: Manifest) -> Manifest:
    """Begin a run, or go on with the one that the folder holds.

    Returns:
        The manifest that the folder holds now.

    Raises:
        EvalError: The folder holds another run, or something else; nothing was changed.
    """
    if (folder.path / "manifest.json").is_file():
        begun = folder.read_manifest()
        _check_fit(folder, begun, wanted)
        return begun
    if not is_free(folder.path):
        raise EvalError(f"{folder.path}: is no run folder and not empty; give the run another name")
    folder.write_manifest(wanted)
    return wanted


def _check_fit(folder: RunFolder, begun: Manifest, wanted: Manifest) -> None:
    for name in MUST_FIT:
        was, now = _comparable(begun, name), _comparable(wanted, name)
        if was != now:
            raise EvalError(
                f"{folder.path / 'manifest.json'}: {name}: the run was begun with {_shown(was, now)}, this call has "
                f"{_shown(now, was)}; give the run another name, or a night --force (recorded answers are reused)"
            )


def _comparable(manifest: Manifest, name: str) -> object:
    value = getattr(manifest, name)
    if name == "parameters":
        return {key: item for key, item in value.items() if key not in WITHOUT_EFFECT}
    return value


def _shown(value: object, other: object) -> str:
    """A value as a message shows it; of parameters only those that differ."""
    if isinstance(value, dict) and isinstance(other, dict):
        names = sorted(name for name in {*value, *other} if value.get(name) != other.get(name))
        return ", ".join(f"{name} = {value.get(name)}" for name in names)
    return str(value)


def _sha256(document: object) -> str:
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()
