"""What the starter tells the model server on its command line, and what its exit status tells in return.

0   the last user has gone
10  EXIT_PORT_BUSY    somebody listens on the port
11  EXIT_LOAD_FAILED  llama.cpp could not load the model: no GGUF, or too little memory
12  EXIT_TAKEN        another child serves this folder
13  EXIT_NO_ENGINE    xllamacpp is not installed, or does not run here
SIGALRM               the model was not loaded in the time allowed
"""

import argparse
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Self

EXIT_PORT_BUSY: Final = 10
EXIT_LOAD_FAILED: Final = 11
EXIT_TAKEN: Final = 12
EXIT_NO_ENGINE: Final = 13


@dataclass(frozen=True)
class ChildOptions:
    """What the starter tells the child."""

    folder: Path
    """Where its locks, its note and its log are."""
    model: Path
    """The GGUF file."""
    name: str
    """Readable name of the model, the first of its ids under /v1/models."""
    tag: str
    """A second id, which proves to users of this folder that the server is theirs."""
    port: int
    """TCP port on 127.0.0.1."""
    context_tokens: int
    """Prompt and answer together, in tokens."""
    threads: int
    """Threads to compute with."""
    ready_timeout_s: float
    """Seconds that loading may take before the kernel ends the process."""

    def arguments(self) -> list[str]:
        """Write the options as command-line arguments, the reverse of `parse`."""
        return [f"--{key.replace('_', '-')}={value}" for key, value in asdict(self).items()]

    @classmethod
    def parse(cls, arguments: Sequence[str]) -> Self:
        """Read command-line arguments.

        Args:
            arguments: Without the program's name.

        Returns:
            The options.
        """
        parser = argparse.ArgumentParser(prog="groundwire.local.child", allow_abbrev=False)
        for key in ("folder", "model"):
            parser.add_argument(f"--{key}", type=Path, required=True)
        for key in ("name", "tag"):
            parser.add_argument(f"--{key}", required=True)
        for key in ("port", "context-tokens", "threads"):
            parser.add_argument(f"--{key}", type=int, required=True)
        parser.add_argument("--ready-timeout-s", type=float, required=True)
        return cls(**vars(parser.parse_args(arguments)))
