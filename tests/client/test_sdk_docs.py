"""docs/sdk.md: every block of Python runs, one after the other, and every name of the SDK is told of."""

import re
from pathlib import Path

import pytest

import groundwire.client.exports
import groundwire.client.testing
from groundwire.client._wishes import Wishes
from groundwire.client.exports import ACLED_COLUMNS
from groundwire.client.exports._acled import _TYPES
from groundwire.client.testing import SAMPLE_ARTICLE, FakeGroundwire

PAGE = Path(__file__).resolve().parents[2] / "docs" / "sdk.md"
TEXT = PAGE.read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", TEXT, flags=re.DOTALL | re.MULTILINE)


def test_every_block_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    with FakeGroundwire() as fake:
        for number, block in enumerate(BLOCKS):
            code = compile(block.replace("http://127.0.0.1:8000", fake.url), f"{PAGE.name}, block {number}", "exec")
            exec(code, names)  # noqa: S102 - our own documentation
    assert names["TEXT"] == SAMPLE_ARTICLE.text
    said = capsys.readouterr().out
    assert "2 of 2 read\n0 odesa done 1\n1 None done 0\n" in said
    for wanted in ("missile_strike", "found", "1 attacks in all", "2 of 2", "['published']", "Odesa 20", "Int64"):
        assert wanted in said
    assert {path.name for path in tmp_path.iterdir()} == {"attacks.csv", "aid.csv", "events.jsonl"}
    assert "Example News" in (tmp_path / "attacks.csv").read_text(encoding="utf-8")


def test_every_wish_column_and_mapping_is_told_of() -> None:
    exported = set(groundwire.client.testing.__all__) - {"sample_extraction", "Received"}
    functions = {name for name in groundwire.client.exports.__all__ if name.startswith("to_")}
    left_empty = {"inter1", "actor2", "civilian_targeting", "geo_precision", "region", "timestamp"}
    assert left_empty < set(ACLED_COLUMNS)
    for name in {*Wishes.__annotations__, *exported, *functions, *left_empty, *_TYPES}:
        assert re.search(rf"\b{name}\b", TEXT), name
