"""An article with one record of each type, and the Extraction that a service would answer with."""

from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Final

from groundwire.schemas import (
    Actor,
    AidPledge,
    Article,
    Attack,
    CacheState,
    Coverage,
    DateBasis,
    DateRange,
    DiplomaticEvent,
    Evidence,
    Extraction,
    Grounding,
    GroundingStatus,
    Meta,
    Money,
    Place,
    Quantity,
    Target,
    Usage,
    Weapon,
)

_STRIKE: Final = (
    "Two Russian missiles hit an apartment block in Odesa on Friday, killing at least 20 people and wounding 75."
)
_CALL: Final = "Ukraine's President Volodymyr Zelenskyy and Moldova's President Maia Sandu spoke by phone on Saturday."
_PLEDGE: Final = "Sweden pledged ammunition worth 3.3 billion kronor ($314 million) to Ukraine."

SAMPLE_ARTICLE: Final = Article(
    text=f"{_STRIKE}\n\n{_CALL}\n\n{_PLEDGE}", published=date(2024, 3, 16), title="Missiles hit Odesa"
)
"""An article of three sentences, written for this purpose."""

_UKRAINE: Final = Actor(name="Ukraine", country="UA", kind="state")


def sample_extraction(article: Article = SAMPLE_ARTICLE) -> Extraction:
    """What a service finds in the sample article; an Extraction without records for any other.

    It is frozen; `model_copy(update={"attacks": ()})` makes another one of it.
    """
    is_sample = article.text == SAMPLE_ARTICLE.text
    return Extraction(
        article_id=sha256(article.text.encode()).hexdigest(),
        attacks=(_attack(),) if is_sample else (),
        diplomatic_events=(_diplomatic_event(),) if is_sample else (),
        aid_pledges=(_aid_pledge(),) if is_sample else (),
        coverage=Coverage(found=5, claimed=5) if is_sample else Coverage(found=0, claimed=0),
        meta=_meta(),
    )


def _attack() -> Attack:
    return Attack(
        evidence=(_evidence(_STRIKE),),
        grounding=(_grounded("/killed/min", "20"), _grounded("/injured/min", "75")),
        scope="incident",
        attack_type="missile_strike",
        perpetrators=(Actor(name="Russia", country="RU", kind="state"),),
        attribution="attributed",
        weapons=(Weapon(kind="missile", launched=Quantity(min=2, max=2)),),
        places=(Place(name="Odesa", country="UA"),),
        date=DateRange(text="Friday", start=date(2024, 3, 15), end=date(2024, 3, 15), basis=DateBasis.RELATIVE),
        targets=(Target(category="residential", text="apartment block"),),
        killed=Quantity(min=20),
        injured=Quantity(min=75, max=75),
        civilian_harm=True,
    )


def _diplomatic_event() -> DiplomaticEvent:
    return DiplomaticEvent(
        evidence=(_evidence(_CALL),),
        event_type="consult",
        initiators=(
            Actor(name="Volodymyr Zelenskyy", country="UA", kind="official"),
            Actor(name="Maia Sandu", country="MD", kind="official"),
        ),
        status="concluded",
        date=DateRange(text="Saturday", start=date(2024, 3, 16), end=date(2024, 3, 16), basis=DateBasis.RELATIVE),
        summary="The presidents of Ukraine and Moldova spoke by phone.",
    )


def _aid_pledge() -> AidPledge:
    return AidPledge(
        evidence=(_evidence(_PLEDGE),),
        grounding=(_grounded("/amount/value", "3.3 billion"), _grounded("/stated_equivalents/0/value", "314 million")),
        donors=(Actor(name="Sweden", country="SE", kind="state"),),
        recipients=(_UKRAINE,),
        aid_type="military",
        instrument="in_kind",
        amount=Money(value=3_300_000_000, currency="SEK"),
        stated_equivalents=(Money(value=314_000_000, currency="USD"),),
        items=("ammunition",),
        status="pledged",
    )


def _evidence(quote: str) -> Evidence:
    start = SAMPLE_ARTICLE.text.index(quote)
    return Evidence(quote=quote, start=start, end=start + len(quote))


def _grounded(path: str, words: str) -> Grounding:
    start = SAMPLE_ARTICLE.text.index(words)
    return Grounding(path=path, status=GroundingStatus.NORMALISED, start=start, end=start + len(words))


def _meta() -> Meta:
    return Meta(
        groundwire_version="0",
        model="fake",
        mode="json_schema",
        schema_enforced=True,
        prompt_digest="0" * 64,
        schema_digest="0" * 64,
        cache=CacheState.MISS,
        created=datetime(2024, 3, 16, 12, tzinfo=UTC),
        complete=True,
        usage=Usage(calls=3, prompt_tokens=3000, completion_tokens=300),
        cost_usd=None,
        stage_ms={"plan": 1.0, "ask": 1.0, "code": 1.0},
    )
