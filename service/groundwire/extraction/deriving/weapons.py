"""Kind, name and count of a weapon, from words such as "nine Kalibr cruise missiles"."""

import re
from dataclasses import dataclass

from groundwire.extraction.coding.geography import state_named
from groundwire.extraction.coding.role_words import whole_words
from groundwire.extraction.coding.weapon_words import CUES, NOUNS, SPECIFIC
from groundwire.extraction.deriving.weapon_models import model_in
from groundwire.extraction.reading.folding import folded
from groundwire.extraction.reading.patterns import Pattern
from groundwire.extraction.reading.quantities import find_quantities
from groundwire.extraction.reading.tokens import word_set
from groundwire.schemas import WeaponKind

_SORTS = word_set(
    "ballistic cruise guided missile missiles drone drones rocket rockets artillery bomb bombs long-range short-range "
    "kamikaze attack strike aerial heavy massive the a an uav uavs shells shell mortar mortars air "
    "anti-aircraft glide fpv mlrs bpla ied ieds hypersonic unmanned cluster at some about more over nearly almost "
    "дрони дроны ракети ракеты бпла дрон ракета raketen drohnen rakete drohne bomben bombe mörser artillerie granaten"
)
_ORIGIN = re.compile(
    r".+-(?:made|built|designed|supplied|produced|provided|style|type|era|launched|fired|based)", re.IGNORECASE
)
_ORDER: tuple[WeaponKind, ...] = ("missile", "drone", "rocket", "bomb", "mine", "artillery", "small_arms", "other")
"""Of kinds that one word may name, the likelier first: "ракета" is a missile."""
_MORE: dict[WeaponKind, Pattern] = {
    "drone": whole_words(
        r"quadcopters?|fpvs?|unmanned (?:aerial|surface|combat|naval)?\s?(?:vehicles?|boats?|aircraft|vessels?)|ucavs?|"
        r"loitering munitions?|квадрокоптер\w*|бп?ла|kamikazedrohne\w*|\w+drohnen?"
    ),
    "bomb": whole_words(
        r"ieds?|explosive devices?|car bombs?|grenades?|(?:suicide )?vests?|explosive belts?|tnt|кабів|каби|кабы|"
        r"\w+bomben?|autobombe"
    ),
    "rocket": whole_words(
        r"rocket launchers?|multiple[- ]launch\w*|rpgs?|рсзв|рсзо|mehrfachraketenwerfer\w*|реактивн\w*"
    ),
    "artillery": whole_words(
        r"tank (?:fire|shells?|rounds?)|cannons?|field guns?|гаубиц\w*|haubitze\w*|geschütz\w*|mörser\w*"
    ),
    "small_arms": whole_words(
        r"(?:machine|sub-?machine|hand|shot)[- ]?guns?|pistols?|revolvers?|firearms?|small[- ]arms|bullets?|"
        r"автомат(?:у|а|ів|ов|ами)?|кулемет\w*|пулем[её]т\w*|пістолет\w*|пистолет\w*|gewehr\w*|pistole\w*"
    ),
    "other": whole_words(
        r"kni(?:fe|ves)|machetes?|torpedo(?:es)?|ніж|ножі|нож(?:ом|ами)?|messern?|torpedos?|снаряжен\w*"
    ),
}
"""Names of weapons beyond those by which a passage is searched for a kind."""


@dataclass(frozen=True, slots=True)
class WeaponWords:
    """What some words say of a weapon.

    Attributes:
        kind: Its kind, no more specific than the words or the model.
        name: Its proper name or model, as written; None if it has none.
        count: The words of how many, which read alone give the same figure; None if there is no figure.
    """

    kind: WeaponKind
    name: str | None
    count: str | None


def weapon_of(words: str) -> WeaponWords | None:
    """The weapon that some words of an article name ("two Grad rockets"); None if they name none."""
    model = model_in(words)
    kind = _kind(words, model[0] if model else None)
    if kind is None:
        return None
    return WeaponWords(kind, model[1] if model else proper_name(words), _count(words))


def proper_name(words: str) -> str | None:
    """The name in some words for a weapon, if it is a proper one: "Grad", but not "ballistic missile"."""
    parts = words.split()
    while parts and _is_generic(parts[-1]):
        parts.pop()
    while parts and _is_generic(parts[0]):
        parts.pop(0)
    return " ".join(parts) or None


def _is_generic(word: str) -> bool:
    """Whether a word of a weapon's name says only its sort, its number or whose it is."""
    bare = word.strip(" .,;:()\"'“”«»")
    bare = bare[: -len("'s")] if folded(bare).endswith("'s") else bare
    if not any(char.isupper() or char.isdigit() for char in bare) or bare.isdigit() or _ORIGIN.fullmatch(bare):
        return True
    return folded(bare) in _SORTS or find_quantities(bare) != () or state_named(bare) is not None


def _kind(words: str, model: WeaponKind | None) -> WeaponKind | None:
    """The kind: as the words call it if they are specific, else that of the model, else of what they name first."""
    if model in {None, "missile", "ballistic_missile", "cruise_missile"}:
        specific = _first(words, {kind: (pattern,) for kind, pattern in SPECIFIC.items()})
        # Names of models are among the words of both kinds, and are better told apart by their list.
        if specific is not None and (model in {None, "missile"}):
            return specific
    if model is not None:
        return model
    return _first(words, {kind: (CUES[kind], *((_MORE[kind],) if kind in _MORE else ())) for kind in _ORDER})


def _first(words: str, cues: dict[WeaponKind, tuple[Pattern, ...]]) -> WeaponKind | None:
    """The kind that is named first; of two at one place, that with the longer words, then the one listed first."""
    found = [
        (match.start(), -match.end(), index, kind)
        for index, (kind, patterns) in enumerate(cues.items())
        for pattern in patterns
        if (match := pattern.search(words))
    ]
    return min(found)[3] if found else None


def _count(words: str) -> str | None:
    """The words of the figure; with the noun where "a" counts one."""
    found = find_quantities(words, nouns=NOUNS)
    if not found:
        return None
    count = words[found[0].start : found[0].end]
    alone = find_quantities(count, nouns=NOUNS)
    return count if alone and alone[0].quantity == found[0].quantity else words
