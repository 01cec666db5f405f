"""How the pipeline itself grows with an article: CPU seconds and memory, no model asked.

    python benchmarks/pipeline.py [--sizes 1000 10000 100000 1000000] [--repeats 5] [--json FILE]

Each run is a process of its own, so that peaks of memory are its own; the sizes are run in rotation, so that whatever
else the machine does falls on all of them. The articles are made up (`benchmarks.made_up`) and read by rule, so what is
measured is all code but the model: sentences, questions, coding, reconciling, coverage.
"""

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZES = [1_000, 10_000, 100_000, 1_000_000]
WARM_UP_CHARACTERS = 3_000
"""An article read before the clock starts, so that tables are built: a service does that once."""

Run = dict[str, float]


async def one_run(characters: int, seed: int) -> Run:
    """Extract one article in this process: CPU seconds, peak memory in MB above what it was before, records."""
    from benchmarks.made_up import RuleModel, article  # noqa: PLC0415 - only the child stands in the root folder

    from groundwire.extraction.ledger import Ledger  # noqa: PLC0415 - the parent needs none of it
    from groundwire.extraction.reader import Reader, Task  # noqa: PLC0415

    reader = Reader(RuleModel())
    await reader.read(Task(article(WARM_UP_CHARACTERS, seed=0)), Ledger())
    made = article(characters, seed)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begin = time.process_time()
    found = (await reader.read(Task(made), Ledger())).extraction
    seconds = time.process_time() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    records = len(found.attacks) + len(found.diplomatic_events) + len(found.aid_pledges)
    return {"cpu_s": seconds, "memory_mb": (peak - before) / 1024, "records": records}


def in_a_child(characters: int, seed: int) -> Run:
    """The same in a process of its own."""
    call = "import asyncio, json; from benchmarks.pipeline import one_run; "
    call += f"print(json.dumps(asyncio.run(one_run({characters}, {seed}))))"
    done = subprocess.run([sys.executable, "-c", call], cwd=ROOT, stdout=subprocess.PIPE, check=True)
    run: Run = json.loads(done.stdout)
    return run


def spread(values: list[float], digits: int) -> str:
    """Median, with the least and the most."""
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


def table(runs: dict[int, list[Run]]) -> str:
    """The figures as Markdown."""
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    lines = [
        f"{machine}, n = {len(next(iter(runs.values())))} processes a size\n",
        "| characters | CPU seconds | microseconds a character | memory, MB | bytes a character | records |",
        "|---|---|---|---|---|---|",
    ]
    for size, of_size in runs.items():
        seconds, memory = [run["cpu_s"] for run in of_size], [run["memory_mb"] for run in of_size]
        cells = [
            f"{size:,}",
            spread(seconds, 3),
            f"{statistics.median(seconds) / size * 1e6:.1f}",
            spread(memory, 1),
            f"{statistics.median(memory) * 2**20 / size:.0f}",
            f"{of_size[0]['records']:.0f}",
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    """Measure all sizes and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="characters of the articles")
    parser.add_argument("--repeats", type=int, default=5, help="runs of each size")
    parser.add_argument("--json", type=Path, help="where to write every run")
    options = parser.parse_args()
    runs: dict[int, list[Run]] = {size: [] for size in options.sizes}
    for repeat in range(options.repeats):
        for size in options.sizes:
            runs[size].append(in_a_child(size, seed=repeat + 1))
    print(table(runs))
    if options.json:
        options.json.write_text(json.dumps(runs, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
