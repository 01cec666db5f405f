"""Puts a peer's records into the public form."""

import hashlib
import importlib.metadata
import time
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TypeVar

from groundwire.evals.peers.answer import (
    PeerAidPledge,
    PeerAnswer,
    PeerAttack,
    PeerDiplomaticEvent,
    PeerEndpoint,
    PeerExtraction,
    PeerRecord,
)
from groundwire.evals.peers.tape import Tape
from groundwire.schemas import Article, CacheState, Coverage, Meta, Usage

R = TypeVar("R", PeerAttack, PeerDiplomaticEvent, PeerAidPledge)


def assemble(article: Article, records: Iterable[PeerRecord], meta: Meta) -> PeerExtraction:
    """The records of an article, sorted as in every Extraction; `coverage` stays empty, for no peer has one."""
    found = list(records)
    return PeerExtraction(
        article_id=hashlib.sha256(article.text.encode()).hexdigest(),
        attacks=_of(PeerAttack, found),
        diplomatic_events=_of(PeerDiplomaticEvent, found),
        aid_pledges=_of(PeerAidPledge, found),
        coverage=Coverage(found=0, claimed=0),
        meta=meta,
    )


def meta_of(library: str, model: str, usage: Usage, digests: Mapping[str, str]) -> Meta:
    """How an answer was made; the version is the library's.

    Args:
        library: Name of the distribution that did the work.
        model: Name of the model in requests.
        usage: What it took.
        digests: `prompt` and `schema`: what was sent beside the article.
    """
    return Meta(
        groundwire_version=f"{library} {importlib.metadata.version(library)}",
        model=model,
        mode="json_schema",
        schema_enforced=None,
        prompt_digest=hashlib.sha256(digests["prompt"].encode()).hexdigest(),
        schema_digest=hashlib.sha256(digests["schema"].encode()).hexdigest(),
        cache=CacheState.OFF,
        created=datetime.now(UTC),
        complete=True,
        usage=usage,
        cost_usd=None,
        stage_ms={},
    )


def given_up(tape: Tape, error: Exception, endpoint: PeerEndpoint, begin: float) -> PeerAnswer:
    """The answer of a peer that came to none: what it took, and why in one sentence.

    Args:
        tape: What was asked and answered.
        error: What the peer's libraries threw.
        endpoint: Where it asked.
        begin: When it began, by `time.perf_counter`.
    """
    return PeerAnswer(
        extraction=None,
        usage=tape.usage(usable=0),
        seconds=time.perf_counter() - begin,
        raw=tuple(tape.raw),
        failure=tape.why(error, endpoint.timeout_s),
    )


def unlocated(extraction: PeerExtraction) -> int:
    """How many records have no evidence."""
    records = (*extraction.attacks, *extraction.diplomatic_events, *extraction.aid_pledges)
    return sum(not record.evidence for record in records)


def told(article: Article) -> str:
    """What a peer is told about the article beside its text; empty if nothing is known."""
    known = {"Title": article.title, "Published": article.published}
    return "\n".join(f"{name}: {value}" for name, value in known.items() if value is not None)


def _of(kind: type[R], records: list[PeerRecord]) -> tuple[R, ...]:
    mine = [record for record in records if isinstance(record, kind)]
    return tuple(sorted(mine, key=lambda r: r.evidence[0].start if r.evidence else float("inf")))
