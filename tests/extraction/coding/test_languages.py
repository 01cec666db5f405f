"""Passages in Ukrainian, Russian and German: what they state survives where it stands, what they do not is dropped."""

from typing import Any, NamedTuple

import pytest
from tests.extraction.drafting import assert_true_grounding, attack, coded, coded_attack, noted, place, weapon, words_at

from groundwire.extraction.coding.geography import find_state, state_named
from groundwire.schemas import WarningCode

Bounds = tuple[int | None, int | None]


class Told(NamedTuple):
    """A passage, what a true draft says, and what becomes of it."""

    text: str
    """All in one passage; the draft cites its first sentence."""
    place: str
    """The place that was hit, as the passage writes it."""
    killed: tuple[str, Bounds, str] | None
    """Words of the draft, the bounds, and the words of the passage that state them; None if nobody is told of."""
    injured: tuple[str, Bounds, str] | None
    date: tuple[str, str, str] | None = None
    """Words, first and last day; the passage was published on Monday, 2030-06-10."""
    attacker: str | None = None
    """Words; all stand for Russia."""
    weapons: tuple[tuple[str, str, Bounds], ...] = ()
    """Kind, words, bounds of those launched."""
    false: tuple[tuple[str, str], ...] = ()
    """Role and words of figures that the passage does not state in that role."""


PASSAGES = [
    # Ukrainian
    Told(
        "Унаслідок ракетного удару по Бережанах у п'ятницю загинули п'ятеро людей, ще дванадцять поранено. "
        "Зруйновано 14 будинків.",
        "Бережанах",
        ("п'ятеро людей", (5, 5), "п'ятеро"),
        ("12", (12, 12), "дванадцять"),
        date=("у п'ятницю", "2030-06-07", "2030-06-07"),
        false=(("killed", "12"), ("injured", "5"), ("killed", "14 людей"), ("killed", "6"), ("injured", "14")),
    ),
    Told(
        "В ніч на 8 червня російські війська атакували Самбір дронами. Щонайменше двоє людей загинули, понад двадцять "
        "дістали поранення.",
        "Самбір",
        ("щонайменше двоє людей", (2, None), "Щонайменше двоє"),
        ("понад 20", (20, None), "понад двадцять"),
        date=("В ніч на 8 червня", "2030-06-07", "2030-06-08"),
        attacker="російські війська",
        false=(("killed", "20"), ("killed", "8"), ("injured", "двоє"), ("injured", "22")),
    ),
    Told(
        "Ворог випустив по Стрию 12 дронів і 3 ракети. Ніхто не загинув, четверо постраждали.",
        "Стрию",
        ("ніхто", (0, 0), "Ніхто"),
        ("четверо", (4, 4), "четверо"),
        weapons=(("drone", "12 дронів", (12, 12)), ("missile", "3 ракети", (3, 3))),
        false=(("killed", "4"), ("killed", "12"), ("injured", "3"), ("injured", "ніхто")),
    ),
    Told(
        "До 24 зросла кількість загиблих унаслідок обстрілу Турки, поранених – до 61.",
        "Турки",
        ("24", (24, 24), "24"),
        ("до 61", (61, 61), "61"),
        false=(("killed", "61"), ("injured", "24"), ("killed", "25")),
    ),
    Told(
        "Минулої ночі дрон влучив у будинок у Хирові: одна жінка загинула, двадцять трьох людей врятували.",
        "Хирові",
        ("одна жінка", (1, 1), "одна"),
        None,
        date=("Минулої ночі", "2030-06-09", "2030-06-10"),
        false=(("killed", "23"), ("injured", "двадцять трьох людей"), ("killed", "три")),
    ),
    Told(
        "Після удару по Ходорову поранено вісьмох людей, серед них трьох дітей. Про загиблих не повідомляли.",
        "Ходорову",
        None,
        ("8 людей", (8, 8), "вісьмох"),
        false=(("injured", "трьох дітей"), ("killed", "8"), ("killed", "3")),
    ),
    Told(
        "Обстріл Рудок забрав життя 1 200 людей, 3,5 тис. осіб поранено.",
        "Рудок",
        ("1200", (1200, 1200), "1 200"),
        ("3500", (3500, 3500), "3,5 тис"),
        false=(("killed", "1"), ("killed", "200"), ("injured", "3"), ("injured", "5"), ("killed", "3500")),
    ),
    Told(
        "У Жовкві внаслідок атаки загинули троє людей, у Буську – двоє.",
        "Жовкві",
        ("троє людей", (3, 3), "троє"),
        None,
        false=(("killed", "п'ятеро"), ("killed", "двоє"), ("injured", "троє"), ("injured", "двоє")),
    ),
    Told(
        "Від отриманих поранень після удару по Миколаєву померло двоє рятувальників.",
        "Миколаєву",
        ("двоє рятувальників", (2, 2), "двоє"),
        None,
        false=(("injured", "двоє"),),
    ),
    # Russian
    Told(
        "В результате ракетного удара по Липецку в пятницу погибли пять человек, ещё двенадцать ранены.",
        "Липецку",
        ("5 человек", (5, 5), "пять"),
        ("двенадцать", (12, 12), "двенадцать"),
        date=("в пятницу", "2030-06-07", "2030-06-07"),
        false=(("killed", "12"), ("injured", "5"), ("killed", "15")),
    ),
    Told(
        "В ночь на 8 июня беспилотники атаковали Елец. По меньшей мере двое погибли, более двадцати человек получили "
        "ранения.",
        "Елец",
        ("двое", (2, None), "По меньшей мере двое"),
        ("более 20 человек", (20, None), "более двадцати"),
        date=("В ночь на 8 июня", "2030-06-07", "2030-06-08"),
        false=(("killed", "20"), ("injured", "2"), ("killed", "8")),
    ),
    Told(
        "По Ливнам выпустили двадцать три ракеты. Никто не погиб, ранены четверо.",
        "Ливнам",
        ("никто", (0, 0), "Никто"),
        ("4", (4, 4), "четверо"),
        weapons=(("missile", "23 ракеты", (23, 23)),),
        false=(("killed", "23"), ("killed", "3"), ("injured", "23"), ("injured", "никто")),
    ),
    Told(
        "Число погибших при обстреле Орла выросло до 24, пострадавших — до 61.",
        "Орла",
        ("24", (24, 24), "24"),
        ("61", (61, 61), "61"),
        false=(("killed", "61"), ("injured", "24"), ("injured", "60")),
    ),
    Told(
        "При ударе по Мценску ранены восемь человек, в том числе трое детей; двенадцать спасены.",
        "Мценску",
        None,
        ("восемь человек", (8, 8), "восемь"),
        false=(("injured", "трое"), ("injured", "двенадцать"), ("killed", "8"), ("killed", "трое")),
    ),
    Told(
        "После удара по Болхову скончались двое раненых, 34-летняя женщина в больнице.",
        "Болхову",
        ("двое раненых", (2, 2), "двое"),
        None,
        false=(("injured", "двое"), ("killed", "34"), ("injured", "34")),
    ),
    Told(
        "Взрыв в Дмитровске унёс жизни двадцати трёх человек. 20 человек погибли или ранены в Кромах.",
        "Дмитровске",
        ("23", (23, 23), "двадцати трёх"),
        None,
        false=(("killed", "20"), ("killed", "3"), ("injured", "20")),
    ),
    Told(
        "В прошлую пятницу снаряды попали в дома в Новосиле. Ни один человек не погиб, травмы получили 1 200 человек.",
        "Новосиле",
        None,
        ("1 200 человек", (1200, 1200), "1 200"),
        date=("В прошлую пятницу", "2030-06-07", "2030-06-07"),
        false=(("killed", "один человек"), ("killed", "1200"), ("injured", "200"), ("injured", "1")),
    ),
    # German
    Told(
        "Bei einem Raketenangriff auf Calw wurden am Freitag fünf Menschen getötet und zwölf verletzt.",
        "Calw",
        ("5", (5, 5), "fünf"),
        ("zwölf", (12, 12), "zwölf"),
        date=("am Freitag", "2030-06-07", "2030-06-07"),
        false=(("killed", "zwölf"), ("injured", "fünf"), ("killed", "fünfzehn")),
    ),
    Told(
        "In der Nacht zum 8. Juni griffen russische Truppen Nagold mit Drohnen an. Mindestens zwei Menschen kamen ums "
        "Leben, mehr als zwanzig erlitten Verletzungen.",
        "Nagold",
        ("mindestens zwei", (2, None), "Mindestens zwei"),
        ("20", (20, None), "mehr als zwanzig"),
        date=("In der Nacht zum 8. Juni", "2030-06-07", "2030-06-08"),
        attacker="russische Truppen",
        false=(("killed", "20"), ("injured", "zwei"), ("killed", "8")),
    ),
    Told(
        "Auf Horb wurden 23 Drohnen und drei Raketen abgefeuert. Niemand wurde getötet, vier Menschen wurden verletzt.",
        "Horb",
        ("niemand", (0, 0), "Niemand"),
        ("4", (4, 4), "vier"),
        weapons=(("drone", "23 Drohnen", (23, 23)), ("missile", "drei Raketen", (3, 3))),
        false=(("killed", "23"), ("injured", "drei"), ("killed", "vier"), ("injured", "niemand")),
    ),
    Told(
        "Die Zahl der Toten nach dem Beschuss von Sulz stieg von 21 auf 24, die der Verletzten auf 61.",
        "Sulz",
        ("24", (24, 24), "24"),
        ("61", (61, 61), "61"),
        false=(("killed", "21"), ("killed", "61"), ("injured", "24")),
    ),
    Told(
        "Beim Einschlag einer Rakete in Rottweil wurden acht Menschen, darunter drei Kinder, verletzt. 14 blieben "
        "unverletzt.",
        "Rottweil",
        None,
        ("acht Menschen", (8, 8), "acht"),
        false=(("injured", "drei Kinder"), ("injured", "14"), ("killed", "8")),
    ),
    Told(
        "Der Angriff auf Spaichingen kostete dreiundzwanzig Menschen das Leben. 1.200 Menschen wurden verletzt.",
        "Spaichingen",
        ("23", (23, 23), "dreiundzwanzig"),
        ("1200", (1200, 1200), "1.200"),
        false=(("killed", "drei"), ("killed", "20"), ("injured", "1"), ("injured", "200"), ("killed", "1200")),
    ),
    Told(
        "In Tuttlingen starben nach dem Drohnenangriff drei Menschen, in Aldingen zwei.",
        "Tuttlingen",
        ("drei", (3, 3), "drei"),
        None,
        false=(("killed", "fünf"), ("killed", "zwei"), ("injured", "drei")),
    ),
    Told(
        "Bei der Explosion in Trossingen gab es zwei Dutzend Tote. Im 3. Stock wurden 40 Menschen getötet oder "
        "verletzt.",
        "Trossingen",
        ("24", (24, 24), "zwei Dutzend"),
        None,
        false=(("killed", "40"), ("injured", "40"), ("killed", "3"), ("killed", "12"), ("killed", "2")),
    ),
    Told(
        "Nach dem Angriff auf Balingen starben zwei Verletzte im Krankenhaus; ein 34-Jähriger wird vermisst.",
        "Balingen",
        ("zwei", (2, 2), "zwei"),
        None,
        false=(("injured", "zwei"), ("killed", "34"), ("injured", "34")),
    ),
]
EVERY = pytest.mark.parametrize("told", PASSAGES, ids=lambda told: told.place)


def _true_draft(told: Told, **fields: Any) -> Any:  # noqa: ANN401 - read by the schema
    said = {
        "places": [place(told.place)],
        "killed": told.killed and told.killed[0],
        "injured": told.injured and told.injured[0],
        "when": told.date and told.date[0],
        "attackers": [told.attacker] if told.attacker else [],
        "weapons": [weapon(kind, words) for kind, words, _ in told.weapons],
    }
    return attack(1, **(said | fields))


@EVERY
def test_what_a_passage_states_survives_where_it_stands(told: Told) -> None:
    found = coded(told.text, _true_draft(told))
    assert not noted(found, WarningCode.VALUE_UNSUPPORTED)
    record = coded_attack(told.text, _true_draft(told))
    assert_true_grounding(told.text, record)
    assert [p.name for p in record.places] == [told.place]
    assert words_at(told.text, record, "/places/0/name") == told.place
    for role, expected, value in (("killed", told.killed, record.killed), ("injured", told.injured, record.injured)):
        if expected is None:
            assert value is None
        else:
            assert value is not None
            assert (value.min, value.max) == expected[1]
            assert words_at(told.text, record, f"/{role}") == expected[2]
    if told.date:
        assert record.date is not None
        assert (record.date.text, str(record.date.start), str(record.date.end)) == told.date
        assert words_at(told.text, record, "/date/text") == told.date[0]
    assert [actor.country for actor in record.perpetrators] == ["RU"] * (told.attacker is not None)
    launched = [(w.kind, w.launched and (w.launched.min, w.launched.max)) for w in record.weapons]
    for kind, _, bounds in told.weapons:
        assert (kind, bounds) in launched


@EVERY
def test_what_a_passage_does_not_state_is_dropped_and_named(told: Told) -> None:
    for role, words in told.false:
        found = coded(told.text, _true_draft(told, **{role: words}))
        value = found.record and found.record.model_dump()[role]
        assert value is None, (role, words)
        if found.record is not None:
            assert any(repr(words) in message for message in noted(found, WarningCode.VALUE_UNSUPPORTED))


@EVERY
def test_a_changed_digit_is_never_passed_on(told: Told) -> None:
    """Every figure near a true one is dropped, in whichever role, unless it is the true one of that role."""
    stated = {(role, end) for role in ("killed", "injured") for end in _ends(told, role)}
    for role in ("killed", "injured"):
        for figure in sorted({near for _, end in stated for near in _near(end)}):
            value = coded(told.text, _true_draft(told, **{role: str(figure)})).record
            told_value = value and value.model_dump()[role]
            assert told_value is None or (role, figure) in stated, (role, figure)


def _ends(told: Told, role: str) -> set[int]:
    toll = told.killed if role == "killed" else told.injured
    return {end for end in toll[1] if end is not None} if toll else set()


def _near(figure: int) -> set[int]:
    """Figures that differ in one digit or stand for a part of one."""
    digits = str(figure)
    return {
        figure,
        figure + 1,
        abs(figure - 1),
        figure + 10,
        figure * 10,
        figure * 1000,
        int(digits[::-1]),
        int(digits[0]),
    }


@pytest.mark.parametrize("blank", ["\u00a0", "\u202f", "\u2009"], ids=ascii)
@EVERY
def test_blanks_and_quotes_of_the_press_change_nothing(told: Told, blank: str) -> None:
    plain = coded_attack(told.text, _true_draft(told))
    text = told.text.replace(" ", blank).replace("'", "’")
    record = coded_attack(text, _true_draft(told))
    assert_true_grounding(text, record)
    assert (record.killed, record.injured) == (plain.killed, plain.injured)
    assert [p.name.replace(blank, " ") for p in record.places] == [p.name for p in plain.places]
    assert (record.date and record.date.start) == (plain.date and plain.date.start)


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("JP", "Японія Японії Японию японський японскому japanische"),
        ("LT", "Литва Литви Литвою Литвы литовських литовской litauischen"),
        ("DK", "Данія Данією Данию датський данським датского dänischer"),
        ("NO", "Норвегії Норвегию норвезьких норвежская norwegische"),
        ("CA", "Канадою Канады канадські канадская kanadischen"),
        ("CZ", "Чехії Чехию чеських чешские tschechische"),
        ("IN", "Індією Индии індійський indischer"),
        ("SY", "Сирії Сирию сирійські syrische"),
        ("NL", "Нідерланди Нидерландами нідерландські niederländische"),
        ("UA", "Україною Украине українських украинская ukrainischen"),
    ],
)
def test_states_are_known_in_every_case(code: str, names: str) -> None:
    for name in names.split():
        state = state_named(name)
        assert state is not None, name
        assert state.code == code, name
        assert find_state(code, f"Так, {name} чекає") == (5, 5 + len(name))


@pytest.mark.parametrize(
    "word",
    ["дані", "данных", "груз", "грузи", "сирий", "серый", "індекс", "индекс", "чадний", "кит", "кита", "венгерка"],
)
def test_common_words_are_no_states(word: str) -> None:
    assert state_named(word) is None
