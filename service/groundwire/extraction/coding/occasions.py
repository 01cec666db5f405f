"""The date of a record: the draft's words, found in the passage and resolved by code against the publication."""

import re
from dataclasses import dataclass
from datetime import date

from groundwire.extraction.coding.support import Note, Support, stated
from groundwire.extraction.reading.date_conflicts import find_conflicts
from groundwire.extraction.reading.dates import find_dates, find_header_date, find_rival_header_date, resolve_date
from groundwire.extraction.reading.folding import find_words
from groundwire.schemas import Article, DateBasis, DateRange, GroundingStatus, WarningCode

_TIME = re.compile(
    r"\b(?:recent|earlier|later|lately|soon|now|current|week|month|year|days?\b|night|evening|morning|afternoon|hour|"
    r"ago\b|summer|winter|spring|autumn|нещодав|недав|тиж|недел|місяц|месяц|рік|рок|год|ніч|ноч|день|дня|днів|дней|"
    r"kürzlich|jüngst|woche|monat|jahr|tag|nacht)",
    re.IGNORECASE,
)
"""Words about time that fix no days, and so are none of the date module's."""


@dataclass(frozen=True, slots=True)
class Publication:
    """When the article was published, as far as is known.

    Attributes:
        day: The day; None if unknown.
        in_text: True if it was read from the article's own head rather than given by the caller.
        doubted: True if something in the article contradicts that day; what is resolved by it is then said to be.
        head: Where the article's own head states a date, in offsets; None if it does not. Nothing happened on that
            day merely because it stands there.
    """

    day: date | None
    in_text: bool = False
    doubted: bool = False
    head: tuple[int, int] | None = None


def publication_of(article: Article) -> tuple[Publication, tuple[Note, ...]]:
    """The publication date that relative dates resolve against, and what in the article contradicts it or itself.

    The caller's word goes before the article's head.
    """
    header = find_header_date(article.text)
    day, head = (header[0], header[1:]) if header else (None, None)
    used = article.published or day
    about_day = []
    if article.published is not None and day is not None and day != article.published:
        about_day.append(f"published is {article.published}, but the article begins with {day}; published was used")
    rival = find_rival_header_date(article.text)
    if rival is not None and rival != used:
        about_day.append(f"the article begins with two dates of publication, {day} and {rival}; {used} was used")
    conflicts = find_conflicts(article.text, used)
    about_day += [conflict.message for conflict in conflicts if conflict.with_publication]
    others = [conflict.message for conflict in conflicts if not conflict.with_publication]
    notes = tuple(Note(WarningCode.DATE_CONTRADICTION, message) for message in (*about_day, *others))
    in_text = article.published is None and used is not None
    return Publication(used, in_text=in_text, doubted=bool(about_day), head=head), notes


def ground_date(
    support: Support, publication: Publication, words: str | None, *, forward: bool = False
) -> DateRange | None:
    """The date that the draft's words name, or None if the passage does not say them.

    Args:
        support: Of the record.
        publication: What relative words refer to.
        words: What the draft says.
        forward: True where the words point to the future ("will meet on Friday").
    """
    said = stated(words)
    if said is None:
        return None
    span = support.find(lambda sentence: _locate(said, sentence))
    if span is None:
        told = _resolved(said, publication, forward=forward) if _speaks_of_time(said) else None
        support.drop("/date", said, "the passage does not say it", told)
        return None
    if publication.head is not None and publication.head[0] <= span[0] and span[1] <= publication.head[1]:
        support.refuse("/date", said, "it is the date of publication")
        return None
    if not _speaks_of_time(support.text[span[0] : span[1]]):
        support.refuse("/date", said, "it speaks of no time")
        return None
    written = support.ground_words("/date/text", said, span)
    resolved = _resolved(written, publication, forward=forward)
    if resolved.start is None:
        support.notes.append(Note(WarningCode.DATE_UNRESOLVED, f"{written!r} fixes no days", "/date"))
    else:
        support.ground("/date/start", GroundingStatus.INFERRED, span)
        support.ground("/date/end", GroundingStatus.INFERRED, span)
        if publication.doubted and resolved.basis in {DateBasis.RELATIVE, DateBasis.HEADER}:
            message = f"{written!r} was counted from {publication.day}, which the article contradicts"
            support.notes.append(Note(WarningCode.DATE_CONTRADICTION, message, "/date"))
    return resolved


def _resolved(words: str, publication: Publication, *, forward: bool) -> DateRange:
    """The days that words stand for, if they fix any."""
    found = resolve_date(words, publication.day, header=publication.in_text, forward=forward)
    return DateRange(text=words, start=found.start, end=found.end, basis=found.basis)


def _speaks_of_time(words: str) -> bool:
    """Whether words are about a time at all; such as fix no days ("recently") are."""
    return bool(find_dates(words)) or _TIME.search(words) is not None


def _locate(said: str, sentence: str) -> tuple[int, int] | None:
    """Where a sentence says the words, with all of the date that they are a part of: "15 March", then "2023" too."""
    span = next(find_words(said, sentence), None)
    if span is None:
        return None
    touched = [(start, end) for start, end in find_dates(sentence) if start < span[1] and span[0] < end]
    return min([span[0], *(start for start, _ in touched)]), max([span[1], *(end for _, end in touched)])
