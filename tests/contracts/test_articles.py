"""The source articles are those that the gold records were made for, byte for byte: offsets count their characters."""

import hashlib
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "evals" / "articles"
SUMS = {
    "000_db53dccfdc94aac8.txt": "c063f9e807ba2d2e4bab3671ddd7d87c0c15da53bd1783f52dbad378fdd6099a",
    "001_0fd6b636463c566d.txt": "6e8d54f07a050c4b8aa4a12c35f5520eb55d65d5f7811b66d946639ba046dec5",
    "002_e976d60fcf51baae.txt": "4f7c50c08f709ae290aced3bc1bcedb760951311a1886b527c72b06d67f2936b",
    "003_5d66ea0aa4af2aa5.txt": "2eca7f251ddbfe2a18a264337fe72aa886ddbec990fc4bf139a8c81a266cb6c9",
    "004_34ad73b6bd0444a4.txt": "3a9db2440908348a46fa69cb99ae912b8b2e67cddbc74aee48f4c4be52132eb0",
}


def test_the_articles_are_as_they_came() -> None:
    there = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FOLDER.glob("*.txt")}
    assert there == SUMS
