"""Words before and after a figure that make it a bound or an approximation (codebook, rule 6).

"more than 75" has the minimum 75, not 76, and "nearly 60" the maximum 60: the figure that the article gives is kept.
"""

from enum import Flag, auto

from groundwire.extraction.reading import count_words as words
from groundwire.extraction.reading.numerals import read_numeral
from groundwire.extraction.reading.tokens import (
    DASHES,
    Token,
    fold,
    follows,
    key_at,
    same_line,
    same_paragraph,
    tokenize,
    touches,
    word_set,
)


class Bound(Flag):
    """What is said about a figure."""

    EXACT = 0
    """Nothing."""
    LEAST = auto()
    """It is a lower bound."""
    MOST = auto()
    """It is an upper bound."""
    ABOUT = auto()
    """It is approximate."""


_BEFORE = {
    Bound.LEAST: (
        "at least|at the very least|at the least|no fewer than|no less than|not fewer than|not less than|a minimum of|"
        "minimum of|minimum|at a minimum|more than|greater than|higher than|over|exceeding|exceeds|exceed|exceeded|"
        "surpassing|surpassed|in excess of|upwards of|upward of|as few as|≥|>|"
        "щонайменше|не менше|не менше ніж|не менше як|не менш|не менш ніж|не менш як|принаймні|як мінімум|мінімум|"
        "хоча б|"
        "понад|більше|більш як|більше ніж|більше як|більш ніж|по меньшей мере|по крайней мере|как минимум|минимум|"
        "хотя бы|"
        "не менее|не менее чем|не менее , чем|не меньше|не меньше чем|не меньше , чем|более|более чем|более , чем|"
        "больше|"
        "больше чем|свыше|mindestens|mind .|wenigstens|zumindest|gut|mehr als|über|nicht weniger als|nicht unter"
    ),
    Bound.MOST: (
        "at most|at the most|no more than|not more than|not exceeding|a maximum of|maximum of|maximum|up to|as many as|"
        "as much as|nearly|almost|close to|approaching|fewer than|less than|lower than|under|below|just shy of|≤|<|"
        "до|майже|щонайбільше|не більше|не більше ніж|не більше як|не більш як|не більш ніж|не понад|менше|менше ніж|"
        "менше як|менш як|менш ніж|почти|не более|не более чем|не более , чем|не больше|не больше чем|не свыше|менее|"
        "менее чем|менее , чем|меньше|меньше чем|bis zu|fast|beinahe|nahezu|annähernd|knapp|höchstens|maximal|"
        "nicht mehr als|nicht über|weniger als|unter"
    ),
    Bound.ABOUT: (
        "about|around|approximately|approx|approx .|roughly|some|circa|ca|ca .|c .|an estimated|estimated|"
        "in the region of|in the order of|perhaps|maybe|~|≈|близько|приблизно|орієнтовно|десь|около|примерно|"
        "приблизительно|ориентировочно|порядка|etwa|rund|ungefähr|zirka|schätzungsweise"
    ),
}
_AFTER = {
    Bound.LEAST: (
        "or more|and more|or above|at least|at the very least|at a minimum|and counting|plus|+|if not more|"
        "або більше|чи більше|і більше|та більше|й більше|щонайменше|и более|или более|и больше|или больше|как минимум|"
        "oder mehr|und mehr|mindestens"
    ),
    Bound.MOST: "or fewer|or less|at most|at the most|at maximum|або менше|или менее|oder weniger|höchstens",
    Bound.ABOUT: "or so|or thereabouts|odd|- odd|give or take|approximately",
}
_ADVERBS = word_set("just well slightly far considerably significantly even significantly")
_BETWEEN = word_set(
    "another additional further other record whopping staggering total an a the nearby reported estimated ще еще "
    "weitere weiteren"
)
_SPEECH = word_set(
    "talk talks talking information told tell report reports question questions concern concerns worried speak spoke "
    "spoken know news data details asked ask learned warned warn story stories agreement discussion"
)
_PARTICLE = word_set(
    "hand handed handing hands turn turned turning turns take took taken taking takes fly flew flying flown pass "
    "passed dispute disputes fought fight clash clashed control go went run ran sign signed"
)
_NOT_AFTER = {
    **dict.fromkeys(("about", "around"), _SPEECH),
    "over": _PARTICLE,
    "under": word_set("came come comes put live lives living"),
    "minimum": word_set("the"),
    "up": word_set("went go goes going gone rose risen climbed"),
    "über": word_set("bericht berichte berichtet berichten berichteten informationen meldungen flog flogen verfügt"),
}


_REACH = 6
"""How many words away "зросла" still makes "до 12" the figure that was reached, and no bound."""
_CLAUSE_ENDS = frozenset(".,;:!?")
_SENTENCE_ENDS = frozenset(".;!?")
_NEGATIONS = frozenset({"не", "nicht"})
_COMPARED = word_set("than of ніж чем als як")
"""After one of these words "and more" starts the next figure's qualifier."""


def _phrases(table: dict[Bound, str]) -> dict[str, list[tuple[tuple[str, ...], Bound]]]:
    """Index phrases by their last word, the longest first."""
    index: dict[str, list[tuple[tuple[str, ...], Bound]]] = {}
    for bound, spelled in table.items():
        for phrase in spelled.split("|"):
            keys = tuple(fold(word) for token in phrase.split() for word in (t.key for t in tokenize(token)))
            index.setdefault(keys[-1], []).append((keys, bound))
    for phrases in index.values():
        phrases.sort(key=lambda entry: -len(entry[0]))
    return index


_BEFORE_BY_LAST = _phrases(_BEFORE)
_AFTER_PHRASES = sorted(
    (entry for entries in _phrases(_AFTER).values() for entry in entries), key=lambda entry: -len(entry[0])
)
_AFTER_FIRST = frozenset(keys[0] for keys, _ in _AFTER_PHRASES)


def before(tokens: list[Token], index: int, *, german: bool = False) -> tuple[int, Bound]:
    """Read the qualifiers that end right before a figure, several if they are stacked ("at least about 20").

    Args:
        tokens: The text.
        index: First token of the figure, or of the currency sign before it.
        german: True if the words after the figure are German, where "fast" means "nearly" and "gut" "a good".

    Returns:
        Index of the first token of the qualifiers, `index` if there are none, and what they say.
    """
    bound = Bound.EXACT
    first = index
    for _ in range(3):
        at = first
        while key_at(tokens, at - 1) in _BETWEEN and same_line(tokens, at) and first - at < 3:
            at -= 1
        found = _one_before(tokens, at, german) or _one_before(tokens, first, german)
        if found is None:
            break
        first, more = found
        bound = _joined(bound, more)
    return first, bound


def _one_before(tokens: list[Token], index: int, german: bool) -> tuple[int, Bound] | None:
    for keys, bound in _BEFORE_BY_LAST.get(key_at(tokens, index - 1), ()):
        start = index - len(keys)
        if not follows(tokens, start, keys) or not same_paragraph(tokens, index):
            continue
        if (keys in {("fast",), ("gut",)} and not german) or key_at(tokens, start - 1) in _NOT_AFTER.get(keys[0], ()):
            return None
        if keys == ("до",) and _is_reached(tokens, start):
            return None
        if key_at(tokens, start - 1) in _NEGATIONS and same_line(tokens, start):
            return start - 1, _turned(bound)
        while key_at(tokens, start - 1) in _ADVERBS and same_line(tokens, start):
            start -= 1
        return start, bound
    return None


def _is_reached(tokens: list[Token], at: int) -> bool:
    """Whether "до 12" at an index is what something rose or fell to: "зросла до 12", "До 12 зросла кількість".

    After a dash the verb may be that of the clause before: "загиблих зросла до 12, поранених – до 30".
    """
    dashed = key_at(tokens, at - 1) in DASHES
    for step in (-1, 1):
        ends, reach = (_SENTENCE_ENDS, _REACH * 2) if dashed and step < 0 else (_CLAUSE_ENDS, _REACH)
        for near in range(1, reach + 1):
            key = key_at(tokens, at + step * near)
            if not key or key in ends or not same_line(tokens, at + step * near + (step < 0)):
                break
            if key.startswith(words.CHANGE_STEMS):
                return True
    return False


def _turned(bound: Bound) -> Bound:
    """What a denied qualifier says: "не понад 20" is at most 20."""
    return {Bound.LEAST: Bound.MOST, Bound.MOST: Bound.LEAST}.get(bound, bound)


def after(tokens: list[Token], index: int) -> tuple[int, Bound]:
    """Read the qualifier that follows a figure, directly or behind the one word that it counts ("20 people or more").

    Args:
        tokens: The text.
        index: One past the last token of the figure.

    Returns:
        Index one past the qualifier, `index` if there is none, and what it says.
    """
    for start in (index, index + 1):
        if not same_line(tokens, start) or (start > index and tokens[index].key in _AFTER_FIRST):
            break
        for keys, bound in _AFTER_PHRASES:
            end = start + len(keys)
            if not follows(tokens, start, keys) or (keys == ("+",) and not touches(tokens, start)):
                continue
            # "20 dead, at least 5 of them children": the qualifier belongs to the next figure.
            ahead = tokens[end] if end < len(tokens) else None
            plain = ahead is None or touches(tokens, end) or not _starts_figure(tokens, end)
            plain = plain and key_at(tokens, end) not in _COMPARED
            if plain and (start == index or len(keys) > 1):
                return end, bound
    return index, Bound.EXACT


def _starts_figure(tokens: list[Token], index: int) -> bool:
    return read_numeral(tokens, index) is not None


def _joined(inner: Bound, outer: Bound) -> Bound:
    """Stack two qualifiers; of two bounds that contradict each other the one nearer to the figure counts."""
    both = Bound.LEAST | Bound.MOST
    return inner | (outer & Bound.ABOUT if inner & both else outer)
