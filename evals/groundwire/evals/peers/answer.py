"""The port to a peer: what it is given, and what it gives back."""

from dataclasses import dataclass
from typing import Protocol

from groundwire.schemas import AidPledge, Article, Attack, DiplomaticEvent, Evidence, Extraction, Usage


@dataclass(frozen=True)
class PeerEndpoint:
    """An OpenAI-compatible endpoint and how a peer may use it.

    Attributes:
        base_url: Address ending in `/v1`.
        api_key: Bearer key; anything for servers that ask for none.
        model: Name of the model in requests.
        max_output_tokens: Limit for one answer.
        timeout_s: Seconds that one request may wait for its answer.
        concurrency: Requests in flight at once; 1 for a server that answers one at a time.
    """

    base_url: str
    api_key: str
    model: str
    max_output_tokens: int = 3000
    timeout_s: float = 900.0
    concurrency: int = 1


class PeerAttack(Attack):
    """An Attack whose evidence may be empty: nothing forces a peer to quote what stands in the article."""

    evidence: tuple[Evidence, ...] = ()
    """Those of its quotes that stand in the article."""


class PeerDiplomaticEvent(DiplomaticEvent):
    """A DiplomaticEvent whose evidence may be empty; see `PeerAttack`."""

    evidence: tuple[Evidence, ...] = ()
    """Those of its quotes that stand in the article."""


class PeerAidPledge(AidPledge):
    """An AidPledge whose evidence may be empty; see `PeerAttack`."""

    evidence: tuple[Evidence, ...] = ()
    """Those of its quotes that stand in the article."""


PeerRecord = PeerAttack | PeerDiplomaticEvent | PeerAidPledge


class PeerExtraction(Extraction):
    """An Extraction for every reader of one; a record whose quotes were not found keeps empty evidence."""

    attacks: tuple[PeerAttack, ...] = ()
    """Attacks, in order of their first evidence; those without any come last."""
    diplomatic_events: tuple[PeerDiplomaticEvent, ...] = ()
    """Diplomatic events, likewise."""
    aid_pledges: tuple[PeerAidPledge, ...] = ()
    """Aid pledges, likewise."""


@dataclass(frozen=True)
class PeerAnswer:
    """What a peer made of one article.

    Attributes:
        extraction: Its records in the public form; None exactly when `failure` is set.
        usage: Every call and token, failed attempts included, counted from the HTTP responses.
        seconds: From the first request to the last record.
        raw: What the model wrote, answer by answer, to the letter.
        failure: Why there is no extraction, in one sentence; None if there is one.
        unmapped: Things it extracted that could not become a record.
        unlocated: Records of the extraction none of whose quotes stands in the article.
        lost: Answers that the peer itself passed over because they were not what it had asked for.
    """

    extraction: PeerExtraction | None
    usage: Usage
    seconds: float
    raw: tuple[str, ...]
    failure: str | None = None
    unmapped: int = 0
    unlocated: int = 0
    lost: int = 0


class Peer(Protocol):
    """A system that turns an article into records with the model of a `PeerEndpoint`."""

    @property
    def name(self) -> str:
        """Short name, fit for a file ("plain-instructor")."""
        ...

    async def extract(self, article: Article) -> PeerAnswer:
        """All records that the peer finds. Never raises for what model or endpoint do: that is a `failure`."""
        ...
