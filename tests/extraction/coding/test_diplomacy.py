"""Diplomatic events by the codebook: field by field, and what is dropped is said."""

import pytest
from tests.extraction.drafting import (
    actor,
    assert_true_grounding,
    coded,
    coded_event,
    diplomacy,
    noted,
    place,
    words_at,
)

from groundwire.schemas import DiplomaticEvent, WarningCode

TEXT = "Norway and Chad agreed in Oslo to exchange prisoners, with Qatar as broker. They will meet again on Friday."
NORWAY, CHAD, QATAR = actor("Norway", "NO"), actor("Chad", "TD"), actor("Qatar", "QA")


@pytest.mark.parametrize("event_type", ["consult", "agree", "cooperate"])
def test_every_party_of_a_symmetric_event_is_an_initiator(event_type: str) -> None:
    draft = diplomacy(event_type, initiators=[NORWAY], counterparts=[CHAD, NORWAY], mediators=[QATAR, CHAD])
    event = coded_event(TEXT, draft)
    assert [a.country for a in event.initiators] == ["NO", "TD"]
    assert event.counterparts == ()
    assert [a.country for a in event.mediators] == ["QA"]
    assert words_at(TEXT, event, "/mediators/0/name") == "Qatar"
    assert_true_grounding(TEXT, event)


@pytest.mark.parametrize(
    ("event_type", "status", "expected"),
    [
        ("consult", "planned", "planned"),
        ("agree", "concluded", "concluded"),
        ("cooperate", "stalled", "stalled"),
        ("consult", "rejected", None),
        ("agree", None, "concluded"),  # by the words of the sentence
        ("request", "rejected", "rejected"),
        ("request", "ongoing", None),
        ("accuse", "concluded", None),
        ("reject", "rejected", None),
        ("withdraw", "planned", None),
    ],
)
def test_status_is_one_that_the_type_may_have(event_type: str, status: str | None, expected: str | None) -> None:
    draft = diplomacy(event_type, initiators=[NORWAY], counterparts=[CHAD], topics=["ceasefire"], status=status)
    assert coded_event(TEXT, draft).status == expected


def test_a_planned_event_lies_ahead() -> None:
    draft = diplomacy("consult", 1, 2, initiators=[NORWAY, CHAD], when="on Friday", status="planned")
    event = coded_event(TEXT, draft)
    assert event.date is not None
    assert str(event.date.start) == "2030-06-14"
    past = coded_event(TEXT, draft.model_copy(update={"status": "concluded"}))
    assert past.date is not None
    assert str(past.date.start) == "2030-06-07"


@pytest.mark.parametrize("words", [0, 1, 25, 26, 60])
def test_a_summary_has_25_words_at_most(words: int) -> None:
    draft = diplomacy("agree", initiators=[NORWAY, CHAD], summary=" ".join(["ab"] * words))
    summary = coded_event(TEXT, draft).summary
    assert (summary or "").split() == ["ab"] * min(words, 25)
    assert (summary is None) == (words == 0)


def test_places_may_be_states_and_topics_stand_once() -> None:
    text = "Norway urged Chad in Qatar to stop."
    draft = diplomacy(
        "request",
        initiators=[NORWAY],
        counterparts=[CHAD],
        place=place("Qatar", "QA"),
        topics=["ceasefire", "energy", "ceasefire"],
    )
    event = coded_event(text, draft)
    assert event.place is not None
    assert event.place.country == "QA"
    assert event.topics == ("ceasefire", "energy")
    assert_true_grounding(text, event)


def test_nobody_addresses_himself() -> None:
    text = "Norway condemned Chad."
    draft = diplomacy("accuse", initiators=[NORWAY], counterparts=[NORWAY, CHAD])
    event = coded_event(text, draft)
    assert [a.country for a in event.counterparts] == ["TD"]
    assert words_at(text, event, "/counterparts/0/name") == "Chad"


@pytest.mark.parametrize(
    ("text", "event_type", "initiators", "topics", "reason"),
    [
        ("Norway and Chad exist.", "consult", [NORWAY], ["ceasefire"], "speaks of a diplomatic act"),
        ("Envoys met.", "consult", [NORWAY], ["ceasefire"], "names nobody"),
        ("Ada Brand agreed.", "agree", [actor("Ada Brand", None, "official")], ["ceasefire"], "names nobody"),
        ("The council agreed.", "agree", [actor("The council", None, "government_body")], ["energy"], "names nobody"),
        ("Norway condemned it.", "accuse", [NORWAY], ["other"], "neither an addressee nor a topic"),
        ("Norway condemned it.", "accuse", [NORWAY], [], "neither an addressee nor a topic"),
    ],
)
def test_no_record_without_support(
    text: str, event_type: str, initiators: list[object], topics: list[str], reason: str
) -> None:
    found = coded(text, diplomacy(event_type, initiators=initiators, counterparts=[QATAR], topics=topics))
    assert found.record is None
    assert reason in found.notes[0].message
    assert [note.code for note in found.notes] == [WarningCode.RECORD_UNSUPPORTED]


def test_a_citation_of_nothing_is_dropped() -> None:
    found = coded(TEXT, diplomacy("agree", 4, 5, initiators=[NORWAY]))
    assert found.record is None
    assert "sentences none" in found.notes[0].message


def test_parties_that_are_not_named_are_dropped_with_warnings() -> None:
    found = coded(TEXT, diplomacy("agree", initiators=[NORWAY, CHAD, actor("Peru", "PE")], place=place("Lima")))
    assert len(noted(found, WarningCode.VALUE_UNSUPPORTED)) == 2
    assert {note.path for note in found.notes} == {"/initiators", "/place"}


def test_it_takes_two_to_talk_unless_a_host_or_a_place_is_named() -> None:
    alone = coded(TEXT, diplomacy("consult", initiators=[NORWAY]))
    assert alone.record is None
    assert "it takes two" in alone.notes[0].message
    assert coded(TEXT, diplomacy("consult", initiators=[NORWAY], place=place("Oslo"))).record is not None


@pytest.mark.parametrize(
    ("summary", "kept"),
    [
        ("Norway and Chad agreed in Oslo.", True),
        ("Norwegian envoys agreed with Chad.", True),
        ("Chile and Peru held talks in Arica.", False),
        ("Norway agreed with Peru.", False),
    ],
)
def test_a_summary_names_nobody_whom_the_article_does_not(summary: str, kept: bool) -> None:
    found = coded(TEXT, diplomacy("agree", initiators=[NORWAY, CHAD], summary=summary))
    assert isinstance(found.record, DiplomaticEvent)
    assert found.record.summary == (summary if kept else None)
    assert bool(noted(found, WarningCode.VALUE_UNSUPPORTED)) is not kept
