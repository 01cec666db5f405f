"""What a wave and its incidents say of each other: the shares of a barrage have its attacker, and it has their places.

A passage tells of one place's share of a barrage without saying again whose barrage it was, and the lead tells of the
barrage without its places. Which incident belongs to which wave, `groundwire.extraction.waves` decides.
"""

from collections import defaultdict
from collections.abc import Sequence

from groundwire.extraction.likeness import same_member
from groundwire.extraction.merging import AnyRecord
from groundwire.extraction.waves import owners_of
from groundwire.schemas import Attack, Evidence, Grounding, Place

_FEWEST = 2
"""Incidents that make it plain that a wave without places is told place by place."""


def share(records: Sequence[AnyRecord]) -> list[AnyRecord]:
    """The records, each with what wave and incident lend each other."""
    attacks = {index: record for index, record in enumerate(records) if isinstance(record, Attack)}
    positions = list(attacks)
    owners = owners_of(list(attacks.values()))
    shared = list(records)
    parts: defaultdict[int, list[Attack]] = defaultdict(list)
    for incident, wave in owners.items():
        part, whole = attacks[positions[incident]], attacks[positions[wave]]
        shared[positions[incident]] = _with_attacker(part, whole)
        parts[positions[wave]].append(part)
    for position, of_wave in parts.items():
        shared[position] = _with_places(attacks[position], of_wave)
    return shared


def _with_attacker(incident: Attack, wave: Attack) -> Attack:
    if incident.perpetrators or not wave.perpetrators:
        return incident
    return incident.model_copy(
        update={
            "perpetrators": wave.perpetrators,
            "attribution": "disputed" if wave.attribution == "disputed" else "attributed",
            **_support(incident, wave, [("/perpetrators", "/perpetrators"), ("/attribution", "/attribution")]),
        }
    )


def _with_places(wave: Attack, parts: Sequence[Attack]) -> Attack:
    if wave.places or sum(bool(part.places) for part in parts) < _FEWEST:
        return wave
    for part in parts:
        for index, place in enumerate(part.places):
            wave = _with_place(wave, part, place, index)
    return wave


def _with_place(wave: Attack, part: Attack, place: Place, index: int) -> Attack:
    if any(same_member(place, known) for known in wave.places):
        return wave
    moved = [(f"/places/{index}", f"/places/{len(wave.places)}")]
    return wave.model_copy(update={"places": (*wave.places, place), **_support(wave, part, moved)})


def _support(record: Attack, lender: Attack, moved: Sequence[tuple[str, str]]) -> dict[str, object]:
    """Grounding and evidence of a record that takes over values of another, from path to path."""
    taken: list[Grounding] = []
    for source, target in moved:
        entries = [e for e in lender.grounding if e.path == source or e.path.startswith(f"{source}/")]
        taken += [entry.model_copy(update={"path": target + entry.path[len(source) :]}) for entry in entries]
    starts = [entry.start for entry in taken if entry.start is not None]
    spans: set[Evidence] = {span for span in lender.evidence if any(span.start <= at < span.end for at in starts)}
    paths = {entry.path for entry in taken}
    kept = [entry for entry in record.grounding if entry.path not in paths]
    return {
        "evidence": tuple(sorted({*record.evidence, *spans}, key=lambda span: (span.start, span.end))),
        "grounding": tuple(sorted([*kept, *taken], key=lambda entry: entry.path)),
    }
