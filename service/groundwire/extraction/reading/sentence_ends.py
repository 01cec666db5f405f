"""Where a line's sentences end, where the splitter of the library ends them too early or too late.

Each rule looks at a few characters beside the place. A sentence that goes on too long loses nothing; one that is cut in
two loses the words that tell what its figures count.
"""

import re
from collections.abc import Iterator, Sequence

_REACH = 60
"""How far before a place a rule looks, in code points."""
_CLOSERS = re.compile(r"[)\]\"'”’»“‘]{1,4}(?=\s|$)")
"""What closes a sentence behind its full stop; German closes with what opens in English."""
_LETTER = re.compile(r"\s*[^\W\d_]")
_INSERTED = re.compile(r"\s*(?:[,;]|[-–—]\s+(?=[^\W\d_])(?P<word>\w))")
"""What goes on after a quotation: «Ми тут!» – сказав він."""
_QUOTED = re.compile(r"[!?…”»“\"’‘]$")

_NEVER_LAST = re.compile(
    r"(?<![\w.])(?:approx|просп|пос|ген|полк|куб|т\.\s?е|т\.\s?зв|mind|obst|hptm|fa|"
    r"(?:завод|школ|лице|гимнази|больниц|госпитал|театр|университет|институт|академи|площад|парк|музе|аэропорт|"
    r"стадион|бригад)\w*\s(?:\w+\s)?им)\.$",
    re.IGNORECASE,
)
"""Abbreviations that something always follows. Russian "им" alone is also a pronoun."""
_UNIT = re.compile(
    r"(?<![\w.])(?:тис|тыс|млн|млрд|трлн|грн|руб|коп|дол|долл|обл|р-н|кв|год|чол|чел|mio|mrd|[ivx]+)\.$", re.IGNORECASE
)
"""Abbreviations and Roman numbers that end a sentence only before a capital letter."""
_AMOUNT_LAST = re.compile(r"(?<=\d\s)(?:тис|тыс|млн|млрд|трлн|грн|руб)\.(?=\s+[«„“\"]?[А-ЯЁҐЄІЇ])")
"""In these, a capital letter does begin a sentence: what they count is written small."""
_GERMAN_BEFORE_DIGITS = re.compile(
    r"(?<![\w.])(?!(?:nr|ca|st|bd|co|abs|art|kap|tel|fax|vgl|max|min|mind|mio|mrd|sog|bzw|inkl|zzgl|\w*str|jan|feb|apr|jun|"
    r"jul|aug|sept?|okt|nov|dez)\.)(?:[^\W\d_]{2,}|\d{4})[\"”“»«]?[.!?][\"”“»«]?(?=\s+\d)",
    re.IGNORECASE,
)
"""The library ends no German sentence before digits: "Es gab zwölf Tote. 20 Menschen sind verletzt." """
_MISSED = {"uk": _AMOUNT_LAST, "ru": _AMOUNT_LAST, "de": _GERMAN_BEFORE_DIGITS}
_LIST_MARK = re.compile(r"\s*\(?\d{1,3}[.)]\s*")
_INITIAL = re.compile(r"\s*[^\W\d_]\.\s*")

_GERMAN_ORDINAL = re.compile(
    r"(?<!\w)(?P<lead>(?:am|im|vom|zum|beim|ab|seit|bis|und|der|die|das|den|dem|des|seine[nmrs]?|ihre[nmrs]?)\s)?"
    r"\d{1,2}\.(?:\d{1,2}\.)?$",
    re.IGNORECASE,
)
_GERMAN_MONTH = re.compile(
    r"\s*(?:januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)(?!\w)",
    re.IGNORECASE,
)
_GERMAN_OPENER = re.compile(
    r"\s*(?:er|sie|es|wir|ich|man|der|die|das|den|dem|ein|eine|einer|am|im|in|an|auf|aus|bei|nach|vor|seit|um|zu|zum|"
    r"zur|mit|von|vom|für|so|auch|doch|dann|danach|dort|hier|da|damit|dabei|nun|jetzt|bis|als|wenn|weil|wie|wer|was|"
    r"diese\w*|kein\w*|weitere\w*|mehrere|viele|alle|laut|insgesamt|zuvor|später|heute|gestern)(?!\w)",
    re.IGNORECASE,
)
"""Words that begin a sentence and are never what an ordinal number counts."""


def mend_ends(line: str, ends: Sequence[int], language: str) -> Iterator[int]:
    """The places where the sentences of a line end.

    Args:
        line: One line.
        ends: Where the library ends its sentences, ascending, the last one at the end of the line.
        language: Code of its language.
    """
    missed = _MISSED.get(language)
    late = (match.end() for match in missed.finditer(line)) if missed else ()
    start = 0
    listed = _LIST_MARK.match(line) is not None
    for place in sorted({*ends, *late}):
        closers = _CLOSERS.match(line, place)
        end = closers.end() if closers else place
        if end <= start or (end < len(line) and _goes_on(line, start, end, language, listed=listed)):
            continue
        yield end
        start = end


def _goes_on(line: str, start: int, end: int, language: str, *, listed: bool) -> bool:
    """Whether a sentence that begins at `start` does not end at `end`."""
    before = line[max(start, end - _REACH) : end].rstrip()
    if end - start < _REACH and (
        _INITIAL.fullmatch(line, start, end) or (listed and _LIST_MARK.fullmatch(line, start, end))
    ):
        return True
    if _NEVER_LAST.search(before):
        return True
    small = _begins_small(line, end)
    if small and _UNIT.search(before):
        return True
    inserted = _INSERTED.match(line, end)
    if inserted and _QUOTED.search(before) and (inserted["word"] is None or inserted["word"].islower()):
        return True
    ordinal = _GERMAN_ORDINAL.search(before) if language == "de" else None
    if ordinal is None:
        return False
    counted = (
        ordinal["lead"] is not None and not _GERMAN_OPENER.match(line, end) and _LETTER.match(line, end) is not None
    )
    return small or counted or _GERMAN_MONTH.match(line, end) is not None


def _begins_small(line: str, at: int) -> bool:
    word = _LETTER.match(line, at)
    return word is not None and word.group()[-1].islower()
