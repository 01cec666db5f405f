"""Long articles: 100,000 characters are read whole, every offset is exact, and what lies at a seam is found once."""

from functools import cache
from itertools import pairwise

from benchmarks.made_up import RuleModel, article
from tests.extraction.reading_tools import read

from groundwire.extraction.plan import MAX_CHUNK_CHARS, plan
from groundwire.extraction.profiles import Profile
from groundwire.extraction.told import Told
from groundwire.schemas import Article, Extraction, Record, RecordType

CHARACTERS = 100_000
TEXT = article(CHARACTERS).text


def found(text: str) -> Extraction:
    made = Article(text=text, published=article(1).published)
    return read(RuleModel(), made, Profile.LARGE)


@cache
def whole() -> Extraction:
    return found(TEXT)


def records(found: Extraction) -> list[Record]:
    return [*found.attacks, *found.diplomatic_events, *found.aid_pledges]


def test_an_article_of_100_000_characters_gives_hundreds_of_records_with_exact_offsets() -> None:
    found = records(whole())
    assert len(TEXT) == CHARACTERS
    assert len(found) > 300
    for record in found:
        for evidence in record.evidence:
            assert TEXT[evidence.start : evidence.end] == evidence.quote
        for entry in record.grounding:
            if entry.start is not None and entry.end is not None:
                assert any(span.start <= entry.start < entry.end <= span.end for span in record.evidence)
    for fact in whole().coverage.unclaimed:
        assert TEXT[fact.start : fact.end] == fact.quote


def test_all_of_it_is_read_and_no_event_is_found_twice() -> None:
    found = records(whole())
    starts = sorted(record.evidence[0].start for record in found)
    assert starts[0] < 2_000
    assert starts[-1] > CHARACTERS - 2_000
    assert max(b - a for a, b in pairwise(starts)) < 3_000
    told = [
        record.model_dump_json(include={"places", "date", "donors", "recipients", "amount"})
        for record in whole().attacks
    ]
    assert len(set(told)) == len(told)


def test_what_lies_at_a_seam_is_found_once() -> None:
    """Sentences that two chunks share are asked about twice, and give what they give by themselves."""
    told = Told.by(TEXT)
    chunks = [q.passage.sentences for q in plan(TEXT, told.sentences, [RecordType.ATTACK], Profile.LARGE)]
    shared = {s for here, there in pairwise(chunks) for s in here if s in there}
    assert len(chunks) >= CHARACTERS / MAX_CHUNK_CHARS
    assert len(shared) >= len(chunks) - 1
    theirs = {s: [r for r in records(whole()) if s.start in {e.start for e in r.evidence}] for s in shared}
    alone = {s: records(found(TEXT[s.start : s.end])) for s in shared}
    assert {s: len(of_it) for s, of_it in theirs.items()} == {s: len(of_it) for s, of_it in alone.items()}
    assert any(theirs.values())
