"""Proper names of a text, by their capital letters: of states, places, people and organisations.

Which of these a name is, its surroundings say, as far as code can tell; the rest is the model's choice.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from groundwire.extraction.candidates.leads import LEADS
from groundwire.extraction.coding.geography import is_region_at, is_whole_state, state_named
from groundwire.extraction.coding.known_places import find_places
from groundwire.extraction.reading.dates import find_dates
from groundwire.extraction.reading.folding import folded
from groundwire.extraction.reading.tokens import word_set

_UPPER = r"[^\W\d_a-zß-öø-ÿа-яёєіїґў]"
_WORD = rf"(?:(?:{_UPPER}\.){{2,}}|{_UPPER}[\w’'ʼ\u0300-\u036f]*(?:-[\w’'ʼ\u0300-\u036f]+)*)"
_JOIN = rf"(?: (?:of|the|de|la|el|al|von|van|der|den|bin|du|da|di|ben)(?= (?:the )?{_UPPER}))"
_NAME = re.compile(rf"(?<![\w’'-])(?:[Aa]l-|el-)?{_WORD}(?:{_JOIN}{{0,2}} {_WORD})*")
_POSSESSIVE = re.compile(r"['’]s?$")
_REGION_AFTER = re.compile(
    r"(?:['’]s)? (?:region|oblast|province|district|county|governorate|prefecture|peninsula|область|області|областью|"
    r"областю|области|район\w*)(?!\w)",
    re.IGNORECASE,
)
_IS_REGION = re.compile(r" (?:Region|State|Province|Oblast|County|District|Governorate|Prefecture|Department)$")
_TITLE = (
    r"(?:president|minister|premier|chancellor|secretary|general|gen\.|colonel|col\.|maj\.|lt\.|"
    r"capt\.|governor|mayor|"
    r"mr\.?|mrs\.?|ms\.?|dr\.?|king|queen|prince|envoy|ambassador|spokes\w+|chief|commander|"
    r"advis[eo]r|leader|chair\w*|"
    r"director|pope|judge|sheikh|президент\w*|міністр\w*|министр\w*|прем['’]єр\w*|премьер\w*|генерал\w*|речни\w+|"
    r"губернатор\w*|мер\w?|мэр\w?|\w*präsident\w*|\w*minister(?:in|s)?|\w*kanzler\w*|sprecher\w*|"
    r"gouverneur\w*|bürgermeister\w*)"
)
_OFFICE = re.compile(
    r"(?<!\w)(?:state|defen[cs]e|affairs|staff|treasury|parliament|council|senate|assembly|republic|"
    r"commission|office|"
    r"court|department|administration)$",
    re.IGNORECASE,
)
"""What ends the name of an office or a body, though it has a title in it."""
_TITLED = re.compile(rf"(?<!\w){_TITLE},? ?$", re.IGNORECASE)
_IS_TITLE = re.compile(rf"(?:(?:vice|deputy|secretary|attorney|major|lieutenant|ex)-)*{_TITLE},?$", re.IGNORECASE)
_PARTS_OF_THE_WORLD = word_set(
    "western eastern northern southern african asian european arab muslim christian jewish orthodox soviet nazi "
    "africa asia europe west east north south telegram facebook twitter advertisement "
    "захід схід північ південь європа азія африка запад восток север юг европа азия "
    "westen osten norden süden europa asien afrika"
)
_EVENT = re.compile(r"\b(?:War|Wars|Day|Cup|League|Olympics|Festival|Christmas|Easter|Ramadan)\b")
"""Capitalised words that name neither a party nor a place that can be hit."""


class Sort(Enum):
    """What a name can stand for."""

    STATE = auto()
    """A state by its name, demonym or the like."""
    SEAT = auto()
    """A city that also stands for the government that sits in it."""
    PERSON = auto()
    """A person, told by a title."""
    REGION = auto()
    """A region, told by the word for it."""
    OTHER = auto()
    """A place, an organisation, a person without a title."""


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name where it stands.

    Attributes:
        start: First character, inclusive, in code points.
        end: One past the last character, exclusive.
        words: Exactly what is written there.
        sort: What it can stand for.
    """

    start: int
    end: int
    words: str
    sort: Sort

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands."""
        return self.start, self.end


def capitalised(sentences: Iterable[str]) -> frozenset[str]:
    """Words that are written with a capital where no sentence begins, in text and not in headings; folded."""
    found: set[str] = set()
    for sentence in sentences:
        words = re.findall(r"[^\W\d_]+", sentence)
        if 2 * sum(word[0].isupper() for word in words) < len(words):
            found |= {folded(word) for word in words[1:] if word[0].isupper()}
    return frozenset(found)


def find_names(sentence: str, known: frozenset[str]) -> tuple[Name, ...]:
    """Proper names of a sentence, left to right, not overlapping; dates and weekdays are none.

    Args:
        sentence: Its text.
        known: Words of the article that have a capital anywhere (`capitalised`). A capital at the beginning of a
            sentence says nothing by itself.
    """
    dates = find_dates(sentence)
    return tuple(
        name
        for first, last in _runs(sentence, known)
        if not any(start < last and first < end for start, end in dates)
        for name in _named(sentence, first, last)
        if len(name.words) > 1
        and not _PARTS_OF_THE_WORLD.issuperset(folded(name.words).split(" "))
        and not _EVENT.search(name.words)
    )


def _runs(sentence: str, known: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words, without those at their head that only begin the sentence."""
    for match in _NAME.finditer(sentence):
        first, last = match.span()
        while first < last:
            word = sentence[first:last].partition(" ")[0]
            plain = _POSSESSIVE.sub("", folded(word))
            only_begins = first == match.start() and _only_begins(sentence, (first, last), known)
            if plain not in LEADS and not only_begins and not _is_mixed(word):
                break
            first += len(word) + 1
        if first < last:
            yield first, first + len(_POSSESSIVE.sub("", sentence[first:last]))


def _only_begins(sentence: str, run: tuple[int, int], known: frozenset[str]) -> bool:
    """Whether the first word of a run has its capital only because the sentence begins there."""
    if any(char.isalnum() for char in sentence[: run[0]]):
        return False
    words = sentence[run[0] : run[1]]
    head, _, rest = words.partition(" ")
    if any(char.isupper() for char in head[1:]):  # "NATO", "Al-Shabaab"
        return False
    if _POSSESSIVE.sub("", folded(head)) in known or state_named(_POSSESSIVE.sub("", head)) or state_named(words):
        return False
    # "Recent Ukrainian attacks", but "Jan Nowak said".
    return not rest or state_named(rest.partition(" ")[0]) is not None


def _is_mixed(word: str) -> bool:
    """Whether a word is an adjective made of a name: "UN-brokered", "Moscow-occupied"."""
    _, hyphen, end = word.rpartition("-")
    return bool(hyphen) and len(end) > 3 and end.islower()


def _named(sentence: str, first: int, last: int) -> Iterator[Name]:
    """The name of a run; two where a state leads another name ("Russian President Vladimir Putin")."""
    words = sentence[first:last]
    head, _, rest = words.partition(" ")
    bare = _POSSESSIVE.sub("", head)
    if rest and state_named(words) is None and state_named(bare) is not None:
        yield Name(first, first + len(bare), bare, _sort_of_state(bare))
        first, words = first + len(head) + 1, rest
    person = _behind_titles(words)
    if _OFFICE.search(words) and person:  # "the General Staff"
        yield Name(first, last, words, Sort.OTHER)
    elif person != words or _TITLED.search(sentence[:first]):
        if person:
            first = last - len(person)
            named = person.partition(" of ")[0]  # "Jane Doe of Chad"
            yield Name(first, first + len(named), named, Sort.PERSON)
        elif state_named(state := words.rpartition(" of ")[2]) is not None:  # "the President of Chad"
            yield Name(last - len(state), last, state, _sort_of_state(state))
    elif state_named(words) is not None:
        yield Name(first, last, words, _sort_of_state(words))
    elif _IS_REGION.search(words):
        yield Name(first, last, words, Sort.REGION)
    elif (region := _REGION_AFTER.match(sentence, last)) or is_region_at(sentence, (first, last)):
        end = region.end() if region else last
        yield Name(first, end, sentence[first:end], Sort.REGION)
    else:
        yield Name(first, last, words, Sort.OTHER)


def _sort_of_state(words: str) -> Sort:
    is_city = not is_whole_state(words) and any(place.state is None for place in find_places(words))
    return Sort.SEAT if is_city else Sort.STATE


def _behind_titles(words: str) -> str:
    """The name behind the last title in a run; the run as it is if there is none."""
    parts = words.split(" ")
    first = max((index for index, part in enumerate(parts, start=1) if _IS_TITLE.match(part)), default=0)
    if first and parts[first:] and parts[first].islower():  # "Secretary of State", "President of Chad"
        ends = (end for end in range(first + 2, len(parts) + 1) if _is_seat_of_office(" ".join(parts[first + 1 : end])))
        first = next(ends, first)
    return " ".join(parts[first:])


def _is_seat_of_office(words: str) -> bool:
    """Whether some words end a title with "of"."""
    return bool(_OFFICE.search(words)) or state_named(words) is not None
