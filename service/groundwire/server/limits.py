"""What the service accepts at most."""

from dataclasses import dataclass

from groundwire.schemas.jobs import MOST_ARTICLES

_BYTES_PER_CHARACTER = 12
"""A code point beyond U+FFFF, written as two JSON escapes: `\\ud83d\\ude00`."""

_BYTES_AROUND_THE_TEXT = 64 * 1024
"""Room for the other fields, whose own limits are 1,000 and 2,000 characters."""


@dataclass(frozen=True, slots=True)
class ServerLimits:
    """Bounds on one request.

    Attributes:
        max_chars: Characters (Unicode code points) of an article's text, inclusive.
        body_timeout_s: Seconds that a request's body may take to arrive.
        request_timeout_s: Seconds until an answer is due to a request that does not say.
        max_request_timeout_s: Most seconds that a request is given, however many it asks for.
        max_job_articles: Articles of a job, inclusive.
        max_job_bytes: Bytes of a job's body, inclusive.
    """

    max_chars: int = 200_000
    body_timeout_s: float = 30.0
    request_timeout_s: float = 600.0
    max_request_timeout_s: float = 900.0
    max_job_articles: int = MOST_ARTICLES
    max_job_bytes: int = 64_000_000

    def __post_init__(self) -> None:
        """Refuse limits that would refuse everything."""
        if self.max_chars < 1 or not self.body_timeout_s > 0:
            raise ValueError("max_chars must be at least 1 and body_timeout_s above 0")
        if not 0 < self.request_timeout_s <= self.max_request_timeout_s:
            raise ValueError("request_timeout_s must be above 0 and at most max_request_timeout_s")

    @property
    def max_body_bytes(self) -> int:
        """Bytes of a body, inclusive: whatever is longer holds too long a text, however it is escaped."""
        return self.max_chars * _BYTES_PER_CHARACTER + _BYTES_AROUND_THE_TEXT
