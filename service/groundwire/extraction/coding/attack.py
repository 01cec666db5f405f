"""From an attack as the model reads it to an Attack by the codebook."""

import re

from groundwire.extraction.coding.figures import ground_casualties, ground_weapon_count, names_weapon, weapons_told
from groundwire.extraction.coding.occasions import Publication, ground_date
from groundwire.extraction.coding.parties import ground_forces, ground_places
from groundwire.extraction.coding.support import Support, stated
from groundwire.extraction.coding.weapon_words import SPECIFIC, STOPPED
from groundwire.extraction.cues import has_cue
from groundwire.extraction.deriving.attack_types import attack_type_of, lacks_weapon, takes_ground, type_by_weapons
from groundwire.extraction.deriving.attributions import attribution_of
from groundwire.extraction.deriving.scopes import scope_of, settled_scope, tells_of_attacks
from groundwire.extraction.deriving.targets import category_of
from groundwire.extraction.deriving.weapons import proper_name
from groundwire.extraction.drafts import AttackDraft, TargetDraft, WeaponDraft
from groundwire.extraction.reading.folding import folded
from groundwire.schemas import (
    Actor,
    Attack,
    AttackScope,
    AttackType,
    Attribution,
    GroundingStatus,
    Place,
    RecordType,
    Target,
    Weapon,
    WeaponKind,
)

_HIT = re.compile(
    r"\b(?:hit|hits|struck|strikes?|attack\w*|explo\w+|shelled|damag\w+|debris|влучи\w*|попада\w*|атак\w*|удар\w*|"
    r"getroffen|angriff\w*)\b",
    re.IGNORECASE,
)
_CIVILIAN = {
    "residential",
    "medical",
    "school",
    "energy",
    "water",
    "port",
    "transport",
    "food",
    "religious_or_cultural",
    "emergency_responders",
}
_CIVILIANS = re.compile(
    r"\b(?:civilian|resident|child|woman|women|passer|passenger|pedestrian|worker|employee|teacher|pupil|student|"
    r"patient|nurse|farmer|journalist|famil(?:y|ies)\b|цивільн|мирн|zivil)\w*|"
    r"\b(?:target|hit|struck|damag|destroy|demolish|shell|bomb)\w* (?:[\w'’-]+ ){0,4}"
    r"(?:hospital|clinic|school|kindergarten|church|mosque|market|apartment|house|home|shop)\w*",
    re.IGNORECASE,
)
_HARMED = re.compile(
    r"\b(?:casualties|deaths|victims|fatalities|injuries) (?:among|of) (?:[\w-]+ ){0,2}"
    r"(?:civilians|residents|children)\b|"
    r"\bcivilian (?:casualties|deaths|victims|fatalities|lives)\b|"
    r"\b(?:kill|injur|wound)\w+ (?:[\w-]+ ){0,2}(?:civilians|residents|children)\b",
    re.IGNORECASE,
)
"""That civilians were hit, however many."""


def code_attack(support: Support, draft: AttackDraft, publication: Publication) -> Attack | str:
    """The record, or the reason why the draft is none."""
    told = _told(support)
    if not any(has_cue(RecordType.ATTACK, words) or _HIT.search(words) for words in told):
        return "no sentence that it cites speaks of an attack"
    where = [place.name for place in draft.places]
    killed = ground_casualties(support, "killed", draft.killed, places=where)
    injured = ground_casualties(support, "injured", draft.injured, places=where)
    places = ground_places(support, "/places", draft.places)
    weapons = _weapons(support, draft.weapons)
    targets = _targets(support, draft.targets, places)
    hit = any(target.category != "other" for target in targets)
    if not (killed or injured or weapons or hit or _is_placed_assault(support, draft, places)):
        return "the passage supports neither casualties, nor a weapon, nor a target of a known sort"
    if not (killed or injured or hit) and _only_stopped(support, weapons):
        return "the passage tells of weapons that were stopped and of no hit"
    perpetrators = ground_forces(support, "/perpetrators", draft.attackers)
    date = ground_date(support, publication, draft.when)
    if not (places or perpetrators or date):
        return "the passage supports neither a place, nor an attacker, nor a date"
    counted = any(weapon.launched or weapon.intercepted for weapon in weapons)
    harmed = any(_HARMED.search(words) for words in told)
    if not (places or date or killed or injured or hit or counted or harmed or draft.scope == "wave"):
        return "that somebody attacks is all that the passage supports: it tells of the war, not of an attack"
    for path in ("/scope", "/attack_type", "/attribution"):
        support.ground(path, GroundingStatus.INFERRED)
    return Attack(
        scope=_scope(support, draft.scope, places, toll=bool(killed or injured)),
        attack_type=_attack_type(support, draft.attack_type, {weapon.kind for weapon in weapons}),
        perpetrators=perpetrators,
        attribution=_attribution(support, draft.attribution, perpetrators),
        weapons=weapons,
        places=places,
        date=date,
        targets=targets,
        killed=killed,
        injured=injured,
        civilian_harm=_civilian_harm(support, targets, casualties=bool(killed or injured)),
        evidence=support.evidence(),
        grounding=tuple(support.grounding),
    )


def _is_placed_assault(support: Support, draft: AttackDraft, places: tuple[Place, ...]) -> bool:
    """Whether no more than who attacked where is told, and that is enough: a place taken, or attacks without number.

    A side's claim to have taken a place is no assault (codebook).
    """
    if not (places and draft.attackers):
        return False
    told = _told(support)
    if (draft.attack_type or attack_type_of((), told)) == "ground_assault":
        return any(takes_ground(said) for said in told)
    return (draft.scope or scope_of(len(places), told, toll=False)) == "campaign" and tells_of_attacks(told)


def _weapons(support: Support, drafts: list[WeaponDraft]) -> tuple[Weapon, ...]:
    """Weapons that the passage names, by model or by kind; each once."""
    weapons: list[Weapon] = []
    for draft in drafts:
        path = f"/weapons/{len(weapons)}"
        told = _weapon_told(draft)
        span = names_weapon(support, draft.kind)
        if span is None and (told.name is None or support.find_words(told.name) is None):
            why = "the passage names no such weapon"
            support.drop("/weapons", draft.kind.replace("_", " "), why, told)
            continue
        name = _model_name(support, f"{path}/name", told.name)
        kind = _kind(support, draft.kind)
        if any(_is_same(weapon, kind, name) for weapon in weapons):
            support.forget(path)
            continue
        support.ground(f"{path}/kind", GroundingStatus.INFERRED, span)
        weapons.append(
            Weapon(
                kind=kind,
                name=name,
                launched=ground_weapon_count(support, f"{path}/launched", kind, draft.count, name=name),
                intercepted=ground_weapon_count(support, f"{path}/intercepted", kind, draft.intercepted, name=name),
            )
        )
    return tuple(weapons)


def _weapon_told(draft: WeaponDraft) -> Weapon:
    """The weapon as a draft names it, whatever the passage says.

    Its name only if that is a proper one: "Grad", "S-300", but not "ballistic missile" and not "Russian missiles".
    """
    name = stated(draft.name)
    return Weapon(
        kind=draft.kind,
        name=proper_name(name) if name else None,
        launched=weapons_told(draft.count),
        intercepted=weapons_told(draft.intercepted),
    )


def _kind(support: Support, kind: WeaponKind) -> WeaponKind:
    """The kind, no more specific than the passage: a missile is ballistic only if it is called so."""
    specific = SPECIFIC.get(kind)
    if specific is None or any(specific.search(support.said(sentence)) for sentence in support.scope()):
        return kind
    return "missile"


def _is_same(weapon: Weapon, kind: WeaponKind, name: str | None) -> bool:
    return weapon.kind == kind and (name is None or weapon.name is None or folded(name) == folded(weapon.name))


def _model_name(support: Support, path: str, name: str | None) -> str | None:
    """The proper name of a weapon, if the passage names it."""
    if name is None:
        return None
    span = support.find_words(name)
    if span is None:
        support.drop(path, name, "the passage does not name it", name)
        return None
    return support.ground_words(path, name, span)


def _targets(support: Support, drafts: list[TargetDraft], places: tuple[Place, ...]) -> tuple[Target, ...]:
    """What was hit, in words of the passage; the name of a place that was hit says no more than the place."""
    targets: list[Target] = []
    for draft in drafts:
        words = stated(draft.text)
        if words is None or any(folded(words) == folded(place.name) for place in places):
            continue
        path = f"/targets/{len(targets)}"
        span = support.find_words(words)
        if span is None:
            told = Target(category=draft.category or category_of(words), text=words)
            support.drop("/targets", words, "the passage does not say it", told)
            continue
        written = support.text[span[0] : span[1]]
        if any(folded(written) == folded(other.text) for other in targets):
            continue
        support.ground(f"{path}/category", GroundingStatus.INFERRED)
        category = draft.category or category_of(written)
        targets.append(Target(category=category, text=support.ground_words(f"{path}/text", words, span)))
    return tuple(targets)


def _scope(support: Support, proposed: AttackScope | None, places: tuple[Place, ...], *, toll: bool) -> AttackScope:
    told = _told(support)
    if proposed is None:
        return scope_of(len(places), told, toll=toll)
    return settled_scope(proposed, len(places), told, toll=toll)


def _attack_type(support: Support, proposed: AttackType | None, kinds: set[WeaponKind]) -> AttackType:
    """The means of attack follows from weapons that are named; else it is the model's word, or follows from others."""
    if proposed is None:
        return attack_type_of(kinds, _told(support), support.text)
    by_weapons = type_by_weapons(kinds)
    if by_weapons is not None or not lacks_weapon(proposed, support.text):
        return by_weapons or proposed
    support.drop("/attack_type", proposed.replace("_", " "), "the article names no such weapon", proposed)
    return "other"


def _only_stopped(support: Support, weapons: tuple[Weapon, ...]) -> bool:
    """Whether all that is told is that weapons were shot down."""
    if any(weapon.launched for weapon in weapons):
        return False
    return all(STOPPED.search(words) and not _HIT.search(words) for words in _told(support))


def _attribution(support: Support, proposed: Attribution | None, perpetrators: tuple[Actor, ...]) -> Attribution:
    if proposed is None:
        return attribution_of([actor.name for actor in perpetrators], _told(support))
    if not perpetrators:
        return "unknown"
    return "attributed" if proposed == "unknown" else proposed


def _told(support: Support) -> list[str]:
    """The sentences that tell of the attack."""
    return [support.said(sentence) for sentence in support.cited]


def _civilian_harm(support: Support, targets: tuple[Target, ...], *, casualties: bool) -> bool | None:
    categories = {target.category for target in targets}
    if categories & _CIVILIAN:
        return True
    if any(_CIVILIANS.search(target.text) for target in targets):
        return True
    if any(_HARMED.search(words) or (casualties and _CIVILIANS.search(words)) for words in _told(support)):
        return True
    return False if categories == {"military"} else None
