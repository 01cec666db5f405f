"""The Attack record. Terms follow ACLED and UCDP GED; rules in docs/codebook.md."""

from typing import Literal

from groundwire.schemas.common import Actor, DateRange, Name, Part, Place, Quantity, Record

AttackScope = Literal["incident", "wave", "campaign"]
AttackType = Literal[
    "missile_strike",
    "drone_strike",
    "missile_and_drone_strike",
    "air_strike",
    "shelling",
    "ground_assault",
    "bombing",
    "sabotage",
    "other",
]
Attribution = Literal["claimed", "attributed", "disputed", "unknown"]
WeaponKind = Literal[
    "ballistic_missile",
    "cruise_missile",
    "missile",
    "drone",
    "artillery",
    "rocket",
    "bomb",
    "small_arms",
    "mine",
    "other",
]
TargetCategory = Literal[
    "residential",
    "medical",
    "school",
    "energy",
    "water",
    "port",
    "transport",
    "industrial",
    "food",
    "religious_or_cultural",
    "government",
    "military",
    "emergency_responders",
    "other",
]


class Weapon(Part):
    """A weapon used, with how many were launched and intercepted."""

    kind: WeaponKind
    """Class of weapon."""
    name: Name | None = None
    """Proper name or model ("Iskander-M"); null if the article gives none."""
    launched: Quantity | None = None
    """How many were launched, in pieces; null if not stated."""
    intercepted: Quantity | None = None
    """How many were shot down or stopped, in pieces; null if not stated."""


class Target(Part):
    """Something that was hit."""

    category: TargetCategory
    """What sort of object it is."""
    text: Name
    """The article's words for it."""


class Attack(Record):
    """The use of armed force against something: a strike, shelling, a ground assault, sabotage."""

    scope: AttackScope
    """`incident`: one strike, or one place's share of a barrage; `wave`: a barrage on several places with
    shared totals; `campaign`: repeated attacks on a place told as one."""
    attack_type: AttackType
    """Means of attack."""
    perpetrators: tuple[Actor, ...] = ()
    """States or groups whose forces acted; several where sources blame different ones."""
    attribution: Attribution = "unknown"
    """Who names the perpetrators: they themselves (`claimed`), somebody else or the article (`attributed`), or
    sides that blame each other (`disputed`)."""
    weapons: tuple[Weapon, ...] = ()
    """Weapons used."""
    places: tuple[Place, ...] = ()
    """Places hit."""
    date: DateRange | None = None
    """When it happened; null if the article does not say."""
    targets: tuple[Target, ...] = ()
    """What was hit."""
    killed: Quantity | None = None
    """Persons killed, of this record's own scope; null if the article does not say."""
    injured: Quantity | None = None
    """Persons injured, of this record's own scope; null if the article does not say."""
    civilian_harm: bool | None = None
    """True if a civilian person or object was hit, undisputed; false if only military ones; else null."""
