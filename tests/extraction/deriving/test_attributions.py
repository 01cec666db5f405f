"""Who says who attacked."""

import pytest

from groundwire.extraction.deriving.attributions import attribution_of


@pytest.mark.parametrize(
    ("attribution", "attackers", "said"),
    [
        ("unknown", [], "A bomb went off; the army claimed responsibility."),
        ("attributed", ["Turkey"], "Turkish drones hit a convoy, the governor said."),
        ("claimed", ["Northern Front"], "The Northern Front claimed responsibility for the blast."),
        ("claimed", ["Turkey"], "Turkey's defence ministry said its jets had struck nine targets."),
        ("claimed", ["Northern Front"], "Responsibility was claimed by the Northern Front."),
        ("claimed", ["Israel"], "The Israeli military confirmed it carried out the strike."),
        ("claimed", ["Turkey"], "The Turkish army said Turkish jets struck nine targets."),
        ("claimed", ["Turkey"], "Nine depots were hit by Turkish jets, the Turkish defence ministry said."),
        ("attributed", ["Turkey"], "Nine depots were hit by Turkish jets, the Syrian defence ministry said."),
        ("attributed", ["Israel"], "Iran said it struck back after Israel attacked."),
        ("disputed", ["Israel", "Iran"], "Israel and Iran blamed each other for the blast."),
        ("disputed", ["Turkey"], "Ankara has denied any role in the strike."),
        ("attributed", ["Turkey"], "Turkish jets struck. Ankara denies targeting civilians."),
        ("attributed", ["Turkey"], "Turkish jets struck; Syria denied that it fired back."),
        ("claimed", ["Північний фронт"], "Північний фронт взяв на себе відповідальність за вибух."),
        ("disputed", ["Росія"], "Росія заперечує свою причетність."),
    ],
)
def test_attributions(attribution: str, attackers: list[str], said: str) -> None:
    assert attribution_of(attackers, [said]) == attribution
