"""Types of diplomatic acts that the words of a sentence can tell of."""

import pytest

from groundwire.extraction.candidates.acts import find_acts, is_active


@pytest.mark.parametrize(
    ("sentence", "acts"),
    [
        ("The ministers met in Oslo and signed a treaty.", "consult|agree"),
        ("Peru urged Chile to release the sailors.", "request|concede"),
        ("Niger suspended its treaty with Mali.", "withdraw"),
        ("Угоду підписали в Ризі.", "agree"),
        ("Президент засудив удар.", "accuse"),
        ("Переговоры прошли в Баку.", "consult"),
        ("Die Minister trafen sich in Wien.", "consult"),
        # What is stated goes before what is only named.
        ("Chad rejected a ceasefire.", "reject"),
        ("They discussed a prisoner exchange.", "consult"),
        # Where nothing is stated, what is named is offered.
        ("Talks on a deal went on.", "consult|agree"),
        ("The bridge was closed.", ""),
    ],
)
def test_acts_in_order_of_their_words(sentence: str, acts: str) -> None:
    found = find_acts(sentence)
    assert "|".join(found) == acts
    assert sorted(found.values()) == list(found.values())


@pytest.mark.parametrize(
    ("sentence", "active"),
    [
        ("Chad condemned Niger.", True),
        ("Chad was condemned by Niger.", False),
        ("Chad, condemned by Niger, left.", False),
        ("The visit ended.", False),
        ("Chad's support ended.", False),
    ],
)
def test_only_a_verb_in_the_active_voice_parts_who_acts_from_the_addressee(sentence: str, *, active: bool) -> None:
    (span, *_) = find_acts(sentence).values()
    assert is_active(sentence, span) is active
