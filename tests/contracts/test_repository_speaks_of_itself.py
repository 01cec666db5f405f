"""No file names a folder of the machine that it was written on: it would mean nothing to a reader, or too much."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOREIGN = re.compile(rb"(?<![\w.~-])/(?:work|root)/")
EXCEPT = {"uv.lock", Path(__file__).relative_to(ROOT).as_posix()}


def test_no_tracked_file_names_a_folder_of_its_maker() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a clone")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)  # noqa: S607 - git is where it is
    names = [name for name in listed.stdout.decode().split("\0") if name and name not in EXCEPT]
    assert len(names) > 50
    found = [name for name in names if (ROOT / name).is_file() and FOREIGN.search((ROOT / name).read_bytes())]
    assert found == []
