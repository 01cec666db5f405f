"""What a wave and its incidents say of each other: the shares of a barrage have its attacker, and it has their places.

A passage tells of one place's share of a barrage without saying again whose barrage it was, and the lead tells of the
barrage without its places. Only where the article leaves no choice is anything passed on: an incident belongs to the
one wave that it can belong to.
"""

from collections.abc import Sequence

from groundwire.extraction.likeness import same_member
from groundwire.extraction.merging import STRIKES, AnyRecord
from groundwire.extraction.times import days_apart
from groundwire.schemas import Attack, Evidence, Grounding, Place

_FEWEST = 2
"""Incidents that make it plain that a wave without places is told place by place."""


def share(records: Sequence[AnyRecord]) -> list[AnyRecord]:
    """The records, each with what wave and incident lend each other."""
    attacks = [record for record in records if isinstance(record, Attack)]
    waves = [attack for attack in attacks if attack.scope == "wave"]
    owners = [(attack, _owner(attack, waves)) for attack in attacks if attack.scope == "incident"]
    shared: list[AnyRecord] = []
    for record in records:
        owner = next((wave for incident, wave in owners if incident is record), None)
        if isinstance(record, Attack) and owner is not None:
            shared.append(_with_attacker(record, owner))
        elif isinstance(record, Attack) and record.scope == "wave":
            shared.append(_with_places(record, [incident for incident, wave in owners if wave is record]))
        else:
            shared.append(record)
    return shared


def _owner(incident: Attack, waves: Sequence[Attack]) -> Attack | None:
    """The wave of which the incident is a share, if there is exactly one that it can be a share of."""
    possible = [wave for wave in waves if _can_own(wave, incident)]
    naming = [wave for wave in possible if any(same_member(a, b) for a in wave.places for b in incident.places)]
    # A wave that names its places has no share elsewhere; one that names none may be told place by place.
    candidates = naming or (possible if not any(wave.places for wave in waves) else [])
    return candidates[0] if len(candidates) == 1 else None


def _can_own(wave: Attack, incident: Attack) -> bool:
    types = {wave.attack_type, incident.attack_type}
    alike = types <= STRIKES and wave.attack_type in {"missile_and_drone_strike", incident.attack_type}
    others = wave.perpetrators and incident.perpetrators
    same = any(same_member(a, b) for a in wave.perpetrators for b in incident.perpetrators)
    return alike and not days_apart(wave.date, incident.date) and not (others and not same)


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
