"""Actors and places of a draft, grounded: names as the article writes them, states by code.

A state counts as named where its name, a demonym or its seat of government stands ("Russian forces", "the Kremlin").
"""

from collections.abc import Collection, Iterator

from groundwire.extraction.coding.acts import JUDGES, of_venue
from groundwire.extraction.coding.geography import (
    StateName,
    belongs_to_another,
    find_states,
    force_of,
    is_group,
    is_region_at,
    is_whole_state,
    named_code,
    split_region,
    state_named,
)
from groundwire.extraction.coding.persons import person_behind
from groundwire.extraction.coding.stances import Judge, Stance, anyhow, of_attacker, of_site
from groundwire.extraction.coding.support import Support, stated
from groundwire.extraction.deriving.parties import actor_kind_of, country_of
from groundwire.extraction.deriving.places import country_of_place
from groundwire.extraction.deriving.regions import region_behind
from groundwire.extraction.drafts import ActorDraft, PlaceDraft
from groundwire.extraction.reading.folding import find_words, folded
from groundwire.schemas import Actor, ActorKind, GroundingStatus, Place


def ground_actors(
    support: Support,
    path: str,
    drafts: list[ActorDraft],
    *,
    without: Collection[Actor] = (),
    judge: Judge | None = None,
) -> tuple[Actor, ...]:
    """The actors that the passage names, each once; the others are dropped with a note.

    Args:
        support: Of the record.
        path: Of the list.
        drafts: What the model names.
        without: Actors who have another part in the record already, and are left out here without a note.
        judge: Of mentions, if not the one of the list; an actor whose every mention stands apart is dropped.
    """
    judge = judge or JUDGES.get(path, anyhow)
    known = {folded(actor.name) for actor in without}
    actors: list[Actor] = []
    for draft in drafts:
        name = stated(draft.name)
        here = f"{path}/{len(actors)}"
        actor = _actor(support, here, name, draft, judge) if name else None
        if actor is None:
            continue
        if any(f" {name}".endswith(f" {folded(actor.name)}") for name in known):  # "President Nowak" knows "Nowak"
            support.forget(here)
            continue
        known.add(folded(actor.name))
        actors.append(actor)
    return tuple(actors)


def ground_forces(support: Support, path: str, names: list[str]) -> tuple[Actor, ...]:
    """The states or groups behind an attack, from words such as "Russian forces"."""
    drafts: list[ActorDraft] = []
    for name in names:
        said = stated(name)
        state = force_of(said) if said else None
        if said and state is None and not is_group(said):
            support.refuse(path, said, "it is neither a state nor an armed group")
        elif said:
            drafts.append(ActorDraft(name=state.name if state else said, country=None, kind="armed_group"))
    return ground_actors(support, path, drafts, judge=of_attacker)


def _actor(support: Support, path: str, name: str, draft: ActorDraft, judge: Judge) -> Actor | None:
    state = state_named(name)
    span = support.find_party(lambda said: _mentions(name, state, said), judge)
    if span is None:
        named = any(True for sentence in support.scope() for _ in _mentions(name, state, support.said(sentence)))
        why = "the passage does not say that it had this part" if named else "the passage does not name it"
        support.drop(path.rpartition("/")[0], name, why, _told(name, state, draft.kind))
        return None
    if state is not None:
        person = person_behind(support.text, span) if path.startswith("/initiators/") else None
        if person is not None:
            support.ground(f"{path}/country", GroundingStatus.INFERRED, span)
            said = support.text[person[0] : person[1]]
            return Actor(name=support.ground_words(f"{path}/name", said, person), country=state.code, kind="official")
        support.ground_words(f"{path}/name", state.name, span)
        support.ground(f"{path}/country", GroundingStatus.INFERRED, span)
        return _told(name, state, draft.kind)
    code = named_code(draft.country or country_of(name, support.text), support.text)
    if code is not None:
        support.ground(f"{path}/country", GroundingStatus.INFERRED)
    written = support.ground_words(f"{path}/name", name, span)
    return _told(written, None, draft.kind or actor_kind_of(name, support.text)).model_copy(update={"country": code})


def actor_told(draft: ActorDraft) -> Actor | None:
    """The actor as a draft names it, whatever the passage says."""
    name = stated(draft.name)
    return _told(name, state_named(name), draft.kind) if name else None


def _told(name: str, state: StateName | None, kind: ActorKind | None) -> Actor:
    if state is not None:
        union = state.code == "EU"
        return Actor(name=state.name, country=state.code, kind="international_organisation" if union else "state")
    # A state that goes by none of a state's names is none: small models call every party a state.
    return Actor(name=name, kind="other" if kind in {None, "state"} else kind)


def _mentions(name: str, state: StateName | None, said: str) -> Iterator[tuple[int, int]]:
    """Where a sentence names a party: by the name itself, then by any other of its state."""
    yield from _proper(name, state, said)
    if state is not None:
        yield from find_states(state.code, said)


def _proper(name: str, state: StateName | None, said: str) -> Iterator[tuple[int, int]]:
    """Where a sentence says a name: not "us" for the US, nor "South Sudan" for Sudan."""
    acronym = len(name) <= 4 and name.isupper()
    for span in find_words(name, said):
        if acronym and not said[span[0] : span[1]].isupper():
            continue
        if state is None or not belongs_to_another(state.code, said, span):
            yield span


def ground_place(support: Support, path: str, draft: PlaceDraft) -> Place | None:
    """The place if the passage names it by a proper name; else None, with a note."""
    name = stated(draft.name)
    if name is None:
        return None
    if _named_apart(support, name, of_venue):
        support.drop(path, name, "the passage does not say that it happened there", _place_told(name))
        return None
    return _place(support, path, path, name, draft)


def ground_places(support: Support, path: str, drafts: list[PlaceDraft]) -> tuple[Place, ...]:
    """The places that were hit, each once; a whole state is too vague to be one."""
    places: list[Place] = []
    for draft in drafts:
        name = stated(draft.name)
        if name and is_whole_state(name):
            support.refuse(path, name, "a whole state is no place that was hit")
            continue
        here = f"{path}/{len(places)}"
        if name and _named_apart(support, name, of_site):
            support.refuse(path, name, "it is named as where weapons came from, or is no place")
            continue
        place = _place(support, here, path, name, draft) if name else None
        if place is None:
            continue
        if any(folded(place.name) == folded(other.name) for other in places):
            support.forget(here)
            continue
        places.append(place)
    return tuple(places)


def _named_apart(support: Support, name: str, judge: Judge) -> bool:
    """Whether the passage names a place, and nowhere as one where the event was."""
    told = [support.said(sentence) for sentence in support.scope()]
    stances = {judge(said, span) for said in told for span in find_words(split_region(name)[0], said)}
    return stances == {Stance.APART}


def _place(support: Support, path: str, warned: str, name: str, draft: PlaceDraft) -> Place | None:
    """The place at `path`; what is wrong with it is noted at `warned`."""
    bare, is_region = split_region(name)
    span = _locate(support, name, bare, is_region=is_region)
    if span is None:
        support.drop(warned, name, "the passage does not name it", _place_told(name))
        return None
    written = support.text[span[0] : span[1]]
    if not _is_proper(written):
        support.refuse(warned, name, "a place needs a name of its own")
        return None
    region = stated(draft.region) or region_behind(support.text, span[1])
    code = named_code(draft.country, support.text) or country_of_place(written, region, support.text)
    if code is not None:
        support.ground(f"{path}/country", GroundingStatus.INFERRED)
    if not split_region(written)[1] and is_region_at(support.text, span):
        written = f"{written} region"  # codebook, rule 9: a region keeps its kind in the name
        support.ground(f"{path}/name", GroundingStatus.NORMALISED, span)
    else:
        written = support.ground_words(f"{path}/name", name, span)
    return Place(
        name=written,
        admin=_region(support, f"{path}/admin", bare, region) if region else None,
        country=code,
    )


def _place_told(name: str) -> Place | None:
    """The place as a draft names it, if that is a proper name."""
    state = state_named(name) if is_whole_state(name) else None
    return Place(name=name, country=state.code if state else None) if _is_proper(name) else None


def _locate(support: Support, name: str, bare: str, *, is_region: bool) -> tuple[int, int] | None:
    """Where the place is named: a settlement by itself rather than as a region, a region by any of its forms."""

    def alone(said: str) -> tuple[int, int] | None:
        return next((span for span in find_words(name, said) if not is_region_at(said, span)), None)

    def as_region(said: str) -> tuple[int, int] | None:
        return next((span for span in find_words(bare, said) if is_region_at(said, span)), None)

    if is_region:
        return support.find_words(name) or support.find(as_region)
    return support.find(alone) or support.find_words(name)


def _region(support: Support, path: str, place: str, region: str) -> str | None:
    """The region, bare ("Donetsk"), if the passage names it."""
    bare, _ = split_region(region)
    if folded(region) == folded(place) or is_whole_state(bare):
        return None
    span = support.find_words(region) or support.find_words(bare)
    if span is None:
        support.drop(path, region, "the passage does not name it", bare if _is_proper(bare) else None)
        return None
    written, _ = split_region(support.text[span[0] : span[1]])
    if not _is_proper(written):
        support.refuse(path, region, "a region needs a name of its own")
        return None
    first = support.text.index(written, span[0])
    return support.ground_words(path, bare, (first, first + len(written)))


def _is_proper(written: str) -> bool:
    """Whether a name has a capital letter, or is in a script that has none."""
    letters = [char for char in written if char.isalpha()]
    return any(char == char.upper() for char in letters)
