"""The default weights, for real: 1.1 GB, minutes of computing on a small machine."""

import importlib.util
import json
import shutil
from pathlib import Path

import httpx
import pytest

from groundwire.local import DEFAULT_WEIGHTS, LocalOptions, embedded_server


def test_the_parts_make_up_the_promised_size() -> None:
    assert len(DEFAULT_WEIGHTS.parts) == 22
    assert DEFAULT_WEIGHTS.size == 1_117_320_768
    assert DEFAULT_WEIGHTS.parts[8].file == "data/part09.bin"


@pytest.mark.model
def test_the_default_model_is_joined_and_answers(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if importlib.util.find_spec(DEFAULT_WEIGHTS.parts[0].package) is None:
        pytest.skip("groundwire[local] is not installed")
    schema = {"type": "object", "properties": {"killed": {"type": "integer"}}, "required": ["killed"]}
    body = {
        "messages": [{"role": "user", "content": "Two soldiers were killed. How many were killed? Answer in JSON."}],
        "response_format": {"type": "json_schema", "json_schema": {"name": "event", "schema": schema}},
        "max_tokens": 20,
        "temperature": 0,
    }
    request.addfinalizer(lambda: shutil.rmtree(tmp_path))  # pytest would keep the 1.1 GB of its last three runs
    with embedded_server(LocalOptions(cache_dir=tmp_path)) as server:
        assert server.fingerprint == DEFAULT_WEIGHTS.sha256
        answer = httpx.post(f"{server.base_url}/chat/completions", json=body, timeout=300, trust_env=False)
    assert json.loads(answer.json()["choices"][0]["message"]["content"]) == {"killed": 2}
