"""The full form: whole drafts, whose sentences were numbered as they were shown."""

from tests.extraction.drafting import attack

from groundwire.extraction.drafts import AttackAnswer
from groundwire.extraction.forms import form_of
from groundwire.extraction.plan import Passage, Question
from groundwire.extraction.profiles import Profile
from groundwire.extraction.reading.sentences import split_sentences
from groundwire.schemas import RecordType

TEXT = "It was calm. A shell fell. People wept. A drone hit the mill."
QUESTION = Question(RecordType.ATTACK, Passage(split_sentences(TEXT)), (1, 3))


def test_numbers_lead_back_to_the_sentences_that_were_shown() -> None:
    form = form_of(Profile.LARGE, TEXT, QUESTION)
    assert form is not None
    assert form.schema is AttackAnswer
    answer = form.schema.model_validate({"records": [attack(2).model_dump(), attack(1, 2).model_dump()]})
    assert [draft.sentences for draft in form.drafts(answer)] == [[4], [2, 4]]


def test_a_number_that_was_not_shown_is_left_out() -> None:
    form = form_of(Profile.LARGE, TEXT, QUESTION)
    assert form is not None
    answer = form.schema.model_validate({"records": [attack(2, 7).model_dump()]})
    assert [draft.sentences for draft in form.drafts(answer)] == [[4]]


def test_a_small_model_is_given_the_brief_form() -> None:
    form = form_of(
        Profile.SMALL,
        "Malian shells hit Kidal.",
        Question(RecordType.ATTACK, Passage(split_sentences("Malian shells hit Kidal.")), (0,)),
    )
    assert form is not None
    assert form.mark == "s"
