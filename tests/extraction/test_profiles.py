"""Which profile suits a model, by names as providers write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.extraction.reading_tools import read
from tests.fakes.model import ScriptedModel

from groundwire.cli.settings import Settings
from groundwire.extraction.profiles import SMALL_UP_TO_BILLIONS, Profile, profile_of

SMALL = (
    *("qwen2.5-coder-1.5b-instruct-q4_k_m.gguf", "Qwen2.5-7B-Instruct", "qwen2.5:0.5b", "qwen3-0.6b", "qwen3:14b"),
    *("llama3.1:8b", "Llama-3.2-1B-Instruct-Q8_0", "llama-2-7b.Q4_K_M", "meta-llama/Meta-Llama-3-8B-Instruct"),
    *("mistral-7b-instruct-v0.3", "ministral-8b-latest", "gemma-2-9b-it", "gemma-3n-e4b-it", "gemma3:270m"),
    *("gpt-oss-20b", "olmo-2-13b", "granite-3.1-2b", "glm-4-9b-chat-1m", "gemini-1.5-flash-8b", "qwen2.5-14b-1m"),
    *(
        "phi-4",
        "Phi-3.5-mini-instruct",
        "phi3:mini",
        "smollm2",
        "SmolLM2-1.7B",
        "smollm-135m",
        "tinyllama",
        "tiny-random",
    ),
)
LARGE = (
    *("gpt-4o", "gpt-4o-mini", "gpt-4.1", "gpt-5", "o1", "o3-mini", "o4-mini", "gpt-oss-120b", "gpt-oss:120b"),
    *("claude-3-5-sonnet-20241022", "claude-3-haiku", "claude-opus-4", "gemini-1.5-pro", "gemini-2.0-flash", "grok-2"),
    *("deepseek-chat", "deepseek-r1", "deepseek-r1-distill-qwen-32b", "mistral-large-latest", "command-r-plus"),
    *("llama-3.3-70b-instruct", "Meta-Llama-3.1-405B", "llama-4-scout-17b-16e-instruct", "mixtral-8x7b-instruct"),
    *("open-mixtral-8x22b", "qwen3-30b-a3b", "Qwen3-235B-A22B", "qwen2.5:32b", "gemma3:27b", "yi-34b", "falcon-180b"),
    *("kimi-k2", "moonshot-v1-128k", "minimax-m1", "jamba-1.5-mini", "llama-3-70b-gradient-1048k"),
)


@pytest.mark.parametrize("name", SMALL)
def test_a_model_that_is_small_by_its_name_is_asked_small_questions(name: str) -> None:
    assert profile_of(name) is Profile.SMALL


@pytest.mark.parametrize("name", LARGE)
def test_other_models_write_whole_drafts(name: str) -> None:
    assert profile_of(name) is Profile.LARGE
    assert profile_of(f"provider/{name}") is Profile.LARGE


@pytest.mark.parametrize(
    "name", ["", "anything", "scripted", "model-v2", "nanonets", "tinyurl", "b", "7", "a7b", "7bit"]
)
def test_a_name_that_tells_nothing_is_what_the_caller_takes_it_for(name: str) -> None:
    assert profile_of(name) is Profile.LARGE
    assert profile_of(name, unknown=Profile.SMALL) is Profile.SMALL


@given(
    st.floats(0.1, 700).map(lambda size: round(size, 1)),
    st.sampled_from(["{}b", "{}B", "x-{}b-it", "x:{}b", "x_{}b_q4"]),
)
def test_the_size_decides(billions: float, pattern: str) -> None:
    name = pattern.format(billions)
    assert (profile_of(name) is Profile.SMALL) == (billions <= SMALL_UP_TO_BILLIONS)
    assert profile_of(name, unknown=Profile.SMALL) is profile_of(name)


@pytest.mark.parametrize("profile", Profile)
@pytest.mark.parametrize("model", ["phi-4", "gpt-4o"])
def test_a_setting_goes_before_the_name(profile: Profile, model: str) -> None:
    endpoint = {"base_url": "http://127.0.0.1:1/v1", "model": model}
    assert Settings.model_validate({**endpoint, "profile": profile.value}).profile_in_use is profile
    assert Settings.model_validate(endpoint).profile_in_use is profile_of(model)


@pytest.mark.parametrize(
    ("gguf", "profile"),
    [
        (None, Profile.SMALL),
        ("/models/70b/own.gguf", Profile.SMALL),
        ("hf:someone/x-GGUF/llama-3.3-70b-q4_k_m.gguf", Profile.LARGE),
        ("hf:someone/x-GGUF/qwen2.5-3b-q4_k_m.gguf", Profile.SMALL),
    ],
)
def test_the_embedded_model_is_small_unless_its_weights_say_otherwise(gguf: str | None, profile: Profile) -> None:
    assert Settings.model_validate({"gguf": gguf}).profile_in_use is profile
    assert Settings.model_validate({"gguf": gguf, "profile": "large"}).profile_in_use is Profile.LARGE


@pytest.mark.parametrize(
    ("name", "profile", "schemas"),
    [
        ("phi-4", None, {"BriefAttack"}),
        ("gpt-4o", None, {"AttackAnswer"}),
        ("phi-4", Profile.LARGE, {"AttackAnswer"}),
        ("gpt-4o", Profile.SMALL, {"BriefAttack"}),
    ],
)
def test_the_use_case_asks_in_the_form_of_the_profile(name: str, profile: Profile | None, schemas: set[str]) -> None:
    model = ScriptedModel(name=name)
    read(model, "A Russian missile hit a mill in Karsk on Friday, killing two.", profile)
    assert {asked.schema for asked in model.asked} == schemas
