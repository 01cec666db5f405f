"""What is said of an article that workers die of: it is begun MOST_TRIES times and never again."""

from groundwire.jobs.engine import Outcome
from groundwire.schemas import Problem, ProblemType
from groundwire.schemas.jobs import ResultState


def poisoned(tries: int) -> Outcome:
    """The result of an article that was begun so often, the last time by a worker that died or hung.

    What those workers spent is not known, and so no part of the outcome.
    """
    problem = Problem(
        type=f"urn:groundwire:problem:{ProblemType.INTERNAL_ERROR}",
        title="Internal error",
        status=500,
        detail=f"Begun {tries} times without a result, the last time by a worker that died or hung. Not begun again.",
    )
    return Outcome(ResultState.FAILED, problem.model_dump_json())
