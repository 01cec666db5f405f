"""What an extraction may take and has taken: no attempt and no token goes unaccounted for, none outlasts its time."""

from groundwire.extraction.deadline import NO_DEADLINE, Deadline
from groundwire.schemas import Usage


class Ledger:
    """A running account of usage, and the time that is left for more; one for each extraction.

    Calls are entered before they are sent and tokens when an answer comes in, so that an attempt that is cut off
    is still counted.

    Attributes:
        deadline: Until when an answer is wanted.
    """

    def __init__(self, deadline: Deadline = NO_DEADLINE, whole: "Ledger | None" = None) -> None:
        self.deadline = deadline
        self._whole = whole
        self._calls = 0
        self._succeeded = 0
        self._prompt = 0
        self._cached = 0
        self._completion = 0

    def part(self) -> "Ledger":
        """An account of one part of the work; what is entered there is entered here as well."""
        return Ledger(self.deadline, self)

    def sent(self) -> None:
        """A request goes out."""
        self._calls += 1
        if self._whole is not None:
            self._whole.sent()

    def answered(self, prompt: int, cached: int, completion: int) -> None:
        """An answer came in, usable or not, with the tokens that the endpoint counted."""
        self._prompt += prompt
        self._cached += cached
        self._completion += completion
        if self._whole is not None:
            self._whole.answered(prompt, cached, completion)

    def succeeded(self) -> None:
        """The answer to a request was usable."""
        self._succeeded += 1
        if self._whole is not None:
            self._whole.succeeded()

    def add(self, usage: Usage) -> None:
        """Enter what another account counted."""
        self._calls += usage.calls
        self._succeeded += usage.calls - usage.failed_calls
        self._prompt += usage.prompt_tokens
        self._cached += usage.cached_prompt_tokens
        self._completion += usage.completion_tokens
        if self._whole is not None:
            self._whole.add(usage)

    @property
    def usage(self) -> Usage:
        """The account so far. Requests still under way count as failed until they succeed."""
        return Usage(
            calls=self._calls,
            failed_calls=self._calls - self._succeeded,
            prompt_tokens=self._prompt,
            cached_prompt_tokens=self._cached,
            completion_tokens=self._completion,
        )
