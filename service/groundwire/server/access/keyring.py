"""The keys that hold now, and the check of a request's credentials against them."""

import logging
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

from pydantic import SecretStr

from groundwire.server.access.errors import KeysError
from groundwire.server.access.key_file import KeyFile, Stamp, keys_of_setting
from groundwire.server.access.keys import ID_PATTERN, SECRET_PATTERN, ApiKey, KeyDocument, Limits, make_key

LOGGER = logging.getLogger("groundwire.server.access")

_CREDENTIALS: Final = re.compile(rf"(?i:bearer) +gw_({ID_PATTERN})_({SECRET_PATTERN}) *".encode())
_LOOK_EVERY_S: Final = 0.5
"""Seconds between two looks at the file: a look costs microseconds, and a revoked key must not hold for 2 seconds."""


class Refusal(StrEnum):
    """Why credentials do not do. Only the log says it: to a caller all of them look alike."""

    MISSING = "missing"
    MALFORMED = "malformed"
    UNKNOWN = "unknown"
    WRONG_SECRET = "wrong_secret"  # noqa: S105 - a name
    REVOKED = "revoked"
    EXPIRED = "expired"


class Verdict(NamedTuple):
    """What credentials are worth.

    Attributes:
        key: The key whose id they bear; None if there is none of that id.
        refusal: Why they do not do; None if they do.
    """

    key: ApiKey | None
    refusal: Refusal | None


class Keyring:
    """All keys, found by their ids. May be replaced by another thread at any time.

    Attributes:
        closed: Whether credentials are needed: a key has existed. It stays so, whatever becomes of the file,
            for a service that loses its keys must not be open to all.
    """

    def __init__(self, document: KeyDocument) -> None:
        self.closed = False
        # Work for ids that do not exist, so that time does not tell which do.
        self._nobody, _ = make_key("nobody", Limits(), datetime.now(UTC))
        self.replace(document)

    def replace(self, document: KeyDocument) -> None:
        """From now on these are the keys."""
        self._by_id = {key.id: key for key in document.keys}
        self.closed = self.closed or bool(document.keys)

    def get(self, key_id: str) -> ApiKey | None:
        """The key of an id."""
        return self._by_id.get(key_id)

    def check(self, credentials: bytes | None) -> Verdict:
        """What the value of an Authorization header is worth; None where there is no such header."""
        if credentials is None:
            return Verdict(None, Refusal.MISSING)
        match = _CREDENTIALS.fullmatch(credentials)
        if match is None:
            return Verdict(None, Refusal.MALFORMED)
        key_id, secret = match[1].decode(), match[2].decode()
        key = self._by_id.get(key_id)
        fits = (key or self._nobody).matches(secret)
        if key is None:
            return Verdict(None, Refusal.UNKNOWN)
        return Verdict(key, _ended(key) if fits else Refusal.WRONG_SECRET)


def _ended(key: ApiKey) -> Refusal | None:
    if key.revoked is not None:
        return Refusal.REVOKED
    if key.expires is not None and key.expires <= datetime.now(UTC):
        return Refusal.EXPIRED
    return None


@contextmanager
def open_keyring(file: Path, setting: SecretStr | None) -> Iterator[Keyring]:
    """The keys of the setting, or of the file; changes of the file take effect within a second.

    Args:
        file: Need not exist.
        setting: JSON in place of the file; does not change while the program runs.

    Raises:
        KeysError: They cannot be read, or are not what they should be.
    """
    if setting is not None:
        yield Keyring(keys_of_setting(setting))
        return
    watch = _Watch(KeyFile(file))
    try:
        yield watch.keyring
    finally:
        watch.stop()


class _Watch:
    """Looks at the file in a thread of its own, so that a slow disk holds up no request."""

    def __init__(self, file: KeyFile) -> None:
        self._file = file
        self._read = file.stamp()  # before it is read: a change in between is then seen as one
        self._told: Stamp | None = self._read  # the state that the log has told of last
        self.keyring = Keyring(file.read())
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="groundwire-keys", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.wait(_LOOK_EVERY_S):
            stamp = self._file.stamp()
            if stamp != self._read:
                self._take_over(stamp)

    def _take_over(self, stamp: Stamp | None) -> None:
        """Read the file as it is now; one that cannot be used is tried at each look, for that may pass by itself."""
        if stamp is None:
            self._tell(stamp, f"the file of API keys {self._file.path} is gone")
            return
        try:
            document = self._file.read()
        except KeysError as error:
            self._tell(stamp, str(error))
            return
        self._read = self._told = stamp
        self.keyring.replace(document)
        LOGGER.info("API keys read again: %d", len(document.keys))

    def _tell(self, stamp: Stamp | None, what: str) -> None:
        """Log what is wrong, once for each state of the file."""
        if stamp != self._told:
            LOGGER.error("%s; the keys read before hold on", what)
        self._told = stamp
