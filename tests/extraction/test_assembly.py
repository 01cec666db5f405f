"""Assembly: drafts of all passages become records, and every warning points into them."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.extraction.drafting import (
    actor,
    aid,
    assembled,
    assert_true_grounding,
    attack,
    diplomacy,
    place,
    target,
    weapon,
)

from groundwire.extraction.asking import Answers
from groundwire.extraction.assembly import Findings, assemble
from groundwire.extraction.drafts import AnyDraft
from groundwire.extraction.errors import DeadlineExceeded
from groundwire.extraction.plan import Passage, Question
from groundwire.extraction.reading.sentences import split_sentences
from groundwire.extraction.told import Told
from groundwire.schemas import Article, RecordType, WarningCode

TEXT = (
    "A missile struck Amberg on Friday 🚀, killing three people.\r\n"
    "Chad condemned the attack on Amberg, in which at least two people died.\n\n"
    "Norway pledged $9 million in aid to Chad. שלום."
)


def resolve(found: Findings, path: str) -> object:
    value: Any = found
    for step in path.split("/")[1:]:
        value = value[int(step)] if isinstance(value, tuple) else getattr(value, step)
    return value


def strike(sentence: int, killed: str, **more: Any) -> AnyDraft:  # noqa: ANN401
    return attack(sentence, places=[place("Amberg")], weapons=[weapon("missile")], killed=killed, **more)


def full() -> Findings:
    return assembled(
        TEXT,
        (1, 1, [strike(1, "three people", attackers=["Peru"], when="on Friday")]),
        (2, 2, [strike(1, "at least two"), diplomacy("accuse", initiators=[actor("Chad", "TD")], topics=["energy"])]),
        (
            3,
            4,
            [aid(1, donors=[actor("Norway", "NO")], amount="$9 million", items=["tents"], recipients=[actor("Chad")])],
        ),
    )


def test_records_of_all_types_each_event_once() -> None:
    found = full()
    assert (len(found.attacks), len(found.diplomatic_events), len(found.aid_pledges)) == (1, 1, 1)
    (record,) = found.attacks
    assert record.killed is not None
    assert (record.killed.min, record.killed.max) == (3, 3)
    for one in (*found.attacks, *found.diplomatic_events, *found.aid_pledges):
        assert_true_grounding(TEXT, one)


def test_every_warning_points_at_something() -> None:
    found = full()
    assert {w.code for w in found.warnings} >= {
        WarningCode.VALUE_UNSUPPORTED,
        WarningCode.RECORDS_MERGED,
        WarningCode.DATE_UNRESOLVED,
    }
    paths = [w.path for w in found.warnings]
    assert paths
    for path in paths:
        assert path is not None
        resolve(found, path)
    assert {w.path for w in found.warnings if "Peru" in w.message} == {"/attacks/0/perpetrators"}
    assert {w.path for w in found.warnings if "tents" in w.message} == {"/aid_pledges/0/items"}


def test_what_was_dropped_whole_is_said_without_a_path() -> None:
    found = assembled(TEXT, (1, 1, [strike(5, "three"), strike(5, "three")]))
    (warning,) = found.warnings
    assert (warning.code, warning.path) == (WarningCode.RECORD_UNSUPPORTED, None)
    assert "three people" not in warning.message


def test_a_failed_question_is_said_and_costs_nothing_else() -> None:
    sentences = split_sentences(TEXT)
    answers = Answers()
    kind = RecordType.ATTACK
    draft = strike(1, "three people")
    answers.given[Question(kind, Passage(sentences[:1]), (0,))] = [draft]
    answers.failed[Question(kind, Passage(sentences[1:3]), (0,))] = DeadlineExceeded("no answer within 3 s")
    found = assemble(Article(text=TEXT), Told.by(TEXT), answers)
    assert len(found.attacks) == 1
    (failed,) = [w for w in found.warnings if w.code is WarningCode.CALL_FAILED]
    assert failed.path is None
    assert failed.message == "sentences 2 to 3 were not read for records of type attack: no answer within 3 s"


def test_a_header_that_contradicts_the_caller_is_said() -> None:
    text = "date 2030-06-10 A missile struck Amberg on Friday, killing three."
    found = assembled(text, (1, 1, [strike(1, "three", when="on Friday")]), published=date(2030, 6, 20))
    assert {w.code for w in found.warnings} == {WarningCode.DATE_CONTRADICTION}
    assert [w.path for w in found.warnings] == [None, "/attacks/0/date"]
    (record,) = found.attacks
    assert record.date is not None
    assert record.date.start == date(2030, 6, 14)


def test_a_date_that_the_words_fix_needs_no_publication_and_gets_no_warning() -> None:
    text = "date 2030-06-10 A missile struck Amberg on 3 May 2030, killing three. It has been shut since May 2033."
    found = assembled(text, (1, 1, [strike(1, "three", when="on 3 May 2030")]))
    assert [(w.code, w.path) for w in found.warnings] == [(WarningCode.DATE_CONTRADICTION, None)]


def test_records_stand_in_the_order_of_the_article() -> None:
    text = "A missile hit Calw, killing two.\nA missile hit Bonn, killing one.\nA missile hit Amberg, killing nine."
    drafts = [
        (i, i, [attack(1, places=[place(name)], killed=words)])
        for i, name, words in ((3, "Amberg", "nine"), (1, "Calw", "two"), (2, "Bonn", "one"))
    ]
    assert [a.places[0].name for a in assembled(text, *drafts).attacks] == ["Calw", "Bonn", "Amberg"]


def test_no_answers_no_records() -> None:
    found = assemble(Article(text="Nothing."), Told.by("Nothing."), Answers())
    assert found == Findings((), (), (), (), found.coverage)


WORDS = st.sampled_from("Amberg|Chad|three people|at least two|missile|$9 million|on Friday|Peru|tents|".split("|"))  # noqa: SIM905


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 5), WORDS, WORDS, WORDS), max_size=6), st.booleans())
def test_any_drafts_give_true_records_and_warnings_that_resolve(
    drafted: list[tuple[int, int, str, str, str]],
    known: bool,
) -> None:
    passages: list[tuple[int, int, list[AnyDraft]]] = []
    for passage, sentence, a, b, c in drafted:
        drafts: list[AnyDraft] = [
            attack(
                sentence,
                places=[place(a), place(b, "DE", c)],
                attackers=[c, a],
                weapons=[weapon("missile", b)],
                targets=[target("other", c)],
                killed=a,
                injured=b,
                when=c,
            ),
            diplomacy(
                "accuse", sentence, initiators=[actor(a), actor(b)], counterparts=[actor(c)], topics=["energy"], when=b
            ),
            aid(
                sentence,
                donors=[actor(b)],
                recipients=[actor(a)],
                amount=c,
                equivalents=[a],
                items=[c, b],
                period=a,
                when=a,
            ),
        ]
        passages.append((passage, min(passage + 1, 4), drafts))
    found = assembled(TEXT, *passages, published=date(2030, 6, 10) if known else None)
    for record in (*found.attacks, *found.diplomatic_events, *found.aid_pledges):
        assert_true_grounding(TEXT, record)
    for warning in found.warnings:
        if warning.path is not None:
            resolve(found, warning.path)
