"""From a diplomatic event as the model reads it to a DiplomaticEvent by the codebook."""

from groundwire.extraction.coding.occasions import Publication, ground_date
from groundwire.extraction.coding.own_words import foreign_in
from groundwire.extraction.coding.parties import ground_actors, ground_place
from groundwire.extraction.coding.support import Support, stated
from groundwire.extraction.coding.unnamed_parties import are_belligerents, ground_belligerents
from groundwire.extraction.cues import has_cue
from groundwire.extraction.deriving.diplomacy import status_of
from groundwire.extraction.deriving.parties import has_high_office
from groundwire.extraction.deriving.topics import topics_of
from groundwire.extraction.drafts import DiplomacyDraft
from groundwire.schemas import (
    Actor,
    DiplomaticEvent,
    DiplomaticEventType,
    DiplomaticStatus,
    GroundingStatus,
    RecordType,
)

_SYMMETRIC = {"consult", "agree", "cooperate"}
_PRIVATE = {"company", "other"}
_MAX_SUMMARY_WORDS = 25


def code_diplomacy(support: Support, draft: DiplomacyDraft, publication: Publication) -> DiplomaticEvent | str:
    """The record, or the reason why the draft is none."""
    if not any(has_cue(RecordType.DIPLOMATIC_EVENT, support.said(sentence)) for sentence in support.cited):
        return "no sentence that it cites speaks of a diplomatic act"
    told = [support.said(sentence) for sentence in support.cited]
    symmetric = draft.event_type in _SYMMETRIC
    topics = tuple(dict.fromkeys(topics_of(told) if draft.topics is None else draft.topics))
    status = draft.status or status_of(draft.event_type, told)
    parties = [*draft.initiators, *draft.counterparts] if symmetric else draft.initiators
    initiators = ground_actors(support, "/initiators", parties)
    of_both_sides = symmetric and are_belligerents(support, initiators)
    if not of_both_sides and not any(_acts_for_a_state(support, actor) for actor in initiators):
        return "the passage names nobody who acts for a state or an international organisation"
    counterparts: tuple[Actor, ...] = ()
    if not symmetric:  # nobody is the addressee of his own act
        counterparts = ground_actors(support, "/counterparts", draft.counterparts, without=initiators)
    mediators = ground_actors(support, "/mediators", draft.mediators, without=initiators)
    place = ground_place(support, "/place", draft.place) if draft.place else None
    if not symmetric and not counterparts and not set(topics) - {"other"}:
        return "the passage names neither an addressee nor a topic"
    date = ground_date(support, publication, draft.when, forward=status == "planned")
    if symmetric and len(initiators) < 2 and not (of_both_sides or mediators or place):
        return "it takes two, and the passage names one party, and neither a host nor a place"
    if of_both_sides and not (place or date):
        return "the passage names neither the parties, nor a place, nor a date"
    if of_both_sides:
        initiators = ground_belligerents(support, "/initiators")
    support.ground("/event_type", GroundingStatus.INFERRED)
    for index in range(len(topics)):
        support.ground(f"/topics/{index}", GroundingStatus.INFERRED)
    return DiplomaticEvent(
        event_type=draft.event_type,
        initiators=initiators,
        counterparts=counterparts,
        mediators=mediators,
        topics=topics,
        status=_status(draft.event_type, status),
        place=place,
        date=date,
        summary=_summary(support, draft.summary),
        evidence=support.evidence(),
        grounding=tuple(support.grounding),
    )


def _acts_for_a_state(support: Support, actor: Actor) -> bool:
    """Or for an international organisation: an official without an office is somebody who signs minutes."""
    if actor.kind in _PRIVATE:
        return False
    if actor.country is not None or actor.kind in {"state", "international_organisation"}:
        return True
    return actor.kind == "official" and has_high_office(actor.name, support.text)


def _status(event_type: DiplomaticEventType, status: DiplomaticStatus | None) -> DiplomaticStatus | None:
    """The status if the codebook knows it for that type of event."""
    if event_type in _SYMMETRIC:
        return status if status != "rejected" else None
    return status if event_type == "request" and status == "rejected" else None


def _summary(support: Support, summary: str) -> str | None:
    """The summary, shortened; none if it says somebody, some place or a figure that the article does not."""
    said = stated(summary) or ""
    foreign = foreign_in(said, support.text)
    if foreign:
        support.drop("/summary", *foreign)
        return None
    return " ".join(said.split()[:_MAX_SUMMARY_WORDS]) or None
