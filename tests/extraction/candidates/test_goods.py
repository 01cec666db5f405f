"""Goods that can be given as aid."""

import pytest

from groundwire.extraction.candidates.goods import find_goods


@pytest.mark.parametrize(
    ("sentence", "goods"),
    [
        ("Norway will send 12 ambulances and body armour to Chad.", "ambulances|body armour"),
        ("Japan donated field hospitals, two generators and medicines.", "field hospitals|generators|medicines"),
        ("The package includes howitzers.", "howitzers"),
        ("Естонія передасть генератори і ліки.", "генератори|ліки"),
        ("Канада отправила палатки.", "палатки"),
        ("Polen liefert Zelte und Decken.", "Zelte|Decken"),
        # Nothing is given.
        ("The tanks moved on to Gao.", ""),
        ("Rebels burned food and tents.", ""),
    ],
)
def test_goods_without_their_counts_where_something_is_given(sentence: str, goods: str) -> None:
    assert "|".join(find_goods(sentence)) == goods
