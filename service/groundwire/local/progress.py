"""How long work is reported to whoever waits for it."""

from typing import Protocol


class Progress(Protocol):
    """Called now and then during long work, from the thread that does it; it should return quickly.

    Stages: "waiting" (another process does the work), "joining" and "hashing" (bytes), "downloading",
    "loading" (the model server reads the weights).
    """

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take a report.

        Args:
            stage: One of the stages above.
            done: Units done so far, 0 to total; bytes where there is a total.
            total: Units in all; 0 when not known.
        """


def no_progress(stage: str, done: int, total: int) -> None:
    """Report nothing: the default.

    Args:
        stage: Ignored.
        done: Ignored.
        total: Ignored.
    """
    del stage, done, total
