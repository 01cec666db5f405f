"""Templates in the form that the public MUC-4 systems and scorers exchange, checked and normalised.

A document is a list of templates; a template a dictionary of `incident_type` and roles; a role's value a list of
entities; an entity a list of equivalent mentions. Every key but `incident_type` is a role: names are data. A role
that is left out, None or [] has no entity.

Mentions are normalised as all three reference scorers do it: lower case; ASCII punctuation deleted, so that "car-bomb"
becomes "carbomb"; then the words a, an, the deleted; spaces squeezed. Types are compared as they are written.

A mention that normalises to nothing ("The ...") names nothing. In gold it is dropped, and an entity that is left
without mentions with it. In a prediction it stays, counts in the denominators, and matches nothing, and so does an
entity without mentions. (The references drop gold entities without mentions, but let the empty mention equal itself
and the empty predicted entity match any; neither rewards finding anything.)

Gold templates that are identical after this are dropped: equal types and, role by role, the same entities of the same
mentions in whatever order. (The GTT and IterX loaders compare before normalisation, in order.) Predicted templates
are never dropped: a repeated one is spurious.
"""

import re
import string
from collections.abc import Mapping
from typing import NamedTuple

TYPE_KEY = "incident_type"

_PUNCTUATION = str.maketrans("", "", string.punctuation)
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")

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


def read_predicted(documents: object) -> Documents:
    """Check and normalise predicted templates.

    Raises:
        TypeError: If something has not the form above; the message says where.
        ValueError: If a template's type is missing or empty.
    """
    return _read("pred", documents)


def read_gold(documents: object) -> Documents:
    """Check and normalise gold templates; drop what is empty or there twice.

    Raises:
        TypeError: If something has not the form above; the message says where.
        ValueError: If a template's type is missing or empty.
    """
    return {
        docid: list({_identity(kept): kept for kept in map(_without_empty, templates)}.values())
        for docid, templates in _read("gold", documents).items()
    }


def _without_empty(template: Template) -> Template:
    roles = {
        role: tuple(kept for entity in entities if (kept := tuple(mention for mention in entity if mention)))
        for role, entities in template.roles.items()
    }
    return Template(template.type, {role: entities for role, entities in roles.items() if entities})


def _identity(template: Template) -> tuple[str, frozenset[tuple[str, tuple[Entity, ...]]]]:
    """What identical templates have in common."""
    return template.type, frozenset(
        (role, tuple(sorted(tuple(sorted(entity)) for entity in entities))) for role, entities in template.roles.items()
    )


def _read(side: str, documents: object) -> Documents:
    if not isinstance(documents, Mapping):
        raise TypeError(f"{side}: expected a dictionary of documents, got {_kind(documents)}")
    return {
        docid: [
            _template(f"{side}[{docid!r}][{index}]", template)
            for index, template in enumerate(_list(f"{side}[{docid!r}]", "templates", templates))
        ]
        for docid, templates in documents.items()
    }


def _template(where: str, template: object) -> Template:
    if not isinstance(template, Mapping):
        raise TypeError(f"{where}: expected a template (a dictionary), got {_kind(template)}")
    if TYPE_KEY not in template:
        raise ValueError(f"{where}: {TYPE_KEY} is missing")
    event_type = template[TYPE_KEY]
    if not isinstance(event_type, str):
        raise TypeError(f"{where}.{TYPE_KEY}: expected a string, got {_kind(event_type)}")
    if not event_type.strip():
        raise ValueError(f"{where}.{TYPE_KEY} is empty: it would be part of every gold type")
    roles = {role: _entities(f"{where}.{role}", value) for role, value in template.items() if role != TYPE_KEY}
    return Template(event_type, {role: entities for role, entities in roles.items() if entities})


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
