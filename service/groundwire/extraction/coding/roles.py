"""What a figure in a sentence counts: killed, injured, or something else.

Each figure owns the words around it up to the figures beside it, parted at a comma or a conjunction, and is one of
killed if the nearest word in them about the fate of people speaks of the dead. A figure is left without a role where
the sentence does not settle it: a part of another figure ("including two children"), one term of a sum ("two men and
three women"), or one toll for both ("killed or injured"). A missing toll is better than a wrong one.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from groundwire.extraction.coding.role_words import (
    AGE_AFTER,
    AGE_BEFORE,
    BOUNDARY,
    CASUALTIES,
    CUES,
    ELLIPSIS,
    ELLIPSIS_BEFORE,
    ELLIPSIS_ENDS,
    FILLERS,
    GOES_ON,
    IN_HOSPITAL,
    INSERTION,
    JOINED_AFTER,
    JOINED_BEFORE,
    NEW_SUBJECT,
    OF_THOSE,
    PART_OF,
    PERSON_AFTER_AND,
    PERSON_NOUNS,
    ROSE_FROM,
    ROSE_TO,
    TERM_OF_SUM,
    THINGS,
    TOLL,
    any_cue,
)
from groundwire.extraction.reading.folding import plainly_spaced
from groundwire.extraction.reading.quantities import QuantityMention, find_quantities

NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Cue:
    role: str
    start: int
    end: int


@lru_cache(maxsize=512)
def roles_in(sentence: str, nouns: frozenset[str] = PERSON_NOUNS) -> "Roles":
    """The figures of a sentence: those of killed and of injured, for each record, are looked for in the same one."""
    return Roles(sentence, nouns)


class Roles:
    """The figures of one sentence and what they count."""

    def __init__(self, sentence: str, nouns: frozenset[str] = PERSON_NOUNS) -> None:
        self.sentence = sentence
        self.mentions: tuple[QuantityMention, ...] = find_quantities(sentence, nouns=nouns)
        self._plain = plainly_spaced(sentence)
        self._flat = _without_insertions(self._plain)
        self._own = [m for m in self.mentions if self._is_own(m)]

    def _is_own(self, mention: QuantityMention) -> bool:
        """Whether a figure stands for itself: not inside an insertion, no age ("his wife, 60, ..."), not outdated."""
        first, last = mention.figure
        if self._flat[first] != self._plain[first]:
            return False
        if (
            self._plain[first:last].isdigit()
            and AGE_BEFORE.search(self._flat[:first])
            and AGE_AFTER.match(self._flat, last)
        ):
            return False
        return not (ROSE_FROM.search(self._flat[: mention.start]) and ROSE_TO.match(self._flat, mention.end))

    def of(self, mention: QuantityMention) -> frozenset[str]:
        """The roles of a figure: "killed", "injured", or none; both only where nobody was either."""
        if mention not in self._own:
            return NOBODY
        if mention.quantity.max == 0:
            return self._of_nobody(mention)
        index = self._own.index(mention)
        if self.counts_things(mention) or self._in_a_sum(index):
            return NOBODY
        return self._role(index) or self._inherited(index)

    def counts_things(self, mention: QuantityMention) -> bool:
        """Whether the noun after a figure is a thing ("six missiles", "120 residential buildings")."""
        return THINGS.match(self._plain, mention.figure[1]) is not None

    def clause(self, mention: QuantityMention) -> tuple[int, int]:
        """First and last offset of the words that a figure owns; of the figure alone inside an insertion."""
        if mention not in self._own:
            return mention.start, mention.end
        index = self._own.index(mention)
        return self._own_start(index), self._own_end(index)

    def part_of(self, mention: QuantityMention) -> QuantityMention | None:
        """The figure of which another is a part: the 60 of "41 of the 60"."""
        following = next((m for m in self.mentions if m.start >= mention.end), None)
        if following is None:
            return None
        return following if PART_OF.fullmatch(self._plain[mention.end : following.start]) else None

    def _cues(self, first: int, last: int) -> list[_Cue]:
        return [
            _Cue(role, match.start(), match.end())
            for role, pattern in CUES.items()
            for match in pattern.finditer(self._flat, first, last)
        ]

    def _own_start(self, index: int) -> int:
        mention = self._own[index]
        first = self._own[index - 1].figure[1] if index else 0
        boundaries = list(BOUNDARY.finditer(self._flat, first, mention.start))
        if boundaries:
            return boundaries[-1].end()
        if index == 0:
            return 0
        cues = [cue for cue in self._cues(first, mention.start) if cue.end <= mention.start]
        close = [cue.start for cue in cues if FILLERS.fullmatch(self._flat, cue.end, mention.start)]
        return min(close, default=mention.start)

    def _own_end(self, index: int) -> int:
        mention = self._own[index]
        if index + 1 == len(self._own):
            boundary = BOUNDARY.search(self._flat, mention.end)
            return boundary.start() if boundary else len(self._flat)
        following = self._own[index + 1]
        boundary = BOUNDARY.search(self._flat, mention.end, following.start)
        return boundary.start() if boundary else max(self._own_start(index + 1), mention.end)

    def _role(self, index: int) -> frozenset[str]:
        """The role by the nearest cue in the figure's own words, or in those that only go on after a comma."""
        mention = self._own[index]
        part, whole = self.part_of(mention), index and self.part_of(self._own[index - 1]) is mention
        first, last = self._own_start(index), self._own_end(index)
        if part is not None and part in self._own:
            last = self._own_end(self._own.index(part))
        cues = self._cues(first, last)
        if whole:  # "12 of the 20 were killed" tells of the 12, "of the 20 injured" of the 20
            cues = [cue for cue in cues if not self._flat[mention.end : cue.start].strip()]
        elif part is not None:
            cues = [cue for cue in cues if self._flat[part.end : cue.start].strip()]
        # "Two of those killed were children" counts children; "two of those injured died" counts the dead.
        cues = [cue for cue in cues if not OF_THOSE.fullmatch(self._flat, mention.end, max(cue.start, mention.end))]
        if not cues and not whole and part is None:
            cues = self._further(index, last)
        if not cues:
            return NOBODY
        nearest = min(cues, key=lambda cue: (self._distance(mention, cue), cue.start < mention.start))
        if nearest.role not in CASUALTIES or self._is_shared(index, nearest):
            return NOBODY
        if nearest.role == "injured" and self._died(mention, nearest, cues):
            return frozenset({"killed"})
        return frozenset({nearest.role})

    def _died(self, mention: QuantityMention, hurt: _Cue, cues: list[_Cue]) -> bool:
        """Whether those hurt are dead: "two wounded died", "скончались двое раненых"."""
        return hurt.start >= mention.end and any(
            FILLERS.fullmatch(self._flat, cue.end, mention.start)
            if cue.end <= mention.start
            else IN_HOSPITAL.fullmatch(self._flat, hurt.end, cue.start)
            for cue in cues
            if cue.role == "killed"
        )

    def _distance(self, mention: QuantityMention, cue: _Cue) -> int:
        return max(mention.figure[0] - cue.end, cue.start - mention.figure[1], 0)

    def _further(self, index: int, last: int) -> list[_Cue]:
        """Cues that may still speak of the figure: a toll before it, or a verb behind a list ("20 men, women ...")."""
        mention = self._own[index]
        first = self._own[index - 1].figure[1] if index else 0
        toll = [_Cue("killed", m.start(), m.end()) for m in TOLL.finditer(self._flat, first, mention.start)]
        if toll:
            return toll
        end = self._own_start(index + 1) if index + 1 < len(self._own) else len(self._flat)
        cues = sorted(self._cues(last, end), key=lambda cue: cue.start)
        several = mention.quantity.min is None or mention.quantity.min > 1
        if not several or not cues or NEW_SUBJECT.search(self._flat, mention.end, cues[0].start):
            return []
        return cues[:1]

    def _is_shared(self, index: int, cue: _Cue) -> bool:
        """Whether the figure is one toll of killed and injured together ("20 killed or wounded")."""
        other = CUES["injured" if cue.role == "killed" else "killed"]
        joint = JOINED_AFTER.match(self._flat, cue.end)
        match = other.match(self._flat, joint.end()) if joint else None
        if match is not None and not self._leads_to_figure(match.end()):
            return True
        joint = JOINED_BEFORE.search(self._flat[: cue.start])
        if joint is None or cue.start > self._own[index].start:
            before = joint is not None and cue.start > self._own[index].end
        else:
            before = index == 0 or joint["either"] is not None or self.counts_things(self._own[index - 1])
        return before and joint is not None and any(m.end() == joint.start() for m in other.finditer(self._flat))

    def _leads_to_figure(self, end: int) -> bool:
        return any(m.start >= end and FILLERS.fullmatch(self._flat, end, m.start) for m in self._own)

    def _in_a_sum(self, index: int) -> bool:
        """Whether the figure is one term of a sum that is not stated ("two men and three women were killed")."""
        mention = self._own[index]
        person = PERSON_AFTER_AND.match(self._flat, mention.figure[1])
        if person is not None and not any_cue(person.group()):
            return True
        before, after = self._own[index - 1] if index else None, (*self._own, None)[index + 1]
        if before is not None and self._added(before, mention) and not self._role(index - 1):
            return True
        return after is not None and self._added(mention, after) and not self._role(index + 1)

    def _added(self, first: QuantityMention, second: QuantityMention) -> bool:
        if self.counts_things(first) or self.counts_things(second) or 0 in {first.quantity.max, second.quantity.max}:
            return False
        if ELLIPSIS.match(self._flat, second.end):
            return False
        gap = self._flat[first.figure[1] : second.start]
        if TERM_OF_SUM.fullmatch(gap) is None or any_cue(gap):
            return False
        later = self._own.index(second)
        return not any(cue.role == "other" for cue in self._cues(second.end, self._own_end(later)))

    def _inherited(self, index: int) -> frozenset[str]:
        """The role of the figure before: in "three died in Odesa and two in Kyiv" the two died as well."""
        mention = self._own[index]
        if index == 0 or self._cues(self._own_start(index), self._own_end(index)):
            return NOBODY
        gap = self._flat[self._own[index - 1].end : mention.start]
        behind = ELLIPSIS.match(self._flat, mention.end) and GOES_ON.search(gap)
        before = ELLIPSIS_BEFORE.search(gap) and ELLIPSIS_ENDS.match(self._flat, mention.end)
        return self.of(self._own[index - 1]) if behind or before else NOBODY

    def _of_nobody(self, mention: QuantityMention) -> frozenset[str]:
        """What nobody was; in "no one was killed or injured" and "no casualties" that is both."""
        if re.search(r"casualt", self.sentence[mention.start : mention.end], re.IGNORECASE):
            return frozenset(CASUALTIES)
        index = self._own.index(mention)
        cues = sorted(self._cues(mention.start, self._own_end(index)), key=lambda cue: cue.start)
        if not cues or cues[0].role not in CASUALTIES:
            return NOBODY
        other = CUES["injured" if cues[0].role == "killed" else "killed"]
        joint = JOINED_AFTER.match(self._flat, cues[0].end)
        match = other.match(self._flat, joint.end()) if joint else None
        # "Никто не погиб, ранены оказались четверо": behind a comma another figure may be told.
        parted = joint is not None and joint.group().strip() == "," and index + 1 < len(self._own)
        both = match is not None and not parted and not self._leads_to_figure(match.end())
        return frozenset(CASUALTIES) if both else frozenset({cues[0].role})


def _without_insertions(sentence: str) -> str:
    """The sentence with parts of figures and sources blanked: ", including two children," and ", officials said,"."""

    def blank(match: re.Match[str]) -> str:
        return " " * len(match.group())

    return INSERTION.sub(blank, sentence)
