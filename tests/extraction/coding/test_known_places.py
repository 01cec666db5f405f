"""Places that can be known without a model: states and large cities, never demonyms, by their longest name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwire.extraction.coding.known_places import find_places


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Norway's king met the mayor of Bogotá in The Hague.", ["NO", "bogota", "the hague"]),
        ("South Sudan and Guinea-Bissau sent help.", ["SS", "GW"]),
        ("The U.S. sent help; Give us help. Us too.", ["US"]),
        ("В Україні й Норвегії; Відень і Лондон.", ["UA", "NO", "відень", "лондон"]),
        ("В Украине и Норвегии", ["UA", "NO"]),
        ("Wien und Frankreich", ["wien", "FR"]),
        ("Papua New Guinea’s port, São Paulo, Sao Paulo", ["PG", "sao paulo", "sao paulo"]),
        ("Chad-backed rebels and pro-Chad mayors", []),
        ("Russian troops, Dutch help, the European Union", []),
        ("the chad, the china, oral vote. Oral votes. Midway through, Resolute men left.", []),
        ("New\nYork", []),
        ("Nyala, Amberg", []),
    ],
)
def test_known_places(text: str, names: list[str]) -> None:
    assert [mention.name for mention in find_places(text)] == names


PIECES = st.sampled_from(["New", "York", " ", "-", "South", "Sudan", "’s", "U.S", ".", "Wien", "\n", "São", "́", "🚀"])


@given(st.lists(PIECES, max_size=20).map("".join))
def test_mentions_do_not_overlap_and_hold_words(text: str) -> None:
    end = 0
    for mention in find_places(text):
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start].isalpha()
        end = mention.end
