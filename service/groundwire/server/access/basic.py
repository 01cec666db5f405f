"""Keys as browsers send them: HTTP Basic (RFC 7617), with the key as password and any user name."""

import base64
import binascii
import re
from typing import Final

from starlette.types import Scope

CHALLENGE: Final = 'Basic realm="Groundwire", charset="UTF-8"'
"""Makes a browser ask for a name and a password."""

_BASIC: Final = re.compile(rb"(?i:basic) +([A-Za-z0-9+/]+={0,2}) *")


def as_bearer(credentials: bytes) -> bytes:
    """The same key as a program would send it; whatever is no Basic credentials stays as it is."""
    match = _BASIC.fullmatch(credentials)
    if match is None:
        return credentials
    try:
        _, _, password = base64.b64decode(match[1], validate=True).partition(b":")
    except binascii.Error:
        return credentials
    return b"Bearer " + password


def asks_for_a_page(scope: Scope) -> bool:
    """Whether somebody looks at a page, who can be asked for a key; programs are not."""
    accepted = b",".join(value for name, value in scope["headers"] if name == b"accept")
    return scope["method"] == "GET" and b"text/html" in accepted.lower()
