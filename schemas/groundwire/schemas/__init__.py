"""Records, articles and wire bodies of Groundwire: what goes in and what comes out.

from groundwire.schemas import Article, Extraction

extraction = Extraction.model_validate_json(body)
for attack in extraction.attacks:
    print(attack.killed, [span.quote for span in attack.evidence])
"""

from groundwire.schemas.aid import AidInstrument, AidPledge, AidStatus, AidType
from groundwire.schemas.attack import (
    Attack,
    AttackScope,
    AttackType,
    Attribution,
    Target,
    TargetCategory,
    Weapon,
    WeaponKind,
)
from groundwire.schemas.common import (
    Actor,
    ActorKind,
    DateBasis,
    DateRange,
    Evidence,
    Grounding,
    GroundingStatus,
    Money,
    Place,
    Quantity,
    Record,
)
from groundwire.schemas.diplomacy import DiplomaticEvent, DiplomaticEventType, DiplomaticStatus, Topic
from groundwire.schemas.extraction import (
    Article,
    CacheState,
    Coverage,
    Extraction,
    ExtractionWarning,
    Meta,
    RecordType,
    Unclaimed,
    UnclaimedKind,
    Usage,
    WarningCode,
)
from groundwire.schemas.wire import (
    CacheMode,
    ExtractRequest,
    FieldError,
    Health,
    Problem,
    ProblemType,
    Unsupported,
)

__all__ = [
    "Actor",
    "ActorKind",
    "AidInstrument",
    "AidPledge",
    "AidStatus",
    "AidType",
    "Article",
    "Attack",
    "AttackScope",
    "AttackType",
    "Attribution",
    "CacheMode",
    "CacheState",
    "Coverage",
    "DateBasis",
    "DateRange",
    "DiplomaticEvent",
    "DiplomaticEventType",
    "DiplomaticStatus",
    "Evidence",
    "ExtractRequest",
    "Extraction",
    "ExtractionWarning",
    "FieldError",
    "Grounding",
    "GroundingStatus",
    "Health",
    "Meta",
    "Money",
    "Place",
    "Problem",
    "ProblemType",
    "Quantity",
    "Record",
    "RecordType",
    "Target",
    "TargetCategory",
    "Topic",
    "Unclaimed",
    "UnclaimedKind",
    "Unsupported",
    "Usage",
    "WarningCode",
    "Weapon",
    "WeaponKind",
]
