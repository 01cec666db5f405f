"""Prompts to try in place of the current ones: a version or a folder, and nothing that is mistaken for one."""

import json
from pathlib import Path

import pytest

from groundwire import prompts
from groundwire.extraction.profiles import Profile
from groundwire.extraction.questions import prompt_digest
from groundwire.prompts.sets import current_set, trial_set
from groundwire.schemas import RecordType

KINDS = tuple(RecordType)


PROFILES = [profile.value for profile in Profile]


@pytest.mark.parametrize("profile", PROFILES)
def test_the_current_set_has_the_current_versions_of_a_profile(profile: str) -> None:
    assert {name: prompt.version for name, prompt in current_set(profile).items()} == prompts.CURRENT[profile]


def test_each_profile_has_a_set_of_its_own() -> None:
    assert set(prompts.CURRENT) == set(PROFILES)
    assert prompt_digest(KINDS, current_set("small")) != prompt_digest(KINDS, current_set("large"))


def test_a_folder_replaces_what_it_holds_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "attack.md").write_text("Find attacks.\n", encoding="utf-8")
    (tmp_path / "README").write_text("why")
    tried, current = trial_set(str(tmp_path), "large"), current_set("large")
    assert tried["attack"].instructions == "Find attacks."
    assert tried["attack"].examples == current["attack"].examples
    assert tried["attack"].digest != current["attack"].digest
    assert {name: tried[name] for name in tried if name != "attack"} == {
        name: current[name] for name in current if name != "attack"
    }
    assert prompt_digest(KINDS, tried) != prompt_digest(KINDS, current)
    assert prompt_digest((RecordType.AID_PLEDGE,), tried) == prompt_digest((RecordType.AID_PLEDGE,), current)


def test_examples_are_replaced_alone_too(tmp_path: Path) -> None:
    examples = [{"passage": "[1] A drone hit a bus.", "answer": {"records": []}}]
    (tmp_path / "attack.examples.json").write_text(json.dumps(examples), encoding="utf-8")
    tried = trial_set(str(tmp_path), "large")["attack"]
    assert tried.instructions == current_set("large")["attack"].instructions
    assert tried.examples == (prompts.Example("[1] A drone hit a bus.", '{"records":[]}'),)


def test_the_same_text_in_a_folder_is_the_same_prompt(tmp_path: Path) -> None:
    for name, prompt in current_set("large").items():
        (tmp_path / f"{name}.md").write_bytes(prompt.parts[0])
    assert prompt_digest(KINDS, trial_set(str(tmp_path), "large")) == prompt_digest(KINDS, current_set("large"))


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("version", ["v1", "v2"])
def test_a_version_is_taken_where_there_is_one(version: str, profile: str) -> None:
    assert trial_set(version, profile)["attack"] is prompts.load("attack", version)


@pytest.mark.parametrize("profile", PROFILES)
def test_what_a_folder_does_not_hold_stays_as_the_profile_has_it(tmp_path: Path, profile: str) -> None:
    (tmp_path / "attack.md").write_text("Find attacks.\n", encoding="utf-8")
    tried, current = trial_set(str(tmp_path), profile), current_set(profile)
    assert tried["attack"].examples == current["attack"].examples
    assert {name: tried[name] for name in tried if name != "attack"} == {
        name: current[name] for name in current if name != "attack"
    }


@pytest.mark.parametrize("source", ["v0", "", "nowhere", ".."])
def test_what_replaces_nothing_is_refused(tmp_path: Path, source: str) -> None:
    with pytest.raises(LookupError, match=r"neither a version .* nor a folder .*attack.*v1|no prompt has this name"):
        trial_set(str(tmp_path) if source == "" else source, "large")


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        ("atack.md", b"Find attacks.", "atack.md: no prompt has this name; .*attack.md"),
        ("attack.md", b"\xff", "'attack' cannot be read: UnicodeDecodeError"),
        ("attack.examples.json", b"[", "'attack' cannot be read: JSONDecodeError"),
        ("attack.examples.json", b'[{"passage": "x"}]', "'attack' cannot be read: KeyError: 'answer'"),
        ("attack.examples.json", b"[1]", "'attack' cannot be read: TypeError"),
    ],
)
def test_a_file_that_is_no_prompt_is_named(tmp_path: Path, file: str, content: bytes, words: str) -> None:
    (tmp_path / file).write_bytes(content)
    with pytest.raises(LookupError, match=words):
        trial_set(str(tmp_path), "large")
