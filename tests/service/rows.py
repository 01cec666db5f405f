"""The fault matrix: what an endpoint can do to a request, and what comes of it.

The service of these rows tries once more after a failure of transport, corrects once, and gives a call 3 seconds.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial

from tests.cli.support import ATTACK_DRAFT
from tests.fakes.endpoint import (
    Reply,
    answer,
    drip,
    empty_choices,
    hang,
    html,
    prose,
    raw,
    refusal,
    reset,
    reset_in_head,
    status,
    truncated_json,
    two_choices,
)

CALL_TIMEOUT_S = 3.0
SLACK_S = 4.0
"""What a busy machine may add to a bound of time."""
GOOD = {"records": [ATTACK_DRAFT]}
"""An answer that finds the attack of the article, which is one sentence long."""


@dataclass(frozen=True)
class Row:
    """One fault.

    Attributes:
        name: As it stands in docs/operations.md.
        reply: Makes what the endpoint answers to each call.
        status: HTTP status of the service.
        problem: Type of its problem; None for an Extraction.
        calls: Requests that the endpoint gets.
        outcome: What the metric calls each of them.
        error: Class that the log names; None for no warning.
        retry_after: Range of seconds that Retry-After may give; None for no such header.
        within_s: Bound of time, without slack.
        wishes: Further fields of the request.
    """

    name: str
    reply: Callable[[], Reply]
    status: int
    problem: str | None
    calls: int
    outcome: str
    error: str | None
    retry_after: tuple[int, int] | None = None
    within_s: float = 1.0
    wishes: dict[str, object] = field(default_factory=dict)


def unavailable(
    name: str,
    reply: Callable[[], Reply],
    *,
    outcome: str = "unavailable",
    calls: int = 2,
    retry_after: tuple[int, int] = (5, 5),
    within_s: float = 1.0,
    wishes: dict[str, object] | None = None,
) -> Row:
    """The endpoint says, or shows: later."""
    return Row(
        name, reply, 503, "model-unavailable", calls, outcome, "ModelUnavailable",
        retry_after=retry_after, within_s=within_s, wishes=wishes or {},
    )  # fmt: skip


def late(name: str, reply: Callable[[], Reply], within_s: float = CALL_TIMEOUT_S, **wishes: object) -> Row:
    """There is no answer in time."""
    return Row(
        name, reply, 504, "deadline-exceeded", 1, "timeout", "DeadlineExceeded", within_s=within_s, wishes=wishes
    )


def rejected(code: int) -> Row:
    """The endpoint says: never."""
    return Row(f"{code}", lambda: status(code), 502, "model-rejected", 1, "rejected", "ModelRejected")


def unusable(name: str, reply: Callable[[], Reply]) -> Row:
    """The endpoint answers with nothing that can be used, twice."""
    return Row(name, reply, 502, "invalid-answer", 2, "invalid", "InvalidAnswer")


def asks_to_wait(value: str) -> Reply:
    """429 with Retry-After."""
    return status(429, headers={"Retry-After": value})


def in_two_seconds() -> str:
    """A date as Retry-After may hold one, in whole seconds: one to two from now."""
    return format_datetime(datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=2), usegmt=True)


TRANSPORT = [
    unavailable("reset in headers", reset_in_head),
    unavailable("reset in body", reset),
    late("slow first byte", hang),
    late("slow body", lambda: drip(0.05, answer(GOOD))),
    late("slow first byte, the request's own deadline is sooner", hang, 0.5, timeout_s=0.5),
    *(unavailable(f"{code}", partial(status, code)) for code in (408, 409)),
    unavailable("429 without Retry-After", lambda: status(429), outcome="rate_limited"),
    unavailable(
        "429, Retry-After in seconds", lambda: asks_to_wait("1"),
        outcome="rate_limited", retry_after=(1, 1), within_s=2.0,
    ),
    unavailable(
        "429, Retry-After as a date", lambda: asks_to_wait(in_two_seconds()),
        outcome="rate_limited", retry_after=(1, 5), within_s=3.0,
    ),
    unavailable(
        "429, Retry-After beyond patience", lambda: asks_to_wait("120"),
        outcome="rate_limited", calls=1, retry_after=(120, 120),
    ),
    unavailable(
        "429, Retry-After beyond the request's deadline", lambda: asks_to_wait("3"),
        outcome="rate_limited", calls=1, retry_after=(3, 3), wishes={"timeout_s": 2.0},
    ),
    *(unavailable(f"{code}", partial(status, code)) for code in (500, 502, 503, 529)),
]  # fmt: skip

ANSWERS = [
    *map(rejected, (400, 401, 403, 404, 413, 422)),
    unusable("HTML with 200", html),
    unusable("empty body", lambda: raw(b"")),
    unusable("truncated JSON", lambda: raw(b'{"id": "c", "choices": [')),
    unusable("wrong schema", lambda: answer({"city": 1})),
    unusable("prose", lambda: prose("There was an attack.")),
    unusable("refusal", lambda: refusal("I cannot help with that.")),
    unusable("content filter", lambda: answer(GOOD, finish_reason="content_filter")),
    unusable("stopped by the limit of length", truncated_json),
    unusable("no choices", empty_choices),
    unusable("10 MB answer", lambda: answer("a" * 10_000_000)),
    Row("two choices, the first counts", lambda: two_choices(GOOD, {"records": []}), 200, None, 1, "ok", None),
]  # fmt: skip
