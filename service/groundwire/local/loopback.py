"""Ports of 127.0.0.1, and who answers on them."""

import http.client
import json
import socket
import time
from typing import Final

from groundwire.local.errors import PortBusy

_POLL_S: Final = 0.05
_HTTP_TIMEOUT_S: Final = 2.0
_PORT_WAIT_S: Final = 2.0
_ANSWER_LIMIT: Final = 1 << 20


def free_port() -> int:
    """Ask the system for a TCP port on 127.0.0.1 that nobody uses now.

    Returns:
        The port; somebody may take it before it is used.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def port_is_busy(port: int) -> bool:
    """Tell whether a server on 127.0.0.1 could not have this port now.

    Args:
        port: A TCP port.

    Returns:
        True when it cannot be bound, which closing connections of an earlier server do not prevent.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def serves(port: int, tag: str) -> bool:
    """Tell whether our server, and not a stranger on its port, is ready.

    Args:
        port: A TCP port.
        tag: The id that only our server gives under /v1/models.

    Returns:
        True when it is healthy and shows the tag.
    """
    if _get(port, "/health") is None:
        return False
    models = _get(port, "/v1/models")
    return models is not None and json.dumps(tag).encode() in models


def wait_for_port(port: int) -> None:
    """Wait a little for a port: a child killed just now may still be giving it back.

    Args:
        port: A TCP port.

    Raises:
        PortBusy: It is still taken after two seconds.
    """
    deadline = time.monotonic() + _PORT_WAIT_S
    while port_is_busy(port):
        if time.monotonic() > deadline:
            raise PortBusy(port)
        time.sleep(_POLL_S)


def _get(port: int, path: str) -> bytes | None:
    """Fetch a small body from 127.0.0.1; None for anything but status 200 in good time."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_HTTP_TIMEOUT_S)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        body = response.read(_ANSWER_LIMIT)
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    return body if response.status == 200 else None
