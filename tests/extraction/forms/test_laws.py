"""Laws of the brief form, over articles that nobody wrote: an answer holds words of its passage and no others."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from groundwire.extraction.drafts import AnyDraft
from groundwire.extraction.forms.brief import BriefForm, brief_form
from groundwire.extraction.plan import Question, plan
from groundwire.extraction.profiles import Profile
from groundwire.extraction.reading.sentences import split_sentences
from groundwire.prompts.sets import current_set
from groundwire.schemas import RecordType

_WHO = (
    "Malian troops",
    "Peru",
    "Norway",
    "President Ana Cruz",
    "Rebels",
    "Kyiv",
    "She",
    "The strike",
    "Польща",
    "Die Miliz",
)
_DOES = (
    "shelled",
    "killed nine and wounded 20 in",
    "met and signed a treaty with",
    "condemned",
    "will give $5 million and 12 tents to",
    "launched 40 drones and two Kalibr cruise missiles at",
    "was killed near",
    "атакувала",
    "beschoss",
)
_WHOM = (
    "Kidal",
    "a school in Gao",
    "Chile and Bolivia",
    "the port of Odesa region",
    "Fiji",
    "two people",
    "Ізмаїл",
    "das Kraftwerk",
)
_WHEN = ("", " on Friday", " since 2014", ", killing six", ", she said", ", injuring three in Marib and two in Taiz")

_SENTENCES = st.builds("{} {} {}{}.".format, *map(st.sampled_from, (_WHO, _DOES, _WHOM, _WHEN)))
_ARTICLES = st.lists(st.tuples(_SENTENCES, st.sampled_from(" \n")), min_size=1, max_size=5).map(
    lambda parts: "".join(sentence + gap for sentence, gap in parts).strip()
)
_CODES = frozenset({"scope", "act", "status"})
"""Slots whose words are codes, not words of the passage."""
_LAX = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


def put(text: str) -> Iterator[tuple[Question, BriefForm]]:
    """The questions about an article that are put, each with its form."""
    for question in plan(text, split_sentences(text), tuple(RecordType), Profile.SMALL):
        form = brief_form(text, question)
        if form is not None:
            yield question, form


def shown(text: str, question: Question) -> str:
    return text[question.passage.sentences[0].start : question.passage.sentences[-1].end]


@st.composite
def answers(draw: st.DrawFn, form: BriefForm) -> BaseModel:
    """Any answer that the schema admits: some of the keys, and any of the words for each slot."""
    answer: dict[str, dict[str, Any]] = {}
    for key in draw(st.sets(st.sampled_from([slot.key for slot in form.room]))):
        answer[key] = {}
        schema = form.schema.model_json_schema()["$defs"][f"{key.upper()}Record"]
        for slot, rule in schema.get("properties", {}).items():
            if slot in schema.get("required", ()) or draw(st.booleans()):
                answer[key][slot] = draw(_values(rule))
    return form.schema.model_validate(answer)


def _values(rule: dict[str, Any]) -> st.SearchStrategy[Any]:
    """What a slot's JSON Schema admits."""
    if "anyOf" in rule:
        return st.one_of([_values(one) for one in rule["anyOf"]])
    if rule.get("type") == "array":
        return st.lists(_values(rule["items"]), min_size=rule["minItems"], max_size=rule["maxItems"])
    if rule.get("type") == "null":
        return st.none()
    return st.sampled_from([rule["const"]] if "const" in rule else rule["enum"])


def copied(draft: AnyDraft) -> Iterator[str]:
    """The words that a draft copies, codes aside."""
    for slot, value in draft.model_dump(exclude={"sentences", "scope", "event_type", "status"}).items():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                yield from (words for name, words in item.items() if words and name not in {"kind", "category"})
            elif item:
                assert isinstance(item, str), slot
                yield item


@_LAX
@given(_ARTICLES, st.data())
def test_whatever_is_answered_a_draft_has_words_of_its_passage_and_no_others(text: str, data: st.DataObject) -> None:
    for question, form in put(text):
        passage = shown(text, question)
        for draft in form.drafts(data.draw(answers(form))):
            assert all(words in passage for words in copied(draft))
            assert all(1 <= position <= len(question.passage.sentences) for position in draft.sentences)
            assert {position - 1 for position in draft.sentences} <= {*question.citable}


@_LAX
@given(_ARTICLES)
def test_every_word_offered_is_of_the_passage_and_every_key_stands_once(text: str) -> None:
    for question, form in put(text):
        keys = [slot.key for slot in form.room]
        assert len(keys) == len(set(keys))
        assert [slot.position for slot in form.room] == sorted(slot.position for slot in form.room)
        for slot in form.room:
            assert not slot.settled.keys() & slot.asked.keys()
            assert all(
                words in shown(text, question)
                for name, offer in slot.offer.items()
                if name not in _CODES
                for words in offer
            )


@_LAX
@given(_ARTICLES, st.text(max_size=12) | st.sampled_from(["Aden", "60 drones", "14", "Sudanese"]))
@example("Malian drones hit Kidal and Gao.", "Aden")
def test_words_that_are_not_offered_are_refused(text: str, words: str) -> None:
    for _, form in put(text):
        for slot in form.room:
            for name in [name for name, offer in slot.asked.items() if words not in offer]:
                value = [words] if "array" in json.dumps(_rule(form, slot.key, name)) else words
                with pytest.raises(ValidationError) as refused:
                    form.schema.model_validate({slot.key: {name: value}})
                assert any(name in error["loc"] for error in refused.value.errors())


def _rule(form: BriefForm, key: str, slot: str) -> Any:  # noqa: ANN401 - a part of a JSON Schema
    return form.schema.model_json_schema()["$defs"][f"{key.upper()}Record"]["properties"][slot]


@_LAX
@given(_ARTICLES, st.data())
def test_no_word_of_an_example_gets_into_a_draft_unless_the_passage_has_it(text: str, data: st.DataObject) -> None:
    examples = " ".join(
        f"{example.passage} {example.answer}"
        for kind in RecordType
        for example in current_set("small")[kind.value].examples
    )
    names = {word for word in examples.replace('"', " ").split() if word[0].isupper() or word[0].isdigit()}
    for question, form in put(text):
        passage = shown(text, question)
        for draft in form.drafts(data.draw(answers(form))):
            written = " ".join(copied(draft)).split()
            assert not {word for word in names & {*written} if word not in passage}
