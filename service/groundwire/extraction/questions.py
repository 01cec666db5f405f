"""Puts a question about a passage into words, and says by digest which words those are."""

import hashlib
import json

from groundwire import prompts
from groundwire.extraction.cues import has_cue
from groundwire.extraction.drafts import ANSWERS
from groundwire.extraction.model import Message
from groundwire.extraction.plan import Question
from groundwire.schemas import Article, Extraction, RecordType


def messages_for(question: Question, article: Article) -> list[Message]:
    """The dialogue that asks a question.

    Instructions and examples come first and are the same for every question of a type, so that an endpoint can keep
    them in its prompt cache.
    """
    prompt = prompts.load(question.kind.value)
    dialogue = [Message("system", prompt.instructions)]
    for example in prompt.examples:
        dialogue += [Message("user", example.passage), Message("assistant", example.answer)]
    return [*dialogue, Message("user", _passage(question, article))]


def _passage(question: Question, article: Article) -> str:
    """The passage, line by line. Only sentences that may be cited are numbered: those with a cue of the type.

    A small model is inclined to report something of every sentence that has a number.
    """
    lines = [f"Headline: {_one_line(article.title)}"] if article.title else []
    for number, sentence in enumerate(question.passage.sentences, start=1):
        said = article.text[sentence.start : sentence.end]
        mark = f"[{number}] " if has_cue(question.kind, said) else ""
        lines.append(mark + _one_line(said))
    return "\n".join(lines)


def _one_line(words: str) -> str:
    """A line break must not look like the end of the line."""
    return " ".join(words.split())


def prompt_digest(kinds: tuple[RecordType, ...]) -> str:
    """SHA-256 over the prompts for these types, their order aside."""
    return _sha256([prompts.load(kind.value).digest for kind in sorted(kinds)])


def schema_digest() -> str:
    """SHA-256 over the JSON Schemas of all drafts and of the Extraction."""
    schemas = [ANSWERS[kind].model_json_schema() for kind in sorted(ANSWERS)]
    return _sha256([*schemas, Extraction.model_json_schema(mode="serialization")])


def _sha256(value: object) -> str:
    canonical = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()
