"""The ready units of service and worker: systemd's own checker, and what they must agree with in the settings."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from groundwire.cli.settings import Settings

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
UNITS = [DEPLOY / "groundwire.service", DEPLOY / "groundwire-worker.service"]
each_unit = pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="this machine has no systemd-analyze")
@each_unit
def test_systemd_finds_no_fault_in_the_unit(unit: Path, tmp_path: Path) -> None:
    program = tmp_path / "srv" / ".venv" / "bin" / "groundwire"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    moved = tmp_path / unit.name
    moved.write_text(unit.read_text("utf-8").replace("/srv/groundwire", str(tmp_path / "srv")), "utf-8")
    verified = subprocess.run(  # noqa: S603
        ["systemd-analyze", "verify", "--man=no", str(moved)],  # noqa: S607 - wherever Debian has it
        capture_output=True,
        text=True,
        check=False,
    )
    own = [line for line in verified.stderr.splitlines() if "groundwire" in line]
    assert (verified.returncode, own) == (0, [])


@each_unit
def test_what_is_under_way_has_its_time_when_the_unit_stops(unit: Path) -> None:
    said = unit.read_text("utf-8")
    minutes = re.search(r"^TimeoutStopSec=(\d+)min$", said, re.MULTILINE)
    assert minutes
    settings = {name: field.default for name, field in Settings.model_fields.items()}
    # With GROUNDWIRE_DRAIN_S unset it is the longest deadline and ten seconds.
    assert int(minutes[1]) * 60 > settings["max_request_timeout_s"] + 10 + settings["shutdown_delay_s"]
    assert "\nKillMode=mixed\n" in said  # the embedded model must not be told to end with the service


@each_unit
def test_the_unit_sets_settings_that_exist(unit: Path) -> None:
    names = re.findall(r"^Environment=GROUNDWIRE_(\w+)=", unit.read_text("utf-8"), re.MULTILINE)
    assert names
    assert {name.lower() for name in names} <= Settings.model_fields.keys()
