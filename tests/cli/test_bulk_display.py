"""How far a bulk run is, in words."""

import pytest

from groundwire.bulk.checkpoint import Bill
from groundwire.bulk.running import Standing
from groundwire.cli.bulk.display import Display, line_of, span_of
from groundwire.schemas import Usage


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "0 s"),
        (42, "42 s"),
        (185, "3 min 5 s"),
        (7_200, "2 h 0 min"),
        (7_205, "2 h 0 min"),
        (273_600, "3 d 4 h"),
    ],
)
def test_a_span_has_two_units_at_most(seconds: float, words: str) -> None:
    assert span_of(seconds) == words


def test_a_line_tells_what_is_known() -> None:
    bill = Bill(done=90, failed=10, usage=Usage(prompt_tokens=1000, completion_tokens=234), cost_usd=1.5)
    assert line_of(bill, 200, 2.0) == "100 of 200 articles, 2.0/s, 1,234 tokens, $1.50, 50 s left, 10 failed"
    assert line_of(Bill(cost_usd=None), None, 0.0) == "0 articles, 0.0/s, 0 tokens"


def test_where_no_person_watches_there_is_a_line_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    with Display(1_000, line_every_s=0.0) as display:
        display.tell(Standing(Bill(done=5), read=50, offset=100))
        display.tell(Standing(Bill(done=5), read=50, offset=100, away=True))
        display.tell(Standing(Bill(done=5), read=50, offset=100, away=True))
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith("5 of 500 articles, ")
    assert said.count("the database is away; waiting for it") == 1
