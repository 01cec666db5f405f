"""Type, instrument and status of aid."""

import pytest

from groundwire.extraction.deriving.aid import aid_status_of, aid_type_of, instrument_of


@pytest.mark.parametrize(
    ("aid_type", "items", "said"),
    [
        ("military", ["ammunition", "tents"], "Norland gives ammunition and tents."),
        ("humanitarian", ["tents", "ammunition"], "Norland gives tents and ammunition."),
        ("military", ["two howitzers"], "Norland gives two howitzers as humanitarian aid, it joked."),
        ("humanitarian", ["100 generators"], "Norland gives generators."),
        ("military", [], "Norland pledged a $5 million military aid package."),
        ("humanitarian", [], "Norland pledged humanitarian aid worth $5 million."),
        ("financial", [], "Norland pledged $5 million in budget support."),
        ("financial", [], "Norland pledged $5 million."),
        ("military", [], "Норландія виділяє пакет військової допомоги."),
        ("humanitarian", [], "Гуманитарная помощь на 5 миллионов долларов."),
        ("financial", [], "Ein Darlehen über 5 Millionen Euro."),
        ("humanitarian", [], "Norland sends $5 million for refugees."),
    ],
)
def test_types(aid_type: str, items: list[str], said: str) -> None:
    assert aid_type_of(items, [said]) == aid_type


@pytest.mark.parametrize(
    ("instrument", "items", "said"),
    [
        ("loan", [], "A loan of $5 million."),
        ("grant", [], "A grant of $5 million."),
        ("guarantee", [], "The bank guarantees $5 million."),
        ("in_kind", ["tents"], "Norland donated tents worth $5 million."),
        (None, ["tents"], "Norland pledged $5 million to buy tents."),
        (None, [], "Norland gave $5 million and security guarantees."),
        ("loan", ["tents"], "A loan of $5 million for the purchase of tents."),
        ("loan", [], "Кредит на 5 млн доларів."),
    ],
)
def test_instruments(instrument: str | None, items: list[str], said: str) -> None:
    assert instrument_of(items, [said]) == instrument


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("pledged", "Norland announced $5 million and will deliver tents."),
        ("pledged", "The tents will be delivered in May, Norland promised."),
        ("proposed", "Norland's cabinet proposed $5 million."),
        ("committed", "Parliament approved the $5 million package proposed in May."),
        ("delivered", "Norland has delivered nine ambulances."),
        ("delivered", "The first tents arrived on Monday."),
        ("blocked", "Senators blocked the approved package."),
        ("blocked", "The package is stuck in parliament, which refused to vote on it."),
        ("committed", "Парламент схвалив пакет."),
        ("delivered", "Die Panzer wurden geliefert."),
    ],
)
def test_statuses(status: str, said: str) -> None:
    assert aid_status_of([said]) == status
