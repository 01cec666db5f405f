"""Any request that the OpenAPI document allows, and many that it forbids: schemathesis with all its checks, no 5xx.

GROUNDWIRE_FUZZ says how many examples each operation gets (default 12, which makes about 100 cases; `make fuzz` takes
enough for 2,000).
"""

import logging
import os
import re
import subprocess
import sys
from pathlib import Path

from tests.cli.support import endpoint_variables, make_shell, reader
from tests.fakes.endpoint import ScriptedEndpoint, enforcing
from tests.service.support import serving

EXAMPLES = int(os.environ.get("GROUNDWIRE_FUZZ", "12"))
SEED = os.environ.get("GROUNDWIRE_FUZZ_SEED", "1")
LEAST_CASES = 100 if EXAMPLES < 1000 else 2000
CHECKS = """
[checks.negative_data_rejection]
# As by default, and 413, which is how a text that is too long is refused.
expected-statuses = [400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 428, 429, "5xx"]
"""
_log = logging.getLogger("groundwire.tests.fuzz")


def test_no_request_breaks_the_service(tmp_path: Path) -> None:
    with ScriptedEndpoint(enforcing(reader)) as endpoint:
        shell = make_shell(tmp_path, endpoint_variables(endpoint.base_url))
        made = shell.run("keys", "create", "fuzz", "--requests-per-minute", "1000000")
        key = made.stdout.strip()
        config = tmp_path / "checks.toml"
        config.write_text(CHECKS, encoding="utf-8")
        with serving(shell, key=key) as service:
            done = subprocess.run(  # noqa: S603 - our own interpreter
                [
                    sys.executable, "-m", "schemathesis.cli", "--config-file", str(config),
                    "run", f"{service.url}/openapi.json",
                    # DELETE cancels a job, which can be asked for all the same.
                    "--checks", "all", "--exclude-checks", "use_after_free",
                    "--max-examples", str(EXAMPLES), "--seed", SEED, "--warnings", "off",
                    "--header", f"Authorization: Bearer {key}",
                ],
                capture_output=True, text=True, cwd=tmp_path, check=False,
            )  # fmt: skip
        log = service.log.read_text(encoding="utf-8")
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2_000:]
    counted = re.search(r"([\d,]+) generated, ([\d,]+) passed", done.stdout)
    assert counted, done.stdout[-2_000:]
    generated, passed = (int(number.replace(",", "")) for number in counted.groups())
    _log.info("%d cases, %d passed, seed %s", generated, passed, SEED)
    assert generated == passed >= LEAST_CASES
    assert '"level":"error"' not in log.replace(" ", "")
    assert key not in log
