"""What the tests of `groundwire eval` share: a folder with labels, a model that reads, and the command."""

import json
import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.cli.support import Ended, endpoint_variables, make_shell
from tests.fakes.endpoint import Json, Reply, ScriptedEndpoint, answer, enforcing

from groundwire.cli.commands import app
from groundwire.evals.cases import CaseAnswer
from groundwire.evals.labels.gold import digest_of
from groundwire.evals.runs.folder import Manifest, RunFolder

TOWNS = ("Karsk", "Velden", "Orlava")
STRIKE = "A Russian missile strike on {} in Ukraine killed at least 20 people."

CASES = 4
"""Three articles with an attack and one without; each is one question."""


def strike(town: str) -> str:
    """An article of four paragraphs, one of which tells of an attack: one question to the model."""
    return f"News of the day\n\n{STRIKE.format(town)}\n\nIt rained all night.\n\nThe mayor spoke of the rain.\n"


def lay_out(folder: Path) -> Path:
    """An `evals` folder: three articles with one attack each, and one that holds nothing."""
    evals = folder / "evals"
    for part in ("articles", "gold", "negatives"):
        (evals / part).mkdir(parents=True)
    for number, town in enumerate(TOWNS):
        add_gold(evals, f"{number}00_{town}", strike(town), town)
    (evals / "negatives" / "drill.txt").write_text("A missile was shown at the fair in Lund.\n", encoding="utf-8")
    (evals / "negatives" / "reasons.json").write_text('{"drill.txt": "A fair is no attack."}', encoding="utf-8")
    return evals


def add_gold(evals: Path, stem: str, text: str, town: str) -> None:
    """An article and its label."""
    (evals / "articles" / f"{stem}.txt").write_text(text, encoding="utf-8")
    quote = STRIKE.format(town)
    start = text.index(quote)
    record = {
        "evidence": [{"quote": quote, "start": start, "end": start + len(quote)}],
        "scope": "incident",
        "attack_type": "missile_strike",
        "perpetrators": [{"name": "Russia", "country": "RU", "kind": "state"}],
        "attribution": "attributed",
        "places": [{"name": town, "country": "UA"}],
        "killed": {"min": 20},
    }
    gold = {
        "article": f"{stem}.txt",
        "sha256": digest_of(text.encode()),
        "attacks": [{"id": f"strike-{town.lower()}", "record": record}],
    }
    (evals / "gold" / f"{stem}.json").write_text(json.dumps(gold), encoding="utf-8")


def town_of(body: Json) -> str | None:
    """The town that a question is about."""
    asked = body["messages"][-1]["content"]
    return next((town for town in TOWNS if town in asked), None)


def read_strikes(body: Json, _n: int) -> Reply:
    """A model that reads those articles rightly."""
    town = town_of(body)
    told_in = re.findall(r"\[(\d+)\] [^\n]* strike on ", body["messages"][-1]["content"])
    draft = {
        "sentences": [int(number) for number in told_in],
        "scope": "incident",
        "attack_type": "missile_strike",
        "places": [{"name": town, "region": None, "country": None}],
        "attackers": ["Russia"],
        "attribution": "attributed",
        "weapons": [],
        "when": None,
        "targets": [],
        "killed": "at least 20",
        "injured": None,
    }
    return answer({"records": [draft] if town else []}, prompt_tokens=100, completion_tokens=10)


class Model:
    """An endpoint whose answers a test can change in the middle.

    Attributes:
        script: How questions are answered now.
        canaries: How canaries are answered instead of rightly; None for rightly.
    """

    def __init__(self) -> None:
        self.script: Callable[[Json, int], Reply] = read_strikes
        self.canaries: Reply | None = None

    def __call__(self, body: Json, n: int) -> Reply:
        """Answer as it is set now."""
        return self.canaries or enforcing(self.script)(body, n)


@dataclass
class Bench:
    """`groundwire eval` in this process, in a folder of its own, at a model of its own.

    Attributes:
        folder: Working folder; `evals` stands in it.
        call: Runs the command with these arguments.
        model: What answers.
        endpoint: Where it is asked.
    """

    folder: Path
    call: Callable[..., Ended]
    model: Model
    endpoint: ScriptedEndpoint

    @property
    def evals(self) -> Path:
        """The labels."""
        return self.folder / "evals"

    def run(self, name: str, *arguments: str) -> Ended:
        """`groundwire eval run` on gold and negatives."""
        return self.call("eval", "run", name, "--cases", "gold,negative", *arguments)

    def kept(self, name: str) -> RunFolder:
        """The folder of a run."""
        return RunFolder(self.evals / "runs" / name)

    def manifest(self, name: str) -> Manifest:
        """Its manifest."""
        return self.kept(name).read_manifest()

    def answers(self, name: str) -> dict[str, CaseAnswer]:
        """What it holds, by case and, from the second on, repeat."""
        given = self.kept(name).read_answers(self.manifest(name))
        return {f"{a.case}~{a.repeat}" if a.repeat > 1 else a.case: a for a in given if a is not None}


@contextmanager
def open_bench(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Bench]:
    """A bench without any settings but the model and the cache."""

    def call(*arguments: str) -> Ended:
        monkeypatch.setattr(sys, "argv", ["groundwire", *arguments])  # the interpreter's, as a shell would set it
        capsys.readouterr()
        with pytest.raises(SystemExit) as ending:
            app(list(arguments))
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)  # a command ends by it, the endpoint of the tests must not
        said = capsys.readouterr()
        return Ended(int(ending.value.code or 0), said.out, said.err)

    model = Model()
    lay_out(folder)
    with ScriptedEndpoint(model) as endpoint:
        for name in [name for name in os.environ if name.startswith("GROUNDWIRE_")]:
            monkeypatch.delenv(name)
        own = make_shell(folder, endpoint_variables(endpoint.base_url)).variables
        for name in own:
            if name.startswith("GROUNDWIRE_") or name in {"HOME", "XDG_CACHE_HOME", "COLUMNS"}:
                monkeypatch.setenv(name, own[name])
        monkeypatch.chdir(folder)
        yield Bench(folder, call, model, endpoint)
