"""Work in a thread of its own that nobody has to wait for: neither a caller whose time is over, nor the interpreter."""

import contextvars
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

Result = TypeVar("Result")


def started(work: Callable[[], Result]) -> Future[Result]:
    """Begin the work now, in the caller's context; the future has its result, or what it raised."""
    done: Future[Result] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as error:  # noqa: BLE001 - whoever asks for the result gets it
            done.set_exception(error)

    threading.Thread(target=contextvars.copy_context().run, args=(run,), name="groundwire-client", daemon=True).start()
    return done
