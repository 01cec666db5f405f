"""Checks that labels fit their article and themselves. A wrong label would make every figure of a run wrong."""

from collections.abc import Iterable

from pydantic import JsonValue, ValidationError

from groundwire.evals.errors import EvalError
from groundwire.evals.labels.gold import RECORD_FIELDS, AnyGoldRecord, GoldArticle, digest_of
from groundwire.evals.labels.pointers import value_at, with_value, without
from groundwire.schemas import Evidence

SHOWN = 60
"""How much of a text an error message shows, in code points."""


def check_labels(gold: GoldArticle, text: str, where: str) -> None:
    """Check the labels of an article against its text and against the forms of the records.

    Args:
        gold: The labels.
        text: The whole article.
        where: Name of the gold file or the case, for messages.

    Raises:
        EvalError: The digest is another text's, a quote does not stand at its offsets, a pointer names nothing, an
            alternative does not fit its slot, or two records share a name. The message names the field.
    """
    found = digest_of(text.encode("utf-8"))
    if gold.sha256 != found:
        raise EvalError(f"{where}: sha256: is {gold.sha256}, but {gold.article} has {found}")
    names: set[str] = set()
    for kind, item in gold.records():
        field = f"{where}: {RECORD_FIELDS[kind]}.{item.id}"
        if item.id in names:
            raise EvalError(f"{field}: id: another record of this article has the same")
        names.add(item.id)
        _check_quotes(item.record.evidence, text, f"{field}.evidence")
        for pointer, places in item.spans.items():
            _check_pointer(item, pointer, f"{field}.spans.{pointer}")
            _check_quotes(places, text, f"{field}.spans.{pointer}")
        for pointer, values in item.alternatives.items():
            for value in values:
                _check_alternative(item, pointer, value, f"{field}.alternatives.{pointer}")


def lost_field(given: JsonValue, kept: JsonValue, path: str = "") -> str | None:
    """The path of a field that was written but not read, because no form has a field of that name.

    Args:
        given: JSON as it was written.
        kept: JSON of the object that was read from it.
        path: Where both stand, as a pointer.

    Returns:
        A pointer, or None if all was read.
    """
    pairs: Iterable[tuple[str, JsonValue, JsonValue]] = ()
    if isinstance(given, dict) and isinstance(kept, dict):
        unread = next((key for key in given if key not in kept), None)
        if unread is not None:
            return f"{path}/{unread}"
        pairs = ((key, value, kept[key]) for key, value in given.items())
    elif isinstance(given, list) and isinstance(kept, list):
        pairs = ((str(at), *both) for at, both in enumerate(zip(given, kept, strict=True)))
    deeper = (lost_field(inner, inner_kept, f"{path}/{key}") for key, inner, inner_kept in pairs)
    return next((lost for lost in deeper if lost), None)


def _check_quotes(spans: Iterable[Evidence], text: str, field: str) -> None:
    for at, span in enumerate(spans):
        stands = text[span.start : span.end]
        if stands != span.quote:
            raise EvalError(
                f"{field}.{at}: quotes {_short(span.quote)}, but at {span.start}-{span.end} stands {_short(stands)}"
            )


def _check_pointer(item: AnyGoldRecord, pointer: str, field: str) -> None:
    try:
        value = value_at(item.record.model_dump(mode="json"), pointer)
    except LookupError as error:
        raise EvalError(f"{field}: the record has no such value") from error
    if value is None:
        raise EvalError(f"{field}: is null in the record, so it is written nowhere")


def _check_alternative(item: AnyGoldRecord, pointer: str, value: JsonValue, field: str) -> None:
    document = item.record.model_dump(mode="json")
    try:
        changed = without(document, pointer) if value is None else with_value(document, pointer, value)
    except LookupError as error:
        raise EvalError(f"{field}: the record has no such value") from error
    try:
        record = type(item.record).model_validate(changed)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise EvalError(f"{field}: {_short(str(value))} does not fit: {first['msg']}") from error
    lost = lost_field(changed, record.model_dump(mode="json"))
    if lost:
        raise EvalError(f"{field}: {lost}: there is no such field")


def _short(text: str) -> str:
    return repr(text if len(text) <= SHOWN else text[: SHOWN - 1] + "…")
