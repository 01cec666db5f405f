"""Puts a question about a passage into words, and says by digest which words those are."""

import hashlib
import json
from functools import cache

from groundwire.extraction.drafts import ANSWERS, MAX_SENTENCES, Answer, AnyDraft, answer_to
from groundwire.extraction.model import Message
from groundwire.extraction.plan import Question
from groundwire.prompts.sets import PromptSet
from groundwire.schemas import Article, Extraction, RecordType


def messages_for(question: Question, article: Article, prompts: PromptSet) -> list[Message]:
    """The dialogue that asks a question in the words of its prompt.

    Instructions and examples come first and are the same for every question of a type, so that an endpoint can keep
    them in its prompt cache.
    """
    prompt = prompts[question.kind.value]
    dialogue = [Message("system", prompt.instructions)]
    for example in prompt.examples:
        dialogue += [Message("user", example.passage), Message("assistant", example.answer)]
    return [*dialogue, Message("user", _passage(question, article))]


def _passage(question: Question, article: Article) -> str:
    """The passage, line by line. Only sentences that may be cited are numbered, from 1.

    A small model is inclined to report something of every sentence that has a number.
    """
    lines = [f"Headline: {_one_line(article.title)}"] if article.title else []
    numbers = {position: number for number, position in enumerate(question.citable, start=1)}
    for position, sentence in enumerate(question.passage.sentences):
        mark = f"[{numbers[position]}] " if position in numbers else ""
        lines.append(mark + _one_line(article.text[sentence.start : sentence.end]))
    return "\n".join(lines)


def read_back(question: Question, answer: Answer) -> list[AnyDraft]:
    """The drafts of an answer, citing sentences of the passage by their positions from 1 instead of their numbers."""
    return [
        draft.model_copy(update={"sentences": [question.citable[number - 1] + 1 for number in draft.sentences]})
        for draft in answer.records
    ]


def _one_line(words: str) -> str:
    """A line break must not look like the end of the line."""
    return " ".join(words.split())


def prompt_digest(kinds: tuple[RecordType, ...], prompts: PromptSet) -> str:
    """SHA-256 over the prompts for these types, their order aside."""
    return _sha256([prompts[kind.value].digest for kind in sorted(kinds)])


@cache
def schema_digest() -> str:
    """SHA-256 over the JSON Schemas of all drafts and of the Extraction."""
    sizes = range(1, MAX_SENTENCES + 1)
    schemas = [answer_to(kind, size).model_json_schema() for kind in sorted(ANSWERS) for size in sizes]
    return _sha256([*schemas, Extraction.model_json_schema(mode="serialization")])


def _sha256(value: object) -> str:
    canonical = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()
