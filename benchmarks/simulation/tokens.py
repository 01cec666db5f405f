"""Tokens and processor time of the five articles of the evals by profile, as far as they show without a model.

What is asked is made by the real pipeline, what is answered by the oracle of the evals: the labels, word for word.
Calls and characters are exact. Tokens of the small profile were counted when the embedded model read the articles
(`make articles`); its characters a token are taken for the large one, whose answers a real model may well make longer.
"""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from groundwire.evals.cases import EvalCase
from groundwire.evals.dataset import load_cases
from groundwire.evals.oracle import Oracle
from groundwire.extraction.ledger import Ledger
from groundwire.extraction.model import Answered, Draft, Message
from groundwire.extraction.profiles import Profile
from groundwire.extraction.reader import Reader, Task

ROOT = Path(__file__).resolve().parents[2]
ANSWER_CHARACTERS = 3.7
"""Characters of JSON a token: the mean of 658 answers that were recorded of the embedded model."""


@dataclass(frozen=True)
class Asked:
    """What reading an article takes.

    Attributes:
        article: Beginning of its file's name.
        characters: Of the article.
        calls: Questions to the model.
        read: Characters of all questions, instructions and examples included.
        shared: Those of them that are the same for every article: what an endpoint's prompt cache can keep.
        written: Characters of the answers.
    """

    article: str
    characters: int
    calls: int
    read: int
    shared: int
    written: int


class _Counting(Oracle):
    """An oracle that counts."""

    def __init__(self, case: EvalCase, profile: Profile) -> None:
        super().__init__(case, profile)
        self.calls = self.read = self.shared = self.written = 0
        self.seconds = 0.0

    async def ask(self, schema: type[Draft], messages: Sequence[Message], ledger: Ledger) -> Answered[Draft]:
        """As the oracle does."""
        begin = time.process_time()
        answered = await super().ask(schema, messages, ledger)
        self.seconds += time.process_time() - begin
        lengths = [len(message.content) for message in messages]
        self.calls += 1
        self.read += sum(lengths)
        self.shared += sum(lengths[:-1])
        self.written += len(answered.answer.model_dump_json(exclude_none=True))
        return answered


def asked(profile: Profile) -> list[Asked]:
    """The five articles, put by that profile."""
    found = []
    for case in load_cases(ROOT / "evals", ("gold",)):
        model = _Counting(case, profile)
        asyncio.run(Reader(model, profile).read(Task(case.article), Ledger()))
        text = case.article.text
        found.append(Asked(case.name, len(text), model.calls, model.read, model.shared, model.written))
    return found


def cpu_us_a_character(profile: Profile) -> float:
    """Processor time of reading them, without model and oracle: the least of three times, after one for the tables."""
    cases = load_cases(ROOT / "evals", ("gold",))
    characters = sum(len(case.article.text) for case in cases)
    return min([_cpu_s(cases, profile) for _ in range(4)][1:]) / characters * 1e6


def _cpu_s(cases: Sequence[EvalCase], profile: Profile) -> float:
    models = [_Counting(case, profile) for case in cases]
    begin = time.process_time()
    for case, model in zip(cases, models, strict=True):
        asyncio.run(Reader(model, profile).read(Task(case.article), Ledger()))
    return time.process_time() - begin - sum(model.seconds for model in models)


def counted() -> list[dict[str, int]]:
    """`meta.usage` of the five articles as the embedded model read them."""
    files = sorted((ROOT / "benchmarks" / "results" / "articles").glob("*.json"))
    return [json.loads(file.read_text(encoding="utf-8"))["meta"]["usage"] for file in files]


def characters_a_token() -> float:
    """Of what is read: characters of the small profile's questions by the tokens that were counted for them."""
    return sum(each.read for each in asked(Profile.SMALL)) / sum(usage["prompt_tokens"] for usage in counted())


def main() -> None:
    """Print."""
    for profile in Profile:
        for each in asked(profile):
            print(profile.value, each)
        print(f"{profile.value}: {cpu_us_a_character(profile):.1f} µs of processor time a character")
    print("counted of the embedded model:", *counted())
    print(f"{characters_a_token():.2f} characters a token read")


if __name__ == "__main__":
    main()
