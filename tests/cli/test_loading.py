"""What a start costs, by what it does: nothing is loaded that help does not need, and nobody looks for garbage."""

import json
import subprocess
import sys

HEAVY = ("openai", "instructor", "fastapi", "dateparser", "groundwire.extraction.reader", "groundwire.evals.report")


def printed(code: str) -> object:
    """What a new interpreter prints, as JSON."""
    command = [sys.executable, "-c", code]
    return json.loads(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout)  # noqa: S603 - our own


def test_help_loads_neither_pipeline_nor_service() -> None:
    code = f"import groundwire.cli.commands, json, sys; print(json.dumps([n for n in {HEAVY} if n in sys.modules]))"
    assert printed(code) == []


def test_a_service_is_ready_to_be_made_without_what_few_ask_for() -> None:
    rare = (
        "groundwire.evals.report",
        "groundwire.evals.pages.views",
        "matplotlib",
        "numpy",
        "jinja2",
        "opentelemetry.sdk",
    )
    code = f"import groundwire.cli.serving, json, sys; print(json.dumps([n for n in {rare} if n in sys.modules]))"
    assert printed(code) == []


def test_garbage_is_looked_for_seldom_until_all_is_loaded_and_then_as_ever() -> None:
    code = """
import gc, json
from groundwire.cli.collector import end_loading, spare_loading
usual = gc.get_threshold()
spare_loading()
meanwhile = gc.get_threshold()[0]
end_loading()
print(json.dumps([usual[0] < meanwhile, gc.isenabled(), gc.get_threshold() == usual, gc.get_freeze_count() > 0]))
"""
    assert printed(code) == [True, True, True, True]
