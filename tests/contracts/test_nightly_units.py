"""The ready files that install the nightly eval: systemd's own checker, cron's form, and the workflow's commands."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
UNITS = ROOT / "deploy" / "nightly"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="this machine has no systemd-analyze")
@pytest.mark.parametrize("calls", ["groundwire-nightly.service", "groundwire-nightly.timer"])
def test_systemd_finds_no_fault_in_the_units(calls: str, tmp_path: Path) -> None:
    installed = tmp_path / "srv"
    (installed / ".venv" / "bin").mkdir(parents=True)
    program = installed / ".venv" / "bin" / "groundwire"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for unit in UNITS.glob("groundwire-nightly.[st]*"):
        text = unit.read_text("utf-8").replace("/srv/groundwire", str(installed))
        (tmp_path / unit.name).write_text(text, "utf-8")
    verified = subprocess.run(  # noqa: S603
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / calls)],  # noqa: S607 - wherever Debian has it
        capture_output=True,
        text=True,
        check=False,
    )
    own = [line for line in verified.stderr.splitlines() if "groundwire" in line]
    assert (verified.returncode, own) == (0, [])


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="this machine has no systemd-analyze")
def test_systemd_would_find_a_misspelt_setting(tmp_path: Path) -> None:
    unit = tmp_path / "groundwire-nightly.service"
    text = (UNITS / unit.name).read_text("utf-8").replace("TimeoutStartSec=", "TimeoutStartSecs=")
    unit.write_text(text, "utf-8")
    verified = subprocess.run(  # noqa: S603
        ["systemd-analyze", "verify", "--man=no", str(unit)],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    assert "TimeoutStartSecs" in verified.stderr


def test_the_timer_starts_the_service_every_night_and_makes_up_for_missed_ones() -> None:
    timer = (UNITS / "groundwire-nightly.timer").read_text("utf-8")
    assert "OnCalendar=*-*-* 02:00:00\n" in timer
    assert "Persistent=true\n" in timer


def test_the_cron_line_has_five_times_a_user_and_the_command() -> None:
    lines = (UNITS / "groundwire-nightly.cron").read_text("utf-8").splitlines()
    jobs = [line for line in lines if line and not line.startswith("#") and not re.match(r"^[A-Z]+=", line)]
    assert len(jobs) == 1
    assert re.fullmatch(
        r"(?:[\d*/,-]+ ){5}groundwire cd /srv/groundwire && \S+/groundwire eval nightly --quiet", jobs[0]
    )


def test_the_workflow_is_valid_yaml_runs_the_command_and_keeps_report_and_history() -> None:
    workflow = yaml.safe_load((UNITS / "github-workflow.yml").read_text("utf-8"))
    triggers = workflow[True]  # YAML 1.1 reads the key `on` as true
    assert set(triggers) == {"schedule", "workflow_dispatch"}
    steps = workflow["jobs"]["nightly"]["steps"]
    commands = [step["run"] for step in steps if "run" in step]
    assert commands == [".ci/setup evals", ".venv/bin/groundwire eval nightly"]
    kept = next(step for step in steps if "upload-artifact" in step.get("uses", ""))
    assert kept["if"] == "always()"
    assert "report.html" in kept["with"]["path"]
    saved = next(step for step in steps if "cache/save" in step.get("uses", ""))
    assert saved["if"] == "always()"
    assert "evals/runs" in saved["with"]["path"]


def test_every_ready_file_is_documented() -> None:
    said = (ROOT / "docs" / "operations.md").read_text("utf-8")
    missing = [path.name for path in UNITS.iterdir() if f"deploy/nightly/{path.name}" not in said]
    assert missing == []
