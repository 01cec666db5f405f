"""A bar chart as SVG, in a few lines: no library draws so little."""

from collections.abc import Mapping
from html import escape

_WIDTH, _LEFT, _BAR = 720, 190, 16
_COLOURS = ("#00796b", "#90a4ae", "#ffb300")


def bars(title: str, unit: str, groups: Mapping[str, Mapping[str, float]]) -> str:
    """Horizontal bars.

    Args:
        title: What is shown.
        unit: Of the values.
        groups: Values by name, by series; all series have the same names.
    """
    names = list(dict.fromkeys(name for series in groups.values() for name in series))
    most = max((value for series in groups.values() for value in series.values()), default=1.0) or 1.0
    scale = (_WIDTH - _LEFT - 90) / most
    marks = [f'<text x="8" y="22" font-size="15" font-weight="bold">{escape(title)}</text>']
    y = 44
    for at, label in enumerate(groups):
        colour = _COLOURS[at % len(_COLOURS)]
        marks.append(f'<rect x="{_LEFT + at * 200}" y="32" width="12" height="12" fill="{colour}"/>')
        marks.append(f'<text x="{_LEFT + at * 200 + 18}" y="43">{escape(label)}</text>')
    for name in names:
        y += 14
        marks.append(f'<text x="{_LEFT - 8}" y="{y + _BAR * len(groups) / 2 + 5:.0f}" text-anchor="end">')
        marks.append(f"{escape(name)}</text>")
        for at, series in enumerate(groups.values()):
            if (value := series.get(name)) is not None:
                width = max(1.0, value * scale)
                colour = _COLOURS[at % len(_COLOURS)]
                marks.append(f'<rect x="{_LEFT}" y="{y}" width="{width:.1f}" height="{_BAR - 2}" fill="{colour}"/>')
                marks.append(f'<text x="{_LEFT + width + 6:.1f}" y="{y + 11}">{value:.3g} {escape(unit)}</text>')
            y += _BAR
    height = y + 20
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img"'
    style = 'font-family="sans-serif" font-size="12" fill="#263238"'
    ground = f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>'
    spoken = f'aria-label="{escape(title)}"'
    return f"{head} {spoken} {style}>{ground}\n" + "\n".join(marks) + "\n</svg>\n"
