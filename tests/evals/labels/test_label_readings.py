"""The labelled articles of this repository and the cases made from them: what the labels say, the text says.

Figures, sums and dates are read here from the words that a label points to, by the readers of the pipeline: a label
and its words that tell different stories do not get past both.
"""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from pydantic import JsonValue

from groundwire.evals.cases import EvalCase
from groundwire.evals.counterfactual import FAMILIES, counterfactual_cases
from groundwire.evals.counterfactual.numbers import numbers_in
from groundwire.evals.counterfactual.revision import LABELS_OF_TEXT, nodes
from groundwire.evals.dataset import gold_cases
from groundwire.evals.labels.gold import AnyGoldRecord
from groundwire.evals.labels.pointers import value_at
from groundwire.extraction.reading.dates import find_header_date, resolve_date
from groundwire.extraction.reading.money import find_money
from groundwire.extraction.reading.quantities import find_quantities
from groundwire.schemas import DateBasis

GOLD = gold_cases(Path(__file__).parents[3] / "evals")
CASES = {case.name: case for seed in (0, 1) for case in (*GOLD, *counterfactual_cases(GOLD, seed))}
ARTICLES = {case.name: case for case in GOLD}


def _labels(case: EvalCase, ending: str) -> list[tuple[AnyGoldRecord, str, str]]:
    """Records with a pointer of a kind and the words of one of its spans."""
    return [
        (label, pointer, span.quote)
        for _, label in case.gold.records()
        for pointer, spans in label.spans.items()
        if pointer.endswith(ending)
        for span in spans
    ]


def _accepted(label: AnyGoldRecord) -> list[JsonValue]:
    """The values of a record and all that is accepted instead of them."""
    alternatives = [value for values in label.alternatives.values() for value in values]
    return [label.record.model_dump(mode="json", exclude=LABELS_OF_TEXT), *alternatives]


def _names(value: JsonValue) -> list[str]:
    """The words in a value that are the article's own."""
    parts = [node for node in nodes(value) if isinstance(node, dict)]
    named = [part.get(field) for part in parts for field in ("name", "admin", "text")]
    lists = [part.get("items") for part in parts]
    items = [item for listed in lists if isinstance(listed, list) for item in listed]
    return [words for words in [*named, *items] if isinstance(words, str)]


def test_every_family_has_cases_and_there_are_enough() -> None:
    families = Counter(case.family for case in counterfactual_cases(GOLD, 0))
    assert set(families) == set(FAMILIES)
    assert families.total() >= 60
    assert {case.origin for case in counterfactual_cases(GOLD, 0)} == set(ARTICLES)


@pytest.mark.parametrize("ending", ["/killed", "/injured", "/launched", "/intercepted"])
def test_the_figure_of_a_label_stands_in_its_words(ending: str) -> None:
    seen = 0
    for case in CASES.values():
        for label, pointer, words in _labels(case, ending):
            value = value_at(label.record.model_dump(mode="json"), pointer)
            assert isinstance(value, dict)
            bounds = {value["min"], value["max"]} - {None}
            if bounds - {1}:  # "a drone" and "one woman" have no numeral of their own
                assert bounds == {number for number, _, _ in numbers_in(words)}, (case.name, label.id, words)
                seen += 1
    assert seen or ending == "/intercepted"


def test_the_qualifier_of_a_figure_is_read_as_its_label_says() -> None:
    for case in CASES.values():
        for label, pointer, words in [*_labels(case, "/killed"), *_labels(case, "/injured")]:
            value = value_at(label.record.model_dump(mode="json"), pointer)
            read = [found.quantity.model_dump() for found in find_quantities(f"{words} people")]
            assert isinstance(value, dict)
            if len(read) == 1 and value["min"] not in {1, None}:
                assert read == [value], (case.name, label.id, words)


def test_the_sum_of_a_label_stands_in_its_words() -> None:
    for case in CASES.values():
        for label, pointer, words in [*_labels(case, "/amount"), *_labels(case, "/stated_equivalents/0")]:
            [found] = find_money(words)
            assert found.money.model_dump() == value_at(label.record.model_dump(mode="json"), pointer), (
                case.name,
                label.id,
            )


def test_the_date_of_a_label_is_what_its_words_say_on_the_day_of_publication() -> None:
    for case in CASES.values():
        header = find_header_date(case.article.text)
        published: date | None = case.article.published or (header[0] if header else None)
        for _, label in case.gold.records():
            occurred = label.record.date
            if occurred and occurred.basis is not DateBasis.NONE:
                read = resolve_date(occurred.text, published, header=case.article.published is None)
                assert (read.start, read.end) == (occurred.start, occurred.end), (case.name, label.id)


def test_no_label_keeps_words_that_the_change_took_away() -> None:
    for case in CASES.values():
        old, new = ARTICLES[case.origin].article.text, case.article.text
        for _, label in case.gold.records():
            words = [word for value in _accepted(label) for word in _names(value)]
            assert [word for word in words if word in old and word not in new] == [], (case.name, label.id)


def test_what_is_forbidden_is_in_no_label() -> None:
    for case in CASES.values():
        for _, label in case.gold.records():
            held = {str(node) for value in _accepted(label) for node in nodes(value) if isinstance(node, str | int)}
            assert not held & set(case.forbidden), (case.name, label.id)
