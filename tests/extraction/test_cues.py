"""Armed force is told in many words; a passage that tells of it is asked about, and one of daily life is not."""

import pytest

from groundwire.extraction.cues import has_cue
from groundwire.schemas import RecordType

FOUGHT = [
    "Government troops have advanced into the market town of Wau.",
    "Paratroopers landed on the island before dawn.",
    "Rebels overran two villages and were pushed back by noon.",
    "The army retook the border post of Kassala.",
    "Marines hold a narrow bridgehead on the eastern bank.",
    "Soldiers clashed with militiamen on the road to Sittwe.",
    "The frigate sank in the roadstead within an hour.",
    "Saboteurs derailed a goods train outside Mandalay.",
    "Masked men torched the customs house.",
    "A patrol opened fire on a crowd, and two teachers were shot dead.",
    "The garrison of Goma is encircled.",
    "Someone threw a grenade into the courtyard.",
    "Війська прорвали оборону біля річки й захопили плацдарм.",
    "Бійці потрапили в засідку; на околиці тривають бої.",
    "Армия окружила гарнизон и форсировала реку.",
    "Диверсанты подорвали железнодорожный мост.",
    "Die Truppen haben am Ostufer einen Brückenkopf gebildet.",
    "Der Konvoi geriet in einen Hinterhalt.",
    "Unbekannte haben das Depot in Brand gesetzt.",
    "Die Fregatte wurde versenkt, die Stadt ist umzingelt.",
]
PEACEFUL = [
    "The forces took part in a parade.",
    "The minister advanced a new theory of prices.",
    "A delegation crossed the river by ferry.",
    "The bank holds gold; the team held on to its lead.",
    "Das Wetter bleibt mild, der Markt ist ruhig.",
    "Урожай цього року добрий.",
]


@pytest.mark.parametrize("sentence", FOUGHT)
def test_armed_force_is_asked_about_without_a_word_for_an_attack(sentence: str) -> None:
    assert has_cue(RecordType.ATTACK, sentence)


@pytest.mark.parametrize("sentence", PEACEFUL)
def test_daily_life_is_not(sentence: str) -> None:
    assert not has_cue(RecordType.ATTACK, sentence)
