"""Templates in the form that the public MUC-4 systems and scorers exchange, checked and normalised.

A document is a list of templates; a template a dictionary of `incident_type` and roles; a role's value a list of
entities; an entity a list of equivalent mentions. Every key but `incident_type` that has a list somewhere, on either
side, is a role: names are data. A role that is left out, None or [] has no entity. A key that never has a list, such as
the number of a template or a set fill, is no role and does not count.

Mentions are normalised as all three reference scorers do it: lower case; ASCII punctuation deleted, so that "car-bomb"
becomes "carbomb"; then the words a, an, the deleted; spaces squeezed. A mention of which nothing is left ("The ...") is
a mention like any other, and equals the next such. Types are compared as they are written. A gold type is a string with
something in it; a predicted type may be anything, as published outputs have [] where none was decoded.

An entity without mentions is dropped from gold. A predicted one stays, counts in the denominators, and matches nothing.
(In the scorers of GTT and GRIT it matches any entity, which rewards finding nothing.)

Gold templates that are identical after this are dropped but for the first: equal types and, role by role, the same
entities of the same mentions in whatever order. (The GTT and IterX loaders compare before normalisation, in order; for
the test data of MUC-4 that comes to the same.) Predicted templates are never dropped: a repeated one is spurious.
"""

import re
import string
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

TYPE_KEY = "incident_type"

_PUNCTUATION = str.maketrans("", "", string.punctuation)
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")

_ReadType = Callable[[str, object], str]
"""From a place and what stands there to a type."""

Entity = tuple[str, ...]
"""Normalised mentions, in the order and as often as they were written."""


class Template(NamedTuple):
    """A template, read."""

    type: str
    """Its `incident_type`."""
    roles: dict[str, tuple[Entity, ...]]
    """Entities of the roles that have any."""

    def entities(self, role: str) -> tuple[Entity, ...]:
        """The entities of a role, perhaps none."""
        return self.roles.get(role, ())


Documents = dict[str, list[Template]]
"""Templates by the identity of their document."""


def normalise(mention: str) -> str:
    """Lower case without punctuation, articles and superfluous spaces."""
    return " ".join(_ARTICLES.sub(" ", mention.lower().translate(_PUNCTUATION)).split())


def read(pred: object, gold: object, untyped: str = "/") -> tuple[Documents, Documents]:
    """Check and normalise predicted and gold templates; drop of gold what is empty or there twice.

    Args:
        pred: Predicted templates by document.
        gold: Gold templates by document.
        untyped: What stands for a predicted type that is no string. "/" equals no gold type and no half of one.

    Raises:
        TypeError: If something has not the form above; the message says where.
        ValueError: If a template has no type, or an empty one in gold.
    """
    names = _names_of_roles(pred) | _names_of_roles(gold)
    predicted = _read("pred", pred, names, lambda _, found: found if isinstance(found, str) else untyped)
    wanted = _read("gold", gold, names, _gold_type)
    return predicted, {docid: _different(map(_without_empty, templates)) for docid, templates in wanted.items()}


def _without_empty(template: Template) -> Template:
    roles = {role: tuple(filter(None, entities)) for role, entities in template.roles.items()}
    return Template(template.type, {role: entities for role, entities in roles.items() if entities})


def _different(templates: Iterable[Template]) -> list[Template]:
    """The first of those that are identical."""
    first: dict[object, Template] = {}
    for template in templates:
        first.setdefault(_identity(template), template)
    return list(first.values())


def _identity(template: Template) -> tuple[str, frozenset[tuple[str, tuple[Entity, ...]]]]:
    """What identical templates have in common."""
    return template.type, frozenset(
        (role, tuple(sorted(tuple(sorted(entity)) for entity in entities))) for role, entities in template.roles.items()
    )


def _names_of_roles(documents: object) -> set[str]:
    """Keys that have a list in some template; what is not of the right form has none."""
    lists = documents.values() if isinstance(documents, Mapping) else ()
    templates = [template for found in lists if isinstance(found, list | tuple) for template in found]
    return {
        key
        for template in templates
        if isinstance(template, Mapping)
        for key, value in template.items()
        if key != TYPE_KEY and isinstance(value, list | tuple)
    }


def _read(side: str, documents: object, names: set[str], read_type: _ReadType) -> Documents:
    if not isinstance(documents, Mapping):
        raise TypeError(f"{side}: expected a dictionary of documents, got {_kind(documents)}")
    return {
        docid: [
            _template(f"{side}[{docid!r}][{index}]", template, names, read_type)
            for index, template in enumerate(_list(f"{side}[{docid!r}]", "templates", templates))
        ]
        for docid, templates in documents.items()
    }


def _template(where: str, template: object, names: set[str], read_type: _ReadType) -> Template:
    if not isinstance(template, Mapping):
        raise TypeError(f"{where}: expected a template (a dictionary), got {_kind(template)}")
    if TYPE_KEY not in template:
        raise ValueError(f"{where}: {TYPE_KEY} is missing")
    event_type = read_type(f"{where}.{TYPE_KEY}", template[TYPE_KEY])
    roles = {role: _entities(f"{where}.{role}", value) for role, value in template.items() if role in names}
    return Template(event_type, {role: entities for role, entities in roles.items() if entities})


def _gold_type(where: str, found: object) -> str:
    if not isinstance(found, str):
        raise TypeError(f"{where}: expected a string, got {_kind(found)}")
    if not found.strip():
        raise ValueError(f"{where} is empty")
    return found


def _entities(where: str, value: object) -> tuple[Entity, ...]:
    if value is None:
        return ()
    return tuple(
        tuple(
            normalise(_mention(f"{where}[{index}][{position}]", mention))
            for position, mention in enumerate(_list(f"{where}[{index}]", "mentions", entity))
        )
        for index, entity in enumerate(_list(where, "entities", value))
    )


def _mention(where: str, mention: object) -> str:
    if not isinstance(mention, str):
        raise TypeError(f"{where}: expected a mention (a string), got {_kind(mention)}")
    return mention


def _list(where: str, of: str, value: object) -> list[object] | tuple[object, ...]:
    if not isinstance(value, list | tuple):
        raise TypeError(f"{where}: expected a list of {of}, got {_kind(value)}")
    return value


def _kind(value: object) -> str:
    return f"{value!r:.40}" if value is None or isinstance(value, str) else type(value).__name__
