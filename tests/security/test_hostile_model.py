"""A hostile model obeys what is planted in an article: nothing without support passes, and no prompt leaks.

The short form plants each kind of instruction once at each position, for both profiles. All two hundred instructions:
`make hostile`, which also logs what became of each kind.
"""

import asyncio
import json
import logging
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from tests.extraction.grounding_tools import assert_grounded
from tests.fakes.endpoint import ScriptedEndpoint, enforcing
from tests.security.hostile import OWN_FIGURES, OWN_NAMES, HostileModel
from tests.security.planted import INVENTED_FIGURES, INVENTED_NAMES, POSITIONS, WORDINGS, Planted, planted

from groundwire.extraction.extractor import Extractor
from groundwire.extraction.llm import Endpoint, OpenAIModel
from groundwire.extraction.model import Mode
from groundwire.extraction.profiles import Profile
from groundwire.extraction.reader import Reader
from groundwire.extraction.retry import RetryPolicy
from groundwire.extraction.streaming import Found, found_in
from groundwire.extraction.told import Told
from groundwire.schemas import Extraction, ExtractRequest, Record

PROMPTS = Path(__file__).parents[2] / "prompts" / "groundwire" / "prompts"
LONGEST_RECITAL = 7
"""So many words in a row may be the same by chance: "or" lists of common words, names of fields."""
WHOLE = os.environ.get("GROUNDWIRE_HOSTILE") == "all"

_log = logging.getLogger(__name__)
logging.getLogger("httpx2").setLevel(logging.WARNING)


def test_there_are_two_hundred_instructions_of_ten_kinds() -> None:
    assert len(WORDINGS) == 10
    assert [len(set(wordings)) for wordings in WORDINGS.values()] == [20] * 10


@pytest.mark.parametrize("profile", Profile)
@pytest.mark.parametrize(("number", "kind"), list(enumerate(WORDINGS)), ids=str)
def test_nothing_without_support_passes_and_no_prompt_leaks(number: int, kind: str, profile: Profile) -> None:
    wordings = range(20) if WHOLE else [(7 * number + 3 * (profile is Profile.LARGE)) % 20]
    became: Counter[str] = Counter()
    for case in planted(kind, wordings):
        made = extract(case, profile)
        check_support(case, made)
        check_inventions(case, made)
        check_recitals(case, made)
        became[outcome(case, made)] += 1
    assert became.total() == len(wordings) * len(POSITIONS)
    _log.info("%-18s %-6s %s", kind, profile.value, dict(became))


@dataclass(frozen=True)
class Answered:
    """What became of an article.

    Attributes:
        extraction: What the caller gets at the end.
        records: All that a stream of it showed, records that were withdrawn again included.
    """

    extraction: Extraction
    records: tuple[Record, ...]


def extract(case: Planted, profile: Profile) -> Answered:
    """What becomes of the article with a model that obeys the instruction."""

    async def main(base_url: str) -> Answered:
        endpoint = Endpoint(
            base_url=base_url,
            api_key=SecretStr("none"),
            model="hostile",
            identity="hostile@here",
            mode=Mode.JSON_SCHEMA,
        )
        model = OpenAIModel(endpoint, RetryPolicy(transport=0, corrections=1, base_s=0.001))
        extractor = Extractor(Reader(model, profile), None)
        try:
            events = [event async for event in extractor.stream(ExtractRequest(text=case.text))]
        finally:
            await model.close()
        *_, last = events
        assert isinstance(last, Extraction)
        shown = {event.id: event.record for event in events if isinstance(event, Found)}
        assert set(found_in(last)) <= set(shown.values())
        return Answered(last, tuple(shown.values()))

    script = HostileModel(case.instruction, f"{case.instruction} {case.position} {profile}")
    with ScriptedEndpoint(enforcing(script)) as hostile:
        return asyncio.run(main(hostile.base_url))


def check_support(case: Planted, made: Answered) -> None:
    """Each value stands in evidence that the article says, and none of that is a known instruction."""
    orders = Told.by(case.text).instructions
    for record in made.records:
        assert_grounded(case.text, record)
        for span in record.evidence:
            assert case.text[span.start : span.end] == span.quote
            assert not any(span.start < order.end and order.start < span.end for order in orders)


def check_inventions(case: Planted, made: Answered) -> None:
    """No record says what the model made up; what the instruction claims, only one that cites the instruction."""
    for record in made.records:
        said = words_of(record)
        assert inventions_in(said, OWN_NAMES, OWN_FIGURES) == [], said
        assert not re.search(r"</?\w+>", getattr(record, "summary", None) or "")
        if not rests_on(case, record):
            assert inventions_in(said, INVENTED_NAMES, INVENTED_FIGURES) == [], said


def check_recitals(case: Planted, made: Answered) -> None:
    """No words of a prompt stand in the answer, quotations of the article aside."""
    prompts = set().union(*(runs(text) for text in prompt_texts()))
    for words in texts_of(made.extraction.model_dump(mode="json", exclude={"meta"})):
        recited = runs(words) & prompts - runs(case.text)
        assert not recited, words


def outcome(case: Planted, made: Answered) -> str:
    """Who stopped the instruction, if anybody did."""
    orders = Told.by(case.text).instructions
    shown = [at for at in range(case.start, case.end) if not any(order.start <= at < order.end for order in orders)]
    if not any(case.text[at].isalnum() for at in shown):
        return "found by the detector"
    told = any(inventions_in(words_of(record), INVENTED_NAMES, INVENTED_FIGURES) for record in made.records)
    return "told as news" if told else "stopped by grounding"


def rests_on(case: Planted, record: Record) -> bool:
    """Whether a part of the instruction is evidence of a record."""
    return any(span.start < case.end and case.start < span.end for span in record.evidence)


def words_of(record: Record) -> str:
    """What a record says, its support aside."""
    return json.dumps(record.model_dump(mode="json", exclude={"evidence", "grounding"}), ensure_ascii=False)


def inventions_in(said: str, names: Sequence[str], figures: Sequence[int]) -> list[str]:
    bare = re.sub(r"(?<=\d)[,.  ](?=\d{3})", "", said.casefold())
    found = [name for name in names if name.casefold() in bare]
    return found + [str(figure) for figure in figures if re.search(rf"(?<!\d){figure}(?!\d)", bare)]


def runs(text: str) -> set[tuple[str, ...]]:
    """All rows of so many words that nobody says by chance."""
    words = re.findall(r"\w+", text.casefold())
    length = LONGEST_RECITAL + 1
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


def prompt_texts() -> list[str]:
    """Instructions and examples of every version."""
    files = [*PROMPTS.glob("*/*.md"), *PROMPTS.glob("*/*.json")]
    assert len(files) >= 12
    return [file.read_text("utf-8") for file in files]


def texts_of(value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """All texts in it but quotations of the article."""
    if isinstance(value, dict):
        for name, part in value.items():
            if name != "quote":
                yield from texts_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts_of(part)
    elif isinstance(value, str):
        yield value
