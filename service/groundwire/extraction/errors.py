"""What can go wrong between an article and its records.

* ExtractionError
  + Overloaded              this process has too much to do: try again later; nothing was spent
  + ModelError              the endpoint's part failed; `usage` says what was spent on it
    - ModelUnavailable      cannot be reached, overloaded, or cut off in mid-answer: try again later
    - DeadlineExceeded      no answer in time
    - ModelRejected         refuses our requests: key, model name or parameters are wrong; trying again is no use
    - InvalidAnswer         answered, but with nothing usable, also when asked again
"""

from groundwire.schemas import Usage


class ExtractionError(Exception):
    """Base of all errors of the pipeline. Messages never hold article text, answers or keys."""


class Overloaded(ExtractionError):
    """Too many extractions are under way and waiting. Nothing was done for this one.

    Attributes:
        retry_after_s: Seconds after which it is likely to be taken.
    """

    def __init__(self, message: str, retry_after_s: float) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class ModelError(ExtractionError):
    """The model's endpoint failed.

    Attributes:
        usage: What was spent before the failure, failed attempts included.
    """

    def __init__(self, message: str, usage: Usage | None = None) -> None:
        super().__init__(message)
        self.usage = usage or Usage()


class ModelUnavailable(ModelError):
    """The endpoint cannot be reached, is overloaded, or broke off. Worth another try later.

    Attributes:
        retry_after_s: Seconds that the endpoint asked to wait; None if it did not say.
        status: HTTP status that it answered with; None if it did not answer.
    """

    def __init__(
        self,
        message: str,
        usage: Usage | None = None,
        *,
        retry_after_s: float | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(message, usage)
        self.retry_after_s = retry_after_s
        self.status = status


class DeadlineExceeded(ModelError):
    """The endpoint did not answer in time."""


class ModelRejected(ModelError):
    """The endpoint refuses our requests as they are: wrong key, unknown model, refused parameters.

    Attributes:
        parameter: The parameter of the request that the endpoint blames, such as `temperature`; None if it
            blames none, as for a wrong key.
        status: HTTP status that it answered with.
    """

    def __init__(
        self, message: str, usage: Usage | None = None, *, parameter: str | None = None, status: int | None = None
    ) -> None:
        super().__init__(message, usage)
        self.parameter = parameter
        self.status = status


class InvalidAnswer(ModelError):
    """The endpoint answered with nothing that fits the schema: prose, cut-off JSON, a refusal, an empty choice.

    Attributes:
        told: The message in words for the model alone: what it may choose from can be words of the article.
    """

    def __init__(self, message: str, usage: Usage | None = None, *, told: str | None = None) -> None:
        super().__init__(message, usage)
        self.told = message if told is None else told
