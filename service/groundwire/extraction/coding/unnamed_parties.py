"""Who talks, makes peace or exchanges prisoners where a passage names nobody: the states at war, if only they can."""

import re
from collections.abc import Sequence

from groundwire.extraction.coding.geography import find_states, states_in
from groundwire.extraction.coding.stances import is_place
from groundwire.extraction.coding.support import Support
from groundwire.extraction.reading.folding import folded
from groundwire.schemas import Actor, GroundingStatus

_MATTERS = re.compile(
    r"\b(?:prisoners?|captives?|captured (?:soldiers|troops|men)|pows?|cease-?fires?|truces?|armistice|peace|"
    r"(?:end|ends|ending|stop|stopping|halt|halting|resolv\w+) [^.;]{0,40}?(?:war|conflict|fighting|hostilities)|"
    r"полонен\w*|перемир'?\w*|припинення вогню|пленн\w*|перемири\w*|прекращени\w* огня|мирн\w+|"
    r"gefangene\w*|waffenruhe\w*|waffenstillstand\w*|frieden\w*)\b",
    re.IGNORECASE,
)
"""What states at war talk about with each other."""
_ACTS = re.compile(
    r"\b(?:talks|negotiat\w+|meetings?|met|summits?|agree\w*|deals?|accords?|exchang\w+|swap\w*|cease-?fires?|truces?|"
    r"перегов\w*|переговор\w*|зустрі\w*|встреч\w*|домов\w*|угод\w*|договор\w*|соглашен\w*|обмін\w*|обмен\w*|перемир\w*|"
    r"verhand\w*|gespräch\w*|treffen|einig\w*|abkommen|\w*austausch\w*|waffenruhe\w*)\b",
    re.IGNORECASE,
)
"""Acts of their own, not mere efforts to end a war."""
_ANYBODY = re.compile(
    r"(?:the |both |two |all |warring |opposing |their |its )*"
    r"(?:sides|parties|foes|enemies|neighbou?rs|belligerents|countries|nations|states|negotiators|delegations|envoys)"
)


def are_belligerents(support: Support, named: Sequence[Actor]) -> bool:
    """Whether an act can only be one between the two states of the article's war.

    One of its sentences must tell of such an act, none may name another state except as a place, and no party may have
    a name ("both sides" is none).

    Args:
        support: Of the record.
        named: The parties that the passage names.
    """
    anybody = all(actor.country is None and _ANYBODY.fullmatch(folded(actor.name)) for actor in named)
    if support.war is None or not anybody:
        return False
    told = [support.said(sentence) for sentence in support.cited]
    codes = {side.state.code for side in support.war.sides}
    if not any(_MATTERS.search(words) and _ACTS.search(words) for words in told):
        return False
    return all(_only_place(code, words) for words in told for code in states_in(words) - codes)


def _only_place(code: str, words: str) -> bool:
    """Whether a sentence names a state only as where something is."""
    plain = folded(words)
    return all(is_place(plain[: span[0]]) for span in find_states(code, words))


def ground_belligerents(support: Support, path: str) -> tuple[Actor, ...]:
    """Both sides of the article's war as parties; the sentence that tells of it joins the evidence.

    To be called last: no other value may be looked for in that sentence.
    """
    if support.war is None:
        return ()
    support.cite(support.war.sentence)
    for index, side in enumerate(support.war.sides):
        support.forget(f"{path}/{index}")
        support.ground(f"{path}/{index}/name", GroundingStatus.INFERRED, side.span)
        support.ground(f"{path}/{index}/country", GroundingStatus.INFERRED, side.span)
    return tuple(Actor(name=side.state.name, country=side.state.code, kind="state") for side in support.war.sides)
