"""Extracts every source article through the command line and prints what it took: `make articles`.

The Extractions are written to `benchmarks/results/articles/`, one file an article, so that they can be read and
compared. The cache is left aside; the settings of the environment hold, so other models can be measured likewise.
"""

import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

ARTICLES = Path("evals/articles")
RESULTS = Path("benchmarks/results/articles")


def extract(article: Path) -> tuple[dict[str, object], float]:
    """The Extraction of one article as a dictionary, and the seconds that the command took."""
    begin = time.monotonic()
    command = [sys.executable, "-m", "groundwire.cli", "extract", str(article), "--json", "--cache", "off"]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if done.returncode not in {0, 5}:
        raise SystemExit(f"{article}: groundwire extract ended with {done.returncode}")
    return json.loads(done.stdout), time.monotonic() - begin


def row(article: Path, extraction: dict[str, object], seconds: float) -> str:
    """One line of the Markdown table."""
    meta = extraction["meta"]
    usage = meta["usage"]  # type: ignore[index]
    counts = [len(extraction[name]) for name in ("attacks", "diplomatic_events", "aid_pledges", "warnings")]  # type: ignore[arg-type]
    cells = [
        article.name[:3],
        f"{len(article.read_bytes().decode('utf-8')):,}",
        usage["calls"],
        f"{usage['prompt_tokens']:,} ({usage['cached_prompt_tokens']:,})",
        f"{usage['completion_tokens']:,}",
        f"{seconds:.0f}",
        *counts,
    ]
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def main() -> None:
    """Run all articles, one after the other."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, n = 1 run an article\n")
    columns = ["article", "characters", "calls", "prompt tokens (cached)", "output tokens", "seconds"]
    columns += ["attacks", "events", "pledges", "warnings"]
    print("| " + " | ".join(columns) + " |")
    print("|---" * len(columns) + "|")
    for article in sorted(ARTICLES.glob("*.txt")):
        extraction, seconds = extract(article)
        (RESULTS / f"{article.stem}.json").write_text(
            json.dumps(extraction, indent=2, ensure_ascii=False) + "\n", "utf-8"
        )
        print(row(article, extraction, seconds), flush=True)


if __name__ == "__main__":
    main()
