"""Asks once more where an answer gave what its passage does not state, and takes what the new answer supports.

What the first answer supports stands. The new one only fills what that left empty, and adds what it did not have.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from groundwire.extraction.asking import Answers, put_all
from groundwire.extraction.coding.record import AnyRecord, Coded
from groundwire.extraction.coding.support import Note
from groundwire.extraction.codings import Coder
from groundwire.extraction.ledger import Ledger
from groundwire.extraction.likeness import same_member
from groundwire.extraction.merging import merge_records
from groundwire.extraction.model import Message, StructuredModel
from groundwire.extraction.pointers import moved, value_at
from groundwire.extraction.questions import Wording
from groundwire.extraction.sameness import Bond, bond
from groundwire.schemas import AidPledge, Place
from groundwire.schemas.common import Part, Record

_UNSET = ("other", "unknown")


async def ask_again(model: StructuredModel, answers: Answers, coder: Coder, wording: Wording, ledger: Ledger) -> None:
    """Put each question whose drafts lost values once more; what comes of it joins the answers.

    A question that fails costs nothing but itself: no error is raised, and the first answer stays.
    """
    dialogues = []
    for question, drafts in answers.given.items():
        lost = [note for coded in coder.code(question, drafts) for note in coded.lost]
        if lost:
            turns = [Message("assistant", answers.said[question]), Message("user", _correction(lost))]
            dialogues.append((question, [*wording.messages(question), *turns]))
    second = Answers()
    await put_all(model, dialogues, wording, ledger, second)
    answers.add_again(second)


def _correction(lost: Iterable[Note]) -> str:
    values = [f"“{note.lost.words}” ({_field(note.path)})" for note in lost if note.lost is not None]
    return (
        f"The passage does not state these values of your answer: {', '.join(dict.fromkeys(values))}. "
        "Give the whole answer again. Take words only from the passage; leave out or null what it does not state."
    )


def _field(path: str) -> str:
    return " ".join(step.replace("_", " ") for step in path.split("/") if step and not step.isdigit())


def mended(first: Sequence[Coded], second: Sequence[Coded]) -> list[Coded]:
    """What both answers to a question came to: records of the first, completed by the same ones of the second."""
    result = list(first)
    for new in second:
        bonds = [_bond(old, new) for old in first]
        surest = max(bonds, default=Bond.NONE)
        if surest is Bond.NONE:
            result.append(new)
        else:
            index = bonds.index(surest)
            result[index] = _completed(result[index], new)
    return result


def _bond(old: Coded, new: Coded) -> Bond:
    """How surely both are records of one event."""
    return Bond.NONE if old.record is None or new.record is None else bond(old.record, new.record)


def _completed(old: Coded, new: Coded) -> Coded:
    """The old record with what only the new one has; warnings stay about values that are still missing."""
    if old.record is None or new.record is None:
        return old
    merged = merge_records(old.record, _beside(old.record, new.record))
    gained = _values(merged.record) != _values(old.record)
    record = merged.record if gained else old.record
    theirs = (replace(note, path=moved(note.path, merged.moved)) for note in new.notes)
    notes = [note for note in old.notes if note.lost is None or not _is_filled(record, note.path)]
    notes += [note for note in theirs if not _is_filled(old.record, note.path)]
    notes = [note for note in notes if note.lost is None or not _is_filled(record, note.path)]
    return Coded(record, tuple(dict.fromkeys(notes)))


def _is_filled(record: AnyRecord, path: str) -> bool:
    value = value_at(record, path)
    return bool(path) and value is not None and value not in _UNSET and not isinstance(value, tuple)


def _values(record: AnyRecord) -> dict[str, Any]:
    return {name: value for name, value in record if name not in Record.model_fields}


def _beside(mine: AnyRecord, theirs: AnyRecord) -> AnyRecord:
    """The second record without all that speaks against the first: only what that lacks, and what both say alike."""
    values = {name: _lacking(value, getattr(theirs, name)) for name, value in mine if name not in Record.model_fields}
    if isinstance(mine, AidPledge) and mine.amount is not None and mine.amount != getattr(theirs, "amount", None):
        values |= {"amount": None, "stated_equivalents": ()}  # the equivalents are those of another sum
    return theirs.model_copy(update=values)


def _lacking(mine: Any, theirs: Any) -> Any:  # noqa: ANN401 - of any kind
    if mine is None or mine in _UNSET:
        return theirs
    if isinstance(mine, tuple):
        pairs = ((next((m for m in mine if same_member(m, member)), None), member) for member in theirs)
        return tuple(member if known is None else _completing(known, member) for known, member in pairs)
    if isinstance(mine, Place) and isinstance(theirs, Place) and same_member(mine, theirs):
        return _completing(mine, theirs)
    return mine


def _completing(mine: Any, theirs: Any) -> Any:  # noqa: ANN401 - members of lists of any kind
    if not isinstance(mine, Part):
        return mine
    return theirs.model_copy(update={name: _lacking(value, getattr(theirs, name)) for name, value in mine})
