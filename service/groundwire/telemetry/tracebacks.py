"""Tracebacks for the log. Messages of exceptions are left out: those of other libraries quote what they choke on."""

import traceback


def without_messages(error: BaseException) -> str:
    """The traceback of an error and of its causes: types and lines of code."""
    parts: list[str] = []
    current: BaseException | None = error
    seen: set[int] = set()
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        name = f"{type(current).__module__}.{type(current).__qualname__}"
        parts.append("".join([f"{name}\n", *traceback.format_tb(current.__traceback__)]))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "caused by ".join(parts).rstrip()
