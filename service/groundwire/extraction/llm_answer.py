"""Makes of a chat completion what a question asked for, or says what is wrong with it.

Part of the adapter `groundwire.extraction.llm`.
"""

from typing import Any

from groundwire.extraction.completion import text_of
from groundwire.extraction.errors import InvalidAnswer, ModelError
from groundwire.extraction.ledger import Ledger
from groundwire.extraction.llm_errors import explain
from groundwire.extraction.model import Draft
from groundwire.extraction.salvage import Torn, salvage


def taken(
    schema: type[Draft],
    response: Any,  # noqa: ANN401 - a proxy may answer with anything
    outcome: Draft | ModelError,
    ledger: Ledger,
) -> Draft | Torn[Draft]:
    """The answer, or what can be taken out of one that does not fit.

    Args:
        schema: What was asked for.
        response: The chat completion; None if none came.
        outcome: What it parsed to, or why it did not.
        ledger: Where a usable answer is entered.

    Raises:
        ModelError: Nothing can be used.
    """
    if not isinstance(outcome, ModelError):
        flaw = explain(response)
        if flaw is None:
            ledger.succeeded()
            return outcome
        outcome = InvalidAnswer(flaw, ledger.usage)
    may_hold_items = response is not None and isinstance(outcome, InvalidAnswer)
    torn = salvage(schema, text_of(response)) if may_hold_items else None
    if torn is None:
        raise outcome
    ledger.succeeded()
    return torn
