"""Actors and places of a draft, grounded: names as the article writes them, states by code.

A state counts as named where its name, a demonym or its seat of government stands ("Russian forces", "the Kremlin").
"""

from groundwire.extraction.drafts import ActorDraft, PlaceDraft
from groundwire.extraction.folding import folded
from groundwire.extraction.geography import is_whole_state, names_of, state_named, valid_code
from groundwire.extraction.support import Support, stated
from groundwire.schemas import Actor, GroundingStatus, Place


def ground_actors(support: Support, path: str, drafts: list[ActorDraft]) -> tuple[Actor, ...]:
    """The actors that the passage names, each once; the others are dropped with a note."""
    actors: list[Actor] = []
    for draft in drafts:
        name = stated(draft.name)
        actor = _actor(support, f"{path}/{len(actors)}", name, draft) if name else None
        if actor is not None and all(actor.name != other.name for other in actors):
            actors.append(actor)
    return tuple(actors)


def ground_forces(support: Support, path: str, names: list[str]) -> tuple[Actor, ...]:
    """The states or groups behind an attack, from words such as "Russian forces"."""
    return ground_actors(support, path, [ActorDraft(name=name, country=None, kind="armed_group") for name in names])


def _actor(support: Support, path: str, name: str, draft: ActorDraft) -> Actor | None:
    state = state_named(name)
    span = support.find_words(name)
    if span is None and state is not None:
        span = next((found for alias in names_of(state.code) if (found := support.find_words(alias))), None)
    if span is None:
        support.drop(path, name, "the passage does not name it")
        return None
    if state is not None:
        kind = "international_organisation" if state.code == "EU" else "state"
        support.ground_words(f"{path}/name", state.name, span)
        support.ground(f"{path}/country", GroundingStatus.INFERRED, span)
        return Actor(name=state.name, country=state.code, kind=kind)
    code = valid_code(draft.country)
    if code is not None:
        support.ground(f"{path}/country", GroundingStatus.INFERRED)
    return Actor(name=support.ground_words(f"{path}/name", name, span), country=code, kind=draft.kind)


def ground_place(support: Support, path: str, draft: PlaceDraft) -> Place | None:
    """The place if the passage names it by a proper name that is no whole state; else None, with a note."""
    name = stated(draft.name)
    if name is None:
        return None
    span = support.find_words(name)
    if span is None:
        support.drop(path, name, "the passage does not name it")
        return None
    if not _is_proper(support.text[span[0] : span[1]]):
        support.refuse(path, name, "a place needs a name of its own")
        return None
    code = valid_code(draft.country)
    if code is not None:
        support.ground(f"{path}/country", GroundingStatus.INFERRED)
    region = stated(draft.region)
    return Place(
        name=support.ground_words(f"{path}/name", name, span),
        admin=_region(support, f"{path}/admin", name, region) if region else None,
        country=code,
    )


def ground_places(support: Support, path: str, drafts: list[PlaceDraft]) -> tuple[Place, ...]:
    """The places that were hit, each once; a whole state is too vague to be one."""
    places: list[Place] = []
    for draft in drafts:
        name = stated(draft.name)
        here = f"{path}/{len(places)}"
        if name and is_whole_state(name):
            support.refuse(here, name, "a whole state is no place that was hit")
            continue
        place = ground_place(support, here, draft)
        if place is not None and all(place.name != other.name for other in places):
            places.append(place)
    return tuple(places)


def _region(support: Support, path: str, place: str, region: str) -> str | None:
    if folded(region) == folded(place):
        return None
    span = support.find_words(region)
    if span is None:
        support.drop(path, region, "the passage does not name it")
        return None
    return support.ground_words(path, region, span)


def _is_proper(written: str) -> bool:
    """Whether a name has a capital letter, or is in a script that has none."""
    return written != written.lower() or written == written.upper()
