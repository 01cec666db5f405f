"""Without a key, everybody who reaches the service may use it: then only this machine may reach it."""

import ipaddress

from groundwire.server.access.errors import KeysError
from groundwire.server.access.keyring import Keyring


def check_binding(address: str, keyring: Keyring) -> None:
    """Refuse to listen where strangers could come in.

    Args:
        address: The IP address that is bound, as `socket.getsockname` gives it; a name is taken for a stranger's.
        keyring: The keys.

    Raises:
        KeysError: There is no key, and the address is not a loopback one.
    """
    if keyring.closed or _is_loopback(address):
        return
    raise KeysError(
        f"without an API key the service listens on loopback addresses only, and {address or 'all'} is none: "
        "make a key with `groundwire keys create NAME`, or listen on 127.0.0.1"
    )


def _is_loopback(address: str) -> bool:
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    return (mapped or ip).is_loopback
