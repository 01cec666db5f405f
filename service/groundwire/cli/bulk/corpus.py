"""The corpus of a command: where it is, what is wanted of it, and what its results depend on."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from groundwire.bulk.articles import Intake
from groundwire.bulk.errors import Unfit
from groundwire.bulk.sources import FIELDS, Source, open_source
from groundwire.cli.settings import Settings
from groundwire.extraction.reader import program_version


@dataclass(frozen=True)
class Corpus:
    """Opened, not read.

    Attributes:
        path: IN.
        out: OUT.
        source: Reads IN.
        intake: Makes articles of it.
        terms: What the results depend on beside IN, by its name for people.
    """

    path: Path
    out: Path
    source: Source
    intake: Intake
    terms: Mapping[str, str]

    @classmethod
    def opened(
        cls, path: Path, out: Path, settings: Settings, fields: Mapping[str, object], *, ignore_unknown: bool
    ) -> Self:
        """See that it can be read.

        Args:
            path: IN.
            out: OUT.
            settings: Which model, and how long an article may be.
            fields: What is wanted of each article; what is None is left out.
            ignore_unknown: Pass over columns that mean nothing to us.

        Raises:
            Unfit: It cannot, or has such columns.
        """
        source = open_source(path, settings.max_chars)
        if source.unknown and not ignore_unknown:
            raise Unfit(
                f"{path}: unknown columns {', '.join(source.unknown)}; known are {', '.join(FIELDS)}; "
                "--ignore-unknown goes on without them"
            )
        wishes = {name: value for name, value in fields.items() if value is not None}
        terms = {**_model_terms(settings), **{name: _written(value) for name, value in wishes.items()}}
        terms["unknown columns"] = "ignored" if ignore_unknown else "refused"
        return cls(path, out, source, Intake(wishes, settings.max_chars, ignore_unknown), terms)


def _model_terms(settings: Settings) -> dict[str, str]:
    model = f"embedded {settings.gguf or ''}".strip() if settings.embedded else f"{settings.model}"
    return {
        "model": model,
        "endpoint": "none" if settings.embedded else settings.endpoint_url,
        "second model": settings.fallback_model or "none",
        "profile": settings.profile_in_use.value,
        "temperature": str(settings.temperature),
        "longest article": str(settings.max_chars),
        "version of the program": program_version(),
    }


def _written(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)
