"""Answers against their labels: one case, and all of a run."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from groundwire.evals.cases import CaseAnswer, EvalCase
from groundwire.evals.errors import EvalError
from groundwire.evals.scoring.aggregate import flip_rates, groups_of, score_group
from groundwire.evals.scoring.forbidden import find_forbidden
from groundwire.evals.scoring.grounded import ground
from groundwire.evals.scoring.records import records_of, score_records
from groundwire.evals.scoring.scores import CaseScore, RunScore
from groundwire.schemas import Usage


def score_case(case: EvalCase, answer: CaseAnswer) -> CaseScore:
    """Score the answer to a case. Where there is none, every gold record is missed.

    Raises:
        EvalError: The answer is to another case, or an alternative in gold is broken.
    """
    if answer.case != case.name:
        raise EvalError(f"the answer to case {answer.case!r} cannot be scored against case {case.name!r}")
    predicted = records_of(answer.extraction)
    meta = answer.extraction.meta if answer.extraction else None
    failure = f"{answer.failure.kind}: {answer.failure.message}" if answer.failure else None
    return CaseScore(
        case=case.name,
        family=case.family,
        origin=case.origin,
        repeat=answer.repeat,
        failure=failure if meta or failure else "answer: there is none",
        records=score_records(case.gold, predicted),
        grounded=ground(case.article.text, predicted),
        forbidden=find_forbidden(case.forbidden, predicted),
        usage=meta.usage if meta else Usage(),
        cost_usd=meta.cost_usd if meta else None,
        seconds=answer.seconds if meta else None,
        fresh=answer.fresh,
    )


def score_run(cases: Sequence[EvalCase], answers: Sequence[CaseAnswer], gold_digest: str) -> RunScore:
    """Score all answers of a run.

    Args:
        cases: What was asked.
        answers: What came, in any order; with repeats, several to a case.
        gold_digest: SHA-256 over the data set that the cases are from.

    Raises:
        EvalError: An answer belongs to no case, a case has no answer, or one has the same repeat twice.
    """
    by_name = {case.name: case for case in cases}
    given = Counter((answer.case, answer.repeat) for answer in answers)
    _check(by_name, given)
    order = {name: place for place, name in enumerate(by_name)}
    ordered = sorted(answers, key=lambda answer: (order[answer.case], answer.repeat))
    scores = tuple(score_case(by_name[answer.case], answer) for answer in ordered)
    groups: defaultdict[str, list[CaseScore]] = defaultdict(list)
    for score in scores:
        for group in groups_of(score.family):
            groups[group].append(score)
    return RunScore(
        gold_digest=gold_digest,
        groups={name: score_group(members) for name, members in groups.items()},
        flip_rates=flip_rates(scores),
        cases=scores,
    )


def _check(by_name: Mapping[str, EvalCase], given: Mapping[tuple[str, int], int]) -> None:
    answered = {case for case, _ in given}
    for case in sorted(answered - by_name.keys()):
        raise EvalError(f"there is an answer to case {case!r}, which the data set does not have")
    for case in sorted(by_name.keys() - answered):
        raise EvalError(f"case {case!r} has no answer; finish the run first")
    for (case, repeat), times in given.items():
        if times > 1:
            raise EvalError(f"case {case!r} has {times} answers for repeat {repeat}")
