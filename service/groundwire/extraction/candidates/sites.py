"""Where in a sentence something can have happened: names of places, by what stands around them."""

import re
from collections.abc import Iterator, Sequence

from groundwire.extraction.candidates.names import Name, Sort
from groundwire.extraction.coding.geography import split_region
from groundwire.extraction.coding.stances import Stance, of_attacker, of_site
from groundwire.extraction.deriving.parties import actor_kind_of
from groundwire.extraction.deriving.regions import region_behind

PLACES = frozenset({Sort.SEAT, Sort.REGION, Sort.OTHER})
"""Sorts of names that can be places."""
_NO_PLACES = frozenset({"armed_group", "government_body", "company", "international_organisation", "state"})
_ARTICLE = re.compile(r"(?<!\w)(?:der|die|das|dem|des|eine?[mnrs]?) $", re.IGNORECASE)
"""Before a German noun, which has a capital too; of towns, hardly any has an article."""
_LOCATED = re.compile(
    r"(?<!\w)(?:in|at|near|outside|inside|around|across|over|on|into|throughout|hit|struck|shelled|"
    r"bombed|bombarded|attacked|"
    r"targeted|pounded|seized|captured|stormed|entered|retook|(?:city|town|village|port|district|"
    r"region|suburb|capital)"
    r"(?: of)?|в|у|на|під|под|біля|возле|поблизу|bei|nahe|auf) (?:the )?(?:[\w-]+ern )?(?:(?:city|town|village|port|"
    r"district|suburb|capital)(?: of)? )?$",
    re.IGNORECASE,
)
"""Before a name that says where."""
_KIND_BEHIND = re.compile(
    r" (?:city|town|port|resort|village|community|capital|nation|country|coast|town's|city's)(?!\w)"
)
_THE_BEFORE = re.compile(r"(?<!\w)(?:the|a|an|this|that|another) (?:[a-z-]+ )?$")


def find_sites(sentence: str, names: Sequence[Name], weapons: Sequence[str]) -> list[str]:
    """The names of places that can have been hit; if the sentence says of some that it was there, these alone."""
    possible = list(_possible(sentence, names, weapons))
    located = [name for name in possible if _LOCATED.search(sentence, 0, name.start)]
    with_lists = [name for name in possible if name in located or _goes_on(sentence, name, located)]
    return [name.words for name in with_lists or possible]


def _possible(sentence: str, names: Sequence[Name], weapons: Sequence[str]) -> Iterator[Name]:
    regions = {region for name in names if (region := region_behind(sentence, name.end)) is not None}
    for name in names:
        if name.sort not in PLACES or of_site(sentence, name.span) is Stance.APART:
            continue
        if name.sort is Sort.SEAT and of_attacker(sentence, name.span) is Stance.BOUND:
            continue
        if name.sort is Sort.REGION and split_region(name.words)[0] in regions:
            continue  # the region behind a town says where that is: it was not hit besides
        if any(name.words in weapon for weapon in weapons) or (
            name.sort is Sort.OTHER and _is_no_place(sentence, name)
        ):
            continue
        yield name


def _is_no_place(sentence: str, name: Name) -> bool:
    """Whether a name is an acronym, a dateline, an adjective, a German noun or a known sort of party."""
    letters = [char for char in name.words if char.isalpha()]
    if all(char.isupper() for char in letters) or sentence.startswith("-", name.end):
        return True
    if _KIND_BEHIND.match(sentence, name.end) and _THE_BEFORE.search(sentence, 0, name.start):
        return True  # "the Black Sea city"
    return bool(_ARTICLE.search(sentence, 0, name.start)) or actor_kind_of(name.words) in _NO_PLACES


def _goes_on(sentence: str, name: Name, located: Sequence[Name]) -> bool:
    """Whether a name goes on a list that begins with one that says where: "in Aden, Mukalla and Seiyun"."""
    before = [other for other in located if other.end <= name.start]
    between = sentence[before[-1].end : name.start] if before else "."
    return bool(before) and not re.search(r"[.;:()]|(?<!\w)(?!and|the|in|і|та|и|und)[a-zа-яіїє]+(?!\w)", between)
