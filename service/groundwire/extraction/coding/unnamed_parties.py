"""Who talks, makes peace or exchanges prisoners where a passage names nobody: the states at war, if only they can."""

import re
from collections.abc import Collection, Sequence

from groundwire.extraction.coding.geography import find_states, states_in
from groundwire.extraction.coding.stances import is_place
from groundwire.extraction.coding.support import Support
from groundwire.extraction.reading.folding import folded
from groundwire.schemas import Actor, GroundingStatus, Topic

_TOPICS = {"ceasefire", "peace_terms", "territory", "prisoner_exchange"}
_WORDS = re.compile(
    r"\b(?:prisoners?|captives?|captured (?:soldiers|troops|men)|pows?|cease-?fires?|truces?|armistice|peace|"
    r"(?:end|ends|ending|stop|stopping|halt|halting|resolv\w+) [^.;]{0,40}?(?:war|conflict|fighting|hostilities)|"
    r"полонен\w*|перемир'?\w*|припинення вогню|пленн\w*|перемири\w*|прекращени\w* огня|мирн\w+|"
    r"gefangene\w*|waffenruhe\w*|waffenstillstand\w*|frieden\w*)\b",
    re.IGNORECASE,
)
"""What states at war talk about with each other."""
_ANYBODY = re.compile(
    r"(?:the |both |two |all |warring |opposing |their |its )*"
    r"(?:sides|parties|foes|enemies|neighbou?rs|belligerents|countries|nations|states|negotiators|delegations|envoys)"
)


def are_belligerents(support: Support, named: Sequence[Actor], topics: Collection[Topic]) -> bool:
    """Whether an act can only be one between the two states of the article's war.

    It must be about such matters, by the model's word and in words of its sentences; these name no other state except
    as a place; and no party has a name ("both sides" is none).

    Args:
        support: Of the record.
        named: The parties that the passage names.
        topics: Of the draft.
    """
    if support.war is None or not set(topics) & _TOPICS:
        return False
    if not all(actor.country is None and _ANYBODY.fullmatch(folded(actor.name)) for actor in named):
        return False
    told = [support.said(sentence) for sentence in support.cited]
    codes = {side.state.code for side in support.war.sides}
    others = ((code, words) for words in told for code in states_in(words) - codes)
    return any(_WORDS.search(words) for words in told) and all(_only_place(code, words) for code, words in others)


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
