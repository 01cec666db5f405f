"""The two states whose war an article tells of: "the war between X and Y", "X's invasion of Y".

News seldom repeats who talks, agrees on a truce or exchanges prisoners when it has said who is at war. Where all wars,
conflicts and talks of an article are those of the same two states, these are meant.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from groundwire.extraction.coding.geography import StateName, state_named
from groundwire.extraction.reading.calendar_words import MONTHS
from groundwire.extraction.reading.folding import folded
from groundwire.extraction.reading.sentences import Sentence

_WAGED = (
    r"wars?|invasions?|invaded|(?:angriffs)?krieg(?:s|es)?|einmarsch\w*|überfall|"
    r"війн\w+|вторгнення|агресі\w+|войн\w+|вторжени\w+|агресси\w+"
)
_SHARED = (
    r"conflicts?|hostilities|ceasefire|truce|armistice|talks|negotiations|prisoner (?:exchange|swap)s?|"
    r"konflikt\w*|waffenruhe|verhandlungen|gefangenenaustausch|конфлікт\w*|переговор\w*|конфликт\w*"
)
_WAR = re.compile(rf"(?<![\w-])(?:(?P<waged>{_WAGED})|{_SHARED})(?!\w)", re.IGNORECASE)
_NO_WAR_BEFORE = re.compile(r"\b(?:trade|tariff|price|culture|drug|class|bidding|star) $", re.IGNORECASE)
_NO_WAR_AFTER = re.compile(r" of (?:words|nerves|attrition)\b")
_BETWEEN = re.compile(r" (?:between|zwischen|між|между) ")
_AGAINST = re.compile(r" (?:of|on|against|with|in|into|gegen|mit|auf|проти|против|в|у|до|на|з|із|с) ")
_BY = re.compile(r" (?:by|durch) ")
_AND = re.compile(r" (?:and|und|та|і|й|и) ")
_SKIPPED = re.compile(r"(?:(?:the|die|der|dem|den|das|neighbou?ring|central|occupied|all|\w+ern|benachbarte\w*) )*")
_NAME = re.compile(r"[^\W\d_][\w.’'-]*(?: [^\W\d_][\w.’'-]*){0,2}")
_BEFORE = re.compile(
    r"(?P<name>(?:[^\W\d_][\w.-]* ){0,2}[^\W\d_][\w.-]*)(?:['’]s?)? (?:(?!(?:of|by|in|for|on|to|and|or|the|with|from|"
    r"that|said|says|a|an|its|his|at|as|is|was)\b)[a-zäöüßа-яґєіїёʼ-]+ ){0,3}$"
)
_REACH = 80
"""How far before a word for war, in code points, may stand whose it is."""


@dataclass(frozen=True, slots=True)
class Side:
    """A state at war, and where the article names it, in code points."""

    state: StateName
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Belligerents:
    """Both sides of a war, and the sentence that tells of it."""

    sides: tuple[Side, Side]
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class _Stranger:
    """Somebody with a name who is no state: a group, a person or a region."""


_Party = Side | _Stranger | None


def belligerents(text: str, sentences: Sequence[Sentence]) -> Belligerents | None:
    """The only two states of whose war an article tells; None if there are none, or anybody else's too.

    Args:
        text: The article.
        sentences: Those of its sentences that tell news.
    """
    found: Belligerents | None = None
    codes: set[str] = set()
    for sentence in sentences:
        if _WAR.search(text, sentence.start, sentence.end) is None:
            continue  # most sentences: of the others, what comes before is copied
        for parties in _wars(text[: sentence.end], sentence.start):
            sides = [party for party in parties if isinstance(party, Side)]
            if len(sides) < len(parties):
                return None
            codes |= {side.state.code for side in sides}
            if len({side.state.code for side in sides}) == 2 and found is None:
                found = Belligerents((sides[0], sides[1]), sentence)
    return found if len(codes) == 2 else None


def _wars(text: str, start: int) -> Iterator[list[Side | _Stranger]]:
    """Whoever is told to be at war or to talk, for each word of a sentence that tells of it."""
    for match in _WAR.finditer(text, start):
        if match.group().startswith("War") or _NO_WAR_BEFORE.search(
            text[max(start, match.start() - _REACH) : match.start()]
        ):
            continue  # "World War II" is history
        if _NO_WAR_AFTER.match(text, match.end()):
            continue
        parties = _waged(text, start, match) if match["waged"] else []
        shared = _BETWEEN.match(text, match.end())
        if shared is not None:
            first = _name_at(text, shared.end())
            joint = _AND.match(text, first.span[1]) if isinstance(first, Side) else None
            second = _name_at(text, joint.end()) if joint else None
            parties = [first, second or _Stranger()] if first else []
        yield [party for party in parties if party is not None]


def _waged(text: str, start: int, match: re.Match[str]) -> list[_Party]:
    """Who wages a war against whom: "X's war on Y", "X invaded Y", "invasion of Y by X"."""
    parties = [*_names_before(text, start, match.start())]
    end = match.end()
    direct = _name_at(text, end + 1) if text[end : end + 1] == " " else None
    if isinstance(direct, Side):
        parties.append(direct)
        end = direct.span[1]
    for link in (_AGAINST, _BY):
        linked = link.match(text, end)
        party = _name_at(text, linked.end()) if linked else None
        parties.append(party)
        end = party.span[1] if isinstance(party, Side) else end
    return parties


def _name_at(text: str, start: int) -> _Party:
    """Who is named there."""
    skipped = _SKIPPED.match(text, start)
    match = _NAME.match(text, skipped.end() if skipped else start)
    if match is None or not match.group()[0].isupper() or folded(match.group().split()[0]).strip(".") in MONTHS:
        return None
    words = match.group().split(" ")
    for count in range(len(words), 0, -1):
        name = re.sub(r"['’]s?$|[.,]$", "", " ".join(words[:count]))
        state = _state(name)
        if state is not None:
            return Side(state, (match.start(), match.start() + len(name)))
    return _Stranger()


def _names_before(text: str, start: int, end: int) -> list[_Party]:
    """Whose war it is: "Ruritania's full-scale war"; of "the X-Y war" both."""
    start = max(start, end - _REACH)
    match = _BEFORE.search(text[start:end])
    if match is None:
        return []
    first, words = start + match.start("name"), match["name"]
    while words:
        state = _state(words)
        if state is not None:
            return [Side(state, (first, first + len(words)))]
        head, _, tail = words.partition(" ")
        if not tail:
            break
        first, words = first + len(head) + 1, tail
    left, dash, right = words.partition("-")
    if not (dash and left[:1].isupper() and right[:1].isupper()):
        return []
    pair = [_state(left), _state(right)]
    if pair[0] is None or pair[1] is None:
        return [_Stranger()]
    middle = first + len(left)
    return [Side(pair[0], (first, middle)), Side(pair[1], (middle + 1, middle + 1 + len(right)))]


def _state(words: str) -> StateName | None:
    """The state of a name in any case: "Russlands" too, and "російське", which has no capital letter."""
    first = words.split(" ", maxsplit=1)[0]
    if first.isascii() and (not first[:1].isupper() or first == "The"):
        return None
    return state_named(words) or (state_named(words[:-1]) if words.endswith("s") else None)
