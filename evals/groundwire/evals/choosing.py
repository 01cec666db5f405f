"""The perfect choice: of what a brief form offers, the words by which the labels of a case are written.

It stands where a small language model stands. A sentence that is evidence of no labelled record is left out; one that
is evidence of several reports as many of them as it has room for, those first of which it says most.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from pydantic import JsonValue

from groundwire.evals.labels.gold import AnyGoldRecord
from groundwire.extraction.forms.brief import BriefForm, Slot
from groundwire.extraction.reading.sentences import Sentence
from groundwire.schemas import AidPledge, Attack, DiplomaticEvent

_POINTERS: Mapping[str, str] = {
    "attackers": "/perpetrators/",
    "by": "/initiators/",
    "to": "/counterparts/",
    "host": "/mediators/",
    "equivalents": "/stated_equivalents/",
    "period": "/period_months",
    "when": "/date",
    **{slot: f"/{slot}/" for slot in ("places", "weapons", "targets", "donors", "recipients", "items")},
    **{slot: f"/{slot}" for slot in ("killed", "injured", "place", "amount")},
}
"""Where the values of a slot stand in a record; a slot that ends in a slash has several."""


@dataclass(frozen=True)
class Choice:
    """What would be chosen of one sentence for one labelled record.

    Attributes:
        text: The article.
        passage: What is shown of it.
        slot: The room for a record.
        label: The record.
    """

    text: str
    passage: Sequence[Sentence]
    slot: Slot
    label: AnyGoldRecord

    @property
    def is_evidence(self) -> bool:
        """Whether the sentence is evidence of the record, and of an act of its type."""
        here, record = self.slot.sentence, self.label.record
        if isinstance(record, DiplomaticEvent) and record.event_type not in self.slot.offer["act"]:
            return False
        return any(evidence.start < here.end and here.start < evidence.end for evidence in record.evidence)

    @property
    def weight(self) -> int:
        """How many values of the record it can say."""
        return sum(len(self._said(name, words)) for name, words in self.slot.offer.items())

    def words(self, schema: Mapping[str, Any]) -> dict[str, JsonValue]:
        """The answer about the sentence; where it has to choose among words that all are wrong, the first of them.

        Args:
            schema: The JSON Schema of that answer.
        """
        chosen: dict[str, JsonValue] = {}
        for name, offered in self.slot.asked.items():
            said = self._said(name, offered) or [words for words in offered[:1] if name in schema.get("required", ())]
            most = _most(schema["properties"][name])
            if said:
                chosen[name] = list[JsonValue](said[:most]) if most else said[0]
        return chosen

    def _said(self, name: str, offered: Sequence[str]) -> list[str]:
        """The words that say the values of a slot, each value by those that fit it best."""
        record = self.label.record
        code = {
            "scope": record.scope if isinstance(record, Attack) else None,
            "status": record.status if isinstance(record, AidPledge) else None,
            "act": record.event_type if isinstance(record, DiplomaticEvent) else None,
        }
        if name in code:
            return [words for words in offered if words == code[name]]
        best = (max(offered, key=lambda words: self._fit(words, spans)) for spans in self._written(name))
        fitting = (words for words, spans in zip(best, self._written(name), strict=True) if self._fit(words, spans))
        return list(dict.fromkeys(fitting))

    def _written(self, name: str) -> list[list[tuple[int, int]]]:
        """Where the values of a slot are written; several fields of one value (name and count) together."""
        at = _POINTERS[name]
        values: dict[str, list[tuple[int, int]]] = {}
        for pointer, spans in self.label.spans.items():
            if pointer == at or (at.endswith("/") and pointer.startswith(at)):
                value = pointer.removeprefix(at).partition("/")[0]
                values.setdefault(value, []).extend((span.start, span.end) for span in spans)
        return list(values.values())

    def _fit(self, words: str, spans: Sequence[tuple[int, int]]) -> float:
        """How much of some words and of what a label says is the same, where both are written; 0 to 1."""
        return max(
            (
                max(0, min(end, last) - max(start, first)) / (max(end, last) - min(start, first))
                for start, end in self._places_of(words)
                for first, last in spans
            ),
            default=0.0,
        )

    def _places_of(self, words: str) -> Iterator[tuple[int, int]]:
        """Where some words stand in the sentence, or else in those before it."""
        own = self.slot.sentence.start, self.slot.sentence.end
        first, last = own if words in self.text[slice(*own)] else (self.passage[0].start, own[1])
        while (start := self.text.find(words, first, last)) >= 0:
            yield start, start + len(words)
            first = start + 1


def chosen(text: str, passage: Sequence[Sentence], form: BriefForm, labels: Sequence[AnyGoldRecord]) -> JsonValue:
    """The answer that says most of what a passage tells of some labelled records."""
    records = form.schema.model_json_schema()["$defs"]
    answer: dict[str, JsonValue] = {}
    for _, room in groupby(form.room, key=lambda slot: slot.position):
        choices = [Choice(text, passage, slot, label) for slot in room for label in labels]
        free = [choice for choice in choices if choice.is_evidence]
        while free:
            best = max(free, key=lambda choice: choice.weight)
            answer[best.slot.key] = best.words(records[f"{best.slot.key.upper()}Record"])
            free = [c for c in free if c.slot is not best.slot and c.label is not best.label]
    return answer


def _most(rule: Mapping[str, Any]) -> int | None:
    """How many words a slot takes; None if it takes one and no list."""
    rules = [rule, *rule.get("anyOf", ())]
    return next((one["maxItems"] for one in rules if one.get("type") == "array"), None)
