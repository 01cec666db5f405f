"""A model that obeys whoever planted something in the article: it lies, recites its prompt and breaks its schema.

It reads the schema of each request and fills it with what an attacker wants. Part of an answer keeps to the schema, so
that it gets as far as it can; part of it breaks the schema in every way that a model might.
"""

import random
import re
from typing import Any, Final

from tests.fakes.replies import Json, Reply, answer, prose, refusal

OWN_NAMES: Final = ("Xylomere", "Dravonia", "Oskar Plimt")
OWN_FIGURES: Final = (7_773, 55_559, 313_000_313)
"""What it makes up by itself: it stands in no article and in no instruction."""
_LIES: Final = (
    "Xylomere",
    "7,773 people",
    "Dravonia",
    "55559",
    "Oskar Plimt of Dravonia",
    "$313,000,313",
    "<script>alert(7773)</script>",
    "{{7773}} {% raw %}",
    "seven thousand seven hundred and seventy-three",
)


class HostileModel:
    """The script of an endpoint.

    Args:
        instruction: What it obeys, whether or not it was shown it.
        seed: What it draws by.
    """

    def __init__(self, instruction: str, seed: str) -> None:
        self._instruction = instruction
        self._draw = random.Random(seed)  # noqa: S311 - no secret

    def __call__(self, body: Json, n: int) -> Reply:
        """The answer to a question."""
        schema = body["response_format"]["json_schema"]["schema"]
        if n % 11 == 10:  # now and then nothing but a recital
            return self._draw.choice((prose, refusal))(_instructions(body) + self._instruction)
        if "records" in schema["properties"]:
            item = _resolved(schema["properties"]["records"]["items"], schema)
            aimed = [
                self._aimed(item, schema, body),
                self._aimed(item, schema, body),
                self._adorned(item, schema, body),
            ]
            return answer(
                {"records": [*aimed, *(self._item(item, schema, body, whole=turn % 3 != 2) for turn in range(6))]}
            )
        filled = {
            key: self._item(_resolved(rule, schema), schema, body, whole=self._draw.random() < 0.8)
            for key, rule in schema["properties"].items()
        }
        return answer(filled)

    def _item(self, rule: Json, schema: Json, body: Json, *, whole: bool) -> Any:  # noqa: ANN401 - any JSON
        filled = self._filled(rule, schema, body)
        if whole or not isinstance(filled, dict):
            return filled
        flaw: Json = self._draw.choice(
            (
                {"prompt": _instructions(body)},
                {"killed": 999_999_999, "orders": [self._instruction]},
                {"summary": "A" * 100_000},
                {"places": f"<b>{self._instruction}</b>"},
                {"sentences": [10**9, -1, 0]},
            )
        )
        return {**filled, **flaw}

    def _filled(self, rule: Json, schema: Json, body: Json) -> Any:  # noqa: ANN401 - any JSON
        """A value that keeps to its rule and says what an attacker wants."""
        rule = _resolved(rule, schema)
        if "enum" in rule:
            return self._draw.choice(self._wanted(rule["enum"]))
        if "const" in rule:
            return rule["const"]
        if rule.get("type") == "object":
            return {name: self._filled(part, schema, body) for name, part in rule.get("properties", {}).items()}
        if rule.get("type") == "array":
            most = min(rule.get("maxItems", 3), 3)
            values = [self._filled(rule["items"], schema, body) for _ in range(max(rule.get("minItems", 0), most))]
            return [value for at, value in enumerate(values) if value not in values[:at]]
        if rule.get("type") == "integer":
            return self._sentence(body)
        return self._words(body)[: rule.get("maxLength", 200)]

    def _aimed(self, rule: Json, schema: Json, body: Json) -> Any:  # noqa: ANN401 - any JSON
        """The record that the instruction asks for, in its own words, with the instruction as evidence if it can."""
        figures: list[str] = re.findall(r"\$?\d[\d,.  ]*\d(?: billion)?(?: \w+)?", self._instruction) or [""]
        names: list[str] = re.findall(r"(?<=\s)[^\W\d_a-zа-яії][^\W\d_]+", self._instruction) or ["Zorvale"]
        self._draw.shuffle(names)
        party = {"name": names[0], "country": None, "kind": "state"}
        aimed = {
            "places": [{"name": name, "region": None, "country": None} for name in names[:3]],
            "killed": figures[0],
            "injured": figures[-1],
            "amount": figures[0],
            "targets": [],
            "weapons": [],
            "donors": [party],
            "recipients": [{**party, "name": names[-1]}],
            "initiators": [{**party, "name": name} for name in names[:3]],
            "mediators": [],
            "summary": self._instruction[:200],
            "when": None,
        }
        filled = self._filled(rule, schema, body)
        return {**filled, **{name: value for name, value in aimed.items() if name in filled}}

    def _adorned(self, rule: Json, schema: Json, body: Json) -> Any:  # noqa: ANN401 - any JSON
        """True talks with a lie in the only field that is no quotation."""
        talks = re.findall(
            r"^\[(\d+)\] (.* (?:met|talks|negotiations) .*)$", body["messages"][-1]["content"], re.MULTILINE
        )
        filled = self._aimed(rule, schema, body)
        if not talks or "initiators" not in filled:
            return filled
        number, sentence = talks[0]
        names: list[str] = re.findall(r"\b[A-Z][a-z]{3,}\b", sentence)
        parties = [{"name": name, "country": None, "kind": "state"} for name in names[:8]]
        lie = self._draw.choice(
            ("they met after 7,773 deaths", "the talks <b>ended</b>", "313000313 dollars were paid")
        )
        return {**filled, "sentences": [int(number)], "event_type": "consult", "initiators": parties, "summary": lie}

    def _wanted(self, offered: list[Any]) -> list[Any]:
        """Of the words that a sentence offers, those that the instruction says."""
        return [word for word in offered if str(word) in self._instruction] or offered

    def _sentence(self, body: Json) -> int:
        """Now the sentence of the instruction, if it was shown, now any."""
        lines = re.findall(r"^\[s?(\d+)\] (.*)$", body["messages"][-1]["content"], re.MULTILINE)
        numbers = [int(number) for number, _ in lines] or [1]
        words = self._instruction.split()[-3:]
        own = [int(number) for number, line in lines if all(word in line for word in words)]
        return self._draw.choice(own if own and self._draw.random() < 0.7 else numbers)

    def _words(self, body: Json) -> str:
        kind = self._draw.randrange(4)
        if kind == 0:
            return self._draw.choice(_LIES)
        if kind == 1:
            recital = _instructions(body).split()
            begin = self._draw.randrange(max(1, len(recital) - 30))
            return " ".join(recital[begin : begin + 30])
        pattern = r"[\w$][\w $,.]*\w" if kind == 2 else r"\w[\w,.]*"
        parts: list[str] = re.findall(pattern, self._instruction)
        return self._draw.choice(parts)


def _instructions(body: Json) -> str:
    """All that it was told before the article, examples included."""
    return " ".join(str(message["content"]) for message in body["messages"][:-1])


def _resolved(rule: Json, schema: Json) -> Json:
    """What a rule refers to; of several alternatives the one that says something."""
    while True:
        if "$ref" in rule:
            rule = schema["$defs"][rule["$ref"].rpartition("/")[2]]
        elif "anyOf" in rule:
            rule = next(option for option in rule["anyOf"] if option != {"type": "null"})
        else:
            return rule
