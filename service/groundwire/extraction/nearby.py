"""What of a passage may support a draft: the sentences that it cites and those around them."""

from groundwire.extraction.drafts import AnyDraft
from groundwire.extraction.plan import MAX_SENTENCES, Passage
from groundwire.extraction.reading.sentences import Sentence


def nearby(passage: Passage, draft: AnyDraft) -> tuple[tuple[Sentence, ...], AnyDraft]:
    """The cited sentences and those of their paragraphs at most four away, and the draft citing them by positions.

    Of a passage for a small model that is all of it. Of a whole article it is not: a figure of another paragraph is
    another event's.
    """
    sentences = passage.sentences
    cited = {number - 1 for number in draft.sentences if 1 <= number <= len(sentences)}
    kept = sorted(
        {
            at
            for c in cited
            for at in range(max(0, c - MAX_SENTENCES + 1), min(len(sentences), c + MAX_SENTENCES))
            if sentences[at].paragraph == sentences[c].paragraph
        }
    )
    moved = [kept.index(at) + 1 for at in sorted(cited)]
    return tuple(sentences[at] for at in kept), draft.model_copy(update={"sentences": moved})
