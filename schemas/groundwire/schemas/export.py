"""Writes the JSON Schemas under schemas/json: `python -m groundwire.schemas.export DIR`."""

import json
import sys
from pathlib import Path
from typing import Literal

from pydantic import BaseModel

from groundwire.schemas.aid import AidPledge
from groundwire.schemas.attack import Attack
from groundwire.schemas.diplomacy import DiplomaticEvent
from groundwire.schemas.extraction import Article, Extraction
from groundwire.schemas.jobs import JobRequest, JobResult, JobStatus
from groundwire.schemas.wire import ExtractRequest, Problem

EXPORTED: tuple[type[BaseModel], ...] = (
    Article,
    Attack,
    DiplomaticEvent,
    AidPledge,
    Extraction,
    ExtractRequest,
    Problem,
    JobRequest,
    JobStatus,
    JobResult,
)
"""The schemas that other programs may rely on."""


def rendered() -> dict[str, str]:
    """File name to file content of every exported JSON Schema (2020-12, the shape that comes out)."""
    return {
        f"{model.__name__}.json": json.dumps(
            {
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                **model.model_json_schema(mode=_mode(model)),
            },
            indent=2,
            ensure_ascii=False,
        )
        + "\n"
        for model in EXPORTED
    }


def _mode(model: type[BaseModel]) -> Literal["validation", "serialization"]:
    return "validation" if model in {ExtractRequest, JobRequest} else "serialization"


def main() -> int:
    """Write all files into the folder named on the command line; returns the exit status."""
    if len(sys.argv) != 2:
        sys.stderr.write("usage: python -m groundwire.schemas.export DIR\n")
        return 2
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in rendered().items():
        (folder / name).write_text(content, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
