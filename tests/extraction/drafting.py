"""What the tests of the pipeline share: drafts as a model would write them, and one step of the pipeline on a text."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from groundwire.extraction.asking import Answers
from groundwire.extraction.assembly import Findings, assemble
from groundwire.extraction.coding.occasions import Publication
from groundwire.extraction.coding.record import Coded, code
from groundwire.extraction.coding.support import Support
from groundwire.extraction.drafts import ActorDraft, AidDraft, AnyDraft, AttackDraft, DiplomacyDraft, PlaceDraft
from groundwire.extraction.plan import Passage, Question
from groundwire.extraction.reading.sentences import split_sentences
from groundwire.extraction.told import Told
from groundwire.schemas import AidPledge, Article, Attack, DiplomaticEvent, Record, RecordType, Unsupported, WarningCode

MONDAY = date(2030, 6, 10)
"""Day of publication wherever the tests need one."""
_DRAFTS: dict[RecordType, type[AnyDraft]] = {
    RecordType.ATTACK: AttackDraft,
    RecordType.DIPLOMATIC_EVENT: DiplomacyDraft,
    RecordType.AID_PLEDGE: AidDraft,
}


def support(text: str, *numbers: int) -> Support:
    """Support over all sentences of a text, citing those of the given numbers, by default all."""
    sentences = split_sentences(text)
    return Support.of(text, sentences, numbers or range(1, len(sentences) + 1))


def actor(name: str, country: str | None = None, kind: Any = "state") -> ActorDraft:  # noqa: ANN401 - a Literal
    return ActorDraft(name=name, country=country, kind=kind)


def place(name: str, country: str | None = None, region: str | None = None) -> PlaceDraft:
    return PlaceDraft(name=name, region=region, country=country)


def weapon(kind: str, count: str | None = None, intercepted: str | None = None, name: str | None = None) -> Any:  # noqa: ANN401
    return {"kind": kind, "name": name, "count": count, "intercepted": intercepted}


def target(category: str, text: str) -> Any:  # noqa: ANN401 - read by the schema
    return {"category": category, "text": text}


def attack(*sentences: int, **fields: Any) -> AttackDraft:  # noqa: ANN401 - read by the schema
    """A draft that says nothing but what is given."""
    blank: dict[str, Any] = {
        "scope": "incident",
        "attack_type": "other",
        "places": [],
        "attackers": [],
        "attribution": "unknown",
        "weapons": [],
        "when": None,
        "targets": [],
        "killed": None,
        "injured": None,
    }
    return AttackDraft.model_validate({"sentences": list(sentences or (1,)), **blank, **fields})


def diplomacy(event_type: str, *sentences: int, **fields: Any) -> DiplomacyDraft:  # noqa: ANN401 - read by the schema
    """A draft that says nothing but what is given."""
    blank: dict[str, Any] = {
        "initiators": [],
        "counterparts": [],
        "mediators": [],
        "topics": [],
        "status": None,
        "place": None,
        "when": None,
        "summary": "",
    }
    given = {"sentences": list(sentences or (1,)), "event_type": event_type, **blank, **fields}
    return DiplomacyDraft.model_validate(given)


def aid(*sentences: int, **fields: Any) -> AidDraft:  # noqa: ANN401 - read by the schema
    """A draft that says nothing but what is given."""
    blank: dict[str, Any] = {
        "donors": [],
        "recipients": [],
        "aid_type": "military",
        "instrument": None,
        "amount": None,
        "equivalents": [],
        "items": [],
        "status": "pledged",
        "period": None,
        "when": None,
    }
    return AidDraft.model_validate({"sentences": list(sentences or (1,)), **blank, **fields})


def coded(text: str, draft: AnyDraft, published: date | None = MONDAY) -> Coded:
    """Code a draft that was made of the whole text."""
    return code(text, split_sentences(text), draft, Publication(published))


def coded_attack(text: str, draft: AttackDraft, published: date | None = MONDAY) -> Attack:
    record = coded(text, draft, published).record
    assert isinstance(record, Attack)
    return record


def coded_event(text: str, draft: DiplomacyDraft, published: date | None = MONDAY) -> DiplomaticEvent:
    record = coded(text, draft, published).record
    assert isinstance(record, DiplomaticEvent)
    return record


def coded_pledge(text: str, draft: AidDraft, published: date | None = MONDAY) -> AidPledge:
    record = coded(text, draft, published).record
    assert isinstance(record, AidPledge)
    return record


def noted(found: Coded, code_: WarningCode) -> list[str]:
    """Messages of the notes with a code."""
    return [note.message for note in found.notes if note.code is code_]


def assembled(
    text: str,
    *passages: tuple[int, int, Sequence[AnyDraft]],
    published: date | None = None,
    unsupported: Unsupported = Unsupported.DROP,
) -> Findings:
    """Assemble drafts, given with the first and last sentence of the passage that they were made of."""
    sentences = split_sentences(text)
    answers = Answers()
    for first, last, drafts in passages:
        passage = Passage(sentences[first - 1 : last])
        for kind in RecordType:
            of_kind = [draft for draft in drafts if isinstance(draft, _DRAFTS[kind])]
            if of_kind:
                question = Question(kind, passage, tuple(range(last - first + 1)))
                answers.given.setdefault(question, []).extend(of_kind)
    return assemble(Article(text=text, published=published), Told.by(text), answers, unsupported)


def value_at(record: Record, path: str) -> object:
    """What a JSON Pointer leads to; fails if it leads nowhere."""
    value: Any = record.model_dump(mode="json")
    for step in path.split("/")[1:]:
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


def assert_true_grounding(text: str, record: Record) -> None:
    """Every path leads to a value, once, and every span lies in the evidence."""
    paths = [entry.path for entry in record.grounding]
    assert len(paths) == len(set(paths))
    for evidence in record.evidence:
        assert text[evidence.start : evidence.end] == evidence.quote
    for entry in record.grounding:
        assert value_at(record, entry.path) is not None, entry.path
        if entry.start is not None:
            assert entry.end is not None
            assert any(e.start <= entry.start < entry.end <= e.end for e in record.evidence), entry.path


def words_at(text: str, record: Record, path: str) -> str:
    """The words of the article that support a value."""
    (entry,) = [entry for entry in record.grounding if entry.path == path]
    return text[entry.start : entry.end]
