"""Reads a little made-up news without a model, so that no real article waits for tables that are built at first use."""

from datetime import date
from typing import Final

from groundwire.extraction.asking import Answers
from groundwire.extraction.assembly import assemble
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

_NEWS: Final = Article(
    text="Russian drones killed two people in Odesa on Monday.\n\n"
    "Ukraine and Poland held talks in Warsaw on Monday.\n\n"
    "Germany pledged 5 million euros in humanitarian aid to Ukraine on Monday.",
    published=date(2026, 1, 7),
)
_UKRAINE: Final = ActorDraft(name="Ukraine", country=None, kind=None)
_DRAFTS: Final[dict[RecordType, AnyDraft]] = {
    RecordType.ATTACK: AttackDraft(
        sentences=[1],
        scope=None,
        attack_type=None,
        places=[PlaceDraft(name="Odesa", region=None, country=None)],
        attackers=["Russian"],
        attribution=None,
        weapons=[WeaponDraft(kind="drone", name=None, count=None, intercepted=None)],
        when="on Monday",
        targets=[],
        killed="two people",
        injured=None,
    ),
    RecordType.DIPLOMATIC_EVENT: DiplomacyDraft(
        sentences=[1],
        event_type="consult",
        initiators=[_UKRAINE],
        counterparts=[ActorDraft(name="Poland", country=None, kind=None)],
        mediators=[],
        topics=None,
        status=None,
        place=PlaceDraft(name="Warsaw", region=None, country=None),
        when="on Monday",
        summary="Talks in Warsaw.",
    ),
    RecordType.AID_PLEDGE: AidDraft(
        sentences=[1],
        donors=[ActorDraft(name="Germany", country=None, kind=None)],
        recipients=[_UKRAINE],
        aid_type=None,
        instrument=None,
        amount="5 million euros",
        equivalents=[],
        items=[],
        status=None,
        period=None,
        when="on Monday",
    ),
}


def rehearse(prompts: PromptSet, profile: Profile) -> None:
    """Plan, offer and code as for an article; takes some tenths of a second the first time.

    Args:
        prompts: Instructions and examples.
        profile: Of the model that articles will be put to.
    """
    told = Told.by(_NEWS.text)
    wording = Wording(_NEWS, prompts, profile)
    answers = Answers()
    for question in plan(_NEWS.text, told.sentences, tuple(RecordType), profile):
        wording.messages(question)
        answers.given[question] = [_DRAFTS[question.kind]]
    assemble(_NEWS, told, answers)
