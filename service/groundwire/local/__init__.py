"""The embedded model: a language model that needs no service and no key.

    from pathlib import Path
    from groundwire.local import LocalOptions, embedded_server

    with embedded_server(LocalOptions(cache_dir=Path("~/.cache/groundwire").expanduser())) as server:
        print(server.base_url, server.model_name)  # OpenAI-compatible; any API key will do

The first start joins the weights (1.1 GB) into the cache folder; later ones take seconds. All commands of one user
share one server process, which ends about a second after the last of them. Needs `groundwire[local]`.
"""

from groundwire.local.default_weights import DEFAULT_WEIGHTS
from groundwire.local.embedded import EmbeddedServer, LocalOptions, embedded_server
from groundwire.local.errors import (
    ChildDied,
    ChildNotReady,
    DiskFull,
    HubFailed,
    LocalModelError,
    PortBusy,
    WeightsCorrupt,
    WeightsMissing,
)
from groundwire.local.progress import Progress

__all__ = [
    "DEFAULT_WEIGHTS",
    "ChildDied",
    "ChildNotReady",
    "DiskFull",
    "EmbeddedServer",
    "HubFailed",
    "LocalModelError",
    "LocalOptions",
    "PortBusy",
    "Progress",
    "WeightsCorrupt",
    "WeightsMissing",
    "embedded_server",
]
