"""JSON Pointers (RFC 6901) into records: which leads into which, and what they lead to."""

from collections.abc import Mapping


def is_within(path: str, whole: str) -> bool:
    """Whether a pointer leads to what `whole` leads to, or to a part of it."""
    return path == whole or path.startswith(f"{whole}/")


def value_at(record: object, path: str) -> object | None:
    """What a pointer leads to; None if that is null or does not exist."""
    value: object | None = record
    for step in path.split("/")[1:]:
        if isinstance(value, tuple):
            value = value[int(step)] if step.isdigit() and int(step) < len(value) else None
        else:
            value = getattr(value, step, None)
    return value


def moved(path: str, targets: Mapping[str, str]) -> str:
    """The pointer to the same value after what some pointers lead to has got another place."""
    for source, target in targets.items():
        if is_within(path, source):
            return target + path[len(source) :]
    return path
