"""Files that a kill leaves whole: replaced at once, or cut back to what counts."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from groundwire.bulk.errors import OutOfRoom
from groundwire.bulk.files import Parts, replace


def test_what_was_not_synchronised_is_cut_off(tmp_path: Path) -> None:
    with Parts(tmp_path, {"a": 0, "b": 0}) as parts:
        parts.append("a", ["one", "zwölf"])
        sizes = parts.sync()
        parts.append("a", ["three"])
        parts.append("b", ["three"])
    assert sizes == {"a": 11, "b": 0}
    with Parts(tmp_path, sizes) as parts:
        parts.append("a", ["four"])
        assert parts.sync() == {"a": 16, "b": 0}
    assert (tmp_path / "a").read_text(encoding="utf-8") == "one\nzwölf\nfour\n"
    assert (tmp_path / "b").read_bytes() == b""


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "f"
    replace(path, b"one")
    replace(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutOfRoom, match="No such file"):
        replace(tmp_path / "none" / "f", b"")
    with pytest.raises(OutOfRoom, match="No such file"):
        Parts(tmp_path / "none", {"a": 0})


FULL = """
import resource, signal, sys
from pathlib import Path
from groundwire.bulk.errors import OutOfRoom
from groundwire.bulk.files import Parts
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
with Parts(Path(sys.argv[1]), {"a": 0}) as parts:
    parts.append("a", ["x" * 5_000])
    kept = parts.sync()
    try:
        parts.append("a", ["y" * 8_000])
    except OutOfRoom as error:
        print(error, kept["a"])
"""


def test_a_disk_that_fills_up_is_told_and_what_counted_before_still_does(tmp_path: Path) -> None:
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] == resource.RLIM_INFINITY
    said = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", FULL, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ).stdout
    assert said == f"cannot write {tmp_path / 'a'}: File too large 5001\n"
    assert (tmp_path / "a").stat().st_size == 10_000
    with Parts(tmp_path, {"a": 5001}) as parts:
        assert parts.sync() == {"a": 5001}
