"""Persons of diplomatic events by the fullest name that the article gives, wherever it does (codebook, rule 8)."""

from groundwire.extraction.coding.full_names import full_name
from groundwire.extraction.coding.record import AnyRecord
from groundwire.extraction.told import Told
from groundwire.schemas import Actor, DiplomaticEvent, Evidence, Grounding, GroundingStatus

_LISTS = ("initiators", "counterparts", "mediators")


def with_full_names(record: AnyRecord, told: Told) -> AnyRecord:
    """The record, its persons by their full names; a sentence that gives one joins the evidence.

    Args:
        record: Of any type; those without persons stay as they are.
        told: The article.
    """
    if not isinstance(record, DiplomaticEvent):
        return record
    grounding = {entry.path: entry for entry in record.grounding}
    evidence = set(record.evidence)
    lists: dict[str, list[Actor]] = {name: list(getattr(record, name)) for name in _LISTS}
    for name, actors in lists.items():
        for index, actor in enumerate(actors):
            path = f"/{name}/{index}/name"
            found = _named(told, actor, grounding.get(path))
            if found is not None:
                span, sentence = found
                actors[index] = actor.model_copy(update={"name": told.article[slice(*span)]})
                grounding[path] = Grounding(path=path, status=GroundingStatus.EXACT, start=span[0], end=span[1])
                evidence.add(sentence)
    parties = {name: tuple(actors) for name, actors in lists.items()}
    spans = tuple(sorted(evidence, key=lambda span: (span.start, span.end)))
    return record.model_copy(update={**parties, "evidence": spans, "grounding": tuple(grounding.values())})


def _named(told: Told, actor: Actor, entry: Grounding | None) -> tuple[tuple[int, int], Evidence] | None:
    """Where the article gives the full name of a person who has a shorter one in a record, and in which sentence."""
    if actor.kind != "official" or entry is None or entry.start is None or entry.end is None:
        return None
    span = full_name(told.text, (entry.start, entry.end))
    sentence = next((s for s in told.sentences if span and s.start <= span[0] and span[1] <= s.end), None)
    if span is None or sentence is None:
        return None
    said = told.article[sentence.start : sentence.end]
    return span, Evidence(quote=said, start=sentence.start, end=sentence.end)
