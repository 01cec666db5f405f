"""Coverage: which hard facts of an article no record claims, with offsets that cut them out exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.extraction.recording import strike

from groundwire.extraction.coverage import coverage_of
from groundwire.schemas import (
    Actor,
    Attack,
    Evidence,
    Grounding,
    GroundingStatus,
    Place,
    Quantity,
    Record,
    UnclaimedKind,
)


def claiming(*spans: tuple[int | None, int | None]) -> Attack:
    grounds = tuple(
        Grounding(path=f"/targets/{i}/text", status=GroundingStatus.EXACT, start=start, end=end)
        for i, (start, end) in enumerate(spans)
    )
    return strike(0).model_copy(update={"grounding": grounds})


def span_of(text: str, words: str) -> tuple[int, int]:
    at = text.index(words)
    return at, at + len(words)


TEXT = "🚀 At least 20 died, 75 were hurt.\r\nΣυνολικά $314 million for a dozen towns; several fled."


def test_figures_and_sums_once_each_vague_words_never() -> None:
    found = coverage_of(TEXT, [])
    assert [(u.kind, u.quote) for u in found.unclaimed] == [
        (UnclaimedKind.NUMBER, "At least 20"),
        (UnclaimedKind.NUMBER, "75"),
        (UnclaimedKind.MONEY, "$314 million"),
        (UnclaimedKind.NUMBER, "a dozen"),
    ]
    assert (found.found, found.claimed) == (4, 0)


def test_what_a_value_stands_on_is_claimed() -> None:
    record = claiming(span_of(TEXT, "20"), span_of(TEXT, "$314 million for"), (None, None))
    found = coverage_of(TEXT, [record, claiming(span_of(TEXT, "hurt"))])
    assert [u.quote for u in found.unclaimed] == ["75", "a dozen"]
    assert (found.found, found.claimed) == (4, 2)


@pytest.mark.parametrize("words", ["At least", "20", "At least 20 died", "st 2"])
def test_a_span_that_touches_a_figure_claims_it(words: str) -> None:
    assert "At least 20" not in [u.quote for u in coverage_of(TEXT, [claiming(span_of(TEXT, words))]).unclaimed]


@pytest.mark.parametrize("words", ["🚀 ", " died, ", "hurt"])
def test_a_span_beside_a_figure_does_not(words: str) -> None:
    assert coverage_of(TEXT, [claiming(span_of(TEXT, words))]).claimed == 0


NEWS = "Peru and Chad met in Lima. Dozens were killed in Nyala; the wounded were taken to Chad. Casualties were heavy."


def told(records: list[Record], *kinds: UnclaimedKind) -> list[str]:
    return [u.quote for u in coverage_of(NEWS, records).unclaimed if u.kind in kinds]


def test_places_once_each_and_casualty_words_without_a_figure() -> None:
    assert told([], UnclaimedKind.PLACE) == ["Peru", "Chad", "Lima"]
    assert told([], UnclaimedKind.CASUALTY) == ["Dozens were killed", "wounded", "Casualties"]
    assert told([], UnclaimedKind.NUMBER, UnclaimedKind.MONEY) == []


def test_a_place_is_claimed_by_a_value_on_any_mention_by_its_name_or_by_the_code_of_its_state() -> None:
    last = NEWS.rindex("Chad")
    assert told([claiming((last, last + 4))], UnclaimedKind.PLACE) == ["Peru", "Lima"]
    hit, by = Place(name="the port of Lima", country="PE"), Actor(name="the army", country="TD")
    assert told([claiming().model_copy(update={"places": (hit,)})], UnclaimedKind.PLACE) == ["Chad"]
    assert told([claiming().model_copy(update={"perpetrators": (by,)})], UnclaimedKind.PLACE) == ["Peru", "Lima"]


def test_casualty_words_are_claimed_by_an_attack_with_such_a_toll_in_its_evidence() -> None:
    def record(quote: str, **toll: Quantity) -> Attack:
        start, end = span_of(NEWS, quote)
        evidence = (Evidence(quote=quote, start=start, end=end),)
        return strike(0).model_copy(update={"evidence": evidence, "grounding": (), **toll})

    some = Quantity()
    second, third = "Dozens were killed in Nyala; the wounded were taken to Chad.", "Casualties were heavy."
    assert told([record(second, killed=some)], UnclaimedKind.CASUALTY) == ["wounded", "Casualties"]
    assert told([record(third, injured=some)], UnclaimedKind.CASUALTY) == ["Dozens were killed", "wounded"]
    assert told([record(second)], UnclaimedKind.CASUALTY) == ["Dozens were killed", "wounded", "Casualties"]


PIECES = st.sampled_from(
    [
        "20",
        "dozens were killed",
        "Peru",
        "Lima’s",
        "wounded.",
        "$5 million",
        "a dozen",
        "\r\n",
        "🚀",
        "שלום",
        "no one died",
        "٣",
        "1,5",
        "é",
        " ",
        "many",
    ]
)


@given(
    text=st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=20).map(" ".join)),
    spans=st.lists(st.tuples(st.integers(0, 80), st.integers(1, 20)), max_size=4),
)
def test_offsets_are_exact_and_the_count_adds_up(text: str, spans: list[tuple[int, int]]) -> None:
    found = coverage_of(text, [claiming(*[(start, start + length) for start, length in spans])])
    assert found.found == found.claimed + len(found.unclaimed)
    for unclaimed in found.unclaimed:
        assert text[unclaimed.start : unclaimed.end] == unclaimed.quote
        assert not any(s < unclaimed.end and unclaimed.start < s + n for s, n in spans)
    assert list(found.unclaimed) == sorted(found.unclaimed, key=lambda u: u.start)
