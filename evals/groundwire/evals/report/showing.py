"""How figures and values of slots are written for people, and how foreign text is made safe to show."""

from collections.abc import Mapping
from typing import Final

from pydantic import JsonValue

EMPTY: Final = "–"
"""Stands for a value that is not there."""

# An article may hold characters that no XML file may hold, and marks that turn the direction of what stands around
# them. Each becomes one visible character, so that nothing is hidden and offsets keep their meaning.
_VISIBLE: Final[dict[int, str]] = (
    {code: chr(0x2400 + code) for code in range(32)}
    | dict.fromkeys((*range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFFFE, 0xFFFF), "\ufffd")
    | {ord("\n"): "\n", ord("\t"): "\t", ord("\r"): ""}
)


def visible(text: str) -> str:
    """The text without characters that a browser or an XML parser would act on or refuse."""
    return text.translate(_VISIBLE)


def figure(value: float | None) -> str:
    """A figure with as many digits as can be compared at a glance; `–` if there is none."""
    if value is None:
        return EMPTY
    size = abs(value)
    if 0 < size < 0.01:
        return f"{value:.2g}"
    return f"{value:.2f}" if size < 10 else f"{value:,.1f}" if size < 100 else f"{value:,.0f}"


def shown(value: JsonValue) -> str:
    """The value of a slot in one line."""
    if value is None or value in ("", [], {}):
        return EMPTY
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:,}"
    if isinstance(value, list):
        return ", ".join(shown(item) for item in value)
    return _of_parts(value) if isinstance(value, dict) else value


def _of_parts(value: Mapping[str, JsonValue]) -> str:
    """A quantity, an amount of money, a date, or the parts of anything else in their order."""
    if "min" in value:
        return _quantity(value)
    if "currency" in value:
        return f"{shown(value['value'])} {value['currency']}"
    if "start" in value:
        days = dict.fromkeys(shown(value[side]) for side in ("start", "end") if value[side])
        return f"“{value['text']}”, {' to '.join(days) or 'not resolved'}"
    return ", ".join(shown(part) for part in value.values() if part is not None)


def _quantity(value: Mapping[str, JsonValue]) -> str:
    low, high = value["min"], value["max"]
    about = "about " if value.get("approximate") else ""
    if low is None and high is None:
        return "some, no figure"
    if low == high:
        return about + shown(low)
    if high is None:
        return f"{about}{shown(low)} or more"
    return f"{about}up to {shown(high)}" if low is None else f"{about}{shown(low)} to {shown(high)}"
