"""What was made of a file is remembered until the file changes."""

from pathlib import Path

import pytest

from groundwire.evals.pages.memory import Memory


def test_a_file_is_read_again_only_when_it_changed(tmp_path: Path) -> None:
    path = tmp_path / "file"
    memory: Memory[str] = Memory(2)
    made: list[str] = []

    def make() -> str:
        made.append(path.read_text())
        return made[-1]

    path.write_text("a")
    assert [memory.of([path], make) for _ in range(3)] == ["a", "a", "a"]
    path.write_text("bb")
    assert memory.of([path], make) == "bb"
    path.unlink()
    with pytest.raises(FileNotFoundError):
        memory.of([path], make)
    path.write_text("c")
    assert memory.of([path], make) == "c"
    assert made == ["a", "bb", "c"]


def test_what_was_asked_for_longest_ago_is_forgotten(tmp_path: Path) -> None:
    memory: Memory[int] = Memory(2)
    paths = [tmp_path / name for name in "abc"]
    made: list[int] = []

    def ask(number: int) -> None:
        memory.of([paths[number]], lambda: made.append(number) or number)  # type: ignore[func-returns-value]

    for number in (0, 1, 0, 2, 0, 1):
        ask(number)
    assert made == [0, 1, 2, 1]
