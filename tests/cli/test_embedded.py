"""The whole command with a real model in a process of its own: one that knows nothing, but must do no harm."""

from pathlib import Path

from tests.cli.support import AID, Shell, processes_with, wait_until

from groundwire.schemas import Extraction


def test_extract_with_a_tiny_model_ends_cleanly(bare: Shell, tiny_gguf: Path) -> None:
    variables = {
        "GROUNDWIRE_GGUF": str(tiny_gguf),
        "GROUNDWIRE_CONTEXT_TOKENS": "2048",
        "GROUNDWIRE_MAX_OUTPUT_TOKENS": "64",
        "GROUNDWIRE_CORRECTIONS": "0",
    }
    ended = bare.run("extract", "-", "--type", "aid_pledge", "--json", stdin=AID.encode(), variables=variables).calm()
    assert ended.status in {0, 3, 5}, ended.stderr
    assert "Loading the model" in ended.stderr
    if ended.status == 0:
        meta = Extraction.model_validate_json(ended.stdout).meta
        assert (meta.schema_enforced, meta.cost_usd) == (True, 0.0)
    wait_until(lambda: not processes_with(f"GROUNDWIRE_CACHE_DIR={bare.cache}"), within_s=5)
