"""What a stream of an extraction tells: records as they are found, and the whole at its end."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from groundwire.client._sse import EventParser, EventTooLong, ServerSentEvent
from groundwire.client.errors import Answer, UnexpectedResponse
from groundwire.schemas import AidPledge, Attack, DiplomaticEvent, Extraction, Problem, RecordType


@dataclass(frozen=True, slots=True)
class Found:
    """A record that the answers of the model so far support.

    Attributes:
        id: Names the record within this stream.
        record_type: Its type.
        record: The record.
    """

    id: str
    record_type: RecordType
    record: Attack | DiplomaticEvent | AidPledge


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A record that was found earlier is none: it went into another one, or another model answers.

    Attributes:
        id: As it was found.
    """

    id: str


Event: TypeAlias = Found | Withdrawn | Extraction
"""What `extract_stream` gives; the Extraction comes last and holds all records found and not withdrawn."""


class _Sent(BaseModel):
    id: str


class _SentAttack(_Sent):
    record_type: Literal[RecordType.ATTACK]
    record: Attack


class _SentDiplomaticEvent(_Sent):
    record_type: Literal[RecordType.DIPLOMATIC_EVENT]
    record: DiplomaticEvent


class _SentAidPledge(_Sent):
    record_type: Literal[RecordType.AID_PLEDGE]
    record: AidPledge


_SentRecord: TypeAlias = Annotated[
    _SentAttack | _SentDiplomaticEvent | _SentAidPledge, Field(discriminator="record_type")
]
_SENT_RECORD: Final[TypeAdapter[_SentRecord]] = TypeAdapter(_SentRecord)


class EventReader:
    """Reads a stream: bytes in, events out; a problem comes out as the answer that it would have been by itself."""

    def __init__(self) -> None:
        self._parser = EventParser()

    def read(self, piece: bytes) -> Iterator[Event | Answer]:
        """What is complete with this piece; events of names that are unknown here are passed over.

        Raises:
            UnexpectedResponse: This is no stream of an extraction.
        """
        try:
            for event in self._parser.feed(piece):
                if (told := _told(event)) is not None:
                    yield told
        except (ValidationError, EventTooLong):
            # Not chained: pydantic's message quotes the stream.
            raise UnexpectedResponse(200) from None


def _told(event: ServerSentEvent) -> Event | Answer | None:
    match event.name:
        case "record":
            sent = _SENT_RECORD.validate_json(event.data)
            return Found(sent.id, sent.record_type, sent.record)
        case "withdrawn":
            return Withdrawn(_Sent.model_validate_json(event.data).id)
        case "extraction":
            return Extraction.model_validate_json(event.data)
        case "problem":
            problem = Problem.model_validate_json(event.data)
            return Answer(problem.status, {"content-type": "application/problem+json"}, event.data.encode())
    return None
