"""Where a service without keys may listen."""

import pytest
from tests.server.access.support import new_key

from groundwire.server.access import Keyring, KeysError, check_binding
from groundwire.server.access.keys import KeyDocument

_STRANGERS = ["0.0.0.0", "::", "192.168.1.4", "fe80::1%eth0", "::ffff:10.0.0.1", "", "example.org", "localhost.evil"]  # noqa: S104


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"])
def test_this_machine_needs_no_key(address: str) -> None:
    check_binding(address, Keyring(KeyDocument()))


@pytest.mark.parametrize("address", _STRANGERS)
def test_any_other_address_needs_one(address: str) -> None:
    with pytest.raises(KeysError, match="groundwire keys create"):
        check_binding(address, Keyring(KeyDocument()))
    check_binding(address, Keyring(KeyDocument(keys=(new_key()[0],))))
