"""Scores a run folder from its answers alone: no model, no network."""

from collections.abc import Sequence

from groundwire.evals.cases import EvalCase
from groundwire.evals.dataset import case_digest
from groundwire.evals.errors import EvalError
from groundwire.evals.runs.folder import Manifest, RunFolder
from groundwire.evals.scoring.answers import score_run
from groundwire.evals.scoring.scores import RunScore


def score_folder(folder: RunFolder, cases: Sequence[EvalCase], gold_digest: str) -> RunScore:
    """Score all answers of a run and keep the scores in its folder.

    Args:
        folder: A run with an answer, or a failure, for each case.
        cases: Cases of the present data set; those that the run did not have are left out.
        gold_digest: Digest of the present data set.

    Raises:
        EvalError: Cases are still open, or a case of the run is not the same in the present data set.
    """
    manifest = folder.read_manifest()
    judged = _cases_of(folder, manifest, {case.name: case for case in cases}, gold_digest)
    answers = folder.read_answers(manifest)
    given = [answer for answer in answers if answer is not None]
    if len(given) < len(answers):
        raise EvalError(
            f"{folder.path}: {len(answers) - len(given)} of {len(answers)} cases are open; go on with the command that "
            f"began it, naming the run: groundwire eval run {manifest.name}"
        )
    scores = score_run(judged, given, gold_digest)
    folder.write_scores(scores)
    return scores


def _cases_of(folder: RunFolder, manifest: Manifest, present: dict[str, EvalCase], gold_digest: str) -> list[EvalCase]:
    """The cases of the run, in its order. A data set that changed elsewhere does no harm."""
    for ref in manifest.cases:
        case = present.get(ref.name)
        if case is None or case_digest(case) != ref.digest:
            raise EvalError(
                f"{folder.path / 'manifest.json'}: gold_digest: the run was made with gold {manifest.gold_digest}, "
                f"present is {gold_digest}, and case {ref.name} "
                f"{'is gone' if case is None else 'is not the same'}; run it anew, or score it beside the gold it had"
            )
    return [present[ref.name] for ref in manifest.cases]
