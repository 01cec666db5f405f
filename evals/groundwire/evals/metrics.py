"""The three metrics of the template-filling literature, over plain dictionaries: see `groundwire.evals.muc`.

`gtt`: micro F1 of Du, Rush and Cardie, "Template Filling with Generative Transformers" (NAACL 2021).
`ceaf_ree`: Du, Rush and Cardie, "GRIT: Generative Role-filler Transformers for Document-level Event Entity
Extraction" (EACL 2021).
`ceaf_rme`: Chen, Gantt, Gu, Chen, White and Van Durme, "Iterative Document-level Information Extraction via
Imitation Learning" (EACL 2023), known as IterX.

All three sum over documents (micro) and divide once. A quotient with nothing below the line is 0, so nothing predicted
where gold has nothing scores 0, not 1. Which documents count follows the references: `gtt` and `ceaf_ree` score gold's
documents, where one that pred lacks has no predictions, and leave out documents that only pred has; give gold an empty
list for a document without events, so that predictions in it count as spurious. `ceaf_rme` scores the documents of
either side.

None is symmetric in pred and gold: gold drops duplicates and empty entities; `gtt` looks for the predicted type in the
gold type, and it and `ceaf_ree` for all predicted mentions in one gold entity; `ceaf_rme` splits composite types of
gold alone, its phi3 shares what pred repeats, and its subset form lets each predicted entity hit one gold entity. Over
the same documents, without duplicates, repeated mentions, empty entities and types that contain one another, swapping
the sides does swap precision and recall of `ceaf_rme` with phi3; and of all three if besides every entity has one
mention and stands once in its role.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, Self

from groundwire.evals.muc import Entity, Template, read
from groundwire.evals.scoring.alignment import assign, best_map

_UNTYPED = "attack"
"""For GTT, the type of a prediction without one."""

Templates = Mapping[str, Sequence[Mapping[str, object]]]
"""Templates by document, as they come from JSON."""


class Scores(NamedTuple):
    """Precision and recall, 0 to 1, and the sums that they are quotients of."""

    precision: float
    recall: float
    f1: float
    """Their harmonic mean; 0 if both are 0."""
    p_num: float
    p_den: float
    r_num: float
    r_den: float

    @classmethod
    def of(cls, p_num: float, p_den: float, r_num: float, r_den: float) -> Self:
        """Divide the sums."""
        precision = p_num / p_den if p_den else 0.0
        recall = r_num / r_den if r_den else 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return cls(precision, recall, f1, p_num, p_den, r_num, r_den)


_Sums = tuple[float, float, float, float]


def gtt(pred: Templates, gold: Templates) -> Scores:
    """GTT's micro F1 over template types and role entities.

    In each document templates are mapped one to one, or to none, so that the document's F1 is largest. A mapped pair
    counts if the predicted type is a substring of the gold type ("attack" in "attack / bombing"): 1 for the type on
    both sides, 1 for each predicted entity that matches some gold entity of its role, 1 for each gold entity that some
    predicted one matches. A predicted entity matches if all its mentions are mentions of the gold entity; two may match
    the same one. Entities and types of all templates make the denominators.

    Where maps tie with different sums, the sums are those of the first in the reference's order; see `best_map` in
    `groundwire.evals.scoring.alignment`. A document's F1 does not depend on the order of its templates; in such ties
    the sums over all documents do.

    As in the reference, a predicted type that is no string is read as "attack", the most frequent type of MUC-4, and an
    empty one is part of every gold type.

    Raises:
        TypeError: If a side is not of the form that groundwire.evals.muc describes.
        ValueError: If a template has no type, or an empty one in gold.
    """
    predicted, wanted = read(pred, gold, _UNTYPED)
    return _micro(_gtt_document(predicted.get(docid, []), templates) for docid, templates in wanted.items())


def ceaf_ree(pred: Templates, gold: Templates, phi: Literal["strict", "prop"] = "strict") -> Scores:
    """GRIT's CEAF-REE: entities of a role, pooled over the templates of a document and aligned one to one.

    Types and the grouping into templates do not count. An entity that stands in several templates is pooled as often.
    (GRIT's own data merges gold entities of a document where one holds the other's mentions, when it is made.)

    Args:
        pred: Predicted templates by document.
        gold: Gold templates by document.
        phi: "strict" counts a pair as 1 if all mentions of the predicted entity are mentions of the gold entity; "prop"
            counts the part of the predicted entity's mentions that are. A mention repeated n times is met at most as
            often as gold repeats it. (The reference counts gold's repetitions: there "prop" can exceed 1.)

    Raises:
        TypeError: If a side is not of the form that groundwire.evals.muc describes.
        ValueError: If a template has no type, or an empty one in gold, or phi is neither of the two.
    """
    _check_phi(phi, ("strict", "prop"))
    similarity = _matches if phi == "strict" else _proportion
    predicted, wanted = read(pred, gold)

    def role_sums(docid: str, role: str) -> _Sums:
        rows, columns = _pooled(wanted[docid], role), _pooled(predicted.get(docid, []), role)
        scores = [[float(similarity(p, g)) for p in columns] for g in rows]
        total = sum(scores[row][column] for row, column in assign(scores))
        return total, len(columns), total, len(rows)

    return _micro(
        role_sums(docid, role) for docid in wanted for role in _roles(wanted[docid] + predicted.get(docid, []))
    )


def ceaf_rme(pred: Templates, gold: Templates, phi: Literal["phi3", "subset"] = "phi3") -> Scores:
    """IterX's CEAF-RME: templates aligned one to one, entities compared by mentions that carry type and role.

    Only templates of equal type share mentions; the type has no credit of its own. A gold type "A / B" is split, and
    of its halves the one that scores most, summed over all predicted templates, is kept (of equals, the first). A
    predicted "A / B" is one type, which no half equals; a predicted type that is no string equals none either.

    phi3 counts, for a pair of templates, the mentions shared under the best one-to-one pairing of their entities, over
    predicted mentions (precision) and gold mentions (recall). As in the released code, the mentions of a composite gold
    template count once for every half where the document has predictions; and a mention that a predicted entity repeats
    is shared each time, so that recall exceeds 1 where predictions repeat what gold has once ("FMLN", "the FMLN"):
    leave repeated mentions out of predictions. (The stored outputs of the authors divide recall by gold entities.)

    subset counts predicted entities that share a mention with a gold entity, over predicted entities, and gold entities
    hit, over gold entities. As in the released code, a predicted entity hits one gold entity: the first that has the
    first of its mentions that any has. Templates are aligned by the predicted count alone, so where gold entities
    overlap, or alignments tie, recall depends on the order in which templates, entities and mentions stand.

    Args:
        pred: Predicted templates by document.
        gold: Gold templates by document.
        phi: "phi3" or "subset".

    Raises:
        TypeError: If a side is not of the form that groundwire.evals.muc describes.
        ValueError: If a template has no type, or an empty one in gold, or phi is neither of the two.
    """
    _check_phi(phi, ("phi3", "subset"))
    predicted, wanted = read(pred, gold)
    return _micro(
        _rme_document(predicted.get(docid, []), wanted.get(docid, []), phi) for docid in {**wanted, **predicted}
    )


def _micro(parts: Iterable[_Sums]) -> Scores:
    return Scores.of(*(sum(column) for column in zip((0, 0, 0, 0), *parts, strict=True)))


def _check_phi(phi: str, known: tuple[str, str]) -> None:
    if phi not in known:
        raise ValueError(f"phi is {phi!r}: expected {known[0]!r} or {known[1]!r}")


def _roles(templates: Iterable[Template]) -> list[str]:
    return list(dict.fromkeys(role for template in templates for role in template.roles))


def _pooled(templates: Iterable[Template], role: str) -> list[Entity]:
    return [entity for template in templates for entity in template.entities(role)]


def _matches(predicted: Entity, gold: Entity) -> bool:
    """True if all predicted mentions are gold mentions, and there are any."""
    return bool(predicted) and set(predicted) <= set(gold)


def _shared(predicted: Entity, gold: Entity) -> int:
    """How many predicted mentions are gold mentions."""
    return sum(mention in gold for mention in predicted)


def _proportion(predicted: Entity, gold: Entity) -> float:
    return (Counter(predicted) & Counter(gold)).total() / len(predicted) if predicted else 0.0


def _gtt_document(pred: list[Template], gold: list[Template]) -> _Sums:
    p_den, r_den = _gtt_size(pred), _gtt_size(gold)
    gains = [[_gtt_gain(p, g) for g in gold] for p in pred]
    pairs = best_map(gains, lambda p_num, r_num: Scores.of(p_num, p_den, r_num, r_den).f1)
    p_num = sum(gains[row][column][0] for row, column in pairs)
    r_num = sum(gains[row][column][1] for row, column in pairs)
    return p_num, p_den, r_num, r_den


def _gtt_size(templates: list[Template]) -> int:
    return sum(1 + sum(map(len, template.roles.values())) for template in templates)


def _gtt_gain(pred: Template, gold: Template) -> tuple[int, int]:
    """Predicted and gold entities matched if the two are mapped, with 1 each for the type."""
    if pred.type not in gold.type:
        return 0, 0
    p_num = r_num = 1
    for role, entities in pred.roles.items():
        wanted = gold.entities(role)
        p_num += sum(any(_matches(p, g) for g in wanted) for p in entities)
        r_num += sum(any(_matches(p, g) for p in entities) for g in wanted)
    return p_num, r_num


def _rme_document(pred: list[Template], gold: list[Template], phi: str) -> _Sums:
    pair_sums = _phi3 if phi == "phi3" else _phi_subset
    filled = [template for template in pred if template.roles]
    table: list[list[tuple[int, int]]] = []
    for template in gold:
        halves = [
            [pair_sums(p, template) if p.type == label else (0, 0) for p in filled] for label in _labels(template.type)
        ]
        totals = [sum(first for first, _ in half) for half in halves]
        picked = totals.index(max(totals))
        table += [half if place == picked else [(0, 0)] * len(filled) for place, half in enumerate(halves)]
    pairs = assign([[first for first, _ in row] for row in table])
    return (
        sum(table[row][column][0] for row, column in pairs),
        _rme_size(pred, phi),
        sum(table[row][column][1] for row, column in pairs),
        _rme_size([half for template in gold for half in _counted(template, phi, predicted=bool(pred))], phi),
    )


def _counted(gold: Template, phi: str, *, predicted: bool) -> list[Template]:
    """A gold template as often as recall counts it: phi3's released code splits before it counts."""
    return [gold] * (len(_labels(gold.type)) if phi == "phi3" and predicted else 1)


def _rme_size(templates: list[Template], phi: str) -> int:
    """What the denominators count: mentions for phi3, entities for subset."""
    entities = [entity for template in templates for entities in template.roles.values() for entity in entities]
    return sum(map(len, entities)) if phi == "phi3" else len(entities)


def _labels(event_type: str) -> list[str]:
    """The halves of a composite type, or the type alone."""
    return [label.strip() for label in event_type.split("/")] if "/" in event_type else [event_type]


def _phi3(pred: Template, gold: Template) -> tuple[int, int]:
    """Mentions shared under the best pairing of entities, the same for both sides."""
    total = 0
    for role, entities in pred.roles.items():
        scores = [[_shared(p, g) for p in entities] for g in gold.entities(role)]
        total += sum(scores[row][column] for row, column in assign(scores))
    return total, total


def _phi_subset(pred: Template, gold: Template) -> tuple[int, int]:
    """Predicted entities that share a mention with a gold entity, and gold entities so hit."""
    p_num = r_num = 0
    for role, entities in pred.roles.items():
        first_with: dict[str, int] = {}
        for index, entity in enumerate(gold.entities(role)):
            for mention in entity:
                first_with.setdefault(mention, index)
        hits = [hit for p in entities if (hit := next((first_with[m] for m in p if m in first_with), None)) is not None]
        p_num += len(hits)
        r_num += len(set(hits))
    return p_num, r_num
