"""What sort of party a name is, and which state it acts for."""

import pytest

from groundwire.extraction.deriving.parties import actor_kind_of, country_of


@pytest.mark.parametrize(
    ("kind", "listed"),
    [
        ("state", "Norway|Norwegian forces|the Kremlin|Польща|Deutschland"),
        (
            "government_body",
            "the Norwegian defence ministry|Verkhovna Rada|Swedish police|Министерство обороны|Bundeswehr",
        ),
        ("government_body", "the president's office"),
        (
            "official",
            "Polish Foreign Minister Jan Nowak|Jan Nowak|NATO Secretary General Anna Berg|Außenminister Jan Nowak",
        ),
        ("official", "міністр оборони Олена Коваль|a senior official"),
        (
            "international_organisation",
            "NATO|the United Nations|European Commission|EU|IAEA|ООН|G7|UN Security Council",
        ),
        ("armed_group", "Hezbollah|the rebels|Iran-backed militias|хусити|M23"),
        ("company", "Rheinmetall|Nordwind Shipping|Acme Ltd|компанія «Зоря»"),
        ("other", "Amnesty International|residents|Nowak|something"),
    ],
)
def test_kinds(kind: str, listed: str) -> None:
    for words in listed.split("|"):
        assert actor_kind_of(words) == kind, words


def test_one_word_is_an_official_where_the_article_gives_the_office() -> None:
    assert actor_kind_of("Nowak", "Foreign minister Nowak spoke first.") == "official"
    assert actor_kind_of("Zorya", "Zorya spoke first.") == "other"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("PL", "Polish Foreign Minister Jan Nowak"),
        ("PL", "the president of Poland"),
        ("NO", "Norwegian defence ministry"),
        ("NO", "Norway's ambassador to Sweden"),
        ("UA", "українська влада"),
        ("EU", "European Commission"),
        ("EU", "EU foreign policy chief Anna Berg"),
        ("DE", "deutsche Regierung"),
        ("RU", "Moscow"),
        ("US", "Secretary of State Anna Berg"),
        ("IL", "the Knesset speaker"),
        ("UA", "the mayor of Poltava"),
        ("RU", "Voronezh governor Ivan Petrov"),
        (None, "the special envoy for Sudan"),
        (None, "Iran-backed militias"),
        (None, "pro-Russian leaders"),
        (None, "NATO"),
        (None, "Jan Nowak"),
    ],
)
def test_state_of_the_words(code: str | None, words: str) -> None:
    assert country_of(words, words) == code


@pytest.mark.parametrize(
    ("code", "article"),
    [
        ("PL", "Polish Foreign Minister Jan Nowak arrived. Jan Nowak said little."),
        ("PL", "The talks were led by Jan Nowak, the Polish foreign minister, and others."),
        ("PL", "The talks were led by Jan Nowak, president of Poland."),
        ("PL", "He met Poland's president, Jan Nowak, in Oslo."),
        ("PL", "Norway's king met his Polish counterpart Jan Nowak."),
        ("PL", "The Norwegian premier spoke to Polish defence minister Jan Nowak."),
        ("PL", "Міністр закордонних справ Польщі Jan Nowak приїхав."),
        ("US", "Then Secretary of State Jan Nowak spoke."),
        ("SY", "Aleppo governor Jan Nowak spoke."),
        (None, "Jan Nowak arrived in Poland. Polish officials were silent."),
        (None, "Norway's king and Jan Nowak met."),
        (None, "The envoy to Norway, Jan Nowak, spoke."),
    ],
)
def test_state_of_a_person_by_what_stands_beside_the_name(code: str | None, article: str) -> None:
    assert country_of("Jan Nowak", article) == code


def test_titles_and_last_names_lead_to_the_full_name() -> None:
    article = "Polish President Jan Nowak came. President Nowak spoke."
    assert country_of("President Nowak", article) == "PL"
    assert country_of("Nowak", article) == "PL"


def test_a_body_is_of_the_state_that_it_is_told_with() -> None:
    assert (
        country_of("defence ministry", "The Norwegian defence ministry said so. The defence ministry added more.")
        == "NO"
    )
    assert country_of("defence ministry", "In Norway, the defence ministry said so.") is None


@pytest.mark.parametrize("words", ["the West", "West", "the global South", "der Westen"])
def test_a_part_of_the_world_acts_for_no_state(words: str) -> None:
    assert (
        country_of(words, f"Norwegian President Anna Berg thanked {words}, and the prime minister of Norway did.")
        is None
    )
