"""Files in the columns of ACLED, Kiel and PLOVER: read back, they hold what the records hold, and nothing runs."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from babel.core import get_global
from hypothesis import given
from hypothesis import strategies as st
from tests.client.exports.made import extractions

from groundwire.client.exports import (
    ACLED_COLUMNS,
    KIEL_COLUMNS,
    PLOVER_FIELDS,
    to_acled_csv,
    to_kiel_csv,
    to_plover_jsonl,
)
from groundwire.client.exports._countries import _countries
from groundwire.client.exports._csv import harmless
from groundwire.client.testing import sample_extraction
from groundwire.schemas import Actor, DateBasis, DateRange, Extraction, Money, Place, Quantity

SAMPLE = sample_extraction()
ATTACK, EVENT, AID = SAMPLE.attacks[0], SAMPLE.diplomatic_events[0], SAMPLE.aid_pledges[0]


def _with(**records: Any) -> Extraction:  # noqa: ANN401 - fields of an Extraction
    return SAMPLE.model_copy(update=records)


def _acled(**changes: Any) -> dict[str, str]:  # noqa: ANN401 - fields of an Attack
    return _read(to_acled_csv, _with(attacks=(ATTACK.model_copy(update=changes),)))[0]


def _kiel(**changes: Any) -> list[dict[str, str]]:  # noqa: ANN401 - fields of an AidPledge
    return _read(to_kiel_csv, _with(aid_pledges=(AID.model_copy(update=changes),)))


def _read(write: Any, *made: Extraction) -> list[dict[str, str]]:  # noqa: ANN401 - one of the exports
    file = io.StringIO(newline="")
    count = write(made, file)
    rows = list(csv.DictReader(io.StringIO(file.getvalue(), newline=""), strict=True))
    assert len(rows) == count
    return rows


def _filled(row: dict[str, str]) -> dict[str, str]:
    return {name: cell for name, cell in row.items() if cell}


def test_an_attack_in_the_columns_of_acled() -> None:
    assert _filled(_acled()) == {
        "event_date": "2024-03-15",
        "year": "2024",
        "time_precision": "1",
        "disorder_type": "Political violence",
        "event_type": "Explosions/Remote violence",
        "sub_event_type": "Shelling/artillery/missile attack",
        "actor1": "Russia",
        "iso": "804",
        "country": "Ukraine",
        "location": "Odesa",
        "notes": f"{ATTACK.evidence[0].quote} Killed: 20 or more. Injured: 75. Date: 2024-03-15. Places: Odesa.",
        "fatalities": "20",
        "groundwire_id": f"{SAMPLE.article_id}/attack/0",
    }


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [
        (date(2024, 3, 15), date(2024, 3, 16), ("2024-03-15", "2024", "2")),
        (date(2024, 3, 31), date(2024, 4, 6), ("2024-03-31", "2024", "2")),
        (date(2024, 3, 1), date(2024, 3, 31), ("2024-03-16", "2024", "3")),
        (date(2024, 3, 1), date(2024, 5, 31), ("", "2024", "")),
        (date(2023, 12, 1), date(2024, 1, 31), ("", "", "")),
    ],
)
def test_spans_of_days_have_the_precision_of_acled(start: date, end: date, wanted: tuple[str, ...]) -> None:
    row = _acled(date=DateRange(text="then", start=start, end=end, basis=DateBasis.EXPLICIT))
    assert (row["event_date"], row["year"], row["time_precision"]) == wanted


def test_what_is_not_sure_is_empty_in_acled() -> None:
    row = _acled(attack_type="ground_assault", date=None, killed=Quantity(max=5), places=())
    empty = ("disorder_type", "event_type", "sub_event_type", "event_date", "year", "fatalities", "iso", "location")
    assert [row[name] for name in empty] == [""] * len(empty)
    assert "Killed: 5 or fewer." in row["notes"]
    both = _acled(places=(Place(name="Lviv", country="UA"), Place(name="Kyiv", country="UA")))
    assert (both["country"], both["location"]) == ("Ukraine", "")
    assert "Places: Lviv; Kyiv." in both["notes"]
    blamed = (Actor(name="Russia", country="RU"), Actor(name="Ukraine", country="UA"))
    assert _acled(perpetrators=blamed)["assoc_actor_1"] == "Ukraine"
    disputed = _acled(perpetrators=blamed, attribution="disputed")
    assert (disputed["actor1"], disputed["assoc_actor_1"]) == ("", "")
    assert "Blamed: Russia; Ukraine." in disputed["notes"]


def test_the_dead_of_a_wave_are_not_counted_twice() -> None:
    wave = ATTACK.model_copy(update={"scope": "wave", "killed": Quantity(min=30, max=30)})
    rows = _read(to_acled_csv, _with(attacks=(wave, ATTACK)))
    assert [row["fatalities"] for row in rows] == ["", "20"]
    assert "Scope: wave. Killed: 30." in rows[0]["notes"]
    assert _read(to_acled_csv, _with(attacks=(wave,)))[0]["fatalities"] == "30"


def test_aid_in_the_columns_of_kiel() -> None:
    (row,) = _kiel()
    assert _filled(row) == {
        "Countries": "Sweden",
        "Type of Aid General": "Military",
        "Original Currency": "SEK",
        "Monetary Value as Given by Source": "3300000000",
        "groundwire_id": f"{SAMPLE.article_id}/aid_pledge/0",
        "groundwire_status": "pledged",
        "groundwire_recipients": "Ukraine",
        "groundwire_instrument": "in_kind",
        "groundwire_items": "ammunition",
        "groundwire_evidence": AID.evidence[0].quote,
    }


def test_only_what_is_committed_and_only_stated_euros_are_in_kiel() -> None:
    assert _kiel(status="proposed") == _kiel(status="blocked") == []
    euros = (Money(value=290_000_000, currency="EUR"),)
    (pledged,), (delivered,) = _kiel(stated_equivalents=euros), _kiel(stated_equivalents=euros, status="delivered")
    columns = ("Converted Value in EUR", "Total monetary value delivered in EUR")
    assert [pledged[name] for name in columns] == ["290000000", ""]
    assert [delivered[name] for name in columns] == ["290000000", "290000000"]
    friday = DateRange(text="Friday", start=date(2024, 3, 15), end=date(2024, 3, 15), basis=DateBasis.EXPLICIT)
    assert _kiel(date=friday)[0]["Announcement Date"] == "2024-03-15"
    assert _kiel(date=friday, status="delivered")[0]["Announcement Date"] == ""
    donors = (Actor(name="European Union", country="EU", kind="international_organisation"), *AID.donors)
    assert _kiel(donors=donors)[0]["Countries"] == "European Union; Sweden"


def test_records_as_plover_events() -> None:
    file = io.StringIO()
    assert to_plover_jsonl([SAMPLE], file, sources={SAMPLE.article_id: "https://example.org/a"}) == 3
    attack, event, aid = (json.loads(line) for line in file.getvalue().splitlines())
    quote = ATTACK.evidence[0]
    assert attack == {
        **dict.fromkeys(PLOVER_FIELDS),
        "id": f"{SAMPLE.article_id}/attack/0",
        "date": "2024-03-15",
        "enddate": "2024-03-15",
        "actor": [{"entity_text": "Russia", "country": "RUS"}],
        "recipient": [],
        "event": ["ASSAULT"],
        "mode": [],
        "context": [],
        "event_loc": {"extracted_place": "Odesa", "province": None, "country": "UKR"},
        "event_text": [quote.quote],
        "text_info": [{"start": quote.start, "end": quote.end}],
        "size": {"dead": 20, "injured": 75},
        "cite_info": {"citation": SAMPLE.article_id, "url": "https://example.org/a"},
        "coder": "groundwire 0, fake",
        "comment": "killed: 20 or more; injured: 75",
    }
    assert (event["event"], aid["event"], aid["mode"]) == (["CONSULT"], ["AGREE"], [])
    assert [actor["country"] for actor in event["actor"]] == ["UKR", "MDA"]


@pytest.mark.parametrize(
    ("field", "changes", "wanted"),
    [
        ("attacks", {"attack_type": "drone_strike"}, (["ASSAULT"], ["drone"])),
        ("diplomatic_events", {"event_type": "consult", "status": "planned"}, (["AGREE"], [])),
        ("diplomatic_events", {"event_type": "withdraw", "status": None}, (["SANCTION"], [])),
        ("aid_pledges", {"status": "delivered"}, (["AID"], ["military"])),
        ("aid_pledges", {"status": "blocked"}, None),
    ],
)
def test_categories_and_modes_of_plover(field: str, changes: dict[str, Any], wanted: object) -> None:
    nothing: dict[str, Any] = dict.fromkeys(("attacks", "diplomatic_events", "aid_pledges"), ())
    record = getattr(SAMPLE, field)[0].model_copy(update=changes)
    file = io.StringIO()
    to_plover_jsonl([_with(**{**nothing, field: (record,)})], file)
    events = [json.loads(line) for line in file.getvalue().splitlines()]
    assert [(event["event"], event["mode"]) for event in events] == ([wanted] if wanted else [])


@given(st.lists(extractions(), max_size=3))
def test_every_row_has_exactly_the_columns_and_no_formula(made: list[Extraction]) -> None:
    for write, columns in ((to_acled_csv, ACLED_COLUMNS), (to_kiel_csv, KIEL_COLUMNS)):
        for row in _read(write, *made):
            assert tuple(row)[: len(columns)] == columns
            assert all(name.startswith("groundwire_") for name in tuple(row)[len(columns) :])
            assert None not in row.values()
            for cell in row.values():
                assert not cell.startswith(("=", "@", "\t", "\r", "\n"))
                assert not cell.startswith(("+", "-")) or cell[1:].replace(".", "").isdecimal()
    file = io.StringIO(newline="")
    count = to_plover_jsonl(made, file)
    lines = file.getvalue().split("\n")
    assert [list(json.loads(line)) for line in lines[:-1]] == [list(PLOVER_FIELDS)] * count


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("=1+1", "'=1+1"),
        ("-2+3", "'-2+3"),
        ("@SUM(1)", "'@SUM(1)"),
        ("+cmd", "'+cmd"),
        ("\t=1", "'\t=1"),
        ("-5", "-5"),
        (-5, "-5"),
        ("+3.5", "+3.5"),
        ("a=b", "a=b"),
        ("", ""),
        (None, ""),
        (0, "0"),
    ],
)
def test_a_cell_is_no_formula_and_a_number_stays_one(cell: str | int | None, wanted: str) -> None:
    assert harmless(cell) == wanted


def test_a_file_by_its_path_is_utf_8_with_a_header_always(tmp_path: Path) -> None:
    path = tmp_path / "attacks.csv"
    assert to_acled_csv([], path) == 0
    assert path.read_bytes() == (",".join((*ACLED_COLUMNS, "groundwire_id")) + "\r\n").encode()
    place = Place(name="Чернігів", country="UA")
    to_acled_csv([_with(attacks=(ATTACK.model_copy(update={"places": (place,)}),))], str(path), sources={"x": "y"})
    assert "Чернігів".encode() in path.read_bytes()


def test_countries_are_those_of_the_standard() -> None:
    codes = get_global("territory_aliases")
    assert len(_countries()) == 249
    for alpha2, country in _countries().items():
        assert codes[country.alpha3] == codes[country.numeric.zfill(3)] == [alpha2]
