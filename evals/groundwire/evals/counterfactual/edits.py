"""Changes of an article's text that its labels follow.

A changed text is a row of pieces. Each piece is a stretch of the old text, kept or written anew; leaving pieces out,
moving them and putting new ones between them gives every change there is, and one rule says where a label's span comes
to stand.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from groundwire.evals.errors import EvalError
from groundwire.evals.labels.gold import RECORD_FIELDS, AnyGoldRecord, GoldArticle, digest_of
from groundwire.schemas import Evidence


@dataclass(frozen=True)
class Piece:
    """A stretch of the old text in the new one.

    Attributes:
        start: First character in the old text, inclusive, in code points.
        end: One past the last; equal to `start` for an insertion.
        text: What is written instead; None to keep the stretch as it is.
    """

    start: int
    end: int
    text: str | None = None


def replaced(text: str, changes: Sequence[Piece]) -> tuple[Piece, ...]:
    """The whole text with some stretches written anew.

    Args:
        text: The old text.
        changes: Stretches that do not overlap, in any order. Insertions at one place keep their order.

    Raises:
        EvalError: Two stretches overlap, or one lies outside the text.
    """
    pieces: list[Piece] = []
    position = 0
    for change in sorted(changes, key=lambda piece: (piece.start, piece.end)):
        if not position <= change.start <= change.end <= len(text):
            raise EvalError(f"change of {change.start}-{change.end}: overlaps another one or lies outside the text")
        pieces += [Piece(position, change.start), change]
        position = change.end
    return (*pieces, Piece(position, len(text)))


def moved(text: str, blocks: Sequence[tuple[int, int]], order: Sequence[int]) -> tuple[Piece, ...]:
    """The whole text with its blocks in another order. What stands around and between them stays where it is.

    Args:
        text: The old text.
        blocks: First and last (exclusive) character of each block, in order of appearance, not overlapping.
        order: For each place the number of the block that comes there.
    """
    bounds = [(0, 0), *blocks, (len(text), len(text))]
    gaps = [Piece(left[1], right[0]) for left, right in pairwise(bounds)]
    pieces = [gaps[0]]
    for number, gap in zip(order, gaps[1:], strict=True):
        pieces += [Piece(*blocks[number]), gap]
    return tuple(pieces)


def written(text: str, pieces: Sequence[Piece]) -> str:
    """The new text."""
    return "".join(_words(text, piece) for piece in pieces)


def follow(gold: GoldArticle, text: str, pieces: Sequence[Piece]) -> GoldArticle:
    """The labels of the new text: every span where its words now stand, records in order of their first evidence.

    Raises:
        EvalError: A span was torn apart, left out, or cut by a stretch that is written anew.
    """
    new = written(text, pieces)
    starts = list(accumulate((len(_words(text, piece)) for piece in pieces), initial=0))

    def placed(spans: Sequence[Evidence]) -> tuple[Evidence, ...]:
        found = [_placed(span, pieces, starts) for span in spans]
        return tuple(Evidence(quote=new[start:end], start=start, end=end) for start, end in sorted(found))

    def followed(item: AnyGoldRecord) -> AnyGoldRecord:
        record = item.record.model_copy(update={"evidence": placed(item.record.evidence)})
        spans = {pointer: placed(places) for pointer, places in item.spans.items()}
        return item.model_copy(update={"record": record, "spans": spans})

    changed = with_records(gold, followed)
    return changed.model_copy(update={"sha256": digest_of(new.encode("utf-8"))})


def with_records(gold: GoldArticle, change: Callable[[AnyGoldRecord], AnyGoldRecord | None]) -> GoldArticle:
    """Labels with each record changed, or left out where None comes back; in order of their first evidence."""
    fields: dict[str, tuple[AnyGoldRecord, ...]] = {}
    for field in RECORD_FIELDS.values():
        kept = [item for item in map(change, getattr(gold, field)) if item is not None]
        fields[field] = tuple(sorted(kept, key=lambda item: item.record.evidence[0].start))
    return gold.model_copy(update=fields)


def with_record(gold: GoldArticle, changed: AnyGoldRecord) -> GoldArticle:
    """Labels with a record in the place of the one that has its name."""
    return with_records(gold, lambda item: changed if item.id == changed.id else item)


def _words(text: str, piece: Piece) -> str:
    return text[piece.start : piece.end] if piece.text is None else piece.text


def _placed(span: Evidence, pieces: Sequence[Piece], starts: Sequence[int]) -> tuple[int, int]:
    """First and last (exclusive) character of a span in the new text."""
    touched = [at for at, piece in enumerate(pieces) if piece.start < span.end and span.start < piece.end]
    if not touched:
        raise EvalError(f"span {span.quote!r} at {span.start}: its words were left out")
    row = pieces[touched[0] : touched[-1] + 1]
    first, last = row[0], row[-1]
    whole = first.start <= span.start and span.end <= last.end
    if not whole or any(left.end != right.start for left, right in pairwise(row)):
        raise EvalError(f"span {span.quote!r} at {span.start}: its words were torn apart")
    if (first.text is not None and first.start != span.start) or (last.text is not None and last.end != span.end):
        raise EvalError(f"span {span.quote!r} at {span.start}: a change cuts it")
    start = starts[touched[0]] + span.start - first.start
    end = starts[touched[-1]] + (span.end - last.start if last.text is None else len(last.text))
    return start, end
