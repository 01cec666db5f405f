"""The support that one proposed record has in the article: evidence, where each value stands, what was taken away.

A value is looked for in the sentences that the draft cites, then in the rest of the passage that the model was
shown; a sentence that turns out to hold a value joins the evidence. Nothing outside the passage supports anything.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from groundwire.extraction.coding.belligerents import Belligerents
from groundwire.extraction.coding.stances import Judge, Stance
from groundwire.extraction.pointers import is_within
from groundwire.extraction.reading.folding import find_words, folded
from groundwire.extraction.reading.sentences import Sentence
from groundwire.schemas import Evidence, Grounding, GroundingStatus, WarningCode
from groundwire.schemas.common import Part

_NULL_WORDS = frozenset(
    {"", "null", "none", "n/a", "na", "unknown", "unspecified", "not specified", "not stated", "unclear", "not given"}
)


Value = Part | str | int
"""A value of a record."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A value of a draft that the passage does not state.

    Attributes:
        words: The draft's own.
        why: Why it is not supported.
        value: What code reads from these words alone, for who wants to see it all the same; None if they say no value
            that the codebook allows. It is never part of a record that is still being made.
    """

    words: str
    why: str
    value: Value | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A warning about a record that has no place in the Extraction yet.

    Attributes:
        code: What it is about.
        message: For people.
        path: JSON Pointer of the value within the record, or of the list that lacks it; empty for the record as a
            whole.
        lost: The value that was taken away, if that is what it is about.
    """

    code: WarningCode
    message: str
    path: str = ""
    lost: Lost | None = None


@dataclass
class Support:
    """Gathers what stands behind one record.

    Attributes:
        text: The article.
        passage: The sentences that the model was shown.
        cited: Those that the draft cites; sentences that hold a value join them.
        war: Whose war the article tells of, if that is clear.
    """

    text: str
    passage: Sequence[Sentence]
    cited: list[Sentence]
    grounding: list[Grounding] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    war: Belligerents | None = None

    @classmethod
    def of(cls, text: str, passage: Sequence[Sentence], numbers: Iterable[int]) -> "Support":
        """Support for a draft that cites sentences of the passage by their numbers from 1; others do not exist."""
        cited = [passage[number - 1] for number in sorted(set(numbers)) if 1 <= number <= len(passage)]
        return cls(text, passage, cited)

    def scope(self) -> list[Sentence]:
        """Sentences in the order in which values are looked for."""
        return [*self.cited, *(sentence for sentence in self.passage if sentence not in self.cited)]

    def said(self, sentence: Sentence) -> str:
        """The words of a sentence."""
        return self.text[sentence.start : sentence.end]

    def find(self, locate: Callable[[str], tuple[int, int] | None]) -> tuple[int, int] | None:
        """The first place that `locate` finds in a sentence, in offsets of the article; its sentence is then cited."""
        for sentence in self.scope():
            span = locate(self.said(sentence))
            if span is not None:
                self.cite(sentence)
                return sentence.start + span[0], sentence.start + span[1]
        return None

    def find_party(self, mentions: Callable[[str], Iterable[tuple[int, int]]], judge: Judge) -> tuple[int, int] | None:
        """The mention that says most of a party's part; None if all stand apart from it or there is none.

        A cited sentence goes first. Where those that are cited name the party, but apart, another one must be clear.
        """
        found: dict[tuple[bool, Stance], tuple[Sentence, tuple[int, int]]] = {}
        for sentence in self.scope():
            said = self.said(sentence)
            for span in mentions(said):
                found.setdefault((sentence in self.cited, judge(said, span)), (sentence, span))
        order = [(True, Stance.BOUND), (True, Stance.OPEN), (False, Stance.BOUND)]
        if (True, Stance.APART) not in found:
            order.append((False, Stance.OPEN))
        best = next((found[kind] for kind in order if kind in found), None)
        if best is None:
            return None
        sentence, span = best
        self.cite(sentence)
        return sentence.start + span[0], sentence.start + span[1]

    def find_words(self, words: str) -> tuple[int, int] | None:
        """Where the passage says `words`, case, quotes and spaces aside."""
        return self.find(lambda said: next(find_words(words, said), None))

    def ground(self, path: str, status: GroundingStatus, span: tuple[int, int] | None = None) -> None:
        """Note how a value stands in the article."""
        start, end = span or (None, None)
        self.grounding.append(Grounding(path=path, status=status, start=start, end=end))

    def ground_words(self, path: str, words: str, span: tuple[int, int]) -> str:
        """Note that `words` stand at `span`; return them as the article writes them."""
        written = self.text[span[0] : span[1]]
        self.ground(path, GroundingStatus.EXACT if written == words else GroundingStatus.NORMALISED, span)
        return written

    def forget(self, path: str) -> None:
        """Take back what was noted about a member of a list and its parts: it did not become one after all.

        Warnings about its parts stay, as warnings about the list; another member may come to stand in its place.
        """
        self.grounding[:] = [e for e in self.grounding if not is_within(e.path, path)]
        whole = path.rpartition("/")[0]
        self.notes[:] = [replace(n, path=whole, lost=None) if is_within(n.path, path) else n for n in self.notes]

    def drop(self, path: str, words: str, why: str, value: Value | None = None) -> None:
        """Note that a value was taken away because nothing supports it.

        Args:
            path: Of the value, or of the list that it would have been a member of.
            words: The draft's.
            why: Why it is not supported.
            value: What the words alone say; see `Lost`.
        """
        message = f"removed {words!r}: {why}"
        self.notes.append(Note(WarningCode.VALUE_UNSUPPORTED, message, path, Lost(words, why, value)))

    def refuse(self, path: str, words: str, why: str) -> None:
        """Note that a value was taken away because the codebook does not allow it."""
        self.notes.append(Note(WarningCode.VALUE_INVALID, f"removed {words!r}: {why}", path))

    def evidence(self) -> tuple[Evidence, ...]:
        """The cited sentences as spans of the article, in its order."""
        return tuple(
            Evidence(quote=self.said(sentence), start=sentence.start, end=sentence.end)
            for sentence in sorted(self.cited, key=lambda sentence: sentence.start)
        )

    def cite(self, sentence: Sentence) -> None:
        """Take a sentence into the evidence."""
        if sentence not in self.cited:
            self.cited.append(sentence)


def stated(words: str | None) -> str | None:
    """What a draft says, or None where it says in words that it says nothing."""
    return None if words is None or folded(words.strip()).strip(" .") in _NULL_WORDS else words.strip()
