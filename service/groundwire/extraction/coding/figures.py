"""Counts of a draft, grounded: the number must stand in the passage, in the role that the draft gives it.

The model's words only point to a figure; the figure itself, with its "at least" or "up to", is read from the article
by code, and its digits are compared by value, never by likeness. What a figure counts, the article decides as well:
see `groundwire.extraction.coding.roles` for the dead and the hurt; weapons are counted by the noun behind the figure.
"""

import re
from collections.abc import Callable, Collection, Sequence

from groundwire.extraction.coding import weapon_words
from groundwire.extraction.coding.geography import is_whole_state
from groundwire.extraction.coding.role_words import PERSON_NOUNS, any_cue
from groundwire.extraction.coding.roles import Roles, roles_in
from groundwire.extraction.coding.support import Support, stated
from groundwire.extraction.reading.calendar_words import MONTHS
from groundwire.extraction.reading.folding import find_words
from groundwire.extraction.reading.quantities import QuantityMention, find_quantities
from groundwire.extraction.reading.tokens import fold
from groundwire.schemas import GroundingStatus, Quantity, WeaponKind

_SOMEWHERE = re.compile(
    r"(?<!\w)(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside|[УуВв]|[Пп]ід|[Пп]од|[Бб]іля|[Ii]m|[Bb]ei) (?:the )?"
    r"(?:city of |town of |village of |region of )?"
    r"(?P<name>(?!(?:The|A|An|It|Its)\b)[^\W\d_a-zа-яґєії][\w’'-]+)"
)
Fits = Callable[[Roles, QuantityMention], bool]


def ground_casualties(
    support: Support, role: str, words: str | None, *, places: Collection[str] = ()
) -> Quantity | None:
    """The number of killed or injured that `words` point to, as the article states it; None if it states none.

    Args:
        support: Of the record.
        role: "killed" or "injured"; also the path of the value.
        words: What the draft says, such as "at least 20 people".
        places: Where the draft says that it happened. A sentence that it does not cite lends no toll of elsewhere.
    """
    said = stated(words)
    if said is None:
        return None
    cited = {support.said(sentence) for sentence in support.cited}

    def fits(roles: Roles, mention: QuantityMention) -> bool:
        here = roles.sentence in cited or not _is_elsewhere(roles.sentence, places)
        return here and role in roles.of(mention) and not _is_of_another_place(roles, mention, role, places)

    found = _find(support, said, PERSON_NOUNS, fits)
    if found is None:
        told = toll_told(said, role)
        support.drop(f"/{role}", said, f"no such figure of {role} in the passage", told)
        return None
    span, quantity = found
    support.ground(f"/{role}", _status(support, said, span), span)
    return quantity


def ground_weapon_count(
    support: Support, path: str, kind: WeaponKind, words: str | None, *, name: str | None = None
) -> Quantity | None:
    """How many weapons of a kind, or of a model, were used (`path` ends in /launched) or stopped (/intercepted)."""
    said = stated(words)
    if said is None:
        return None
    if not find_quantities(said, nouns=weapon_words.NOUNS):  # "strike drones" says no number
        return None
    stopped = path.endswith("/intercepted")

    def fits(roles: Roles, mention: QuantityMention) -> bool:
        if _is_stopped(roles, mention) != stopped or not _counts(support, roles, mention, kind):
            return False
        return name is None or _is_of_model(roles, mention, name)

    found = _find(support, said, weapon_words.NOUNS, fits)
    if found is None:
        why = f"no such figure for {kind.replace('_', ' ')} in the passage"
        support.drop(path, said, why, weapons_told(said))
        return None
    span, quantity = found
    support.ground(path, _status(support, said, span), span)
    return quantity


def toll_told(words: str, role: str) -> Quantity | None:
    """The toll that a draft's words state by themselves; None if they state none, or leave open which figure it is.

    Args:
        words: Such as "at least nine", "two dead and nine injured".
        role: "killed" or "injured".
    """
    roles = roles_in(words, PERSON_NOUNS)
    in_role = [mention for mention in roles.mentions if role in roles.of(mention)]
    if not in_role and not any_cue(words):
        in_role = [mention for mention in roles.mentions if not roles.counts_things(mention)]
    return _only_figure(in_role)


def weapons_told(words: str | None) -> Quantity | None:
    """The number of weapons that a draft's words state by themselves; None if they state none or several."""
    said = stated(words)
    return _only_figure(find_quantities(said, nouns=weapon_words.NOUNS)) if said else None


def _only_figure(mentions: Sequence[QuantityMention]) -> Quantity | None:
    quantities = [mention.quantity for mention in mentions]
    return quantities[0] if len(quantities) == 1 and {quantities[0].min, quantities[0].max} != {None} else None


def names_weapon(support: Support, kind: WeaponKind) -> tuple[int, int] | None:
    """Where the passage speaks of a weapon of that kind."""

    def locate(sentence: str) -> tuple[int, int] | None:
        match = weapon_words.CUES[kind].search(sentence)
        return match.span() if match else None

    return support.find(locate)


def _find(support: Support, words: str, nouns: frozenset[str], fits: Fits) -> tuple[tuple[int, int], Quantity] | None:
    """The first mention in the passage whose figure is one of those in `words` and that fits its role.

    A draft may copy more words than it needs ("two dead and nine injured"); the role picks the figure among them.
    """
    for wanted in find_quantities(words, nouns=nouns):
        for sentence in support.scope():
            roles = roles_in(support.said(sentence), nouns)
            for mention in roles.mentions:
                if _same_figure(mention.quantity, wanted.quantity) and fits(roles, mention):
                    support.cite(sentence)
                    return (sentence.start + mention.start, sentence.start + mention.end), mention.quantity
    return None


def _same_figure(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities are written with the same numbers, whatever stands before them."""
    return {a.min, a.max} - {None} == {b.min, b.max} - {None}


def _counts(support: Support, roles: Roles, mention: QuantityMention, kind: WeaponKind) -> bool:
    """Whether a figure counts weapons of that kind: its noun says so, or the only weapons named before it."""
    sentence = roles.sentence
    whole = roles.part_of(mention)
    end = mention.figure[1] if whole is None else whole.figure[1]
    following = next((m.start for m in roles.mentions if m.start >= end), len(sentence))
    for cue in weapon_words.CUES[kind].finditer(sentence, end, following):
        if not weapon_words.UNBOUND.search(sentence, end, cue.start()):
            return True
    bound = any(
        not weapon_words.UNBOUND.search(sentence, end, cue.start())
        for pattern in weapon_words.CUES.values()
        for cue in pattern.finditer(sentence, end, following)
    )
    if bound or roles.counts_things(mention) or not _is_stopped(roles, mention):
        return False
    # "Of the drones, 41 were shot down."
    before = weapon_words.families_in(sentence[: mention.start])
    before = before or weapon_words.families_in(" ".join(support.said(s) for s in support.scope()))
    return before == {weapon_words.family(kind)}


def _is_elsewhere(sentence: str, places: Collection[str]) -> bool:
    """Whether a sentence places what it tells somewhere, and in none of the places."""
    if not places or any(True for place in places for _ in find_words(place, sentence)):
        return False
    named = (match["name"] for match in _SOMEWHERE.finditer(sentence))
    return any(fold(name) not in MONTHS and not is_whole_state(name) for name in named)


def _is_of_another_place(roles: Roles, mention: QuantityMention, role: str, places: Collection[str]) -> bool:
    """Whether a sentence tells a toll for each of several places, and this one for none of `places`."""
    tolls = [other for other in roles.mentions if role in roles.of(other)]
    first = _SOMEWHERE.search(roles.sentence)
    if not places or len(tolls) < 2 or first is None:
        return False
    if first.start() < tolls[0].start:  # "у Жовкві загинули троє, у Буську – двоє"
        ends = [0, *(toll.end for toll in tolls)]
        words = {toll: roles.sentence[start : toll.start] for start, toll in zip(ends, tolls, strict=False)}
    else:  # "three died in Amberg and two in Seeheim"
        ends = [*(toll.start for toll in tolls[1:]), len(roles.sentence)]
        words = {toll: roles.sentence[toll.end : end] for toll, end in zip(tolls, ends, strict=True)}
    named = any(True for said in words.values() for place in places for _ in find_words(place, said))
    return mention in words and named and _is_elsewhere(words[mention], places)


def _is_of_model(roles: Roles, mention: QuantityMention, name: str) -> bool:
    """Whether the model is named behind the figure, if the sentence names it: "four Kalibr and two Onyx missiles"."""
    following = next((m.start for m in roles.mentions if m.start >= mention.end), len(roles.sentence))
    behind = roles.sentence[mention.end : following]
    return any(find_words(name, behind)) or not any(find_words(name, roles.sentence))


def _is_stopped(roles: Roles, mention: QuantityMention) -> bool:
    """Whether the words around a figure say that these weapons were shot down, and not that they were fired."""
    part, whole = roles.part_of(mention), next((m for m in roles.mentions if roles.part_of(m) == mention), None)
    if whole is not None:  # the 60 of "41 of the 60 drones"
        return False
    first, last = roles.clause(mention)
    if part is not None:
        last = max(last, roles.clause(part)[1])
    clause = roles.sentence[first:last]
    stopped = weapon_words.STOPPED.search(clause)
    if stopped is None:
        return False
    fired = weapon_words.FIRED.search(clause)
    at = mention.figure[0] - first
    return fired is None or abs(stopped.start() - at) <= abs(fired.start() - at)


def _status(support: Support, words: str, span: tuple[int, int]) -> GroundingStatus:
    written = support.text[span[0] : span[1]]
    return GroundingStatus.EXACT if written in words else GroundingStatus.NORMALISED
