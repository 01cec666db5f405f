"""What is wanted of each file of a command."""

from collections.abc import Mapping
from dataclasses import dataclass

from groundwire.cli.reading import checked_request, read_article
from groundwire.schemas import ExtractRequest


@dataclass(frozen=True)
class Job:
    """One file to be extracted.

    Attributes:
        file: As it was named on the command line.
        request: What is asked about its article.
    """

    file: str
    request: ExtractRequest


@dataclass(frozen=True)
class Wishes:
    """What is wanted of every article.

    Attributes:
        fields: Fields of a request without its text; those that are None are left out.
        max_chars: Longest article, in code points.
    """

    fields: Mapping[str, object]
    max_chars: int

    def check(self) -> None:
        """See whether the fields can be, so that a bad option is told once and not file by file.

        Raises:
            InputError: One cannot.
        """
        checked_request({**self.fields, "text": "any"})

    def job(self, file: str) -> Job:
        """The request for the article of a file, or of standard input for `-`.

        Raises:
            InputError: The file cannot be read, or holds no article.
        """
        return Job(file, checked_request({**self.fields, "text": read_article(file, self.max_chars)}, file))
