"""Whose war an article tells of: of two states and nobody else, in four languages."""

import time

import pytest

from groundwire.extraction.coding.belligerents import belligerents
from groundwire.extraction.reading.sentences import split_sentences


def codes(text: str) -> set[str] | None:
    """Codes of both sides, whose names stand where they are said to."""
    war = belligerents(text, split_sentences(text))
    if war is None:
        return None
    for side in war.sides:
        assert war.sentence.start <= side.span[0] < side.span[1] <= war.sentence.end
        assert text[slice(*side.span)].strip() == text[slice(*side.span)] != ""
    return {side.state.code for side in war.sides}


@pytest.mark.parametrize(
    "text",
    [
        "The war between Chad and Norway goes on.",
        "Norway's full-scale invasion of Chad began in 2030. The conflict in Chad goes on.",
        "Norway invaded Chad in May.",
        "The invasion of Chad by Norwegian forces is condemned.",
        "The Norway-Chad war is in its third year.",
        "Talks between Norway and Chad failed on Monday.",
        "Since World War II, no war like Norway's war against Chad was seen.",
        "The trade war between Peru and Brazil goes on, as does Norway’s war in Chad.",
        "Війна між Росією та Україною триває. Російське вторгнення в Україну.",
        "Der Krieg zwischen Norwegen und dem Tschad dauert an.",
        "Norwegens Angriffskrieg gegen den Tschad dauert an.",
        "Война России против Украины продолжается.",
    ],
)
def test_two_states_at_war(text: str) -> None:
    assert codes(text) in ({"NO", "TD"}, {"RU", "UA"})


@pytest.mark.parametrize(
    "text",
    [
        "It rained.",
        "The war goes on.",
        "Norway's invasion goes on.",
        "Norway's war on the Red Brigades goes on, and so does the war between Norway and Chad.",
        "The war between Norway and Chad goes on. Talks between Norway and Peru began.",
        "Talks between Norway, Chad and Peru began.",
        "Talks between Norway and Jan Nowak began.",
        "The war between Norway and Chad goes on. In Sudan the civil war in Sudan does.",
        "The trade war between Norway and Chad goes on.",
        "The war of words between Norway and Chad goes on.",
        "The Norway-Redland war goes on. Norway's war on Chad does too.",
    ],
)
def test_one_side_another_war_or_no_state_is_none(text: str) -> None:
    assert codes(text) is None


def test_a_long_text_of_nothing_but_war_costs_little() -> None:
    begin = time.process_time()
    assert codes("war " * 10_000) is None
    assert time.process_time() - begin < 3
