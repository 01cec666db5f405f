"""The fullest name that an article gives of a person whom it also calls by the last name alone (codebook, rule 8).

"Nowak" is Jan Nowak only where the article can mean no other: it has one full name that ends so, beside no relative
and nobody else of that name, and of two bearers of a name the one in office is not taken for the one without.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from groundwire.extraction.coding.geography import state_named
from groundwire.extraction.reading.calendar_words import MONTHS, WEEKDAYS
from groundwire.extraction.reading.folding import folded
from groundwire.extraction.reading.tokens import word_set

_OFFICE = re.compile(
    r"presidente?|premier|secretary|king|queen|prince|princess|envoy|ambassador|governor|general|gen|colonel|col|mayor|"
    r"negotiator|leader|senator|chief|advis[eo]r|commander|spokes\w+|chair\w*|commissioner|speaker|pope|sheikh|emir|"
    r"\w*minister(?:in)?|\w*präsident(?:in)?|\w*chancellor|\w*kanzler(?:in)?|\w*sprecher(?:in)?|\w*chef(?:in)?|"
    r"\w*botschafter(?:in)?|президент\w*|прем.?[єе]р\w*|міністр\w*|министр\w*|голова|глава|посол"
)
_OFFICE_BEHIND = re.compile(
    r"(?:,|, who is) (?:an? |the )?(?:[\w'-]+ ){0,4}?(?:president|\w*minister|premier|secretary|chancellor|envoy|"
    r"leader|ambassador|negotiator|head|chief|advis[eo]r|aide|governor|spokes\w+)\b"
)
_MEN, _WOMEN = word_set("mr sir herr herrn пан"), word_set("mrs ms miss frau пані")
_KIN = re.compile(
    r"\b(?:wife|husband|son|daughter|brother|sister|father|mother|widow|nephew|niece|cousin|grandson|granddaughter|uncle|"
    r"aunt|first lady|дружина|син|донька|брат|сестра|жена|сын|дочь|ehefrau|sohn|tochter|bruder|schwester),? $"
)
_NO_NAMES = (
    word_set(
        "when while as after before since although though if because but and or so yet then now today yesterday "
        "tomorrow earlier later meanwhile however instead still also even did does do has have had is was are were "
        "will would can could may might should must what why how who whom whose which where with without for from by "
        "at in on to of about against between despite during under over like unlike this that these those the a an "
        "his her their its our my he she it they we you i no not only both either neither all some many most more "
        "former late new old young deputy vice first republican democrat conservative lady officer state affairs "
        "defence defense foreign interior als auch wie nach mit bei von der die das doch aber und dass wenn während "
        "laut für gegen ob dann nun zuvor danach später коли як але та і за на у в про що если когда как но и по о "
        "что"
    )
    | set(WEEKDAYS)
    | (set(MONTHS) - {"jan"})
)
"""Words that begin with a capital letter before a last name, at the beginning of a sentence or always."""
_PARTICLES = word_set("von van der den de da di dos del la le el al bin ibn ben abu zu af")
_WORD_BEFORE = re.compile(r"(?:^|(?<=[\s\"'(“„«‘-]))(?P<word>[^\W\d_](?:[\w'’-]*\w)?)(?P<dot>\.?) $")
_SENTENCE_END = re.compile(r"(?:^|[.!?:\n][\s\"'”’]*)$")
_MOST_GIVEN = 4


@dataclass(frozen=True, slots=True)
class _Mention:
    """A place where a last name stands.

    Attributes:
        start: Of the name with its given names, in code points of the article.
        end: One past its last character.
        given: The given names, folded; empty for the last name alone.
        before: The word before all of them, folded; empty if there is none.
        in_office: True if an office stands before or behind it.
        of_kin: True if it is introduced as somebody's relative.
    """

    start: int
    end: int
    given: tuple[str, ...]
    before: str
    in_office: bool
    of_kin: bool


def full_name(text: str, span: tuple[int, int]) -> tuple[int, int] | None:
    """Where an article first gives the full name of a person.

    Args:
        text: The article.
        span: Where it gives the last name alone, or behind a title.

    Returns:
        The span of the full name; None if there is none, or if it may be another person's.
    """
    words = text[slice(*span)].split()
    while len(words) > 1 and _is_title(folded(words[0])):
        words.pop(0)
    if not words or not words[0][0].isupper() or len(words) > 1:
        return None
    mentions = list(_mentions(text, words[0]))
    named = [mention for mention in mentions if mention.given]
    longest = max(named, key=lambda mention: (len(mention.given), -mention.start), default=None)
    if longest is None or _may_be_two(mentions, longest):
        return None
    introduced = longest.start < span[0] or any(mention.in_office for mention in named)
    return (longest.start, longest.end) if introduced else None


def _may_be_two(mentions: list[_Mention], longest: _Mention) -> bool:
    """Whether those who bear the name may be more than one person."""
    named = [mention for mention in mentions if mention.given]
    bare = [mention for mention in mentions if not mention.given]
    others = any(not set(mention.given) <= set(longest.given) for mention in named)
    addresses = {mention.before for mention in mentions}
    couple = bool(addresses & _MEN) and bool(addresses & _WOMEN)
    unproven = any(mention.in_office for mention in bare) and not any(mention.in_office for mention in named)
    return others or couple or unproven or any(mention.of_kin for mention in mentions)


def _mentions(text: str, last: str) -> Iterator[_Mention]:
    plain = folded(text)
    for match in re.finditer(rf"(?<![\w'’-]){re.escape(last)}(?![\w-])", text):
        start, given, before = match.start(), list[str](), ""
        while (found := _WORD_BEFORE.search(text[max(0, start - 40) : start])) is not None:
            word, before = found["word"], folded(found["word"])
            if len(given) == _MOST_GIVEN or not _is_given(
                word, dotted=bool(found["dot"]), first=_begins_sentence(text, start - len(found.group()))
            ):
                break
            start -= found.end() - found.start()
            given.insert(0, before)
            before = ""
        while given and given[0] in _PARTICLES:
            start = text.index(" ", start) + 1
            given.pop(0)
        office = bool(_OFFICE.fullmatch(before)) or _OFFICE_BEHIND.match(plain, match.end()) is not None
        kin = _KIN.search(plain[max(0, start - 40) : start]) is not None
        yield _Mention(start, match.end(), tuple(given), before, office, kin)


def _begins_sentence(text: str, start: int) -> bool:
    return _SENTENCE_END.search(text[max(0, start - 4) : start]) is not None


def _is_given(word: str, *, dotted: bool, first: bool) -> bool:
    """Whether a word before a last name is a given name, an initial or a particle of the name.

    At the beginning of a sentence any word has a capital letter, and many are adverbs ("Reportedly").
    """
    plain = folded(word)
    if plain in _PARTICLES:
        return True
    if dotted:
        return len(word) <= 2 and word[0].isupper() and not _is_title(plain)
    if not word[0].isupper() or (word.isupper() and len(word) > 1) or plain.endswith(("'s", "s'")):
        return False
    return not (plain in _NO_NAMES or _is_title(plain) or state_named(word) or (first and plain.endswith("ly")))


def _is_title(plain: str) -> bool:
    bare = plain.strip(".")
    return bare in _MEN or bare in _WOMEN or bare == "dr" or _OFFICE.fullmatch(bare) is not None
