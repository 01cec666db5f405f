"""Puts a question about a passage into words, and says by digest which words those are."""

import hashlib
import json
from dataclasses import dataclass, field
from functools import cache

from groundwire.extraction.drafts import ANSWERS
from groundwire.extraction.forms import Form, form_of
from groundwire.extraction.forms.brief import LAYOUT
from groundwire.extraction.model import Message
from groundwire.extraction.plan import Question
from groundwire.extraction.profiles import Profile
from groundwire.prompts.sets import PromptSet
from groundwire.schemas import Article, Extraction, RecordType


@dataclass(frozen=True, eq=False)
class Wording:
    """How the questions about one article are put.

    Attributes:
        article: The article.
        prompts: Instructions and examples.
        profile: Of the model.
    """

    article: Article
    prompts: PromptSet
    profile: Profile

    _forms: dict[Question, Form | None] = field(default_factory=dict, repr=False)

    def form(self, question: Question) -> Form | None:
        """What is to be filled in; None if the passage can hold no such record, and the question need not be put."""
        if question not in self._forms:
            self._forms[question] = form_of(self.profile, self.article.text, question)
        return self._forms[question]

    def messages(self, question: Question) -> list[Message]:
        """The dialogue that asks a question in the words of its prompt.

        Instructions and examples come first and are the same for every question of a type, so that an endpoint can
        keep them in its prompt cache.
        """
        prompt = self.prompts[question.kind.value]
        dialogue = [Message("system", prompt.instructions)]
        for example in prompt.examples:
            dialogue += [Message("user", example.passage), Message("assistant", example.answer)]
        return [*dialogue, Message("user", self._passage(question))]

    def _passage(self, question: Question) -> str:
        """The passage, line by line. Only sentences that may be cited are numbered, from 1.

        A small model is inclined to report something of every sentence that has a number.
        """
        lines = [f"Headline: {_one_line(self.article.title)}"] if self.article.title else []
        form = self.form(question)
        mark = form.mark if form else ""
        numbers = {position: number for number, position in enumerate(question.citable, start=1)}
        for position, sentence in enumerate(question.passage.sentences):
            number = f"[{mark}{numbers[position]}] " if position in numbers else ""
            lines.append(number + _one_line(self.article.text[sentence.start : sentence.end]))
        return "\n".join(lines)


def _one_line(words: str) -> str:
    """A line break must not look like the end of the line."""
    return " ".join(words.split())


def prompt_digest(kinds: tuple[RecordType, ...], prompts: PromptSet) -> str:
    """SHA-256 over the prompts for these types, their order aside."""
    return _sha256([prompts[kind.value].digest for kind in sorted(kinds)])


@cache
def schema_digest() -> str:
    """SHA-256 over the JSON Schemas of drafts and of the Extraction, and the layout of brief forms."""
    schemas = [ANSWERS[kind].model_json_schema() for kind in sorted(ANSWERS)]
    return _sha256([*schemas, LAYOUT, Extraction.model_json_schema(mode="serialization")])


def _sha256(value: object) -> str:
    canonical = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()
