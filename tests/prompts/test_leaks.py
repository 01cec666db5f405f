"""A large model that answers with an example of its prompt instead of the article: nothing of it becomes a record."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from groundwire import prompts
from groundwire.extraction.codings import Coder
from groundwire.extraction.drafts import ANSWERS, AnyDraft
from groundwire.extraction.plan import plan
from groundwire.extraction.profiles import Profile
from groundwire.extraction.reading.folding import find_words
from groundwire.extraction.told import Told
from groundwire.schemas import Article, RecordType, WarningCode

TEXT = (
    "A freight train left the tracks near Malmberget early on Tuesday after shelling of the line was reported by "
    "Finland, officials in Helsinki said, and nobody was hurt.\n"
    "Finland and Estonia held talks on the ferry line, and Estonia pledged 7 million euros in aid to repair it.\n"
)
"""An article about other events than the examples, with cues for every type of record."""
LEAKS = [
    pytest.param(RecordType(name), draft, id=f"{name}-{version}-{number}-{position}")
    for name, version in prompts.CURRENT["large"].items()
    for number, example in enumerate(prompts.load(name, version).examples, start=1)
    for position, draft in enumerate(ANSWERS[RecordType(name)].model_validate_json(example.answer).records, start=1)
]


def _coded(kind: RecordType, draft: AnyDraft) -> Any:  # noqa: ANN401 - Coded
    told = Told.by(TEXT)
    (question,) = plan(TEXT, told.sentences, (kind,), Profile.LARGE)
    (coded,) = Coder.of(Article(text=TEXT), told).code(question, [draft])
    return coded


def _strings(value: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize(("kind", "draft"), LEAKS)
def test_a_record_of_an_example_is_no_record_of_another_article(kind: RecordType, draft: AnyDraft) -> None:
    coded = _coded(kind, draft)
    assert coded.record is None
    assert [note.code for note in coded.notes] == [WarningCode.RECORD_UNSUPPORTED]


def _beside(kind: RecordType, draft: AnyDraft) -> AnyDraft:
    """The example's record with enough of this article to remain a record."""
    match kind:
        case RecordType.ATTACK:
            own: dict[str, Any] = {
                "sentences": [1],
                "places": [{"name": "Malmberget", "region": None, "country": None}, *_of(draft, "places")],
                "targets": [{"category": "transport", "text": "freight train"}, *_of(draft, "targets")][:4],
            }
        case RecordType.DIPLOMATIC_EVENT:
            parties = [{"name": name, "country": None, "kind": "state"} for name in ("Finland", "Estonia")]
            own = {"sentences": [2], "event_type": "consult", "initiators": [*parties, *_of(draft, "initiators")]}
        case RecordType.AID_PLEDGE:
            estonia = {"name": "Estonia", "country": "EE", "kind": "state"}
            own = {"sentences": [2], "donors": [estonia, *_of(draft, "donors")], "amount": "7 million euros"}
    return type(draft).model_validate({**draft.model_dump(), **own})


def _of(draft: AnyDraft, field: str) -> list[Any]:
    return list(draft.model_dump()[field])


@pytest.mark.parametrize(("kind", "draft"), LEAKS)
def test_words_of_an_example_beside_words_of_the_article_are_dropped(kind: RecordType, draft: AnyDraft) -> None:
    coded = _coded(kind, _beside(kind, draft))
    assert coded.record is not None
    # A summary is the model's own sentence, said to be so; every other word must be the article's.
    kept = json.loads(coded.record.model_dump_json(exclude={"evidence", "grounding", "summary"}))
    names = {word for word in _strings(draft.model_dump(mode="json")) if word[0].isupper() or " " in word}
    foreign = {word for word in names if not list(find_words(word, TEXT))}
    assert foreign
    assert foreign.isdisjoint(_strings(kept))
    if kind is RecordType.ATTACK:
        assert [place["name"] for place in kept["places"]] == ["Malmberget"]
        assert [target["text"] for target in kept["targets"]] == ["freight train"]
        assert (kept["weapons"], kept["perpetrators"]) == ([], [])
        # What the article says itself, that nobody was hurt, may be read there; no toll of the example may be.
        assert all(kept[role] is None or kept[role]["max"] == 0 for role in ("killed", "injured"))
    if kind is RecordType.AID_PLEDGE:
        assert (kept["amount"]["value"], kept["amount"]["currency"]) == (7_000_000, "EUR")
        assert (kept["stated_equivalents"], kept["items"]) == ([], [])
        assert [donor["name"] for donor in kept["donors"]] == ["Estonia"]
