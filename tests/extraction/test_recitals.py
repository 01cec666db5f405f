"""Drafts that recite the prompt are none; drafts that say what passage and prompt have in common are."""

from tests.extraction.drafting import actor, attack, diplomacy, place

from groundwire.extraction.drafts import AnyDraft
from groundwire.extraction.model import Message
from groundwire.extraction.recitals import without_recitals

TOLD = "You code attacks for a conflict database and you answer with JSON, and with nothing else at all."
EXAMPLE = "Two Grad rockets hit a power station near El Geneina in West Darfur."
PASSAGE = "[1] Two Grad rockets hit a power station near Lindau, in the east."
DIALOGUE = (Message("system", TOLD), Message("user", EXAMPLE), Message("assistant", "{}"), Message("user", PASSAGE))
RECITAL = "you code ATTACKS for a conflict database, and you"


def test_a_recital_in_any_text_of_a_draft_costs_the_draft() -> None:
    honest = attack(1, places=[place("Lindau")], killed="two")
    recitals: list[AnyDraft] = [
        attack(1, places=[place("Lindau", region=RECITAL)]),
        attack(1, targets=[{"category": None, "text": f"a mill. {RECITAL}"}]),
        diplomacy("consult", 1, initiators=[actor(RECITAL)]),
        diplomacy("consult", 1, summary=f"Lindau said: {RECITAL} and so on"),
        attack(1, killed="a power station near El Geneina in West Darfur"),
    ]
    assert without_recitals([*recitals, honest], DIALOGUE) == [honest]


def test_seven_words_or_words_of_the_passage_are_no_recital() -> None:
    drafts: list[AnyDraft] = [
        attack(1, killed=" ".join(RECITAL.split()[:7])),
        attack(1, targets=[{"category": None, "text": "Two Grad rockets hit a power station near"}]),
    ]
    assert without_recitals(drafts, DIALOGUE) == drafts
