"""Whether an address is one of this machine's own, which a proxy named in the environment could not reach."""

import ipaddress
from urllib.parse import urlsplit


def is_loopback(url: str) -> bool:
    """Whether the host of a URL is `localhost` or in 127.0.0.0/8 or ::1. A name that needs looking up is not."""
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
