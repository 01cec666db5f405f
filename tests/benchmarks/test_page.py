"""The page of benchmarks says what the samples say: nobody has written a figure there by hand."""

import json
from pathlib import Path

import pytest
from benchmarks.framework.result import RESULTS, Result, read
from benchmarks.framework.samples import Sample, Samples
from benchmarks.page import PAGE, PICTURES, filled, pictures
from benchmarks.parts import PARTS, WITHOUT_MODEL


def test_the_tables_are_what_the_samples_give() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert filled(page) == page, "run: python -m benchmarks.page"


def test_the_plots_are_what_the_samples_give() -> None:
    for name, picture in pictures().items():
        assert (PICTURES / name).read_text(encoding="utf-8") == picture, "run: python -m benchmarks.page"


@pytest.mark.parametrize("letter", [letter for letter in PARTS if (RESULTS / f"bench-{letter}.json").exists()])
def test_a_result_tells_of_what_machine_it_is(letter: str) -> None:
    machine = json.loads((RESULTS / f"bench-{letter}.json").read_text(encoding="utf-8"))["machine"]
    assert {"date", "processor", "cores", "load average", "python", "instructor"} <= machine.keys()


def test_a_figure_that_somebody_changes_is_noticed(tmp_path: Path) -> None:
    sample = Sample("groundwire", "1000", 0, {"cpu_ms": 12.0, "cpu_ms_per_1000": 12.0, "memory_mb": 1, "records": 4})
    long = Sample("groundwire", "10000", 0, {**sample.figures, "cpu_ms": 100.0, "cpu_ms_per_1000": 10.0})
    machine: dict[str, str | int | float] = {
        "date": "d",
        "processor": "p",
        "cores": 2,
        "system": "s",
        "load average": 0.1,
        "python": "3",
    }
    Result("d", machine, Samples([sample, long]), {}).write(tmp_path)
    page = filled(PAGE.read_text(encoding="utf-8"), tmp_path)
    assert "| 1,000 | 12 |" in page
    changed = page.replace("| 1,000 | 12 |", "| 1,000 | 11 |")
    assert changed != page
    assert filled(changed, tmp_path) == page


def test_a_page_without_a_place_for_a_part_is_refused() -> None:
    page = PAGE.read_text(encoding="utf-8")
    with pytest.raises(SystemExit, match="part b"):
        filled(page.replace("<!-- bench b -->", ""))


def test_what_is_kept_is_read_again_as_it_was(tmp_path: Path) -> None:
    samples = [Sample("one", "case", 0, {"a": 1.5}), Sample("two", "case", 0, {"a": 3.0, "b": 0.0})]
    Result("a", {"cores": 2}, Samples(samples), {"article": 3}).write(tmp_path)
    kept = read("a", tmp_path)
    assert kept is not None
    assert (list(kept.samples), kept.machine, kept.said) == (samples, {"cores": 2}, {"article": 3})
    assert read("b", tmp_path) is None


def test_all_parts_but_the_one_that_takes_the_model_are_run_unless_one_is_named() -> None:
    assert [*WITHOUT_MODEL, "f"] == list(PARTS)
