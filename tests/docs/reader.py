"""Who follows a page: runs its blocks one after the other, in a folder of its own, with a service that answers."""

import contextlib
import io
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.cli.support import Shell, endpoint_variables, make_shell, wait_until_ready
from tests.docs.blocks import Block
from tests.docs.newsroom import reads
from tests.fakes.batch_endpoint import BatchEndpoint
from tests.fakes.endpoint import enforcing

SERVED = "127.0.0.1:8000"
"""Where the pages' service listens; in the tests it is another port."""
PATIENCE_S = 60


@dataclass(frozen=True)
class World:
    """What a reader has: a model and a service."""

    model: str
    service: str

    def reader(self, folder: Path) -> "Reader":
        """Somebody new, in an empty folder."""
        variables = endpoint_variables(self.model) | {"COLUMNS": "88", "NO_PROXY": "127.0.0.1"}
        return Reader(make_shell(folder, variables), self.service)


@contextmanager
def world(folder: Path) -> Iterator[World]:
    """A scripted model that takes batches, too, and `groundwire serve` before it."""
    with BatchEndpoint(enforcing(reads)) as endpoint:
        shell = make_shell(folder, endpoint_variables(endpoint.base_url))
        with shell.serving(log=folder / "serve.log") as (_, url):
            wait_until_ready(url)
            yield World(endpoint.base_url, url)


@dataclass
class Reader:
    """Runs blocks; what one Python block defines, the next one of the page knows."""

    shell: Shell
    service: str
    known: dict[str, Any] = field(default_factory=lambda: {"__name__": "__main__"})

    def run(self, block: Block) -> str:
        """Run a block, and give what it prints; raises what it raises."""
        code = block.code.replace(SERVED, self.service.removeprefix("http://"))
        printed = self._python(code, block.place) if block.language == "python" else self._sh(code, block.place)
        return printed.replace(self.service.removeprefix("http://"), SERVED)

    def _python(self, code: str, place: str) -> str:
        printed = io.StringIO()
        with contextlib.chdir(self.shell.folder), contextlib.redirect_stdout(printed):
            exec(compile(code, place, "exec"), self.known)  # noqa: S102 - it is our own documentation
        return printed.getvalue()

    def _sh(self, code: str, place: str) -> str:
        given = self.shell.environment({})
        given["PATH"] = f"{Path(sys.executable).parent}:{given.get('PATH', '')}"
        ended = subprocess.run(  # noqa: S603 - it is our own documentation
            ["/bin/bash", "-euo", "pipefail", "-c", code],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            cwd=self.shell.folder,
            env=given,
            timeout=PATIENCE_S,
            check=False,
        )
        assert ended.returncode == 0, f"{place} ended with {ended.returncode}: {ended.stderr}"
        return ended.stdout
