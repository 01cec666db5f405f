"""The file of keys: private, whole, and changed by one process at a time."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr
from tests.server.access.support import new_key

from groundwire.server.access import KeysError
from groundwire.server.access.key_file import KeyFile, keys_of_setting
from groundwire.server.access.keys import KeyDocument

_ADDS_KEYS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from groundwire.server.access.key_file import KeyFile
from groundwire.server.access.keys import Limits, make_key
for number in range(int(sys.argv[2])):
    kept, _ = make_key(f"desk {number}", Limits(), datetime.now(UTC))
    KeyFile(Path(sys.argv[1])).change(lambda old: old.model_copy(update={"keys": (*old.keys, kept)}))
"""


def _with_key(document: KeyDocument) -> KeyDocument:
    return document.model_copy(update={"keys": (*document.keys, new_key()[0])})


def test_no_file_is_no_keys(tmp_path: Path) -> None:
    assert KeyFile(tmp_path / "none" / "keys.json").read() == KeyDocument()


def test_what_is_written_is_read_and_private(tmp_path: Path) -> None:
    path = tmp_path / "config" / "keys.json"
    kept, _ = new_key(requests_per_minute=5)
    KeyFile(path).change(lambda _: KeyDocument(keys=(kept,)))
    assert KeyFile(path).read().keys == (kept,)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o666])
def test_a_file_that_others_can_read_or_write_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "keys.json"
    KeyFile(path).change(_with_key)
    path.chmod(mode)
    with pytest.raises(KeysError, match=rf"{path} may be read or written by others"):
        KeyFile(path).read()
    with pytest.raises(KeysError, match="may be read or written by others"):
        KeyFile(path).change(_with_key)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
def test_a_file_of_somebody_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    KeyFile(path).change(_with_key)
    os.chown(path, 12345, -1)
    with pytest.raises(KeysError, match="belongs to user 12345"):
        KeyFile(path).read()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "Invalid JSON"),
        ('{"keys": [', "Invalid JSON"),
        ("\udcff", "Invalid JSON"),
        ('{"keys": [], "key": 1}', "key: Extra inputs are not permitted"),
        ('{"keys": [{"id": "abcdefgh", "sekret": 1}]}', "keys.0.sekret: Extra inputs are not permitted"),
    ],
)
def test_a_file_that_is_no_list_of_keys_is_named_with_what_is_wrong(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "keys.json"
    path.write_bytes(content.encode(errors="surrogateescape"))
    path.chmod(0o600)
    with pytest.raises(KeysError) as caught:
        KeyFile(path).read()
    assert str(path) in str(caught.value)
    assert message in str(caught.value)


def test_errors_hold_no_hash() -> None:
    kept, _ = new_key()
    broken = json.loads(KeyDocument(keys=(kept,)).model_dump_json())
    broken["keys"][0]["salt"] += "0"
    with pytest.raises(KeysError, match=r"GROUNDWIRE_KEYS is no list of keys: keys\.0\.salt") as caught:
        keys_of_setting(SecretStr(json.dumps(broken)))
    assert kept.hash not in str(caught.value)
    assert kept.salt not in str(caught.value)


def test_a_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(KeysError, match="cannot be written"):
        KeyFile(tmp_path / "file" / "keys.json").change(_with_key)


def test_a_write_that_was_killed_harms_nobody(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    KeyFile(path).change(_with_key)
    (tmp_path / "keys.json.new").write_text('{"keys": [')
    assert len(KeyFile(path).read().keys) == 1
    KeyFile(path).change(_with_key)
    assert len(KeyFile(path).read().keys) == 2


def test_two_processes_lose_no_key_of_each_other(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    command = [sys.executable, "-c", _ADDS_KEYS, str(path), "25"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    both = [subprocess.Popen(command, env=environment) for _ in range(2)]  # noqa: S603 - our own interpreter
    assert [process.wait(timeout=60) for process in both] == [0, 0]
    assert len(KeyFile(path).read().keys) == 50
