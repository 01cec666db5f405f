"""Keys: their form, what is kept of them, and what a document of them refuses."""

import re

import pytest
from pydantic import ValidationError
from tests.server.access.support import NOON, new_key

from groundwire.server.access.keys import KeyDocument, Limits, make_key


def test_a_key_has_a_public_id_and_256_random_bits() -> None:
    kept, key = new_key()
    match = re.fullmatch("gw_([a-z0-9]{12})_([A-Za-z0-9_-]{43})", key)
    assert match is not None
    assert match[1] == kept.id


def test_what_is_kept_does_not_hold_the_secret() -> None:
    kept, key = new_key()
    assert key.split("_", 2)[2] not in kept.model_dump_json()


def test_only_its_own_secret_matches() -> None:
    (kept, key), (other, _) = new_key(), new_key()
    secret = key.split("_", 2)[2]
    assert kept.matches(secret)
    assert not kept.matches(secret[:-1] + ("A" if secret[-1] != "A" else "B"))
    assert not other.matches(secret)


def test_the_same_secret_has_another_hash_under_another_salt() -> None:
    kept, key = new_key()
    salted = kept.model_copy(update={"salt": "0" * 32})
    assert not salted.matches(key.split("_", 2)[2])


@pytest.mark.parametrize("name", ["", "   ", "a\nb", "a\x1b[31m", "x" * 101])
def test_names_are_one_short_printable_line(name: str) -> None:
    with pytest.raises(ValidationError):
        make_key(name, Limits(), NOON)


def test_ids_stand_once() -> None:
    kept, _ = new_key()
    with pytest.raises(ValidationError, match="same id"):
        KeyDocument(keys=(kept, kept))
