"""A run is found again only if it is the same, held by one at a time, and taken away without a moment of doubt."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.bulk.corpora import TERMS, write_lines

from groundwire.bulk.checkpoint import CHECKPOINT, RUN, Bill, Checkpoint
from groundwire.bulk.errors import Occupied, Unfit
from groundwire.bulk.sources import Place
from groundwire.bulk.store import names_of
from groundwire.bulk.workplace import folder_of, open_workplace
from groundwire.schemas import Usage


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_lines(tmp_path / "in.jsonl", 3)


@pytest.fixture
def outputs(tmp_path: Path) -> list[Path]:
    return list(names_of(tmp_path / "out.jsonl").values())


def test_the_same_run_goes_on(corpus: Path, outputs: list[Path]) -> None:
    with open_workplace(corpus, outputs, TERMS, restart=False) as first:
        assert not first.resumed
        checkpoint = Checkpoint(chunk=3, place=Place(70, 2), sizes={"a": 5}, bill=Bill(done=2, usage=Usage(calls=1)))
        checkpoint.save(first.folder)
    with open_workplace(corpus, outputs, TERMS, restart=False) as second:
        assert second.resumed
        assert second.run == first.run
        assert second.checkpoint() == checkpoint
    with open_workplace(corpus, outputs, TERMS, restart=True) as third:
        assert not third.resumed
        assert third.run.id != first.run.id
        assert third.checkpoint() == Checkpoint()


def test_another_model_or_wish_is_named(corpus: Path, outputs: list[Path]) -> None:
    with open_workplace(corpus, outputs, TERMS, restart=False):
        pass
    with (
        pytest.raises(Unfit, match=r"another model \(scripted, now larger\); --restart"),
        open_workplace(corpus, outputs, {"model": "larger"}, restart=False),
    ):
        pass
    with (
        pytest.raises(Unfit, match=r"another title \(not given, now x\)"),
        open_workplace(corpus, outputs, {**TERMS, "title": "x"}, restart=False),
    ):
        pass


def test_another_or_changed_corpus_is_named(corpus: Path, outputs: list[Path]) -> None:
    with open_workplace(corpus, outputs, TERMS, restart=False):
        pass
    other = Path(shutil.copy(corpus, corpus.with_name("other.jsonl")))
    with pytest.raises(Unfit, match=r"begun with IN .*in\.jsonl"), open_workplace(other, outputs, TERMS, restart=False):
        pass
    state = corpus.stat()
    corpus.write_bytes(corpus.read_bytes().replace(b"short", b"SHORT"))
    os.utime(corpus, ns=(state.st_atime_ns, state.st_mtime_ns))  # only what it says has changed
    with pytest.raises(Unfit, match="IN has changed"), open_workplace(corpus, outputs, TERMS, restart=False):
        pass


def test_a_folder_with_one_more_article_has_changed(tmp_path: Path, outputs: list[Path]) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text("News.")
    with open_workplace(folder, outputs, TERMS, restart=False):
        pass
    (folder / "b.txt").write_text("News.")
    with pytest.raises(Unfit, match="IN has changed"), open_workplace(folder, outputs, TERMS, restart=False):
        pass


def test_a_finished_out_is_left_alone(corpus: Path, outputs: list[Path]) -> None:
    for taken in outputs:
        taken.write_text("old")
        with pytest.raises(Unfit, match="is there already"), open_workplace(corpus, outputs, TERMS, restart=False):
            pass
        assert not folder_of(outputs[0]).exists()
        assert taken.read_text() == "old"
        taken.unlink()


@pytest.mark.parametrize("gone", [[RUN], [RUN, CHECKPOINT]])
def test_a_run_killed_while_it_was_taken_away_does_not_begin_anew(
    gone: list[str], corpus: Path, outputs: list[Path]
) -> None:
    with open_workplace(corpus, outputs, TERMS, restart=False) as place:
        Checkpoint(ended=True).save(place.folder)
        for name in gone:
            (place.folder / name).unlink()
    outputs[0].write_text("done")
    with pytest.raises(Unfit, match="is there already"), open_workplace(corpus, outputs, TERMS, restart=False):
        pass
    with open_workplace(corpus, outputs, TERMS, restart=True) as place:
        assert place.checkpoint() == Checkpoint()


def test_in_is_never_written_over(corpus: Path, outputs: list[Path]) -> None:
    with pytest.raises(Unfit, match="written over"), open_workplace(corpus, [corpus, *outputs], TERMS, restart=True):
        pass


def test_the_hold_ends_with_its_process(corpus: Path, outputs: list[Path]) -> None:
    code = f"""
import sys
from pathlib import Path
from groundwire.bulk.workplace import open_workplace
with open_workplace(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]], {TERMS!r}, restart=False):
    print("held", flush=True)
    sys.stdin.read()
"""
    holder = subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code, str(corpus), *map(str, outputs)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        for restart in (False, True):
            with (
                pytest.raises(Occupied, match="another run works on"),
                open_workplace(corpus, outputs, TERMS, restart=restart),
            ):
                pass
    finally:
        holder.kill()
        holder.communicate()
    with open_workplace(corpus, outputs, TERMS, restart=False) as place:
        assert place.resumed


def test_a_damaged_checkpoint_is_told(corpus: Path, outputs: list[Path]) -> None:
    with open_workplace(corpus, outputs, TERMS, restart=False) as place:
        (place.folder / CHECKPOINT).write_text("{")
        with pytest.raises(Unfit, match="did not write"):
            place.checkpoint()
