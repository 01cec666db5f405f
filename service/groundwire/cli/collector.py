"""How often Python looks for garbage: seldom while the program loads, when next to all that is made stays."""

import gc
from typing import Final

_USUAL: Final = gc.get_threshold()
_WHILE_LOADING: Final = 400_000
"""New objects between two looks: more than all modules make, whose looks would cost a sixth of the time of a start."""


def spare_loading() -> None:
    """From now on look seldom."""
    gc.set_threshold(_WHILE_LOADING)


def end_loading() -> None:
    """From now on look as often as Python does by itself, but never again at what there is now.

    In a service that would stop all threads for a third of a second each time.
    """
    gc.freeze()
    gc.set_threshold(*_USUAL)
