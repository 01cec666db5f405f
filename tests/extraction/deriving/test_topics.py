"""What a diplomatic act is about."""

import pytest

from groundwire.extraction.deriving.topics import topics_of


@pytest.mark.parametrize(
    ("topics", "said"),
    [
        (("ceasefire",), "Chile called for a truce."),
        (("peace_terms", "territory"), "The peace plan would cede two islands."),
        (("prisoner_exchange",), "Сторони домовилися про обмін полоненими."),
        (("security_guarantees",), "Norland offered security guarantees."),
        (("military_support",), "Norland should deliver more long-range missiles, he said."),
        (("economic_support",), "They spoke of financial aid."),
        (("sanctions", "energy"), "New sanctions hit oil."),
        (("grain_exports",), "They want to ship grain again."),
        (("humanitarian",), "Гуманитарные вопросы обсуждались."),
        (("nato_membership",), "Norland wants to join NATO."),
        (("nuclear",), "Die Atomgespräche gingen weiter."),
        (("condemnation_of_attack",), "Peru condemned the missile strike on Arica."),
        (("other",), "They spoke about fishing."),
    ],
)
def test_topics(topics: tuple[str, ...], said: str) -> None:
    assert topics_of([said]) == topics


def test_at_most_four() -> None:
    said = "They spoke of a truce, of peace, of grain, of sanctions and of uranium."
    assert topics_of([said]) == ("ceasefire", "peace_terms", "grain_exports", "sanctions")
