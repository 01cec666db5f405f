"""The name of an answer: equal for equal questions only."""

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwire.extraction.cache_key import KeyParts, cache_key

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
NUMBER = st.none() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT
PARTS = st.builds(
    KeyParts,
    article_text=TEXT,
    published=st.none() | st.dates(),
    title=st.none() | TEXT,
    record_types=st.lists(TEXT, max_size=4).map(tuple),
    unsupported=TEXT,
    recall_pass=st.booleans(),
    model=TEXT,
    sampling=st.dictionaries(TEXT, NUMBER, max_size=4),
    prompt_digest=TEXT,
    schema_digest=TEXT,
    profile=TEXT,
    pipeline=TEXT,
)
PLAIN = KeyParts(
    article_text="Missiles hit Odesa.",
    published=date(2024, 3, 15),
    title=None,
    record_types=("attack", "aid_pledge"),
    unsupported="drop",
    recall_pass=False,
    model="small@https://models.example/v1",
    sampling={"temperature": 0.0, "seed": 7},
    prompt_digest="p",
    schema_digest="s",
    profile="small",
    pipeline="0.1.0",
)


def test_the_key_of_a_known_question_is_pinned() -> None:
    # Kept answers are lost when this changes: raise KEY_FORMAT and say so in the changelog.
    assert cache_key(PLAIN) == "67b7b27ed2356523e4b0f0a033029ad17e5834b8cb03573aa586bd62a41eb3d7"


@given(PARTS, st.randoms())
def test_order_and_repetition_do_not_matter_where_they_mean_nothing(parts: KeyParts, random: object) -> None:
    shuffled = list(parts.record_types) * 2
    random.shuffle(shuffled)  # type: ignore[attr-defined] # hypothesis' random.Random
    turned = dict(reversed(list(parts.sampling.items())))
    assert cache_key(replace(parts, record_types=tuple(shuffled), sampling=turned)) == cache_key(parts)


@given(PARTS, PARTS)
def test_a_change_of_any_one_part_changes_the_key(one: KeyParts, other: KeyParts) -> None:
    for field in fields(KeyParts):
        ours, theirs = getattr(one, field.name), getattr(other, field.name)
        if field.name == "record_types":
            same = set(ours) == set(theirs)
        elif field.name == "sampling":
            same = _typed(ours) == _typed(theirs)
        else:
            same = ours == theirs
        assert (cache_key(replace(one, **{field.name: theirs})) == cache_key(one)) is same, field.name


def _typed(sampling: dict[str, object]) -> dict[str, tuple[type, str]]:
    return {name: (type(value), repr(value)) for name, value in sampling.items()}


@given(PARTS)
def test_a_key_is_a_sha256_in_hex(parts: KeyParts) -> None:
    key = cache_key(parts)
    assert len(key) == 64
    assert set(key) <= set("0123456789abcdef")


@pytest.mark.parametrize(
    "change",
    [
        {"title": ""},
        {"title": "null"},
        {"published": None},
        {"article_text": "Missiles hit Odesa"},
        {"article_text": "Missiles hit Odesa. "},
        {"record_types": ("attack",)},
        {"record_types": ("attack,aid_pledge",)},
        {"sampling": {"temperature": 0, "seed": 7}},
        {"sampling": {"temperature": "0.0", "seed": 7}},
        {"sampling": {"temperature": 0.0, "seed": None}},
        {"sampling": {"temperature": 0.0}},
        {"prompt_digest": "s", "schema_digest": "p"},
        {"model": "small@https://other.example/v1"},
    ],
)
def test_near_misses_are_misses(change: dict[str, object]) -> None:
    assert cache_key(replace(PLAIN, **change)) != cache_key(PLAIN)  # type: ignore[arg-type] # parametrized


def test_composed_and_decomposed_letters_differ_because_offsets_do() -> None:
    composed = cache_key(replace(PLAIN, article_text="Orbán"))
    assert cache_key(replace(PLAIN, article_text="Orba\u0301n")) != composed


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        cache_key(replace(PLAIN, sampling={"temperature": number}))


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(ValueError, match="surrogates not allowed"):
        cache_key(replace(PLAIN, article_text="\ud83d"))
