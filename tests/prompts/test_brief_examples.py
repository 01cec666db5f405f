"""The examples for small models: each is an answer that the form of its own passage admits."""

import json
import re

import pytest

from groundwire import prompts
from groundwire.extraction.candidates.passage import Surroundings, offer_of
from groundwire.extraction.forms.brief import BriefForm, brief_form
from groundwire.extraction.plan import Passage, Question
from groundwire.extraction.reading.sentences import split_sentences
from groundwire.schemas import RecordType

VERSIONS = [(RecordType(name), version) for name, version in prompts.CURRENT["small"].items()]
EXAMPLES = [
    pytest.param(kind, example, id=f"{kind.value}-{version}-{number}")
    for kind, version in VERSIONS
    for number, example in enumerate(prompts.load(kind.value, version).examples, start=1)
]
_MARK = re.compile(r"\[s(\d+)\] ")


def _form(kind: RecordType, example: prompts.Example) -> BriefForm | None:
    """What a model would be given to fill in for the passage of an example."""
    lines = example.passage.split("\n")
    text = " ".join(_MARK.sub("", line) for line in lines)
    sentences = split_sentences(text)
    assert len(sentences) == len(lines), "a line is a sentence"
    citable = tuple(position for position, line in enumerate(lines) if _MARK.match(line))
    return brief_form(text, Question(kind, Passage(sentences), citable))


@pytest.mark.parametrize(("kind", "example"), EXAMPLES)
def test_an_example_is_an_answer_that_its_own_form_admits(kind: RecordType, example: prompts.Example) -> None:
    form = _form(kind, example)
    assert form is not None, "a passage that can hold no record is never shown to a model"
    answer = form.schema.model_validate_json(example.answer, strict=True)
    assert answer.model_dump_json(exclude_none=True) == example.answer, "slots stand in the order of the form"
    assert bool(form.drafts(answer)) is (example.answer != "{}")


@pytest.mark.parametrize(("kind", "example"), EXAMPLES)
def test_an_example_would_not_be_admitted_with_a_word_of_its_own(kind: RecordType, example: prompts.Example) -> None:
    form = _form(kind, example)
    assert form is not None
    slots = [(key, slot) for key, record in json.loads(example.answer).items() for slot in record]
    for key, slot in slots:
        answer = json.loads(example.answer)
        answer[key][slot] = ["Atlantis"] if isinstance(answer[key][slot], list) else "Atlantis"
        with pytest.raises(ValueError, match=rf"{key}\.{slot}"):
            form.schema.model_validate(answer)


@pytest.mark.parametrize(("kind", "version"), VERSIONS)
def test_instructions_speak_of_every_slot_that_can_be_asked(kind: RecordType, version: str) -> None:
    prompt = prompts.load(kind.value, version)
    texts = [_MARK.sub("", line) for example in prompt.examples for line in example.passage.split("\n")]
    slots = {slot for text in texts for slot in offer_of(kind, text, Surroundings.of(text))}
    assert slots
    assert [slot for slot in sorted(slots) if not re.search(rf"\b{slot}\b", prompt.instructions)] == []
