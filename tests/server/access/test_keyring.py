"""Credentials against keys, and keys that change while the service runs."""

import hmac
import logging
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from tests.server.access.support import NOON, new_key

from groundwire.server.access import Keyring, KeysError, open_keyring
from groundwire.server.access.key_file import KeyFile
from groundwire.server.access.keyring import Refusal
from groundwire.server.access.keys import ApiKey, KeyDocument


def _until(happened: Callable[[], bool]) -> float:
    begin = time.monotonic()
    while not happened():
        assert time.monotonic() < begin + 20
        time.sleep(0.02)
    return time.monotonic() - begin


@contextmanager
def _no_more_descriptors() -> Iterator[None]:
    """Nothing more can be opened, as where a service has more clients than its system allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def _write(path: Path, *keys: ApiKey) -> None:
    KeyFile(path).change(lambda _: KeyDocument(keys=keys))


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_right_key_comes_in(scheme: str) -> None:
    kept, key = new_key()
    assert Keyring(KeyDocument(keys=(kept,))).check(f"{scheme} {key}".encode()) == (kept, None)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Bearer",
        "Bearer ",
        "{key}",
        "Basic {key}",
        "Bearer {key}x",
        "Bearer  x{key}",
        "Bearer {key},{key}",
        "Bearer gw_{key}",
        "Bearer {key}\n",
        "Bearer gw_abcdefgh_short",
    ],
)
def test_other_forms_are_malformed(value: str) -> None:
    kept, key = new_key()
    ring = Keyring(KeyDocument(keys=(kept,)))
    assert ring.check(value.format(key=key).encode()) == (None, Refusal.MALFORMED)


def test_each_reason_to_refuse_is_told_apart() -> None:
    (good, key), (_, stranger) = new_key(), new_key()
    ended, late = good.model_copy(update={"revoked": NOON}), good.model_copy(update={"expires": NOON})
    held = good.model_copy(update={"expires": datetime.now(UTC) + timedelta(days=1)})
    wrong = f"Bearer {key[:-43]}{stranger[-43:]}".encode()
    value = f"Bearer {key}".encode()
    assert Keyring(KeyDocument(keys=(good,))).check(None) == (None, Refusal.MISSING)
    assert Keyring(KeyDocument(keys=(good,))).check(f"Bearer {stranger}".encode()) == (None, Refusal.UNKNOWN)
    assert Keyring(KeyDocument(keys=(good,))).check(wrong) == (good, Refusal.WRONG_SECRET)
    assert Keyring(KeyDocument(keys=(ended,))).check(value) == (ended, Refusal.REVOKED)
    assert Keyring(KeyDocument(keys=(ended,))).check(wrong) == (ended, Refusal.WRONG_SECRET)
    assert Keyring(KeyDocument(keys=(late,))).check(value) == (late, Refusal.EXPIRED)
    assert Keyring(KeyDocument(keys=(held,))).check(value) == (held, None)


def test_an_unknown_id_costs_the_work_of_a_known_one(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[int, int]] = []
    real = hmac.compare_digest

    def counting(left: str, right: str) -> bool:
        compared.append((len(left), len(right)))
        return real(left, right)

    monkeypatch.setattr(hmac, "compare_digest", counting)
    (kept, key), (_, stranger) = new_key(), new_key()
    ring = Keyring(KeyDocument(keys=(kept,)))
    for value in (key, stranger, f"{key[:-43]}{stranger[-43:]}"):
        ring.check(f"Bearer {value}".encode())
    assert compared == [(64, 64)] * 3


def test_a_keyring_is_closed_once_there_was_a_key_and_stays_so() -> None:
    kept, _ = new_key()
    ring = Keyring(KeyDocument())
    assert not ring.closed
    ring.replace(KeyDocument(keys=(kept.model_copy(update={"revoked": NOON}),)))
    assert ring.closed
    ring.replace(KeyDocument())
    assert ring.closed


def test_a_running_service_takes_over_changes_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    kept, key = new_key()
    value = f"Bearer {key}".encode()
    with open_keyring(path, None) as ring:
        assert not ring.closed
        _write(path, kept)
        _until(lambda: ring.closed)
        assert ring.check(value) == (kept, None)
        _write(path, kept.model_copy(update={"revoked": NOON}))
        _until(lambda: ring.check(value).refusal is Refusal.REVOKED)


@pytest.mark.parametrize("harm", ["broken", "open", "gone"])
def test_a_file_that_cannot_be_used_leaves_the_keys_as_they_were(
    tmp_path: Path, harm: str, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "keys.json"
    (first, key), (second, _) = new_key(), new_key()
    _write(path, first)
    with open_keyring(path, None) as ring, caplog.at_level(logging.ERROR, "groundwire.server.access"):
        if harm == "broken":
            path.write_text("{")
        elif harm == "open":
            path.chmod(0o644)
        else:
            path.unlink()
        _until(lambda: bool(caplog.records))
        time.sleep(1.2)  # two further looks, which must say nothing
        assert len(caplog.records) == 1
        assert str(path) in caplog.text
        assert ring.check(f"Bearer {key}".encode()) == (first, None)
        path.unlink(missing_ok=True)
        _write(path, second)
        _until(lambda: ring.get(second.id) is not None)
        assert ring.get(first.id) is None


def test_a_file_that_cannot_be_read_for_a_moment_is_read_after_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path, draft = tmp_path / "keys.json", tmp_path / "draft.json"
    kept, key = new_key()
    _write(path, kept)
    _write(draft, kept.model_copy(update={"revoked": NOON}))
    with open_keyring(path, None) as ring, caplog.at_level(logging.ERROR, "groundwire.server.access"):
        with _no_more_descriptors():
            draft.replace(path)
            _until(lambda: bool(caplog.records))
            time.sleep(1.2)  # two further looks, which must say nothing
            assert len(caplog.records) == 1
        _until(lambda: ring.check(f"Bearer {key}".encode()).refusal is Refusal.REVOKED)


def test_a_broken_file_stops_the_start(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.write_text("{")
    path.chmod(0o600)
    with pytest.raises(KeysError, match="is no list of keys"), open_keyring(path, None):
        pass


def test_the_setting_goes_before_the_file(tmp_path: Path) -> None:
    kept, _ = new_key()
    _write(tmp_path / "keys.json", new_key()[0])
    setting = SecretStr(KeyDocument(keys=(kept,)).model_dump_json())
    with open_keyring(tmp_path / "keys.json", setting) as ring:
        assert ring.get(kept.id) == kept
