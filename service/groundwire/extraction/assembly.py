"""From answers to the parts of an Extraction: code the drafts, reconcile the records, place the warnings."""

from dataclasses import dataclass, replace

from groundwire.extraction.asking import Answers
from groundwire.extraction.coding.record import AnyRecord
from groundwire.extraction.coding.support import Note
from groundwire.extraction.codings import Coder
from groundwire.extraction.coverage import coverage_of
from groundwire.extraction.errors import ModelError
from groundwire.extraction.flagging import with_flagged
from groundwire.extraction.model import Loss
from groundwire.extraction.naming import with_full_names
from groundwire.extraction.plan import Question
from groundwire.extraction.recall import Recall
from groundwire.extraction.reconcile import Entry, reconcile
from groundwire.extraction.repair import mended
from groundwire.extraction.sums import parts_over_totals
from groundwire.extraction.told import Told
from groundwire.schemas import (
    AidPledge,
    Article,
    Attack,
    Coverage,
    DiplomaticEvent,
    ExtractionWarning,
    Record,
    Unsupported,
    WarningCode,
)


@dataclass(frozen=True)
class Findings:
    """What an article says, without the story of how it was found out."""

    attacks: tuple[Attack, ...]
    diplomatic_events: tuple[DiplomaticEvent, ...]
    aid_pledges: tuple[AidPledge, ...]
    warnings: tuple[ExtractionWarning, ...]
    coverage: Coverage

    @property
    def records(self) -> tuple[AnyRecord, ...]:
        """All records."""
        return (*self.attacks, *self.diplomatic_events, *self.aid_pledges)


def assemble(article: Article, told: Told, answers: Answers, unsupported: Unsupported = Unsupported.DROP) -> Findings:
    """Everything that the answers support, each event once, in order of the article.

    Args:
        article: The article.
        told: What of it is news.
        answers: To all questions about it.
        unsupported: With `flag`, what the article does not state is shown too; sums and coverage do without it.
    """
    coder = Coder.of(article, told)
    entries: list[Entry] = []
    loose: list[Note] = [*coder.notes, *told.notes]
    for question, drafts in answers.given.items():
        first, second = coder.code(question, drafts), coder.code(question, answers.again.get(question, []))
        for coded in mended(first, second):
            if coded.record is None:
                loose += coded.notes
            else:
                entries.append(Entry(coded.record, coded.notes))
    settled = [replace(entry, record=with_full_names(entry.record, told)) for entry in reconcile(entries)]
    shown = [with_flagged(entry) for entry in settled] if unsupported is Unsupported.FLAG else settled
    attacks = tuple(entry for entry in shown if isinstance(entry.record, Attack))
    events = tuple(entry for entry in shown if isinstance(entry.record, DiplomaticEvent))
    pledges = tuple(entry for entry in shown if isinstance(entry.record, AidPledge))
    warnings = [_failure(question, error) for question, error in answers.failed.items()]
    warnings += [_failure_again(question, error) for question, error in answers.failed_again.items()]
    warnings += [_loss(question, loss) for question, losses in answers.lost.items() for loss in losses]
    warnings += [ExtractionWarning(code=note.code, message=note.message) for note in dict.fromkeys(loose)]
    for name, group in (("attacks", attacks), ("diplomatic_events", events), ("aid_pledges", pledges)):
        for index, entry in enumerate(group):
            warnings += [_placed(f"/{name}/{index}", entry.record, note) for note in entry.notes]
    warnings += parts_over_totals([entry.record for entry in settled if isinstance(entry.record, Attack)])
    return Findings(
        attacks=tuple(entry.record for entry in attacks if isinstance(entry.record, Attack)),
        diplomatic_events=tuple(entry.record for entry in events if isinstance(entry.record, DiplomaticEvent)),
        aid_pledges=tuple(entry.record for entry in pledges if isinstance(entry.record, AidPledge)),
        warnings=tuple(warnings),
        coverage=coverage_of(told.text, (entry.record for entry in settled)),
    )


def _failure(question: Question, error: ModelError) -> ExtractionWarning:
    how = "a second time " if isinstance(question, Recall) else ""
    message = f"{_passage(question)} were not read {how}for records of type {question.kind.value}: {error}"
    return ExtractionWarning(code=WarningCode.CALL_FAILED, message=message)


def _failure_again(question: Question, error: ModelError) -> ExtractionWarning:
    what = f"values of records of type {question.kind.value} that do not stand there"
    message = f"{_passage(question)} were not asked about once more, for {what}: {error}"
    return ExtractionWarning(code=WarningCode.CALL_FAILED, message=message)


def _loss(question: Question, loss: Loss) -> ExtractionWarning:
    message = f"{_passage(question)} may tell of further records of type {question.kind.value}: {loss.why}"
    return ExtractionWarning(code=loss.code, message=message)


def _passage(question: Question) -> str:
    numbers = [sentence.number for sentence in question.passage.sentences]
    if isinstance(question, Recall):
        return f"sentences {', '.join(map(str, numbers))}"
    return f"sentences {numbers[0]} to {numbers[-1]}"


def _placed(record_path: str, record: Record, note: Note) -> ExtractionWarning:
    """The warning with the pointer to its value, or to the nearest part of the record that still exists."""
    path = note.path
    while path and not _exists(record, path):
        path = path.rpartition("/")[0]
    return ExtractionWarning(code=note.code, message=note.message, path=record_path + path)


def _exists(record: Record, path: str) -> bool:
    value: object = record
    for step in path.split("/")[1:]:
        if isinstance(value, tuple):
            if int(step) >= len(value):
                return False
            value = value[int(step)]
        elif hasattr(value, step):
            value = getattr(value, step)
        else:
            return False
    return True
