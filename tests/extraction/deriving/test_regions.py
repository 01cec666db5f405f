"""The region behind a town, as texts write it."""

import pytest

from groundwire.extraction.deriving.regions import region_behind


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("Sarnow in the eastern Lubin region was hit.", "Lubin"),
        ("Sarnow, Lubin oblast, was hit.", "Lubin"),
        ("Sarnow in Shan State was hit.", "Shan"),
        ("Sarnow (Lubin district) was hit.", "Lubin"),
        ("Sarnow in Poland was hit.", None),
        ("Sarnow and the Lubin region were hit.", None),
        ("Sarnow was hit.", None),
    ],
)
def test_the_region_that_follows_a_place(text: str, region: str | None) -> None:
    assert region_behind(text, len("Sarnow")) == region
