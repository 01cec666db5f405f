"""A picture of the ladder, as SVG without any library: what each rung is asked for, and what it can do."""

import math
from html import escape
from typing import Final

TITLE: Final = "Articles a day: what comes (dot) and what each rung could read (bar)"
FONT: Final = 'font-family="sans-serif" font-size="12"'
WIDTH: Final = 760
LEFT: Final = 150
RIGHT: Final = 40
ROW: Final = 34
TOP: Final = 50
DECADES: Final = 8


def plot(rows: list[tuple[str, float, float]]) -> str:
    """Rows of a name, the articles a day that come, and those that could."""
    height = TOP + ROW * len(rows) + 30
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" {FONT}>',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="10" y="20" font-weight="bold">{TITLE}</text>',
        *(_decade(power, height) for power in range(DECADES + 1)),
        *(_row(place, *row) for place, row in enumerate(rows)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _x(per_day: float) -> float:
    share = math.log10(max(1.0, per_day)) / DECADES
    return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def _decade(power: int, height: int) -> str:
    x = _x(10**power)
    label = f"{10**power:,}" if power < 6 else f"{10 ** (power - 6)} million"
    return (
        f'<line x1="{x}" y1="{TOP - 10}" x2="{x}" y2="{height - 25}" stroke="#ddd"/>'
        f'<text x="{x}" y="{height - 8}" text-anchor="middle" fill="#555">{label}</text>'
    )


def _row(place: int, name: str, comes: float, could: float) -> str:
    y = TOP + ROW * place
    return (
        f'<text x="{LEFT - 12}" y="{y + 13}" text-anchor="end">{escape(name)}</text>'
        f'<rect x="{LEFT}" y="{y}" width="{round(_x(could) - LEFT, 1)}" height="18" fill="#7fb8b0"/>'
        f'<circle cx="{_x(comes)}" cy="{y + 9}" r="5" fill="#124f4a"/>'
    )
