"""What a caller may wish of an extraction, and how these wishes are written into a request."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypedDict

from groundwire.schemas import Article, CacheMode, RecordType, Unsupported


class Wishes(TypedDict, total=False):
    """Keyword arguments of `extract`, `extract_stream` and `extract_many`. The service judges all but `timeout_s`."""

    published: date | str | None
    """Day of publication, as a date or YYYY-MM-DD; "on Friday" needs it."""
    title: str | None
    """Headline, if it is not part of the text; at most 1,000 characters."""
    source_url: str | None
    """Where the article came from; at most 2,000 characters; never fetched."""
    record_types: Iterable[RecordType | str] | None
    """`attack`, `diplomatic_event`, `aid_pledge`; all by default, fewer cost less."""
    cache: CacheMode | str
    """`use` (default), `refresh` or `off`."""
    unsupported: Unsupported | str
    """What becomes of values that the article does not state: `drop` (default), `flag` or `repair`."""
    recall_pass: bool
    """Ask once more about sentences with facts that no record claims; false by default."""
    timeout_s: float | None
    """Seconds for this call, instead of the client's; above 0. A service that allows less takes less."""


def fields_of(article: Article | str, wishes: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a request, without its `timeout_s`, as JSON has them.

    Args:
        article: Its text, or an Article; what is wished besides replaces the Article's own.
        wishes: The keyword arguments of a call; those that are None are left out.

    Raises:
        TypeError: There is no such wish.
    """
    given = article.model_dump(mode="json", exclude_none=True) if isinstance(article, Article) else {"text": article}
    return {**given, **{name: wish for name, wish in plain(wishes).items() if name != "timeout_s"}}


def plain(wishes: Mapping[str, Any]) -> dict[str, Any]:
    """The wishes that are not None, as JSON has them, so that they can be used more than once.

    Raises:
        TypeError: There is no such wish.
    """
    unknown = sorted(wishes.keys() - Wishes.__annotations__.keys())
    if unknown:
        raise TypeError(f"unexpected keyword argument {unknown[0]!r}")
    given = {name: as_plain(wish) for name, wish in wishes.items() if wish is not None}
    if isinstance(given.get("record_types"), str):
        given["record_types"] = [given["record_types"]]
    return given


def as_plain(wish: object) -> object:
    """A value as JSON has it: a day in words, a list of whatever can be listed."""
    if isinstance(wish, date):
        return wish.isoformat()
    return list(wish) if isinstance(wish, Iterable) and not isinstance(wish, str) else wish
