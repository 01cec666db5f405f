"""The JSON Schemas that other programs read are those of the code.

`python -m groundwire.schemas.export schemas/json` writes them anew.
"""

from pathlib import Path

from groundwire.schemas.export import rendered

FOLDER = Path(__file__).resolve().parents[2] / "schemas" / "json"


def test_the_exported_schemas_are_fresh_and_there_is_no_other() -> None:
    there = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert there == rendered()
