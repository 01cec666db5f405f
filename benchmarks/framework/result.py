"""The results of a part, as they are kept in `benchmarks/results/` and read again for the page."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.framework.samples import Sample, Samples

RESULTS = Path(__file__).resolve().parents[1] / "results"


@dataclass(frozen=True)
class Result:
    """What came of a part.

    Attributes:
        part: Its letter.
        machine: See `benchmarks.framework.machine`; taken before the first sample.
        samples: All of them.
        said: What else is to be known, by name, such as what was left out and why.
    """

    part: str
    machine: Mapping[str, str | int | float]
    samples: Samples
    said: Mapping[str, Any]

    def write(self, folder: Path = RESULTS) -> Path:
        """Keep it."""
        path = folder / f"bench-{self.part}.json"
        rows = [[s.contender, s.case, s.round, {n: _short(v) for n, v in s.figures.items()}] for s in self.samples]
        kept = {"part": self.part, "machine": dict(self.machine), "said": dict(self.said)}
        lines = ",\n  ".join(json.dumps(row) for row in rows)
        body = json.dumps(kept, indent=1).removesuffix("\n}")
        path.write_text(f'{body},\n "samples": [\n  {lines}\n ]\n}}\n', encoding="utf-8")
        return path


def read(part: str, folder: Path = RESULTS) -> Result | None:
    """What was kept of a part; None if nothing was."""
    path = folder / f"bench-{part}.json"
    if not path.exists():
        return None
    kept = json.loads(path.read_text(encoding="utf-8"))
    return Result(kept["part"], kept["machine"], Samples(Sample(*row) for row in kept["samples"]), kept["said"])


def _short(value: float) -> float:
    """Five digits say all that a measurement knows."""
    return float(f"{value:.5g}")
