"""`groundwire extract`: what a person and what a program gets, and what the second run costs."""

from tests.cli.support import ARTICLE, ATTACK, MARK, PUBLISHED, Shell, endpoint_variables, kind_asked
from tests.fakes.endpoint import ScriptedEndpoint

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
    assert "Reading the article" in first.stderr
    assert endpoint.requests[0].headers["authorization"].startswith("Bearer sk-")

    calls = len(endpoint.requests)
    second = shell.run("extract", "article.txt", "--published", PUBLISHED, "--json").calm()
    again = Extraction.model_validate_json(second.stdout)
    assert len(endpoint.requests) == calls
    assert again.meta.cache is CacheState.HIT
    assert again.attacks == made.attacks
    assert again.meta.usage == made.meta.usage


def test_tables_show_figures_evidence_and_cost_and_verbose_logs_no_article(shell: Shell) -> None:
    verbose = {"GROUNDWIRE_LOG_LEVEL": "debug", "OPENAI_LOG": "debug"}
    ended = shell.run("extract", "-", "--published", PUBLISHED, stdin=ARTICLE.encode(), variables=verbose).calm()
    assert ended.status == 0
    for words in ("Attacks (1)", "20 or more", "75 or more", "2024-03-15", "Aid pledges (1)", "314,000,000 USD", MARK):
        assert words in ended.stdout
    assert f"“{ATTACK}”" in ended.stdout
    assert f"0–{len(ATTACK)}" in ended.stdout
    assert "cache miss" in ended.stdout
    assert "Reading the article" not in ended.stdout


def test_type_title_and_cache_reach_the_model_and_the_cache(shell: Shell, endpoint: ScriptedEndpoint) -> None:
    options = ("--type", "aid_pledge", "--title", "Kettle prices rise", "--json", "--cache", "off")
    made = Extraction.model_validate_json(shell.run("extract", "article.txt", *options).calm().stdout)
    assert (made.attacks, len(made.aid_pledges), made.meta.cache) == ((), 1, CacheState.OFF)
    asked = [request.body for request in endpoint.requests if not request.canary]
    assert [kind_asked(body) for body in asked] == ["aid_pledge"]
    assert "Kettle prices rise" in asked[0]["messages"][-1]["content"]
    assert "entries  0\n" in shell.run("cache", "stats").calm().stdout


def test_a_settings_file_is_read_and_the_environment_wins(bare: Shell, endpoint: ScriptedEndpoint) -> None:
    lines = {**endpoint_variables(endpoint.base_url), "GROUNDWIRE_MODEL": "from-file", "OTHER_PROGRAM": "1"}
    (bare.folder / ".env").write_text("".join(f"{name}={value}\n" for name, value in lines.items()))
    variables = {"GROUNDWIRE_MODEL": "from-environment", "PYTHONIOENCODING": "ascii"}
    ended = bare.run("extract", "-", "--json", stdin=f"{ATTACK} Кінець.".encode(), variables=variables).calm()
    assert ended.status == 0
    assert {request.body["model"] for request in endpoint.requests} == {"from-environment"}
    made = Extraction.model_validate_json(ended.stdout)  # in UTF-8, whatever the terminal speaks
    assert made.meta.model == "from-environment"


def test_an_article_without_events_is_no_failure_and_asks_nothing(shell: Shell, endpoint: ScriptedEndpoint) -> None:
    ended = shell.run("extract", "-", stdin=b"The kettle boiled and the cat slept.").calm()
    assert ended.status == 0
    assert "No records" in ended.stdout
    assert endpoint.requests == []


def test_nothing_in_an_article_acts_on_the_terminal_whatever_letters_it_has(shell: Shell) -> None:
    text = f"\x1b[2J\x9b31m{ATTACK} [bold]\u202etxt\r\n"
    ended = shell.run("extract", "-", stdin=text.encode(), variables={"PYTHONIOENCODING": "ascii"})
    assert ended.status == 0
    assert "Attacks (1)" in ended.stdout
    assert f"{ATTACK} [bold]" in ended.stdout
    assert not set(ended.stdout) & {"\x1b", "\x9b", "\u202e", "\r"}
