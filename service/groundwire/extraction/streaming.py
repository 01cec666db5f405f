"""Shows the records of a run to whoever wants to see them before its end."""

import asyncio
import hashlib
from collections.abc import AsyncGenerator, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from groundwire.extraction.coding.record import AnyRecord
from groundwire.schemas import AidPledge, Attack, DiplomaticEvent, Extraction, RecordType

_TYPES: Final = {
    Attack: RecordType.ATTACK,
    DiplomaticEvent: RecordType.DIPLOMATIC_EVENT,
    AidPledge: RecordType.AID_PLEDGE,
}
_ID_CHARS: Final = 16


@dataclass(frozen=True, slots=True)
class Found:
    """A record that the answers so far support.

    Attributes:
        id: Digest of the record's type and content: a record that changes in any way is another one.
        record_type: Its type.
        record: The record.
    """

    id: str
    record_type: RecordType
    record: AnyRecord


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A record that was found earlier is none of the article's: it went into another one, or another model answers.

    Attributes:
        id: As it was found.
    """

    id: str


Event: TypeAlias = Found | Withdrawn | Extraction
"""What a stream tells; the Extraction comes last and holds every record that was found and not withdrawn."""


def found_in(extraction: Extraction) -> tuple[AnyRecord, ...]:
    """All records of an Extraction."""
    return (*extraction.attacks, *extraction.diplomatic_events, *extraction.aid_pledges)


def events_of(extraction: Extraction) -> Iterator[Event]:
    """All that there is to tell of an Extraction that is there already."""
    yield from _by_id(found_in(extraction)).values()
    yield extraction


class Sightings:
    """The records of one run so far. Who looks on later sees what is there then, and what comes after.

    A viewer that is slow sees fewer steps, never an older state: nothing is queued for it.

    Attributes:
        watched: Set once somebody looks on; before that there is no use in showing.
    """

    def __init__(self) -> None:
        self.watched = asyncio.Event()
        self._shown: dict[str, Found] = {}
        self._news = asyncio.Event()

    def show(self, records: Iterable[AnyRecord]) -> None:
        """These are the records now, whatever was shown before."""
        self._shown = _by_id(records)
        self._news.set()
        self._news = asyncio.Event()

    async def follow(self, run: "asyncio.Task[Extraction]") -> AsyncGenerator[Event, None]:
        """What changes until the run ends, then its Extraction; its error is raised instead.

        A viewer that leaves does not end the run.
        """
        self.watched.set()
        seen: dict[str, Found] = {}
        while True:
            news, ended = self._news, run.done()
            now = _by_id(found_in(run.result())) if ended else self._shown
            for gone in seen:
                if gone not in now:
                    yield Withdrawn(gone)
            for found in now.values():
                if found.id not in seen:
                    yield found
            seen = now
            if ended:
                yield run.result()
                return
            await _first(run, news)


async def _first(run: "asyncio.Task[Extraction]", news: asyncio.Event) -> None:
    """Wait until the run has ended, or there is news of it."""
    waiting = asyncio.create_task(news.wait())
    try:
        await asyncio.wait({run, waiting}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()


def _by_id(records: Iterable[AnyRecord]) -> dict[str, Found]:
    return {found.id: found for found in map(_found, records)}


def _found(record: AnyRecord) -> Found:
    kind = _TYPES[type(record)]
    digest = hashlib.sha256(f"{kind.value} {record.model_dump_json()}".encode()).hexdigest()
    return Found(digest[:_ID_CHARS], kind, record)
