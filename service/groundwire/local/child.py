"""The model server: `python -m groundwire.local.child`, llama.cpp on 127.0.0.1.

Started by groundwire.local.embedded, never by hand. It holds `child.lock` of its folder exclusively as long
as it lives, notes itself in `server.json`, and ends when it can have `users.lock` alone, that is when the
last user has gone, however that user ended. How it ends tells the starter why: see groundwire.local.contract.
"""

import json
import math
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from groundwire.local.contract import (
    EXIT_LOAD_FAILED,
    EXIT_NO_ENGINE,
    EXIT_PORT_BUSY,
    EXIT_TAKEN,
    ChildOptions,
)
from groundwire.local.locks import Flock
from groundwire.local.loopback import port_is_busy
from groundwire.local.stamps import write_atomically

if TYPE_CHECKING:
    from collections.abc import Sequence

_LOOK_FOR_USERS_S: Final = 1.0
_LOCK_WAIT_S: Final = 2.0
_PROMPT_CACHE_MIB: Final = 512
"""Room for prompts put aside while another article is worked on; about 18,000 tokens of the default model.

llama.cpp's own default is 8 GiB."""
_HTTP_THREADS: Final = 64
"""A waiting request occupies a thread; with too few, /health would have to wait behind the requests."""


def main(arguments: "Sequence[str]") -> int:
    """Serve until the last user has gone.

    Args:
        arguments: See `ChildOptions.parse`.

    Returns:
        The exit status of a start that failed; does not return otherwise.
    """
    options = ChildOptions.parse(arguments)
    # It has many masters: a Ctrl-C or a closed terminal of one is no reason to leave the others.
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    _offer_to_oom_killer()
    own = Flock(options.folder / "child.lock")
    if not _acquire_soon(own):
        return EXIT_TAKEN
    note = {"pid": os.getpid(), "port": options.port, "started": time.time()}
    write_atomically(options.folder / "server.json", json.dumps(note))
    # Loading holds the interpreter lock, so no thread of ours can watch over it; the kernel's alarm can.
    signal.alarm(math.ceil(options.ready_timeout_s))
    try:
        server = _serve(options)  # noqa: F841 - the server ends with the object
    except (ImportError, RuntimeError) as error:
        sys.stderr.write(f"groundwire: {error}\n")
        if isinstance(error, ImportError):
            return EXIT_NO_ENGINE
        return EXIT_PORT_BUSY if port_is_busy(options.port) else EXIT_LOAD_FAILED
    signal.alarm(0)
    return _end_after_last_user(options.folder / "users.lock")


def _end_after_last_user(path: Path) -> NoReturn:
    """End the process when nobody else holds the lock file."""
    users = Flock(path)
    # If the starter died while the model was loaded, the first look ends it.
    while not users.acquire(exclusive=True):
        time.sleep(_LOOK_FOR_USERS_S)
    # Both locks go with the process. No shutdown of the server: it crashes when a request is under way.
    os._exit(0)


def _offer_to_oom_killer() -> None:
    """When memory runs out, lose this process: it is large, and comes back by itself."""
    with suppress(OSError):  # not Linux, or not allowed
        Path("/proc/self/oom_score_adj").write_text("800", "ascii")


def _acquire_soon(lock: Flock) -> bool:
    """Take the lock of this folder; who only looks at it holds it for a moment."""
    deadline = time.monotonic() + _LOCK_WAIT_S
    while not lock.acquire(exclusive=True):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _serve(options: ChildOptions) -> Any:  # noqa: ANN401 - xllamacpp has no types
    """Load the model and serve it from threads of llama.cpp; returns when it is ready."""
    import xllamacpp  # noqa: PLC0415 - 100 MB of machine code, for the child alone

    params = xllamacpp.CommonParams()
    params.model.path = str(options.model)
    params.model_alias = {options.name, options.tag}
    params.hostnames, params.port = ["127.0.0.1"], options.port
    params.n_ctx, params.n_parallel = options.context_tokens, 1
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = options.threads
    # The calls of one article share a prefix: with one slot it stays in place, and a prompt that another
    # article displaces is put aside. Only equal prefixes are reused (n_cache_reuse 0): answers stay exact.
    params.cache_prompt, params.cache_ram_mib, params.n_cache_reuse = True, _PROMPT_CACHE_MIB, 0
    params.ctx_shift = False  # a prompt that is too long is an error, not a prompt without its middle
    params.fit_params = False  # the context is as asked for, or the start fails
    params.n_threads_http = _HTTP_THREADS
    params.endpoint_slots = params.endpoint_props = params.endpoint_metrics = False
    params.ui = False
    params.cors_origins, params.cors_credentials = "", False  # no web page may read answers
    params.verbosity = 2  # warnings and errors
    return xllamacpp.Server(params)


if __name__ == "__main__":
    # Not sys.exit: it would tear down libraries that may still be computing.
    os._exit(main(sys.argv[1:]))
