"""From a draft to a record, whatever its type: code the values, keep what is supported, or say why nothing is left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from groundwire.extraction.coding.aid import code_aid
from groundwire.extraction.coding.attack import code_attack
from groundwire.extraction.coding.belligerents import Belligerents
from groundwire.extraction.coding.diplomacy import code_diplomacy
from groundwire.extraction.coding.occasions import Publication
from groundwire.extraction.coding.support import Note, Support
from groundwire.extraction.drafts import AidDraft, AttackDraft, DiplomacyDraft
from groundwire.extraction.pointers import value_at
from groundwire.extraction.reading.sentences import Sentence
from groundwire.schemas import AidPledge, Attack, DiplomaticEvent, Evidence, Grounding, GroundingStatus, WarningCode
from groundwire.schemas.common import Part

AnyRecord = Attack | DiplomaticEvent | AidPledge
_JUDGEMENTS = frozenset(
    "scope attack_type attribution civilian_harm event_type status aid_type instrument kind category".split()  # noqa: SIM905
)
"""Fields of closed lists and truth values; topics are grounded one by one."""


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
    """The record, its grounding one entry for each value that it has, in the order of their paths.

    A judgement, one of the codebook's words rather than the article's, is inferred where nothing else is noted.
    """
    kept: dict[str, Grounding] = {}
    for entry in record.grounding:
        if value_at(record, entry.path) is not None:
            kept.setdefault(entry.path, entry)
    for path in _judgements(record, ""):
        kept.setdefault(path, Grounding(path=path, status=GroundingStatus.INFERRED))
    return record.model_copy(update={"grounding": tuple(kept[path] for path in sorted(kept))})


def _judgements(value: object, path: str) -> Iterator[str]:
    """Pointers of all judgements in a record or a part of one."""
    if isinstance(value, tuple):
        for index, member in enumerate(value):
            yield from _judgements(member, f"{path}/{index}")
    elif isinstance(value, Part) and not isinstance(value, Evidence | Grounding):
        for name, part in value:
            if name in _JUDGEMENTS and part is not None:
                yield f"{path}/{name}"
            else:
                yield from _judgements(part, f"{path}/{name}")


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
