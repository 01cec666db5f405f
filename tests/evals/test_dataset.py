"""The data set's loader: what it accepts, and that each fault of a gold file is named with file and field."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from tests.evals.counterfactual.made_up import TEXT, gold_file, item, lypky, smila

from groundwire.evals.cases import GOLD, NEGATIVE
from groundwire.evals.counterfactual import FAMILIES
from groundwire.evals.dataset import case_digest, gold_cases, gold_digest, known_families, load_cases
from groundwire.evals.errors import EvalError
from groundwire.evals.labels.articles import read_article

Json = dict[str, Any]


def put(folder: Path, document: Json | str, name: str = "900_made_up") -> Path:
    """A folder with one more gold file and its article."""
    for sub in ("articles", "gold", "negatives"):
        (folder / sub).mkdir(exist_ok=True)
    (folder / "articles" / f"{name}.txt").write_bytes(TEXT.encode())
    text = document if isinstance(document, str) else json.dumps({**document, "article": f"{name}.txt"})
    (folder / "gold" / f"{name}.json").write_text(text, encoding="utf-8")
    (folder / "negatives" / "reasons.json").write_text('{"calm.txt": "Nothing happens."}', encoding="utf-8")
    (folder / "negatives" / "calm.txt").write_text("A calm day.", encoding="utf-8")
    return folder


def test_a_gold_file_and_its_article_are_a_case(tmp_path: Path) -> None:
    [case] = gold_cases(put(tmp_path, gold_file()))
    assert (case.name, case.family, case.origin) == ("900", GOLD, "900")
    assert case.article.text == TEXT
    assert [label.id for _, label in case.gold.records()] == [
        "smila-depot",
        "lypky-taken",
        "bergen-meeting",
        "norway-money",
    ]


def test_the_date_of_publication_is_passed_on(tmp_path: Path) -> None:
    [case] = gold_cases(put(tmp_path, gold_file(published="2023-05-21")))
    assert str(case.article.published) == "2023-05-21"


def test_articles_that_begin_alike_keep_their_long_names(tmp_path: Path) -> None:
    put(tmp_path, gold_file(), "900_one")
    put(tmp_path, gold_file(), "900_two")
    put(tmp_path, gold_file(), "901_one")
    assert [case.name for case in gold_cases(tmp_path)] == ["900_one", "900_two", "901"]


def test_families_can_be_chosen_and_come_in_a_fixed_order(tmp_path: Path) -> None:
    put(tmp_path, gold_file())
    everything = load_cases(tmp_path, None, 1)
    assert list(dict.fromkeys(case.family for case in everything)) == list(known_families())
    chosen = load_cases(tmp_path, ["casualty", "negative"], 1)
    assert chosen == tuple(case for case in everything if case.family in {"casualty", "negative"})
    assert [case.name for case in load_cases(tmp_path, [GOLD])] == ["900"]


def test_an_unknown_family_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="'casualities'; there are: gold, negative, casualty"):
        load_cases(put(tmp_path, gold_file()), ["casualities"])
    assert set(known_families()) == {GOLD, NEGATIVE, *FAMILIES}


def _without_name(label: Json) -> Json:
    return {**label, "alternatives": {"/places/-": [{"country": "UA"}]}}


FAULTS: dict[str, tuple[Json | str, str]] = {
    "broken JSON": ('{"article": ', r"900_made_up\.json: .*JSON"),
    "unknown field": (gold_file(atacks=[]), r"atacks: Extra inputs"),
    "unknown field of a record": (
        gold_file(attacks=[{**smila(), "record": {**smila()["record"], "kiled": {"min": 3}}}]),
        r"/attacks/0/record/kiled: there is no such field",
    ),
    "other text": (gold_file(sha256="0" * 64), r"sha256: is 0{64}, but 900_made_up\.txt has [0-9a-f]{64}"),
    "quote elsewhere": (
        gold_file(attacks=[{**lypky(), "spans": {"/places/0": [{"quote": "Lypky", "start": 1, "end": 6}]}}]),
        r"attacks\.lypky-taken\.spans\./places/0\.0: quotes 'Lypky', but at 1-6 stands 'ate 2'",
    ),
    "evidence elsewhere": (
        gold_file(
            attacks=[
                {**lypky(), "record": {**lypky()["record"], "evidence": [{"quote": "Ground", "start": 0, "end": 6}]}}
            ]
        ),
        r"attacks\.lypky-taken\.evidence\.0: quotes 'Ground', but at 0-6 stands 'date 2'",
    ),
    "pointer to nothing": (
        gold_file(attacks=[{**lypky(), "spans": {"/places/1": []}}]),
        r"attacks\.lypky-taken\.spans\./places/1: the record has no such value",
    ),
    "span of a null": (
        gold_file(attacks=[{**lypky(), "spans": {"/killed": []}}]),
        r"attacks\.lypky-taken\.spans\./killed: is null in the record",
    ),
    "same name twice": (gold_file(attacks=[smila(), smila()]), r"attacks\.smila-depot: id: another record"),
    "alternative that does not fit": (
        gold_file(attacks=[{**lypky(), "alternatives": {"/killed": ["many"]}}]),
        r"lypky-taken\.alternatives\./killed: 'many' does not fit",
    ),
    "alternative that leaves out too much": (
        gold_file(attacks=[{**lypky(), "alternatives": {"/scope": [None]}}]),
        r"lypky-taken\.alternatives\./scope: 'None' does not fit: Field required",
    ),
    "alternative element that does not fit": (
        gold_file(attacks=[_without_name(lypky())]),
        r"lypky-taken\.alternatives\./places/-: .* does not fit: Field required",
    ),
    "alternative with an unknown field": (
        gold_file(attacks=[{**lypky(), "alternatives": {"/places/-": [{"name": "Smila", "land": "UA"}]}}]),
        r"lypky-taken\.alternatives\./places/-: /places/1/land: there is no such field",
    ),
    "alternative of nothing": (
        gold_file(attacks=[{**lypky(), "alternatives": {"/weapons/0": [None]}}]),
        r"lypky-taken\.alternatives\./weapons/0: the record has no such value",
    ),
}


@pytest.mark.parametrize(("document", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named_with_file_and_field(tmp_path: Path, document: Json | str, message: str) -> None:
    with pytest.raises(EvalError, match=rf"900_made_up\.json: .*{message}" if message[0] != "9" else message):
        gold_cases(put(tmp_path, document))


@pytest.mark.parametrize(
    "alternatives",
    [
        {"/killed": [{"min": 2}, {}]},
        {"/scope": ["campaign"]},
        {"/places/-": [{"name": "Smila"}]},
        {"/places": [None, []]},
        {"/places/0": [None]},
        {"/places/0/country": [None, "RU"]},
    ],
)
def test_alternatives_that_fit_are_accepted(tmp_path: Path, alternatives: Json) -> None:
    [case] = gold_cases(put(tmp_path, gold_file(attacks=[{**lypky(), "alternatives": alternatives}])))
    assert case.gold.attacks[0].alternatives.keys() == alternatives.keys()


def test_a_missing_article_is_named(tmp_path: Path) -> None:
    put(tmp_path, gold_file())
    (tmp_path / "articles" / "900_made_up.txt").unlink()
    with pytest.raises(EvalError, match=r"900_made_up\.txt: cannot be read: No such file"):
        gold_cases(tmp_path)


def test_the_same_article_labelled_twice_is_refused(tmp_path: Path) -> None:
    put(tmp_path, gold_file())
    text = (tmp_path / "gold" / "900_made_up.json").read_text(encoding="utf-8")
    (tmp_path / "gold" / "again.json").write_text(text, encoding="utf-8")
    with pytest.raises(EvalError, match="2 cases are called '900_made_up'"):
        gold_cases(tmp_path)


def test_a_folder_without_gold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match=r"gold: holds no gold file"):
        gold_cases(tmp_path)


@pytest.mark.parametrize(("data", "message"), [(b"caf\xe9", "is not UTF-8 at byte 3"), (b"", "is empty")])
def test_an_article_must_be_text(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    with pytest.raises(EvalError, match=message):
        read_article(tmp_path / "a.txt")


def test_an_article_keeps_its_line_ends(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b" one\r\ntwo\n\n")
    assert read_article(tmp_path / "a.txt") == " one\r\ntwo\n\n"


@pytest.mark.parametrize("changed", ["articles/900_made_up.txt", "gold/900_made_up.json", "negatives/calm.txt"])
def test_the_digest_of_the_data_set_follows_every_file(tmp_path: Path, changed: str) -> None:
    put(tmp_path, gold_file())
    before = gold_digest(tmp_path)
    assert gold_digest(tmp_path) == before
    (tmp_path / changed).write_bytes((tmp_path / changed).read_bytes() + b" ")
    assert gold_digest(tmp_path) != before


def test_the_digest_of_a_case_follows_labels_and_text_and_nothing_else(tmp_path: Path) -> None:
    cases = load_cases(put(tmp_path, gold_file()), None, 1)
    digests = Counter(case_digest(case) for case in cases)
    assert max(digests.values()) == 1
    [relabelled] = gold_cases(put(tmp_path, gold_file(attacks=[lypky()])))
    assert case_digest(relabelled) not in digests
    [case] = gold_cases(put(tmp_path, gold_file()))
    assert case_digest(case) in digests


def test_records_of_different_kinds_do_not_share_a_name(tmp_path: Path) -> None:
    meeting = item("smila-depot", {"event_type": "consult"}, "Ministers of Norway")
    with pytest.raises(EvalError, match=r"diplomatic_events\.smila-depot: id"):
        gold_cases(put(tmp_path, gold_file(diplomatic_events=[meeting])))
