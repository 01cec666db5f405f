"""From a draft to a record, whatever its type: code the values, keep what is supported, or say why nothing is left."""

from collections.abc import Sequence
from dataclasses import dataclass

from groundwire.extraction.coding.aid import code_aid
from groundwire.extraction.coding.attack import code_attack
from groundwire.extraction.coding.belligerents import Belligerents
from groundwire.extraction.coding.diplomacy import code_diplomacy
from groundwire.extraction.coding.occasions import Publication
from groundwire.extraction.coding.support import Note, Support
from groundwire.extraction.drafts import AidDraft, AttackDraft, DiplomacyDraft
from groundwire.extraction.reading.sentences import Sentence
from groundwire.schemas import AidPledge, Attack, DiplomaticEvent, Grounding, WarningCode

AnyRecord = Attack | DiplomaticEvent | AidPledge


@dataclass(frozen=True)
class Coded:
    """A record with the notes about it, or the notes alone if the draft was no record.

    Attributes:
        record: What the draft came to.
        notes: Warnings about it.
        lost: Those about values that the passage does not state, whatever became of the draft.
    """

    record: AnyRecord | None
    notes: tuple[Note, ...]
    lost: tuple[Note, ...] = ()


def code(
    text: str,
    passage: Sequence[Sentence],
    draft: AttackDraft | DiplomacyDraft | AidDraft,
    publication: Publication,
    war: Belligerents | None = None,
) -> Coded:
    """Code one draft that the model made of a passage; `war` tells whose talks are meant where it names nobody."""
    support = Support.of(text, passage, draft.sentences)
    support.war = war
    record = _coded(support, draft, publication)
    lost = tuple(note for note in support.notes if note.lost is not None)
    if isinstance(record, str):
        said = ", ".join(str(sentence.number) for sentence in support.cited) or "none"
        note = Note(WarningCode.RECORD_UNSUPPORTED, f"dropped a proposed {_kind(draft)} (sentences {said}): {record}")
        return Coded(None, (note,), lost)
    return Coded(_with_true_grounding(record), tuple(support.notes), lost)


def _with_true_grounding(record: AnyRecord) -> AnyRecord:
    """The record, its grounding cut down to values that it still has, each once, in the order of their paths."""
    values = record.model_dump()
    kept: dict[str, Grounding] = {}
    for entry in record.grounding:
        if _has(values, entry.path):
            kept.setdefault(entry.path, entry)
    return record.model_copy(update={"grounding": tuple(kept[path] for path in sorted(kept))})


def _has(values: object, path: str) -> bool:
    """Whether a JSON Pointer leads to a value that is not null."""
    for step in path.split("/")[1:]:
        if isinstance(values, list | tuple):
            if int(step) >= len(values):
                return False
            values = values[int(step)]
        elif isinstance(values, dict):
            values = values.get(step)
    return values is not None


def _kind(draft: AttackDraft | DiplomacyDraft | AidDraft) -> str:
    # By instance, not by type: the schemas of answers are made of subclasses.
    if isinstance(draft, AttackDraft):
        return "attack"
    return "diplomatic event" if isinstance(draft, DiplomacyDraft) else "aid pledge"


def _coded(
    support: Support, draft: AttackDraft | DiplomacyDraft | AidDraft, publication: Publication
) -> AnyRecord | str:
    if not support.cited:
        return "it cites no sentence of the passage"
    if isinstance(draft, AttackDraft):
        return code_attack(support, draft, publication)
    if isinstance(draft, DiplomacyDraft):
        return code_diplomacy(support, draft, publication)
    return code_aid(support, draft, publication)
