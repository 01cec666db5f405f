"""Foretells what a corpus costs, from the real questions that would be put; asks no model."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

from groundwire.bulk.articles import Intake, Row, request_of
from groundwire.bulk.sources import Piece
from groundwire.extraction.plan import plan
from groundwire.extraction.prices import Prices
from groundwire.extraction.profiles import Profile
from groundwire.extraction.questions import Wording
from groundwire.extraction.reader import Task
from groundwire.extraction.told import Told
from groundwire.prompts.sets import PromptSet, current_set
from groundwire.schemas import ExtractRequest, Usage

CHARS_A_TOKEN: Final = 3.9
"""Characters of our questions that are one token: 119,252 characters were 30,832 tokens of the embedded model in the
table "Time" of docs/evals.md. Other models' tokens differ, those of other languages more."""
WRITTEN_A_QUESTION: Final = {Profile.SMALL: 19, Profile.LARGE: 890}
"""Tokens of an answer, from docs/evals.md: small, 1,007 for 53 questions; large, whole drafts took 2,489 an article,
which would be 2.8 questions."""
SECONDS_A_CALL: Final = 2.0
"""Assumed, where no rate bounds the run."""
ALL_OF_THE_FIRST: Final = 1000
"""Articles whose questions are made, before only one in EVERY is: making them takes longer than counting."""
EVERY: Final = 50

Cached: TypeAlias = Callable[[ExtractRequest], Awaitable[bool]]
"""Whether the answer to a request is in the cache."""


@dataclass
class Tally:
    """What was found in some articles.

    Attributes:
        articles: How many there were.
        chars: Characters of their texts.
        cached: Those of them whose answer is in the cache; their questions do not count below.
        questions: That would be put.
        asked_chars: Characters of these questions with instructions and examples.
    """

    articles: float = 0
    chars: float = 0
    cached: float = 0
    questions: float = 0
    asked_chars: float = 0

    def add(self, other: "Tally", factor: float = 1.0) -> None:
        """Count in what was found in others, so many times."""
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value * factor)


@dataclass(frozen=True)
class Estimate:
    """What a corpus is, and what it would cost.

    Attributes:
        found: In all articles.
        sampled: Whether questions and cache are projected from part of the articles.
        flaws: Pieces that are no articles.
        profile: How the model is asked.
    """

    found: Tally
    sampled: bool
    flaws: int
    profile: Profile

    @property
    def usage(self) -> Usage:
        """Calls and tokens, without tries that fail."""
        return Usage(
            calls=round(self.found.questions),
            prompt_tokens=round(self.found.asked_chars / CHARS_A_TOKEN),
            completion_tokens=round(self.found.questions * WRITTEN_A_QUESTION[self.profile]),
        )

    def cost_usd(self, prices: Prices | None) -> float | None:
        """The price of that; None without prices."""
        return None if prices is None else prices.of(self.usage)

    def seconds(self, at_once: int, requests_per_minute: float | None, tokens_per_minute: int | None) -> float:
        """How long it would take: the longest of what the limits allow and of what the calls take."""
        usage = self.usage
        by_calls = usage.calls * SECONDS_A_CALL / at_once
        by_requests = usage.calls / requests_per_minute * 60 if requests_per_minute else 0.0
        tokens = usage.prompt_tokens + usage.completion_tokens
        return max(by_calls, by_requests, tokens / tokens_per_minute * 60 if tokens_per_minute else 0.0)


async def estimate(pieces: Iterable[Piece], intake: Intake, profile: Profile, cached: Cached) -> Estimate:
    """Read a corpus to its end.

    Args:
        pieces: All of it.
        intake: Makes articles of them.
        profile: How the model is asked.
        cached: Looks into the cache.
    """
    prompts = current_set(profile.value)
    found, rest, sample = Tally(), Tally(), Tally()
    flaws = number = 0
    for piece in pieces:
        row = intake.read(piece)
        if not isinstance(row, Row):
            flaws += 1
            continue
        number += 1
        if number <= ALL_OF_THE_FIRST:
            found.add(await _looked_at(row, profile, prompts, cached))
        else:
            rest.add(Tally(1, row.chars))
            if number % EVERY == 0:
                sample.add(await _looked_at(row, profile, prompts, cached))
    if sample.chars:
        found.add(Tally(0, 0, sample.cached, sample.questions, sample.asked_chars), rest.chars / sample.chars)
    found.add(rest)
    return Estimate(found, bool(rest.articles), flaws, profile)


async def _looked_at(row: Row, profile: Profile, prompts: PromptSet, cached: Cached) -> Tally:
    request = request_of(row)
    if await cached(request):
        return Tally(1, row.chars, cached=1)
    questions, chars = questions_about(request, profile, prompts)
    return Tally(1, row.chars, 0, questions, chars)


def questions_about(request: ExtractRequest, profile: Profile, prompts: PromptSet) -> tuple[int, int]:
    """How many questions a request would put first, and how many characters they have."""
    task = Task.of(request)
    told = Told.by(task.article.text)
    wording = Wording(task.article, prompts, profile)
    asked = [
        sum(len(message.content) for message in wording.messages(question))
        for question in plan(task.article.text, told.sentences, task.kinds, profile)
        if wording.form(question) is not None
    ]
    return len(asked), sum(asked)
