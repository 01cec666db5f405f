"""The metrics once more, the slow way: every map of templates, every pairing of entities, by their definitions.

Shares no code with groundwire.evals. Expects clean input: mentions that are normalised and not empty, gold without
duplicates or empty entities, every role present as a list.
"""

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

Template = dict[str, Any]
Sums = tuple[float, float, float, float]


def maps(rows: Sequence[Any], columns: Sequence[Any]) -> Iterator[list[tuple[Any, Any]]]:
    """All one-to-one maps, in the order of the brute force of GTT's published scorer."""
    for choice in itertools.product([*range(len(columns)), -1], repeat=len(rows)):
        mapped = [place for place in choice if place >= 0]
        if len(set(mapped)) == len(mapped):
            yield [(rows[i], columns[place]) for i, place in enumerate(choice) if place >= 0]


def roles(template: Template) -> dict[str, list[list[str]]]:
    """What is not the type."""
    return {role: entities for role, entities in template.items() if role != "incident_type"}


def gtt(pred: list[Template], gold: list[Template]) -> Sums:
    """Sums of one document: of the first map with the largest F1."""
    best: tuple[float, Sums] | None = None
    p_den = sum(1 + sum(len(entities) for entities in roles(t).values()) for t in pred)
    r_den = sum(1 + sum(len(entities) for entities in roles(t).values()) for t in gold)
    for mapped in maps(pred, gold):
        p_num = r_num = 0
        for p, g in mapped:
            if p["incident_type"] not in g["incident_type"]:
                continue
            p_num, r_num = p_num + 1, r_num + 1
            for role in roles(p):
                hits = [[set(a) <= set(b) for b in g[role]] for a in p[role]]
                p_num += sum(any(row) for row in hits)
                r_num += sum(any(row[column] for row in hits) for column in range(len(g[role])))
        f1 = f1_of(p_num, p_den, r_num, r_den)
        if best is None or f1 > best[0]:
            best = f1, (p_num, p_den, r_num, r_den)
    assert best is not None
    return best[1]


def f1_of(p_num: float, p_den: float, r_num: float, r_den: float) -> float:
    """Harmonic mean of the two quotients."""
    p, r = (p_num / p_den if p_den else 0), (r_num / r_den if r_den else 0)
    return 2 * p * r / (p + r) if p + r else 0


def ceaf_ree(pred: list[Template], gold: list[Template], names: Sequence[str]) -> Sums:
    """Sums of one document, strict."""
    num = p_den = r_den = 0
    for role in names:
        ps, gs = [e for t in pred for e in t[role]], [e for t in gold for e in t[role]]
        num += max(sum(set(p) <= set(g) for p, g in mapped) for mapped in maps(ps, gs))
        p_den, r_den = p_den + len(ps), r_den + len(gs)
    return num, p_den, num, r_den


def shared(p: list[str], g: list[str]) -> int:
    """How often p says what g says."""
    return sum(p.count(mention) for mention in set(g))


def phi3(pred: Template, gold: Template) -> int:
    """Mentions of gold, taken as of equal type, that the best pairing of entities shares."""
    return sum(
        max(sum(shared(p, g) for p, g in mapped) for mapped in maps(pred[role], gold[role])) for role in roles(pred)
    )


def subset(pred: Template, gold: Template) -> int:
    """Predicted entities that share a mention with some gold entity."""
    return sum(any(set(p) & set(g) for g in gold[role]) for role in roles(pred) for p in pred[role])


def ceaf_rme(pred: list[Template], gold: list[Template], phi: str) -> tuple[float, float, float]:
    """Best sum over maps of one document, with the two denominators."""
    one = phi3 if phi == "phi3" else subset
    simple = []
    for template in gold:
        halves = [{**template, "incident_type": name} for name in template["incident_type"].split(" / ")]
        simple.append(
            max(halves, key=lambda h: sum(one(p, h) for p in pred if p["incident_type"] == h["incident_type"]))
        )
    num = max(
        sum(one(p, g) for p, g in mapped if p["incident_type"] == g["incident_type"]) for mapped in maps(pred, simple)
    )
    # The released code of phi3 counts gold after splitting, if there is anything to compare it with.
    counted = [t for t in gold for _ in range(len(t["incident_type"].split(" / ")) if pred else 1)]
    return num, size(pred, phi), size(counted if phi == "phi3" else gold, phi)


def size(templates: list[Template], phi: str) -> int:
    """Mentions for phi3, entities for subset."""
    entities = [entity for t in templates for values in roles(t).values() for entity in values]
    return sum(map(len, entities)) if phi == "phi3" else len(entities)
