"""Errors of the eval harness. Each message is one sentence that names the file or field and says what to do."""


class EvalError(Exception):
    """Bad input: a broken gold file, an unknown case, a run folder that does not fit."""


class InfrastructureError(EvalError):
    """The run could not be made: the endpoint is out of reach, or too many cases failed for reasons outside."""
