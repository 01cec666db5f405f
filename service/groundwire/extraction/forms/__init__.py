"""What a model is given to fill in, and how drafts are read from it: whole drafts, or words to choose from."""

from groundwire.extraction.forms.brief import brief_form
from groundwire.extraction.forms.form import Form
from groundwire.extraction.forms.full import FullForm
from groundwire.extraction.plan import Question
from groundwire.extraction.profiles import Profile

__all__ = ["Form", "form_of"]


def form_of(profile: Profile, text: str, question: Question) -> Form | None:
    """The form for a question about an article; None if its passage can hold no such record."""
    return FullForm(question) if profile is Profile.LARGE else brief_form(text, question)
