"""The bound that our own code sets: every question answered as a perfect reader of its passage would.

An `Oracle` stands where a language model stands. It knows the labels of one case and nothing else, and it gives of
them only what a passage shows: words by the places where the labels say that they are written, codes (scope, type,
kind, country, status) as a reader would give them. In the profile of large models it fills in whole drafts, one for
each record and paragraph that tells of it; in that of small ones it chooses among what is offered (`choosing`). What
the real pipeline then loses, no model can give.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from pydantic import JsonValue

from groundwire.evals.cases import CaseAnswer, EvalCase
from groundwire.evals.choosing import chosen
from groundwire.evals.dataset import gold_digest, load_cases
from groundwire.evals.labels.gold import AnyGoldRecord
from groundwire.evals.scoring.answers import score_run
from groundwire.evals.scoring.scores import RunScore
from groundwire.extraction.drafts import MAX_RECORDS
from groundwire.extraction.forms.brief import BriefForm
from groundwire.extraction.ledger import Ledger
from groundwire.extraction.model import Answered, Dialect, Draft, Message, Mode
from groundwire.extraction.plan import Question, plan
from groundwire.extraction.profiles import Profile
from groundwire.extraction.questions import Wording
from groundwire.extraction.reader import Reader, Task
from groundwire.extraction.reading.folding import find_words
from groundwire.extraction.reading.sentences import Sentence
from groundwire.extraction.told import Told
from groundwire.prompts.sets import current_set
from groundwire.schemas import Actor, AidPledge, Attack, DiplomaticEvent, Evidence, Place, RecordType

MAX_CITED = 4
"""Most sentences that a draft can cite."""


class Oracle:
    """A model that answers the questions about one case from its labels."""

    name = "oracle"
    identity = "oracle"
    sampling: Mapping[str, str | int | float | None] = MappingProxyType({})
    concurrency = 1

    def __init__(self, case: EvalCase, profile: Profile = Profile.LARGE) -> None:
        """Plans the questions as the extractor will, so as to know each again by its words."""
        self._case = case
        text = case.article.text
        told = Told.by(text).sentences
        self._wording = Wording(case.article, current_set(profile.value), profile)
        self._questions = {
            (question.kind, self._wording.messages(question)[-1].content): question
            for question in plan(text, told, tuple(RecordType), profile)
        }
        self._paragraphs = plan(text, told, tuple(RecordType), Profile.SMALL)

    async def dialect(self, ledger: Ledger) -> Dialect:  # noqa: ARG002 - the port's signature
        """It keeps to any schema."""
        return Dialect(Mode.JSON_SCHEMA, enforced=True)

    async def ask(
        self,
        schema: type[Draft],
        messages: Sequence[Message],
        ledger: Ledger,  # noqa: ARG002 - the port's signature
    ) -> Answered[Draft]:
        """All labelled records of the type that the passage states, with what it states of them."""
        question = self._questions[_KINDS[schema.__name__], messages[-1].content]
        form = self._wording.form(question)
        answer = self._choices(question, form) if isinstance(form, BriefForm) else self._drafts(question)
        return Answered(schema.model_validate(answer))

    def _choices(self, question: Question, form: BriefForm) -> JsonValue:
        labels = [label for kind, label in self._case.gold.records() if kind is question.kind]
        return chosen(self._case.article.text, question.passage.sentences, form, labels)

    def _drafts(self, question: Question) -> JsonValue:
        shown = question.passage.sentences
        readings = [
            _Reading(self._case.article.text, shown, paragraph, label)
            for paragraph in self._paragraphs
            if paragraph.kind is question.kind and {*paragraph.passage.sentences} <= {*shown}
            for kind, label in self._case.gold.records()
            if kind is question.kind
        ]
        stated = [reading for reading in readings if reading.cited]
        # Where there is room for fewer, those stay of which most is said.
        stated.sort(key=lambda reading: reading.words, reverse=True)
        return {"records": [reading.draft() for reading in stated[:MAX_RECORDS]]}


_KINDS = {
    "BriefAttack": RecordType.ATTACK,
    "BriefDiplomaticEvent": RecordType.DIPLOMATIC_EVENT,
    "BriefAidPledge": RecordType.AID_PLEDGE,
    "AttackAnswer": RecordType.ATTACK,
    "DiplomacyAnswer": RecordType.DIPLOMATIC_EVENT,
    "AidAnswer": RecordType.AID_PLEDGE,
}


@dataclass(frozen=True)
class _Reading:
    """What a paragraph says of one labelled record.

    Attributes:
        text: The article.
        shown: The sentences that the question shows, numbered from 1.
        question: What would be asked about the paragraph alone.
        label: The record.
    """

    text: str
    shown: Sequence[Sentence]
    question: Question
    label: AnyGoldRecord

    @property
    def cited(self) -> list[int]:
        """Numbers, from 1, of the sentences that may be cited and are evidence of the record."""
        citable = [self.question.passage.sentences[position] for position in self.question.citable]
        numbered = [
            self.shown.index(sentence) + 1
            for sentence in citable
            if any(e.start < sentence.end and sentence.start < e.end for e in self._evidence)
        ]
        return numbered[:MAX_CITED]

    @property
    def words(self) -> int:
        """How many values of the record the passage writes."""
        return sum(self.said(pointer) is not None for pointer in self.label.spans)

    @property
    def _evidence(self) -> tuple[Evidence, ...]:
        return self.label.record.evidence

    def said(self, pointer: str, label: str | None = None) -> str | None:
        """The words of the passage for a value: the label's own if they are there, else the fullest.

        Args:
            pointer: Of the value.
            label: Words of the label, for a value that is made of words.
        """
        first, last = self.question.passage.sentences[0].start, self.question.passage.sentences[-1].end
        here = [span for span in self.label.spans.get(pointer, ()) if first <= span.start and span.end <= last]
        own = [span for span in here if any(e.start <= span.start and span.end <= e.end for e in self._evidence)]
        quotes = [span.quote for span in own or here]
        return max(quotes, key=lambda quote: (quote == label, len(quote)), default=None)

    def draft(self) -> JsonValue:
        """The answer about this record."""
        match self.label.record:
            case Attack() as attack:
                values = self._attack(attack)
            case DiplomaticEvent() as event:
                values = self._diplomacy(event)
            case pledge:
                values = self._aid(pledge)
        return {"sentences": list[JsonValue](self.cited), **values}

    def _attack(self, attack: Attack) -> dict[str, JsonValue]:
        attackers = [self.said(f"/perpetrators/{index}") for index in range(len(attack.perpetrators))]
        return {
            "scope": attack.scope,
            "attack_type": attack.attack_type,
            "places": [
                self._place(place, words)
                for index, place in enumerate(attack.places)
                if (words := self.said(f"/places/{index}"))
            ],
            "attackers": [words for words in attackers if words],
            "attribution": attack.attribution,
            "weapons": [
                {
                    "kind": weapon.kind,
                    "name": self.said(f"/weapons/{index}/name"),
                    "count": self.said(f"/weapons/{index}/launched"),
                    "intercepted": self.said(f"/weapons/{index}/intercepted"),
                }
                for index, weapon in enumerate(attack.weapons)
                if self.said(f"/weapons/{index}")
            ],
            "when": self._when,
            "targets": [
                {"category": target.category, "text": words}
                for index, target in enumerate(attack.targets)
                if (words := self.said(f"/targets/{index}", target.text))
            ],
            "killed": self.said("/killed"),
            "injured": self.said("/injured"),
        }

    def _diplomacy(self, event: DiplomaticEvent) -> dict[str, JsonValue]:
        return {
            "event_type": event.event_type,
            "initiators": self._actors("/initiators", event.initiators),
            "counterparts": self._actors("/counterparts", event.counterparts),
            "mediators": self._actors("/mediators", event.mediators),
            "topics": list[JsonValue](event.topics),
            "status": event.status,
            "place": self._place(event.place, words) if event.place and (words := self.said("/place")) else None,
            "when": self._when,
            "summary": event.summary or "",
        }

    def _aid(self, pledge: AidPledge) -> dict[str, JsonValue]:
        items = (self.said(f"/items/{index}", item) for index, item in enumerate(pledge.items))
        sums = (self.said(f"/stated_equivalents/{index}") for index in range(len(pledge.stated_equivalents)))
        return {
            "donors": self._actors("/donors", pledge.donors),
            "recipients": self._actors("/recipients", pledge.recipients),
            "aid_type": pledge.aid_type,
            "instrument": pledge.instrument,
            "amount": self.said("/amount"),
            "equivalents": [words for words in sums if words],
            "items": [words for words in items if words],
            "status": pledge.status,
            "period": self.said("/period_months"),
            "when": self._when,
        }

    def _actors(self, pointer: str, actors: Iterable[Actor]) -> list[JsonValue]:
        return [
            {"name": words, "country": actor.country, "kind": actor.kind}
            for index, actor in enumerate(actors)
            if (words := self.said(f"{pointer}/{index}"))
        ]

    @property
    def _when(self) -> str | None:
        date = self.label.record.date
        return self.said("/date", date.text) if date else None

    def _place(self, place: Place, words: str) -> JsonValue:
        sentences = self.question.passage.sentences
        passage = self.text[sentences[0].start : sentences[-1].end]
        region = place.admin if place.admin and any(find_words(place.admin, passage)) else None
        return {"name": words, "region": region, "country": place.country}


async def _answers(cases: Sequence[EvalCase], profile: Profile) -> list[CaseAnswer]:
    answers = []
    for case in cases:
        reading = await Reader(Oracle(case, profile), profile).read(Task(case.article), Ledger())
        answers.append(CaseAnswer(case=case.name, repeat=1, extraction=reading.extraction, seconds=0.0, fresh=True))
    return answers


def oracle_scores(evals_dir: Path, families: Sequence[str] | None = None, profile: Profile = Profile.LARGE) -> RunScore:
    """What the pipeline makes of perfect answers to all cases of some families, or of all, in a profile.

    Raises:
        EvalError: There is no such family, or a file of the data set is missing or broken.
    """
    cases = load_cases(evals_dir, families)
    return score_run(cases, asyncio.run(_answers(cases, profile)), gold_digest(evals_dir))
