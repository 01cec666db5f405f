"""Category of a thing that was hit, from the words that name it."""

import pytest

from groundwire.extraction.deriving.targets import category_of


@pytest.mark.parametrize(
    ("category", "listed"),
    [
        (
            "residential",
            "a five-storey apartment building|houses|residential areas|житловий будинок|жилой дом|Wohnhäuser",
        ),
        ("residential", "a dormitory of the university|an apartment block near the school"),
        ("medical", "the children's hospital|a military hospital|roof of the clinic|лікарня|больница|Krankenhaus"),
        ("school", "kindergarten|a university building|дах школи|детский сад|Grundschule"),
        (
            "energy",
            "a thermal power station|an oil depot|substations|power lines|електростанція|Kraftwerk|nuclear plant",
        ),
        ("water", "a water pumping station|a dam|water tanks|насосна станція|Wasserwerk"),
        ("port", "the port's grain terminal|port infrastructure|harbour|порту|Hafenanlagen"),
        ("transport", "a school bus|the train station|bridge|airport terminal|an oil tanker|вокзал|автобус|Bahnhof"),
        ("industrial", "a steel plant|warehouses|a factory making drones|завод|Fabrik"),
        ("food", "grain silos|a bakery|a food warehouse|елеватор|Bäckerei"),
        ("religious_or_cultural", "a cathedral|house of culture|the local museum|церква|мечеть|Kirche"),
        ("government", "the city hall|a police station|an embassy|адміністративна будівля|Rathaus"),
        ("military", "an ammunition depot|positions of troops|an air base|a tank|казарми|Kaserne"),
        ("emergency_responders", "an ambulance|a fire station|rescue workers|пожежна машина|Feuerwehrleute"),
        ("other", "people|critical infrastructure|a playground|something|"),
    ],
)
def test_categories(category: str, listed: str) -> None:
    for words in listed.split("|"):
        assert category_of(words) == category, words
