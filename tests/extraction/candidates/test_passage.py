"""What one sentence offers for each slot of a record."""

import pytest

from groundwire.extraction.candidates.passage import MAX_OFFERED, Surroundings, offer_of
from groundwire.schemas import RecordType


def offered(kind: RecordType, sentence: str, article: str = "") -> dict[str, str]:
    """The offer of a sentence, as the last one of an article; the words of a slot joined by bars."""
    offer = offer_of(kind, sentence, Surroundings.of(f"{article} {sentence}".strip()))
    return {slot: "|".join(words) for slot, words in offer.items() if slot != "status"}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "A Sudanese missile struck a market in Nyala on Friday, killing two.",
            {
                "killed": "two",
                "places": "Nyala",
                "targets": "market",
                "weapons": "A Sudanese missile",
                "attackers": "Sudanese",
                "when": "Friday",
            },
        ),
        # A town is hit or governs; the sentence says which.
        ("Moscow’s drones struck Kyiv.", {"places": "Kyiv", "weapons": "drones", "attackers": "Moscow"}),
        # Who is hit, or only tells of it, has not attacked.
        ("Yemen was attacked again on Friday.", {"when": "Friday"}),
        ("Sudan came under heavy fire.", {}),
        (
            "Armenia said that Azerbaijan had shelled Jermuk.",
            {"places": "Jermuk", "weapons": "shelled", "attackers": "Azerbaijan"},
        ),
        # Those who attack are no target.
        (
            "Malian troops shelled a bridge in Faya.",
            {"places": "Faya", "targets": "bridge", "weapons": "shelled", "attackers": "Malian"},
        ),
        # Two places, or words for repetition, leave open how the attack is told.
        (
            "Malian drones hit Kidal and Gao.",
            {
                "scope": "incident|wave|campaign",
                "places": "Kidal|Gao",
                "weapons": "drones",
                "attackers": "Malian",
            },
        ),
    ],
)
def test_of_an_attack(sentence: str, expected: dict[str, str]) -> None:
    assert offered(RecordType.ATTACK, sentence) == expected


def test_a_title_elsewhere_in_the_article_tells_a_person_from_a_place() -> None:
    sentence = "Sudanese jets bombed Nyala and Omar Haddad."
    assert offered(RecordType.ATTACK, sentence)["places"] == "Nyala|Omar Haddad"
    assert offered(RecordType.ATTACK, sentence, "Governor Omar Haddad spoke.")["places"] == "Nyala"


def test_of_german_nouns_those_with_an_article_are_no_places() -> None:
    assert offered(RecordType.ATTACK, "Eine Drohne traf das Kraftwerk in Brest.", "Belarus.")["places"] == "Brest"


def test_where_nobody_is_armed_nothing_is_attacked() -> None:
    sentence = "Bale bombarded the goal in Cardiff with shots."
    assert offered(RecordType.ATTACK, sentence) == {}
    assert offered(RecordType.ATTACK, sentence, "Soldiers watched.")["places"] == "Cardiff"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # An active verb parts who acts from those addressed; a passive one does not.
        ("Chad condemned Niger.", {"act": "accuse", "by": "Chad", "to": "Niger"}),
        ("Chad was condemned by Niger.", {"act": "accuse", "by": "Chad|Niger", "to": "Chad|Niger"}),
        # In what takes two, both act.
        (
            "Peru met Chile and Bolivia in Lyon.",
            {"act": "consult", "by": "Peru|Chile|Bolivia", "to": "Peru|Chile|Bolivia", "place": "Lyon"},
        ),
        # A state that only introduces its minister is no party beside her.
        ("Latvian minister Anda Kalna urged Estonia to wait.", {"act": "request", "by": "Anda Kalna", "to": "Estonia"}),
        # No town and no company is a party.
        ("Peru accused Chile in Lyon.", {"act": "accuse", "by": "Peru", "to": "Chile", "place": "Lyon"}),
    ],
)
def test_of_a_diplomatic_event(sentence: str, expected: dict[str, str]) -> None:
    found = offered(RecordType.DIPLOMATIC_EVENT, sentence)
    assert {slot: words for slot, words in found.items() if slot != "host"} == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Norway will send 12 ambulances to Chad.",
            {"donors": "Norway", "recipients": "Chad", "items": "ambulances"},
        ),
        (
            "Japan approved a grant of 30 million euros ($33 million) for Fiji over two years.",
            {
                "donors": "Japan",
                "recipients": "Fiji",
                "amount": "30 million euros|$33 million",
                "equivalents": "30 million euros|$33 million",
                "period": "two years",
            },
        ),
        (
            "European leaders pledged 2 billion euros to Moldova.",
            {"donors": "European leaders", "recipients": "Moldova", "amount": "2 billion euros"},
        ),
        (
            "Естонія передасть генератори для Молдови.",
            {"donors": "Естонія", "recipients": "Молдови", "items": "генератори"},
        ),
        (
            "Norway gave Chad 20 tents.",
            {"donors": "Norway", "recipients": "Chad", "items": "tents"},
        ),
    ],
)
def test_of_aid(sentence: str, expected: dict[str, str]) -> None:
    assert offered(RecordType.AID_PLEDGE, sentence) == expected


def test_no_slot_offers_more_than_can_be_shown() -> None:
    sentence = "Malian drones hit " + ", ".join(f"Town{chr(97 + n)}" for n in range(20)) + "."
    offer = offer_of(RecordType.ATTACK, sentence, Surroundings.of(sentence))
    assert len(offer["places"]) == MAX_OFFERED


def test_who_is_given_something_stands_in_order_of_appearance() -> None:
    said = offered(RecordType.AID_PLEDGE, "Norway gave tents to Chad, to Mali, to Niger, to Sudan and to Kenya.")
    assert said["recipients"] == "Chad|Mali|Niger|Sudan|Kenya"
