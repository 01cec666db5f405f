"""Words of dead and hurt in sentences that give no figure of them."""

import pytest

from groundwire.extraction.coding.bare_casualties import find_casualty_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dozens were killed in Nyala.", [("Dozens were killed", {"killed"})]),
        ("The raid killed several and wounded many.", [("killed several", {"killed"}), ("wounded many", {"injured"})]),
        ("Two died, and the wounded were taken away.", [("wounded", {"injured"})]),
        ("Heavy casualties were told.", [("casualties", {"killed", "injured"})]),
        ("Люди загинули, є поранені.", [("загинули", {"killed"}), ("поранені", {"injured"})]),
        ("Two people died and nine were hurt.", []),
        ("No one was killed or injured. There were no casualties.", []),
        ("The mill was damaged.", []),
    ],
)
def test_words_without_a_figure(text: str, words: list[tuple[str, set[str]]]) -> None:
    found = find_casualty_words(text)
    assert [(text[w.start : w.end], set(w.roles)) for w in found] == words
