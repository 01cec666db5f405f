"""`groundwire extract`: what a person and what a program gets, and what the second run costs."""

import json
import os
import pty
import re
import subprocess

from tests.cli.support import AID, ARTICLE, ATTACK, COMMAND, PUBLISHED, Shell, endpoint_variables, kind_asked, reader
from tests.fakes.endpoint import Json, Reply, ScriptedEndpoint, delay, enforcing, prose

from groundwire.schemas import CacheState, Extraction


def test_json_is_one_document_and_the_second_run_makes_no_call(shell: Shell, endpoint: ScriptedEndpoint) -> None:
    first = shell.run("extract", "article.txt", "--published", PUBLISHED, "--json").calm()
    assert first.status == 0
    made = Extraction.model_validate_json(first.stdout)
    (attack,), (pledge,) = made.attacks, made.aid_pledges
    assert attack.killed is not None
    assert attack.injured is not None
    assert (attack.killed.min, attack.injured.min) == (20, 75)
    assert attack.date is not None
    assert str(attack.date.start) == "2024-03-15"
    assert pledge.amount is not None
    assert (pledge.amount.value, pledge.amount.currency) == (314_000_000, "USD")
    for span in (*attack.evidence, *pledge.evidence):
        assert ARTICLE[span.start : span.end] == span.quote
    assert (made.meta.cache, made.meta.schema_enforced) == (CacheState.MISS, True)
    assert first.stderr == ""  # nobody watches
    assert endpoint.requests[0].headers["authorization"].startswith("Bearer sk-")

    calls = len(endpoint.requests)
    second = shell.run("extract", "article.txt", "--published", PUBLISHED, "--json").calm()
    again = Extraction.model_validate_json(second.stdout)
    assert len(endpoint.requests) == calls
    assert again.meta.cache is CacheState.HIT
    assert again.attacks == made.attacks
    assert again.meta.usage == made.meta.usage


def test_tables_show_evidence_and_nothing_in_an_article_acts_on_the_terminal(shell: Shell) -> None:
    text = f"\x1b[2J\x9b31m{ATTACK} [bold]\u202etxt\r\n\r\n{AID}"
    options = ("extract", "-", "--published", PUBLISHED)
    # A terminal that is not UTF-8, and libraries that are told to log all they do.
    odd = {"PYTHONIOENCODING": "ascii", "GROUNDWIRE_LOG_LEVEL": "debug", "OPENAI_LOG": "debug"}
    ended = shell.run(*options, stdin=text.encode(), variables=odd).calm()
    assert ended.status == 0
    for words in ("Attacks (1)", "20 or more", "75 or more", "2024-03-15", "Aid pledges (1)", "314,000,000 USD"):
        assert words in ended.stdout
    for words in (f"{ATTACK} [bold]", AID, "\\u2013", "cache miss"):
        assert words in ended.stdout
    assert not set(ended.stdout) & {"\x1b", "\x9b", "\u202e", "\r"}


def test_a_settings_file_is_read_the_environment_wins_and_options_reach_the_model(
    bare: Shell, endpoint: ScriptedEndpoint
) -> None:
    lines = {**endpoint_variables(endpoint.base_url), "GROUNDWIRE_MODEL": "from-file", "OTHER_PROGRAM": "1"}
    (bare.folder / ".env").write_text("".join(f"{name}={value}\n" for name, value in lines.items()))
    variables = {"GROUNDWIRE_MODEL": "from-environment", "PYTHONIOENCODING": "ascii"}
    options = ("--type", "aid_pledge", "--title", "Ціни на чайники", "--json", "--cache", "off")
    ended = bare.run("extract", "article.txt", *options, variables=variables).calm()
    assert ended.status == 0
    made = Extraction.model_validate_json(ended.stdout)  # in UTF-8, whatever the terminal speaks
    assert (made.meta.model, made.meta.cache) == ("from-environment", CacheState.OFF)
    assert (made.attacks, len(made.aid_pledges)) == ((), 1)
    assert {request.body["model"] for request in endpoint.requests} == {"from-environment"}
    asked = [request.body for request in endpoint.requests if not request.canary]
    assert [kind_asked(body) for body in asked] == ["aid_pledge"]
    assert "Ціни на чайники" in asked[0]["messages"][-1]["content"]
    assert "entries  0\n" in bare.run("cache", "stats").calm().stdout


def test_an_article_without_events_is_no_failure_and_asks_nothing(shell: Shell, endpoint: ScriptedEndpoint) -> None:
    ended = shell.run("extract", "-", stdin=b"The kettle boiled and the cat slept.").calm()
    assert ended.status == 0
    assert "No records" in ended.stdout
    assert endpoint.requests == []


def test_what_the_article_does_not_state_is_dropped_shown_or_asked_about_again(
    shell: Shell, endpoint: ScriptedEndpoint
) -> None:
    vague = ATTACK.replace("at least 20", "many").encode()
    options = ("extract", "-", "--published", PUBLISHED, "--type", "attack")
    dropped = shell.run(*options, stdin=vague).calm()
    assert "20 or more" not in dropped.stdout
    assert "value_unsupported /attacks/0/killed: removed 'at least 20'" in dropped.stdout
    flagged = shell.run(*options, "--unsupported", "flag", stdin=vague).calm()
    assert "20 or more" in flagged.stdout
    assert "ungrounded" in flagged.stdout
    assert "value_flagged /attacks/0/killed: kept 'at least 20', ungrounded" in flagged.stdout
    asked = len(endpoint.requests)
    repaired = shell.run(*options, "--unsupported", "repair", "--json", stdin=vague).calm()
    questions = [request.body["messages"] for request in endpoint.requests[asked:] if not request.canary]
    assert len(questions) == Extraction.model_validate_json(repaired.stdout).meta.usage.calls - 1 == 2
    assert "“at least 20” (killed)" in questions[1][-1]["content"]


def test_what_no_record_claims_is_asked_about_once_more(shell: Shell, endpoint: ScriptedEndpoint) -> None:
    missed = f"{ATTACK}\n\nA drone hit a mill and killed 12 people. It burnt.\n".encode()
    options = ("extract", "-", "--published", PUBLISHED, "--type", "attack", "--json", "--recall-pass")
    shell.run(*options, stdin=missed).calm()
    questions = [request.body["messages"][-1]["content"] for request in endpoint.requests if not request.canary]
    assert len(questions) == 2
    assert questions[1].splitlines() == ["[1] A drone hit a mill and killed 12 people."]


def test_several_files_are_printed_in_order_and_bad_ones_cost_no_other(
    shell: Shell, endpoint: ScriptedEndpoint
) -> None:
    (shell.folder / "aid.txt").write_text(AID, encoding="utf-8")
    (shell.folder / "bad.txt").write_bytes(b"\xff\xfe")
    files = ("missing.txt", "article.txt", "bad.txt", "aid.txt")
    ended = shell.run("extract", *files, "--published", PUBLISHED, "--format", "ndjson").calm()
    assert ended.status == 2
    lines = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [(line["file"], len(line["attacks"]), len(line["aid_pledges"])) for line in lines] == [
        ("article.txt", 1, 1),
        ("aid.txt", 0, 1),
    ]
    assert "cannot read missing.txt: No such file" in ended.stderr
    assert "bad.txt is not UTF-8 (byte 0)" in ended.stderr
    assert len(ended.stderr.splitlines()) == 2
    assert endpoint.calls == 3


def test_a_file_of_which_the_model_makes_nothing_is_named(bare: Shell) -> None:
    def moody(body: Json, n: int) -> Reply:
        return prose("no") if "$314" in body["messages"][-1]["content"] else reader(body, n)

    (bare.folder / "aid.txt").write_text(AID, encoding="utf-8")
    (bare.folder / "attack.txt").write_text(ATTACK, encoding="utf-8")
    with ScriptedEndpoint(enforcing(moody)) as endpoint:
        variables = endpoint_variables(endpoint.base_url)
        ended = bare.run("extract", "aid.txt", "attack.txt", "--json", variables=variables).calm()
    assert ended.status == 3
    assert [made["file"] for made in json.loads(ended.stdout)] == ["attack.txt"]
    assert "groundwire: aid.txt: the model gave no records" in ended.stderr


def test_a_file_of_results_is_whole_or_as_it_was(shell: Shell) -> None:
    out = shell.folder / "records.csv"
    out.write_text("older")
    out.chmod(0o640)
    command = ("extract", "--out", "records.csv", "--format", "csv")
    assert shell.run(*command, "missing.txt").calm().status == 2
    assert out.read_text() == "older"
    ended = shell.run(*command, "article.txt").calm()
    assert (ended.status, ended.stdout) == (0, "")
    assert out.read_bytes().startswith(b"file,record_type,")
    assert out.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in shell.folder.glob(".*.new")) == []
    longest = "n" * 250 + ".json"
    assert shell.run("extract", "article.txt", "--json", "--out", longest).calm().status == 0
    assert (shell.folder / longest).stat().st_size > 0
    ended = shell.run("extract", "article.txt", "--out", "nowhere/records.json").calm()
    assert ended.status == 2
    assert "cannot write nowhere/records.json: No such file" in ended.stderr


def test_options_that_cannot_go_together_are_told_at_once(bare: Shell) -> None:
    for arguments, words in {
        (): "give a file, - for standard input, or --watch FOLDER",
        ("article.txt", "--json", "--format", "csv"): "--json and --format csv: give one of them",
        ("article.txt", "--watch", "."): "--watch takes no files",
        ("--watch", "missing"): "cannot watch missing: No such file",
    }.items():
        ended = bare.run("extract", *arguments).calm()
        assert (ended.status, ended.stdout) == (2, "")
        assert words in ended.stderr


def test_a_terminal_shows_colours_and_how_many_questions_are_answered(bare: Shell) -> None:
    with ScriptedEndpoint(enforcing(lambda body, n: delay(1.0, reader(body, n)))) as endpoint:
        variables = {**endpoint_variables(endpoint.base_url), "TERM": "xterm", "COLUMNS": "70", "NO_COLOR": None}
        said = _on_a_terminal(bare, variables, "extract", "article.txt", "--published", PUBLISHED)
        plain = _on_a_terminal(bare, {**variables, "NO_COLOR": "1"}, "extract", "article.txt", "--published", PUBLISHED)
    assert "Reading the article" in said
    assert "of 2 questions answered" in said.replace("\r\n", " ")
    table = said[said.rindex("Attacks (1)") :]
    assert "\x1b[1;3;32m" in table
    assert "Zalizny" in table
    lines = re.split(r"[\r\n]+", re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", table))
    assert max(map(len, lines)) <= 70
    table = plain[plain.rindex("Attacks (1)") :]
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", table)
    assert "Port=" in re.sub(r"\x1b\[[0-9;]*m", "", table)


def _on_a_terminal(shell: Shell, variables: dict[str, str | None], *arguments: str) -> str:
    """All that a command writes to a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(  # noqa: S603 - our own interpreter
        [*COMMAND, *arguments],
        cwd=shell.folder,
        env=shell.environment(variables),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    said = b""
    with os.fdopen(ours, "rb", buffering=0) as terminal:
        while True:
            try:
                part = terminal.read(65_536)
            except OSError:  # the last process that had it has ended
                break
            said += part
    assert process.wait(30) == 0
    return said.decode()
