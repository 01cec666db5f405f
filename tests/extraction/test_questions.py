"""What the model is shown of a passage, and how its numbers are read back."""

from groundwire.extraction.drafts import answer_to
from groundwire.extraction.plan import plan
from groundwire.extraction.questions import messages_for, read_back
from groundwire.extraction.reading.sentences import split_sentences
from groundwire.prompts.sets import current_set
from groundwire.schemas import Article, RecordType

TEXT = "It was a quiet morning in Nyala. Then a shell killed two men. People wept. A drone hit the mill."


def test_only_sentences_with_a_cue_are_numbered_and_numbers_lead_back_to_them() -> None:
    (question,) = plan(TEXT, split_sentences(TEXT), (RecordType.ATTACK,))
    assert messages_for(question, Article(text=TEXT), current_set())[-1].content.splitlines() == [
        "It was a quiet morning in Nyala.",
        "[1] Then a shell killed two men.",
        "People wept.",
        "[2] A drone hit the mill.",
    ]
    draft = {
        "sentences": [2],
        "scope": "incident",
        "attack_type": "drone_strike",
        "places": [],
        "attackers": [],
        "attribution": "unknown",
        "weapons": [],
        "when": None,
        "targets": [],
        "killed": None,
        "injured": None,
    }
    answer = answer_to(RecordType.ATTACK, len(question.citable)).model_validate({"records": [draft]})
    assert [read.sentences for read in read_back(question, answer)] == [[4]]


def test_a_title_is_shown_on_one_line_and_never_numbered() -> None:
    (question,) = plan(TEXT, split_sentences(TEXT), (RecordType.ATTACK,))
    shown = messages_for(question, Article(text=TEXT, title="Shelling\nof Nyala"), current_set())[-1].content
    assert shown.splitlines()[0] == "Headline: Shelling of Nyala"
