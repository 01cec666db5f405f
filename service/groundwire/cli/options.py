"""Options that say the same on each command that reads articles."""

from typing import Annotated

import typer

from groundwire.schemas import CacheMode, RecordType, Unsupported

RecordTypes = Annotated[
    list[RecordType] | None, typer.Option("--type", help="Kind of record wanted; may be repeated. All by default.")
]
Cache = Annotated[CacheMode, typer.Option(help="use: answer from the cache if possible.")]
OfUnsupported = Annotated[Unsupported, typer.Option(help="What becomes of values that the article does not state.")]
RecallPass = Annotated[
    bool, typer.Option("--recall-pass", help="Ask once more about sentences with facts that no record claims.")
]
