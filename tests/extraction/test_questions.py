"""What the model is shown of a passage, and how its numbers are read back."""

from typing import get_args

import pytest
from tests.extraction.drafting import attack

from groundwire.extraction.drafts import AttackDraft
from groundwire.extraction.plan import Question, plan
from groundwire.extraction.profiles import Profile
from groundwire.extraction.questions import Wording
from groundwire.extraction.reading.sentences import split_sentences
from groundwire.prompts.sets import current_set
from groundwire.schemas import Article, RecordType

TEXT = (
    "It was a calm day in Nyala. Then a shell killed two men on Friday. People wept. A Saudi drone hit a mill in Aden."
)


def _put(profile: Profile, text: str = TEXT, title: str | None = None) -> tuple[Wording, Question]:
    (question,) = plan(text, split_sentences(text), (RecordType.ATTACK,), profile)
    return Wording(Article(text=text, title=title), current_set(profile.value), profile), question


def _shown(profile: Profile, title: str | None = None) -> list[str]:
    wording, question = _put(profile, title=title)
    return wording.messages(question)[-1].content.splitlines()


def _read(*drafts: AttackDraft) -> list[list[int]]:
    """The positions that the drafts of a large model are read to cite."""
    wording, question = _put(Profile.LARGE)
    form = wording.form(question)
    assert form is not None
    answer = form.schema.model_validate({"records": [draft.model_dump() for draft in drafts]})
    return [draft.sentences for draft in form.drafts(answer)]


def test_a_small_model_cites_only_sentences_with_a_cue_and_its_keys_lead_back_to_them() -> None:
    assert _shown(Profile.SMALL) == [
        "It was a calm day in Nyala.",
        "[s1] Then a shell killed two men on Friday.",
        "People wept.",
        "[s2] A Saudi drone hit a mill in Aden.",
    ]
    wording, question = _put(Profile.SMALL)
    form = wording.form(question)
    assert form is not None
    assert list(form.schema.model_json_schema()["properties"]) == ["s1", "s2"]
    chosen = form.schema.model_fields["s2"].annotation
    record = next(part for part in get_args(chosen) if part is not type(None))
    (draft,) = form.drafts(form.schema.model_construct(s2=record.model_construct()))
    assert draft.sentences == [4]


def test_a_large_model_may_cite_all_that_it_is_shown() -> None:
    assert _shown(Profile.LARGE) == [
        "[1] It was a calm day in Nyala.",
        "[2] Then a shell killed two men on Friday.",
        "[3] People wept.",
        "[4] A Saudi drone hit a mill in Aden.",
    ]
    assert _read(attack(2, 3), attack(1)) == [[2, 3], [1]]


def test_a_number_that_was_not_shown_leads_nowhere() -> None:
    assert _read(attack(4, 5), attack(5, 8)) == [[4], []]


@pytest.mark.parametrize("profile", Profile)
def test_a_title_is_shown_on_one_line_and_never_numbered(profile: Profile) -> None:
    assert _shown(profile, "Shelling\nof Nyala") == ["Headline: Shelling of Nyala", *_shown(profile)]


@pytest.mark.parametrize("profile", Profile)
def test_all_before_the_passage_is_the_same_for_every_question_of_a_type(profile: Profile) -> None:
    """An endpoint keeps it in its prompt cache."""
    wording, question = _put(profile)
    other, asked = _put(profile, "A missile struck a mill in Aden on Friday, killing three.", "Strike")
    prompt = current_set(profile.value)["attack"]
    before = wording.messages(question)[:-1]
    assert before == other.messages(asked)[:-1]
    assert [message.role for message in before] == ["system", *["user", "assistant"] * len(prompt.examples)]
    assert before[0].content == prompt.instructions


def test_a_passage_that_can_hold_no_record_has_no_form_for_a_small_model() -> None:
    text = "Talk of the attack went on."
    for profile, holds in ((Profile.SMALL, False), (Profile.LARGE, True)):
        wording, question = _put(profile, text)
        assert (wording.form(question) is not None) is holds
