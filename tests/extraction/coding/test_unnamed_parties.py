"""Talks of nobody named are those of the states at war, only where they can be nobody else's."""

import pytest
from tests.extraction.drafting import actor, assembled, assert_true_grounding, diplomacy, place, words_at

from groundwire.schemas import DiplomaticEvent, GroundingStatus

WAR = "Norway's war against Chad is in its second year."
SWAP = diplomacy("agree", 1, topics=["prisoner_exchange"], status="concluded", when="on Friday")


def events(said: str, draft: object = SWAP, war: str = WAR) -> tuple[str, tuple[DiplomaticEvent, ...]]:
    text = f"{war}\n{said}"
    return text, assembled(text, (2, 2, [draft])).diplomatic_events  # type: ignore[list-item]


def test_an_exchange_of_nobody_named_is_one_of_both_sides() -> None:
    text, (event,) = events("An exchange of prisoners was agreed on Friday in Geneva.")
    assert [(a.name, a.country, a.kind) for a in event.initiators] == [
        ("Norway", "NO", "state"),
        ("Chad", "TD", "state"),
    ]
    assert words_at(text, event, "/initiators/0/name") == "Norway"
    status = {entry.path: entry.status for entry in event.grounding}
    assert status["/initiators/1/name"] is GroundingStatus.INFERRED
    assert [span.quote for span in event.evidence] == text.split("\n")
    assert_true_grounding(text, event)


def test_both_sides_is_nobody_named() -> None:
    draft = SWAP.model_copy(update={"initiators": [actor("Both sides", None, "other")]})
    text, (event,) = events("Both sides agreed on Friday to exchange 200 prisoners.", draft)
    assert [a.name for a in event.initiators] == ["Norway", "Chad"]
    assert_true_grounding(text, event)


def test_no_other_value_comes_from_where_the_war_is_told() -> None:
    draft = SWAP.model_copy(update={"place": place("Geneva"), "when": "in 2029"})
    _, (event,) = events("A swap of prisoners was agreed in Geneva.", draft, f"Since the raid on Tromso in 2029, {WAR}")
    assert event.date is None
    draft = SWAP.model_copy(update={"place": place("Tromso")})
    _, (event,) = events("A swap of prisoners was agreed on Friday.", draft, f"Since the raid on Tromso in 2029, {WAR}")
    assert event.place is None


@pytest.mark.parametrize(
    ("said", "changes"),
    [
        ("An exchange of prisoners with Peru was agreed on Friday.", {}),
        ("An exchange of students was agreed on Friday.", {}),
        ("Efforts to end the war went on on Friday; a conference of bankers was held.", {}),
        ("An exchange of prisoners was agreed.", {"when": None}),
        ("On Friday Jan Nowak agreed to a swap of prisoners.", {"initiators": [actor("Jan Nowak", None, "official")]}),
        ("An exchange of prisoners was demanded on Friday.", {"event_type": "request"}),
    ],
)
def test_an_act_that_may_be_anybody_elses_is_none(said: str, changes: dict[str, object]) -> None:
    assert events(said, SWAP.model_copy(update=changes))[1] == ()


def test_nor_is_one_in_an_article_without_a_war_of_two_states() -> None:
    assert events("An exchange of prisoners was agreed on Friday.", war="The war in Chad goes on.")[1] == ()
