"""A process of its own for tests: joins, shares or fetches, and tells about it in lines of JSON.

actor.py join SITE CACHE DELAY_S [FILE_SIZE_LIMIT]
actor.py share GGUF CACHE [CONTEXT_TOKENS MEMORY_LIMIT]
actor.py hub SOURCE CACHE
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from groundwire.local import LocalModelError, LocalOptions, Progress, embedded_server
from groundwire.local.join import join_weights
from groundwire.local.parts import Part, SplitWeights
from groundwire.local.weights import resolve_model


def say(**values: object) -> None:
    sys.stdout.write(json.dumps(values) + "\n")
    sys.stdout.flush()


def telling(delay_s: float) -> Progress:
    def progress(stage: str, done: int, total: int) -> None:
        say(stage=stage, done=done, total=total)
        time.sleep(delay_s)

    return progress


def join(site: str, cache: str, delay_s: str, limit: str = "") -> None:
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    noted: dict[str, Any] = json.loads(Path(site, "weights.json").read_text())
    noted["parts"] = tuple(Part(**part) for part in noted["parts"])
    say(path=str(join_weights(SplitWeights(**noted), Path(cache), telling(float(delay_s)))))


def share(gguf: str, cache: str, context: str = "1024", limit: str = "") -> None:
    if limit:
        resource.setrlimit(resource.RLIMIT_AS, (int(limit), int(limit)))
    options = LocalOptions(cache_dir=Path(cache), gguf=gguf, context_tokens=int(context), ready_timeout_s=60)
    with embedded_server(options, telling(0)) as server:
        say(base_url=server.base_url, pid=server.pid)
        sys.stdin.read()


def hub(source: str, cache: str) -> None:
    model = resolve_model(source, Path(cache), telling(0))
    say(path=str(model.path), name=model.name, sha256=model.sha256)


JOBS: dict[str, Callable[..., None]] = {"join": join, "share": share, "hub": hub}

if __name__ == "__main__":
    try:
        JOBS[sys.argv[1]](*sys.argv[2:])
    except LocalModelError as error:
        say(error=type(error).__name__, message=str(error))
