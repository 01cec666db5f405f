"""Sums: the parts of a barrage may not exceed what the article gives as its total. Nothing is changed, it is only said.

A barrage that is told both in total and by place makes one wave and one incident for each place (codebook, scope), each
with figures of its own. Where the incidents together hold more than the wave, a figure, a scope or a split is wrong.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from groundwire.extraction.waves import owners_of
from groundwire.schemas import Attack, ExtractionWarning, Quantity, WarningCode


def parts_over_totals(attacks: Sequence[Attack]) -> list[ExtractionWarning]:
    """A warning for each total of a wave that its incidents surely exceed.

    Args:
        attacks: All attacks of an article, in the order of the Extraction.
    """
    found: list[ExtractionWarning] = []
    by_wave: defaultdict[int, list[Attack]] = defaultdict(list)
    for incident, owner in owners_of(attacks).items():
        by_wave[owner].append(attacks[incident])
    for index, parts in sorted(by_wave.items()):
        wave = attacks[index]
        for role in ("killed", "injured"):
            total, of_parts = getattr(wave, role), [getattr(part, role) for part in parts]
            found += _exceeded(role, [total], of_parts, f"/attacks/{index}/{role}")
        for at, weapon in enumerate(wave.weapons):
            if all(weapon.kind != before.kind for before in wave.weapons[:at]):
                launched = [other.launched for other in wave.weapons if other.kind == weapon.kind]
                of_parts = [w.launched for part in parts for w in part.weapons if w.kind == weapon.kind]
                name = f"{weapon.kind.replace('_', ' ')} launched"
                found += _exceeded(name, launched, of_parts, f"/attacks/{index}/weapons/{at}/launched")
    return found


def _exceeded(
    name: str, totals: Sequence[Quantity | None], parts: Iterable[Quantity | None], path: str
) -> list[ExtractionWarning]:
    most = 0
    for total in totals:
        if total is None or total.max is None or total.approximate:
            return []  # "at least 20" and "about 120" bound nothing
        most += total.max
    least = sum(part.min or 0 for part in parts if part is not None and not part.approximate)
    if least <= most:
        return []
    message = f"{name}: its parts hold at least {least:,}, the whole at most {most:,}"
    return [ExtractionWarning(code=WarningCode.PARTS_EXCEED_TOTAL, message=message, path=path)]
