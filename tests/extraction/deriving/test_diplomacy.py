"""How far a diplomatic act has come."""

from typing import Any

import pytest

from groundwire.extraction.deriving.diplomacy import status_of


@pytest.mark.parametrize(
    ("status", "event_type", "said"),
    [
        ("concluded", "consult", "The ministers met in Oslo and will meet again."),
        ("planned", "consult", "The ministers will meet in Oslo."),
        ("planned", "consult", "The premier is due to visit Chile."),
        ("ongoing", "consult", "Talks are under way in Oslo."),
        ("stalled", "consult", "Talks have stalled since the envoys met."),
        ("concluded", "consult", "The envoys met to revive the stalled accord."),
        ("concluded", "agree", "They signed a treaty."),
        ("planned", "agree", "They are to sign a treaty."),
        ("concluded", "cooperate", "The two armies exchanged prisoners."),
        ("planned", "consult", "Зустріч відбудеться в Осло."),
        ("concluded", "consult", "Die Minister trafen sich in Oslo."),
        ("rejected", "request", "Chile demanded the islands, and Peru refused."),
        (None, "request", "Chile demanded the islands."),
        (None, "accuse", "Chile will meet Peru and rejected it."),
    ],
)
def test_statuses(status: str | None, event_type: Any, said: str) -> None:  # noqa: ANN401 - a Literal
    assert status_of(event_type, [said]) == status
