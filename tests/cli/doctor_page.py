"""docs/doctor.md: what `groundwire doctor` says of set-ups that work and of some that do not, from the real program.

`python -m tests.cli.doctor_page` writes the page anew; tests/cli/test_doctor.py fails where it is out of date.
"""

import io
import os
import re
import tempfile
from collections.abc import Callable, Mapping
from contextlib import chdir, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

from tests.cli.support import Ended, endpoint_variables, free_port, make_shell, reader
from tests.fakes.endpoint import Reply, Script, ScriptedEndpoint, enforcing, prose, status

from groundwire.cli.commands import app

PAGE = Path(__file__).resolve().parents[2] / "docs" / "doctor.md"


@dataclass(frozen=True)
class SetUp:
    """Something that somebody may have set up.

    Attributes:
        title: Of its section.
        words: What is the matter.
        code: How the command ends.
        script: How the endpoint answers.
        models: How its list of models is answered; None for one with `scripted`.
        variables: Settings beside or in place of those of the endpoint.
        embedded: Whether the settings of the endpoint are left out.
        prepare: Makes files in the folder of the cache.
    """

    title: str
    words: str
    code: int
    script: Script = field(default_factory=lambda: enforcing(reader))
    models: Reply | None = None
    variables: Mapping[str, str] = field(default_factory=dict)
    embedded: bool = False
    prepare: Callable[[Path], None] = lambda cache: None  # noqa: ARG005 - a field


def _open_to_others(cache: Path) -> None:
    folder = cache / "extractions"
    folder.mkdir(parents=True)
    (folder / "cache.db").write_bytes(b"")
    folder.chmod(0o777)


_NO_MODEL = {
    "error": {"message": "The model does not exist", "type": "invalid_request_error", "code": "model_not_found"}
}
NOWHERE = f"http://127.0.0.1:{free_port()}/v1"

SET_UPS = (
    SetUp("A set-up that works", "A model server that enforces schemas, and a key that it accepts.", 0),
    SetUp(
        "A wrong key",
        "The provider refuses the key.",
        7,
        script=[status(401)],
        models=status(401),
    ),
    SetUp(
        "A model that is not there",
        "The name of the model is misspelt.",
        7,
        script=[status(404, body=_NO_MODEL)],
        variables={"GROUNDWIRE_MODEL": "scriptd"},
    ),
    SetUp(
        "Nobody at the address",
        "The model server has not been started, or listens elsewhere.",
        7,
        variables={"GROUNDWIRE_BASE_URL": NOWHERE},
    ),
    SetUp(
        "Schemas that are not enforced",
        "The server takes a schema and lets the model answer as it likes. Every answer is checked, so this works.",
        0,
        script=[prose("PONG")],
    ),
    SetUp(
        "A cache that others may write in",
        "The cache's folder is open to others, with files in it that may be theirs.",
        7,
        prepare=_open_to_others,
    ),
    SetUp(
        "A Redis that is not there",
        "`GROUNDWIRE_REDIS_URL` names a server that does not run. Without it each process goes on by itself.",
        7,
        variables={"GROUNDWIRE_REDIS_URL": f"redis://:hunter2@127.0.0.1:{free_port()}/0"},
    ),
    SetUp(
        "Weights that are not there",
        "`GROUNDWIRE_GGUF` names a file that does not exist.",
        7,
        variables={"GROUNDWIRE_GGUF": "~/models/nothing.gguf"},
        embedded=True,
    ),
    SetUp(
        "A misspelt setting",
        "Nothing that depends on the settings is looked at.",
        7,
        variables={"GROUNDWIRE_MODLE": "scripted"},
    ),
)

_HEAD = """# What `groundwire doctor` says

What the command prints about a set-up that works, one that could be better and seven that do not work, and how it ends.
[The command line](cli.md#groundwire-doctor) has its options and what it checks. This page is made from the program's
output by `python -m tests.cli.doctor_page`, and a test fails where it is out of date; only folders, ports, versions
and sizes stand for those of your machine.
"""

_ALIKE = (
    (r"(ok    python +).*", r"\g<1>3.11.7 on Linux x86_64, groundwire 0.1.0"),
    (r"(ok    parts +).*", r"\g<1>server, local; not installed: hub, otel, evals"),
    (r"(ok    (?:disk|memory) +)[\d,.]+ GB", r"\g<1>42.0 GB"),
    (r"xllamacpp \S+", "xllamacpp 2026.10.11549"),
    (r"127\.0\.0\.1:\d+", "127.0.0.1:8080"),
)
"""What differs from machine to machine, and what stands for it."""


def run(set_up: SetUp, folder: Path) -> Ended:
    """What the command says of a set-up in a folder, the same on every machine."""
    set_up.prepare(folder / "cache")
    with ScriptedEndpoint(set_up.script, models=set_up.models) as endpoint:
        own = {} if set_up.embedded else endpoint_variables(endpoint.base_url)
        ended = in_this_process(folder, {**own, **set_up.variables})
    said = ended.stdout.replace(str(folder), "~")
    for pattern, common in _ALIKE:
        said = re.sub(pattern, common, said)
    return Ended(ended.status, said, ended.stderr)


def section(set_up: SetUp, ended: Ended) -> str:
    """One section of the page."""
    return f"## {set_up.title}\n\n{set_up.words}\n\n```text\n{ended.stdout.strip()}\n```\n\nExit code {ended.status}.\n"


def page(sections: list[str]) -> str:
    """The page."""
    return "\n".join([_HEAD, *sections])


def in_this_process(folder: Path, variables: Mapping[str, str], *options: str) -> Ended:
    """Run the command here: eight processes that load the service and openai would take half a minute."""
    before, out = dict(os.environ), io.StringIO()
    os.environ.clear()
    os.environ.update(make_shell(folder, dict(variables)).environment({}))
    try:
        with chdir(folder), redirect_stdout(out):
            app(["doctor", "--timeout", "60", *options])
    except SystemExit as ending:
        return Ended(int(ending.code or 0), out.getvalue(), "")
    finally:
        os.environ.clear()
        os.environ.update(before)
    raise AssertionError("it did not end")


def _made() -> str:
    sections = []
    for set_up in SET_UPS:
        with tempfile.TemporaryDirectory() as folder:
            sections.append(section(set_up, run(set_up, Path(folder))))
    return page(sections)


if __name__ == "__main__":
    PAGE.write_text(_made(), encoding="utf-8")
