"""What the tests of the brief form share: its form for a text, and drafts of an answer."""

from typing import Any

from groundwire.extraction.drafts import AnyDraft
from groundwire.extraction.forms.brief import BriefForm, brief_form
from groundwire.extraction.plan import plan
from groundwire.extraction.profiles import Profile
from groundwire.extraction.reading.sentences import split_sentences
from groundwire.schemas import RecordType


def forms(kind: RecordType, text: str) -> list[BriefForm | None]:
    """The form of each question about a text."""
    return [brief_form(text, question) for question in plan(text, split_sentences(text), (kind,), Profile.SMALL)]


def form(kind: RecordType, text: str) -> BriefForm:
    """The form of a text of one paragraph."""
    (made,) = forms(kind, text)
    assert made is not None
    return made


def asked(form_: BriefForm) -> dict[str, dict[str, tuple[str, ...]]]:
    """What there is to choose, by key and slot."""
    return {slot.key: dict(slot.asked) for slot in form_.room}


def settled(form_: BriefForm) -> dict[str, dict[str, Any]]:
    """What needs no asking, by key and slot."""
    return {slot.key: dict(slot.settled) for slot in form_.room}


def drafts(form_: BriefForm, answer: dict[str, Any]) -> list[AnyDraft]:
    """The drafts of an answer that the schema admits."""
    return form_.drafts(form_.schema.model_validate(answer))


def told(draft: AnyDraft) -> dict[str, Any]:
    """What a draft says, without what it leaves open; parties and places by their names."""
    said = draft.model_dump(exclude_none=True)
    for slot, value in said.items():
        if isinstance(value, dict):
            said[slot] = value["name"]
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            said[slot] = [item.get("name") or item.get("text") or item["kind"] for item in value]
    return {slot: value for slot, value in said.items() if value not in ([], "")}
