"""Made-up weights in made-up packages, and a process that works on them."""

import hashlib
import json
import os
import random
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from groundwire.local.parts import Part, SplitWeights

ROOT = Path(__file__).resolve().parents[2]
ACTOR = Path(__file__).with_name("actor.py")
MIB = 1 << 20


@dataclass(frozen=True)
class MadeUp:
    """Weights of 12 MiB and a bit in three packages, of unequal sizes, with their true bytes."""

    weights: SplitWeights
    content: bytes = field(repr=False)
    site: Path
    """The folder to put on sys.path."""

    def part_path(self, number: int) -> Path:
        """Return the file of part 0, 1 or 2."""
        part = self.weights.parts[number]
        return self.site / part.package / part.file


def make_weights(site: Path, prefix: str) -> MadeUp:
    """Write the packages; `prefix` keeps the import names of two tests apart."""
    source = random.Random(prefix)  # noqa: S311 - any bytes will do, but the same each time
    blocks = [source.randbytes(size) for size in (5 * MIB, 4 * MIB, 3 * MIB + 7)]
    parts = []
    for number, block in enumerate(blocks):
        package, file = f"{prefix}_part{number}", f"data/part{number}.bin"
        path = site / package / file
        path.parent.mkdir(parents=True)
        (site / package / "__init__.py").write_text("raise AssertionError('the code of a part was run')\n")
        path.write_bytes(block)
        parts.append(Part(package, f"{prefix}-part{number}==1.0", file, len(block), hashlib.sha256(block).hexdigest()))
    content = b"".join(blocks)
    weights = SplitWeights("made-up", hashlib.sha256(content).hexdigest(), tuple(parts))
    (site / "weights.json").write_text(json.dumps(asdict(weights)))
    return MadeUp(weights, content, site)


def start_actor(
    *arguments: object, site: Path | None = None, environment: Mapping[str, str] | None = None
) -> "subprocess.Popen[str]":
    """Start `actor.py`; it prints lines of JSON, and ends when its stdin does."""
    paths = [str(ROOT / "service"), *([str(site)] if site else [])]
    return subprocess.Popen(  # noqa: S603 - our own interpreter and file
        [sys.executable, str(ACTOR), *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), **(environment or {})},
    )


def finish(actor: "subprocess.Popen[str]") -> list[dict[str, object]]:
    """Let an actor end, and return the lines it still had to say."""
    out, _ = actor.communicate(timeout=60)
    return [json.loads(line) for line in out.splitlines()]


def kill(actor: "subprocess.Popen[str]") -> None:
    """SIGKILL an actor and clear up after it."""
    actor.kill()
    actor.communicate(timeout=10)


def next_line(actor: "subprocess.Popen[str]") -> dict[str, object]:
    """Wait for the next line of an actor."""
    assert actor.stdout is not None
    line = actor.stdout.readline()
    assert line, f"the actor ended with status {actor.wait(10)}"
    said = json.loads(line)
    assert isinstance(said, dict)
    return said
