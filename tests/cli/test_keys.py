"""`groundwire keys`: what is printed where, what is kept, and what is said of mistakes; in this process for speed."""

import json
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from tests.cli.support import COMMAND, Shell
from typer.testing import CliRunner, Result

from groundwire.cli.keys import keys_app
from groundwire.server.access import Keyring
from groundwire.server.access.key_file import KeyFile, keys_of_setting

KEY = re.compile("gw_([a-z0-9]{12})_[A-Za-z0-9_-]{43}\n")


@dataclass(frozen=True)
class Desk:
    """A place to run the commands in.

    Attributes:
        file: Where they keep keys.
    """

    file: Path

    def run(self, *arguments: str, **variables: str) -> Result:
        """Run a command to its end."""
        done = CliRunner().invoke(keys_app, arguments, env={"GROUNDWIRE_KEYS_FILE": str(self.file), **variables})
        assert done.exception is None or isinstance(done.exception, SystemExit)
        return done


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A folder without settings."""
    for name in [name for name in os.environ if name.startswith("GROUNDWIRE_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    heeded = signal.getsignal(signal.SIGPIPE)
    yield Desk(tmp_path / "config" / "keys.json")
    signal.signal(signal.SIGPIPE, heeded)


def _made(desk: Desk, *arguments: str) -> tuple[str, str]:
    """Id and key of a new one."""
    done = desk.run("create", *arguments)
    match = KEY.fullmatch(done.stdout)
    assert match is not None, done.stderr
    return match[1], done.stdout.strip()


def test_the_key_alone_is_on_standard_output_and_only_its_hash_in_the_file(desk: Desk) -> None:
    done = desk.run("create", "Night desk", "--requests-per-minute", "5", "--tokens-per-day", "7000")
    match = KEY.fullmatch(done.stdout)
    assert match is not None
    assert match[1] in done.stderr
    assert done.stdout[-44:-1] not in done.stderr + desk.file.read_text()
    ring = Keyring(KeyFile(desk.file).read())
    verdict = ring.check(f"Bearer {done.stdout.strip()}".encode())
    assert verdict.refusal is None
    assert verdict.key is not None
    assert (verdict.key.name, verdict.key.requests_per_minute, verdict.key.tokens_per_day) == ("Night desk", 5, 7000)


def test_a_key_holds_until_the_end_of_its_last_day(desk: Desk) -> None:
    last = datetime.now(UTC).date() + timedelta(days=2)
    _made(desk, "desk", "--expires", last.isoformat())
    (key,) = KeyFile(desk.file).read().keys
    assert key.expires == datetime(last.year, last.month, last.day, tzinfo=UTC) + timedelta(days=1)
    assert f"until {last}" in desk.run("list").stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("desk", "--expires", "2020-01-01"), "that day is over"),
        (("desk", "--expires", "tomorrow"), "written YYYY-MM-DD"),
        (("desk", "--expires", "9999-12-31"), "written YYYY-MM-DD"),
        (("a\nb",), "one line"),
        (("",), "one line"),
        (("desk", "--requests-per-minute", "0"), "requests-per-minute"),
    ],
)
def test_what_cannot_be_makes_no_key(desk: Desk, arguments: tuple[str, ...], message: str) -> None:
    done = desk.run("create", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr
    assert not desk.file.exists()


def test_lists_show_all_keys_and_no_hash_unless_told(desk: Desk) -> None:
    first, _ = _made(desk, "desk one")
    second, _ = _made(desk, "desk two")
    desk.run("revoke", first)
    (kept, _) = KeyFile(desk.file).read().keys
    table, as_json = desk.run("list").stdout, desk.run("list", "--json").stdout
    assert all(word in table for word in (first, second, "desk one", "desk two", "revoked", "holds"))
    assert [key["id"] for key in json.loads(as_json)["keys"]] == [first, second]
    assert kept.hash not in table + as_json
    assert kept.salt not in table + as_json
    assert keys_of_setting(SecretStr(desk.run("list", "--hashes").stdout)) == KeyFile(desk.file).read()


def test_no_keys_are_told(desk: Desk) -> None:
    done = desk.run("list")
    assert (done.exit_code, done.stdout) == (
        0,
        "there are no keys: programs of this machine need none, others cannot come in\n",
    )


def test_revoking_names_the_keys_that_there_are(desk: Desk) -> None:
    key_id, key = _made(desk, "desk")
    missing = desk.run("revoke", "abcdefgh2345")
    assert (missing.exit_code, missing.stdout) == (2, "")
    assert f"there is no key abcdefgh2345; there are: {key_id} (desk)" in missing.stderr
    whole = desk.run("revoke", key)
    assert whole.exit_code == 2
    assert key[-43:] not in whole.stderr
    assert desk.run("revoke", key_id).stdout == f"revoked {key_id}\n"
    again = desk.run("revoke", key_id)
    assert again.exit_code == 2
    assert "was revoked on" in again.stderr
    assert KeyFile(desk.file).read().keys[0].revoked is not None


def test_a_broken_file_is_named_and_left_alone(desk: Desk) -> None:
    desk.file.parent.mkdir()
    desk.file.write_text('{"keys": [], "more": 1}')
    desk.file.chmod(0o600)
    for arguments in (("list",), ("create", "desk"), ("revoke", "abcdefgh2345")):
        done = desk.run(*arguments)
        assert done.exit_code == 2
        assert f"{desk.file} is no list of keys: more" in done.stderr
    assert desk.file.read_text() == '{"keys": [], "more": 1}'


def test_keys_of_the_setting_are_listed_and_not_changed(desk: Desk) -> None:
    key_id, _ = _made(desk, "desk")
    setting = desk.run("list", "--hashes").stdout
    assert key_id in desk.run("list", GROUNDWIRE_KEYS=setting).stdout
    for arguments in (("create", "desk"), ("revoke", key_id)):
        done = desk.run(*arguments, GROUNDWIRE_KEYS=setting)
        assert done.exit_code == 2
        assert "GROUNDWIRE_KEYS is set" in done.stderr
    assert len(KeyFile(desk.file).read().keys) == 1


def test_two_commands_at_once_lose_no_key(bare: Shell) -> None:
    file = bare.folder / "config" / "keys.json"
    command = [*COMMAND, "keys", "create", "desk"]
    environment = bare.environment({"GROUNDWIRE_KEYS_FILE": str(file)})
    both = [
        subprocess.Popen(command, env=environment, cwd=bare.folder, stdout=subprocess.DEVNULL)  # noqa: S603 - ours
        for _ in range(2)
    ]
    assert [process.wait(timeout=60) for process in both] == [0, 0]
    assert len(KeyFile(file).read().keys) == 2
