"""An API key: how it is made, what is kept of it, and how it is checked.

A key is `gw_<id>_<secret>`. The id is public: it stands in lists and log lines. The secret is 256 random bits, of which
only a salted SHA-256 is kept. Slow hashes (scrypt, Argon2) make guessing dear where secrets are passwords; nobody
guesses 256 random bits, whatever a guess costs, and a slow hash would let strangers keep the service busy with wrong
keys.
"""

import hashlib
import hmac
import secrets
from datetime import datetime
from typing import Annotated, Final, NamedTuple, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_validator, model_validator

ID_PATTERN: Final = "[a-z0-9]{8,32}"
SECRET_PATTERN: Final = "[A-Za-z0-9_-]{43}"  # noqa: S105 - the form of one
_ID_CHARS: Final = "abcdefghijkmnpqrstuvwxyz23456789"  # no letter that looks like a digit: ids are read out
_ID_LENGTH: Final = 12
_SECRET_BYTES: Final = 32
_SALT_BYTES: Final = 16


class ApiKey(BaseModel):
    """What is kept of a key; nobody can make the key of it."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    id: Annotated[str, Field(pattern=f"^{ID_PATTERN}$")]
    """The public part of the key."""
    name: Annotated[str, Field(min_length=1, max_length=100)]
    """Who holds it; at most 100 printable characters."""
    salt: Annotated[str, Field(pattern=f"^[0-9a-f]{{{2 * _SALT_BYTES}}}$")]
    """Random bytes of this key alone, in hex."""
    hash: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    """SHA-256 of salt and secret, in hex."""
    created: AwareDatetime
    """When it was made."""
    revoked: AwareDatetime | None = None
    """When it was revoked; null while it holds."""
    expires: AwareDatetime | None = None
    """From when on it does not hold any more; null for never."""
    requests_per_minute: Annotated[int, Field(ge=1)] | None = None
    """Its rate; null for the one that the service is set to."""
    tokens_per_day: Annotated[int, Field(ge=1)] | None = None
    """Model tokens in a day (UTC); null for what the service is set to."""

    @field_validator("name")
    @classmethod
    def _printable(cls, name: str) -> str:
        if not name.isprintable() or not name.strip():
            raise ValueError("must be printable characters on one line")
        return name

    def matches(self, secret: str) -> bool:
        """Whether a secret is the one of this key; in the same time for any secret of the right form."""
        return hmac.compare_digest(self.hash, _hashed(self.salt, secret))


class KeyDocument(BaseModel):
    """All keys of a service, as the file and the setting hold them."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    keys: tuple[ApiKey, ...] = ()

    @model_validator(mode="after")
    def _ids_once(self) -> Self:
        if len({key.id for key in self.keys}) < len(self.keys):
            raise ValueError("two keys have the same id")
        return self


class Limits(NamedTuple):
    """What a key may do, as far as it differs from the settings of the service."""

    requests_per_minute: int | None = None
    tokens_per_day: int | None = None
    expires: datetime | None = None


def make_key(name: str, limits: Limits, now: datetime) -> tuple[ApiKey, str]:
    """A new key.

    Returns:
        What is to be kept, and the key itself, which exists nowhere else.

    Raises:
        ValidationError: The name or a limit cannot be.
    """
    key_id = "".join(secrets.choice(_ID_CHARS) for _ in range(_ID_LENGTH))
    salt, secret = secrets.token_hex(_SALT_BYTES), secrets.token_urlsafe(_SECRET_BYTES)
    kept = ApiKey(
        id=key_id,
        name=name,
        salt=salt,
        hash=_hashed(salt, secret),
        created=now,
        expires=limits.expires,
        requests_per_minute=limits.requests_per_minute,
        tokens_per_day=limits.tokens_per_day,
    )
    return kept, f"gw_{key_id}_{secret}"


def _hashed(salt: str, secret: str) -> str:
    return hashlib.sha256(bytes.fromhex(salt) + secret.encode()).hexdigest()
