"""Measures Groundwire beside others: `make bench`, `make bench PART=a`.

    python -m benchmarks [--part a] [--rounds N] [--tiny] [--results FOLDER]

Each part writes its samples to `benchmarks/results/`, and prints its tables; `python -m benchmarks.page` writes those
of all parts into `docs/benchmarks.md`, which this does at the end unless it measured in tiny or into another folder.
"""

import argparse
import time
from pathlib import Path

from benchmarks import page
from benchmarks.framework.result import RESULTS
from benchmarks.framework.scale import Scale
from benchmarks.parts import PARTS, WITHOUT_MODEL

TINY = Scale(rounds=1, share=0.02)


def main() -> None:
    """Read the command line, measure, write, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=[*PARTS], action="append", help=f"which; all of {WITHOUT_MODEL} by default")
    parser.add_argument("--rounds", type=int, metavar="N", help="how often each contender is measured")
    parser.add_argument("--tiny", action="store_true", help="seconds instead of minutes, to see that it works")
    parser.add_argument("--results", type=Path, default=RESULTS, metavar="FOLDER", help="where samples are written")
    options = parser.parse_args()
    for letter in options.part or WITHOUT_MODEL:
        part = PARTS[letter]
        begin = time.monotonic()
        scale = TINY if options.tiny else Scale(options.rounds or part.rounds)
        result = part.measure(scale)
        result.write(options.results)
        print(f"\n## Part {letter}, {time.monotonic() - begin:.0f} s\n\n{part.tables(result)}", flush=True)
    if options.results == RESULTS and not options.tiny:
        page.main()


if __name__ == "__main__":
    main()
