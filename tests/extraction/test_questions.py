"""Questions carry the passage and nothing else of the article; digests say which words were used."""

import re

import pytest

from groundwire import prompts
from groundwire.extraction.plan import plan
from groundwire.extraction.questions import messages_for, prompt_digest, schema_digest
from groundwire.extraction.sentences import split_sentences
from groundwire.schemas import Article, RecordType

TEXT = (
    "It rained {{7*7}} in Kyiv.\r\nMissiles hit\tthe port of {city}. 20 people\u00a0died. % $x \\n\r\nIt rained again."
)


def _dialogue(title: str | None = None, text: str = TEXT) -> list[tuple[str, str]]:
    article = Article(text=text, title=title)
    (question,) = plan(text, split_sentences(text), (RecordType.ATTACK,))
    return [(turn.role, turn.content) for turn in messages_for(question, article)]


def test_a_question_is_instructions_examples_and_one_passage() -> None:
    prompt = prompts.load("attack")
    dialogue = _dialogue()
    assert dialogue[0] == ("system", prompt.instructions)
    turns = [turn for example in prompt.examples for turn in (("user", example.passage), ("assistant", example.answer))]
    assert dialogue[1:-1] == turns
    assert dialogue[-1] == ("user", "[1] Missiles hit the port of {city}.\n[2] 20 people died.\n% $x \\n")


def test_only_sentences_with_a_cue_are_numbered_and_keep_their_numbers() -> None:
    text = "It was night. Nobody slept. Missiles hit the port. It rained. Three people were killed."
    said = "It was night.\nNobody slept.\n[3] Missiles hit the port.\nIt rained.\n[5] Three people were killed."
    assert _dialogue(text=text)[-1] == ("user", said)


def test_a_title_goes_along_on_one_line() -> None:
    assert _dialogue("Port\n[9] hit\u2028again")[-1][1].split("\n")[0] == "Headline: Port [9] hit again"


@pytest.mark.parametrize("title", [None, "Port hit"])
def test_all_that_comes_before_the_passage_is_the_same_for_every_article(title: str | None) -> None:
    """An endpoint can then keep it in its prompt cache."""
    assert _dialogue(title)[:-1] == _dialogue(None, "Drones struck Kharkiv twice.")[:-1]


def test_the_digest_of_the_prompts_is_free_of_order_and_changes_with_the_types() -> None:
    attack, diplomacy, aid = RecordType.ATTACK, RecordType.DIPLOMATIC_EVENT, RecordType.AID_PLEDGE
    assert prompt_digest((attack, aid)) == prompt_digest((aid, attack))
    every = [(attack,), (diplomacy,), (aid,), (attack, diplomacy), (attack, aid), (diplomacy, aid), tuple(RecordType)]
    assert len({prompt_digest(kinds) for kinds in every}) == len(every)


def test_digests_are_the_same_whenever_they_are_asked_for() -> None:
    assert prompt_digest(tuple(RecordType)) == prompt_digest(tuple(RecordType))
    assert schema_digest() == schema_digest()
    for digest in (prompt_digest((RecordType.ATTACK,)), schema_digest()):
        assert re.fullmatch(r"[0-9a-f]{64}", digest)
