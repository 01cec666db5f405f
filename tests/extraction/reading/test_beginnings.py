"""Most words are told by themselves to begin neither number nor date nor count: nothing is missed by that."""

from collections.abc import Container

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundwire.extraction.reading import calendar_words, count_words, date_scan, money, number_words, numerals
from groundwire.extraction.reading import quantities as counts
from groundwire.extraction.reading.date_scan import scan
from groundwire.extraction.reading.money import find_money
from groundwire.extraction.reading.quantities import find_quantities
from groundwire.extraction.reading.tokens import Kind, Token, tokenize


def _table_words() -> list[str]:
    found: set[str] = set()
    for module in (calendar_words, count_words, number_words):
        for table in vars(module).values():
            if isinstance(table, dict | frozenset):
                found |= {word for word in table if isinstance(word, str) and word.isalpha()}
    return sorted(found)


class _Everything(Container[str]):
    def __contains__(self, _: object) -> bool:
        return True


def _is_no_mark(token: Token) -> bool:
    return token.kind is not Kind.MARK


TEXTS = st.lists(
    st.sampled_from([*_table_words(), "drones", "Amberg", "zweitausend", "20", "$5", "-", ",", "2031", "Friday's"]),
    max_size=9,
).map(" ".join)


@given(TEXTS)
@settings(max_examples=300)
def test_nothing_is_missed(text: str) -> None:
    found = find_quantities(text), find_money(text), scan(tokenize(text))
    with pytest.MonkeyPatch.context() as patch:
        for module in (numerals, date_scan, money, counts):
            patch.setattr(module, "may_begin", _is_no_mark)
        for module in (date_scan, counts):
            patch.setattr(module, "_BEGINNINGS", _Everything())
        assert (find_quantities(text), find_money(text), scan(tokenize(text))) == found
