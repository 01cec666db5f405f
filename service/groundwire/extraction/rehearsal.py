"""Reads a little made-up news without a model, so that no real article waits for tables that are built at first use."""

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from groundwire.extraction.asking import Answers
from groundwire.extraction.assembly import assemble
from groundwire.extraction.coding.record import AnyRecord
from groundwire.extraction.drafts import (
    ActorDraft,
    AidDraft,
    AnyDraft,
    AttackDraft,
    DiplomacyDraft,
    PlaceDraft,
    WeaponDraft,
)
from groundwire.extraction.plan import plan
from groundwire.extraction.profiles import Profile
from groundwire.extraction.questions import Wording
from groundwire.extraction.told import Told
from groundwire.prompts.sets import PromptSet
from groundwire.schemas import Article, RecordType


class _News(NamedTuple):
    """An article of one sentence, and what a model would make of it."""

    kind: RecordType
    text: str
    draft: AnyDraft


def _party(name: str) -> ActorDraft:
    return ActorDraft(name=name, country=None, kind=None)


def _place(name: str) -> PlaceDraft:
    return PlaceDraft(name=name, region=None, country=None)


_PUBLISHED: Final = date(2026, 1, 7)
_ATTACK: Final = _News(
    RecordType.ATTACK,
    "Russian drones killed two people in Odesa on Monday.",
    AttackDraft(
        sentences=[1],
        scope=None,
        attack_type=None,
        places=[_place("Odesa")],
        attackers=["Russian"],
        attribution=None,
        weapons=[WeaponDraft(kind="drone", name=None, count=None, intercepted=None)],
        when="on Monday",
        targets=[],
        killed="two people",
        injured=None,
    ),
)
_TALKS: Final = _News(
    RecordType.DIPLOMATIC_EVENT,
    "Ukraine and Poland held talks in Kraków on 5 stycznia 2026.",  # not ASCII: some patterns are built for that apart
    DiplomacyDraft(
        sentences=[1],
        event_type="consult",
        initiators=[_party("Ukraine")],
        counterparts=[_party("Poland")],
        mediators=[],
        topics=None,
        status=None,
        place=_place("Kraków"),
        when="5 stycznia 2026",  # none of our languages: dateparser takes a quarter of a second for the first
        summary="Talks in Kraków.",
    ),
)
_PLEDGE: Final = _News(
    RecordType.AID_PLEDGE,
    "Germany pledged 5 million euros in humanitarian aid to Ukraine on Monday.",
    AidDraft(
        sentences=[1],
        donors=[_party("Germany")],
        recipients=[_party("Ukraine")],
        aid_type=None,
        instrument=None,
        amount="5 million euros",
        equivalents=[],
        items=[],
        status=None,
        period=None,
        when="on Monday",
    ),
)


def rehearse(prompts: PromptSet, profile: Profile) -> Iterator[AnyRecord]:
    """Plan, offer and code as for articles, one at each step; takes some tenths of a second the first time.

    Args:
        prompts: Instructions and examples.
        profile: Of the model that articles will be put to.

    Yields:
        A record of each type.
    """
    for news in (_ATTACK, _PLEDGE, _TALKS):
        yield from _read(news, prompts, profile)


def _read(news: _News, prompts: PromptSet, profile: Profile) -> tuple[AnyRecord, ...]:
    article = Article(text=news.text, published=_PUBLISHED)
    told = Told.by(article.text)
    wording = Wording(article, prompts, profile)
    answers = Answers()
    for question in plan(article.text, told.sentences, (news.kind,), profile):
        wording.messages(question)
        answers.given[question] = [news.draft]
    return assemble(article, told, answers).records
