"""Batches handed in and collected: both ways meet in one cache, nothing is lost, nothing is paid twice."""

import json
from pathlib import Path

import pytest
from tests.bulk.batch_tools import KEPT, MADE, OPEN, OTHER, ROW, THIRD, alike, bench, canonical, lines_of, rows
from tests.cli.support import AID, ARTICLE, ATTACK, KEY, MARK, PUBLISHED, reader
from tests.fakes.batch_endpoint import Plan
from tests.fakes.endpoint import Json, Reply, answer, prose, raw, refusal, status, truncated_json

from groundwire.extraction.profiles import Profile
from groundwire.schemas import CacheState


def test_both_ways_meet_in_the_cache(tmp_path: Path) -> None:
    with bench(tmp_path, Plan(looks=2, backwards=True)) as there:
        assert there.submit().articles == OPEN
        assert there.collect().articles == OPEN
        assert there.collect(wait_s=0.01).articles == MADE
        assert there.collect().articles == KEPT
        calls = there.endpoint.calls
        assert calls == 0
        for row in (ROW, OTHER, THIRD):
            kept = there.extract(row)
            assert (kept.meta.cache, kept.meta.mode, kept.meta.complete) == (CacheState.HIT, "json_schema", True)
            assert there.endpoint.calls == calls
            live = there.extract(row, cache="another")
            assert alike(kept, live)
            assert kept.meta.usage.calls == live.meta.usage.calls > 0
            calls = there.endpoint.calls
        live_bodies = [request.body for request in there.endpoint.requests if not request.canary]
        assert canonical(line["body"] for line in there.endpoint.sent(0)) == canonical(live_bodies)
        assert there.submit().articles == KEPT
        assert len(there.endpoint.batches) == 1


def test_small_questions_go_in_batches_too(tmp_path: Path) -> None:
    with bench(tmp_path, script=[answer({})]) as there:
        there.profile = Profile.SMALL
        there.submit()
        assert len(there.sent()[0]) > 3
        assert there.collect().articles == MADE
        for row in (ROW, OTHER, THIRD):
            assert alike(there.extract(row), there.extract(row, cache="another"))
        live_bodies = [request.body for request in there.endpoint.requests if not request.canary]
        assert canonical(line["body"] for line in there.endpoint.sent(0)) == canonical(live_bodies)


ODD = (
    b"[]", b"7", b'{"choices": {"a": 1}}', b'{"choices": [7, null]}', b'{"choices": [{"message": [], "index": {}}]}',
    b'{"usage": "much", "choices": [{"message": {"content": 7}}]}', b'{"usage": {"prompt_tokens": NaN}}',
    b'{"choices": [{"message": {"content": "{}", "tool_calls": [[]]}}], "self": 1, "__cls": 2}',
    b"[" * 900 + b"]" * 900, b'"' + b"x" * 17_000_000 + b'"',
)  # fmt: skip


def test_an_odd_answer_costs_its_own_question_only(tmp_path: Path) -> None:
    with bench(tmp_path) as there:
        there.corpus([*rows(len(ODD)), ROW])
        there.submit()
        asked = there.sent()[0]
        bodies = dict(zip(asked, ODD, strict=False))
        lines = [
            b'{"id": "r", "custom_id": "%s", "response": {"status_code": 200, "body": %s}}'
            % (digest.encode(), bodies.get(digest) or reader(line["body"], 0).content(line["body"]))
            for digest, line in zip(asked, there.endpoint.sent(0), strict=True)
        ]
        there.endpoint.batches[0].plan = Plan(output=b"\n".join(lines))
        assert there.collect().articles == {"open": len(ODD), "made": 1}
        assert [question["custom_id"] for question in there.open_questions()] == asked[: len(ODD)]


def test_a_line_is_what_the_reference_of_batches_says(tmp_path: Path) -> None:
    with bench(tmp_path) as there:
        there.submit()
        for line in there.endpoint.sent(0):
            assert line.keys() == {"custom_id", "method", "url", "body"}
            assert (line["method"], line["url"]) == ("POST", "/v1/chat/completions")
            assert (len(line["custom_id"]), line["body"]["response_format"]["json_schema"]["strict"]) == (64, True)
        (batch,) = there.endpoint.batches
        assert batch.marks.keys() == {"groundwire_run", "groundwire_parcel"}


def test_what_failed_is_named_and_sent_again_and_nothing_else(tmp_path: Path) -> None:
    outcomes: list[Reply | str | None] = [
        "batch_expired",
        status(429),
        None,
        status(500, body={"error": {"message": MARK}}),
    ]

    def line(n: int, reply: Reply) -> Reply | str | None:
        return outcomes[n] if n < len(outcomes) else reply

    with bench(tmp_path, Plan("expired", line=line), Plan()) as there:
        there.corpus([ROW, OTHER, THIRD, {"text": f"{AID} It was {ATTACK}", "published": PUBLISHED}])
        there.submit()
        asked = there.sent()[0]
        assert len(asked) > len(outcomes)
        tally = there.collect()
        whys = {question["custom_id"]: question["why"] for question in there.open_questions()}
        assert whys == dict(
            zip(
                asked,
                (
                    "batch_expired",
                    "the endpoint answered 429",
                    "no answer; the batch is expired",
                    "the endpoint answered 500",
                ),
                strict=False,
            )
        )
        assert tally.articles["open"] + tally.articles["made"] == 4
        assert MARK not in (there.state / "open.jsonl").read_text()
        there.submit()
        assert sorted(there.sent()[1]) == sorted(asked[:4])
        assert there.collect().articles["open"] == 0
        assert set(there.endpoint.paid.values()) == {1}
        assert alike(there.extract(ROW), there.extract(ROW, cache="another"))


@pytest.mark.parametrize(
    ("plan", "why"),
    [
        (Plan("failed", flaws=[{"code": "token_limit_exceeded", "line": None, "message": MARK}]),
         "the batch was refused: token_limit_exceeded"),
        (Plan("failed", flaws=[{"code": f"it says {MARK}", "line": 3}]), "the batch was refused: refused (line 3)"),
        (Plan("cancelled", line=lambda _n, _reply: None), "no answer; the batch is cancelled"),
        (Plan("completed", output=b"\xff\n[]\n{\n" + b"[" * 5000 + b"\n"), "no answer; the batch is completed"),
    ],
)  # fmt: skip
def test_a_batch_that_brings_nothing_loses_nothing(tmp_path: Path, plan: Plan, why: str) -> None:
    with bench(tmp_path, plan, Plan()) as there:
        there.submit()
        assert there.collect().articles == OPEN
        assert {question["why"] for question in there.open_questions()} == {why}
        assert MARK not in "".join(there.told)
        there.submit()
        assert sorted(there.sent()[0]) == sorted(there.sent()[1])
        assert there.collect().articles == MADE


def test_half_a_batch_that_is_cancelled_counts(tmp_path: Path) -> None:
    with bench(tmp_path, Plan(looks=None, line=lambda n, reply: reply if n % 2 else None), Plan()) as there:
        there.submit()
        there.endpoint.batches[0].cancelled = True
        there.collect()
        there.submit()
        assert there.sent()[1] == there.sent()[0][::2]
        assert there.collect().articles["open"] == 0
        assert set(there.endpoint.paid.values()) == {1}


BAD = {
    "Invalid JSON": prose("I would rather talk."),
    "refused to answer": refusal("no"),
    "cut off": truncated_json(),
    "records": answer({"records": [{"sentences": [1], "killed": "x" * 5000}]}),
    "no choice": raw(b'{"choices": []}'),
    "no chat completion": raw(b'{"object": "odd", "_fields_set": 1}'),
}


def test_an_answer_of_no_use_is_asked_for_again_and_stays_on_the_bill(tmp_path: Path) -> None:
    bad = list(BAD.values())
    with bench(tmp_path, Plan(line=lambda n, reply: bad[n] if n < len(bad) else reply), Plan()) as there:
        corpus = [*rows(len(bad)), ROW]
        there.corpus(corpus)
        there.submit()
        assert there.collect().articles == {"open": len(bad), "made": 1}
        found = there.open_questions()
        for word, question in zip(BAD, found, strict=True):
            assert word in question["why"]
        there.submit()
        assert there.sent()[1] == [question["custom_id"] for question in found]
        assert there.collect().articles == {"made": len(bad), "kept": 1}
        for row in corpus[:2]:
            kept, live = there.extract(row), there.extract(row, cache="another")
            assert alike(kept, live, "usage")
            assert (kept.meta.usage.calls, kept.meta.usage.failed_calls) == (live.meta.usage.calls + 1, 1)


def test_a_file_of_answers_is_read_line_by_line_whatever_stands_in_it(tmp_path: Path) -> None:
    """Line separators of Unicode within a line, lines of other batches, the same line twice."""
    with bench(tmp_path) as there:
        there.corpus([ROW])
        there.submit()
        lines: list[Json] = [{"custom_id": "f" * 64, "response": {"status_code": 200, "body": {}}}, {"custom_id": 1}]
        for n, asked in enumerate(there.endpoint.sent(0)):
            body = {**json.loads(reader(asked["body"], n).content(asked["body"])), "note": "\u2028\x85"}
            lines += [{"id": f"r{n}", "custom_id": asked["custom_id"], "response": {"status_code": 200, "body": body}}]
        output = b"\r\n".join(json.dumps(line, ensure_ascii=False).encode() for line in (*lines, lines[-1]))
        there.endpoint.batches[0].plan = Plan(output=output)
        assert there.collect().articles == {"made": 1}
        assert alike(there.extract(ROW), there.extract(ROW, cache="another"))
        assert there.bill().calls == len(there.endpoint.sent(0))


def test_the_rest_is_asked_at_once_if_that_is_wished(tmp_path: Path) -> None:
    def line(n: int, reply: Reply) -> Reply | str:
        return reply if n else "batch_expired"

    with bench(tmp_path, Plan("expired", line=line), Plan(looks=None)) as there:
        there.submit()
        assert there.collect(live=True).articles["open"] == 0
        assert there.endpoint.calls == 1
        for row in (ROW, OTHER, THIRD):
            assert alike(there.extract(row), there.extract(row, cache="another"))
        there.corpus([ROW, OTHER, THIRD, {"text": f"{AID}\n\n{ATTACK}"}])
        there.submit()
        calls = there.endpoint.calls
        assert there.collect(live=True).articles == {"kept": 3, "open": 1}
        assert there.endpoint.calls == calls, "what is with the provider is not asked at once, too"


def test_an_article_that_waits_for_a_batch_is_not_finished_at_once(tmp_path: Path) -> None:
    with bench(tmp_path, Plan("expired", line=lambda _n, _reply: None), Plan(looks=None)) as there:
        there.corpus([ROW])
        there.submit(questions=1)
        assert there.collect(live=True).articles == {"open": 1}
        assert there.endpoint.calls == 0


def test_the_same_question_goes_once_and_limits_cut_batches(tmp_path: Path) -> None:
    with bench(tmp_path) as there:
        there.corpus([ROW, ROW, {**ROW, "source_url": "https://example.org/1"}, OTHER, THIRD])
        there.submit(questions=2)
        sent = there.sent()
        assert [len(batch) for batch in sent] == [2, 2]
        assert len({digest for batch in sent for digest in batch}) == 4
        assert there.collect().articles == {"made": 3, "kept": 2}


def test_a_file_holds_no_more_bytes_than_it_may(tmp_path: Path) -> None:
    with bench(tmp_path) as there:
        there.submit(size=20_000)
        files = [there.endpoint.files[batch.file] for batch in there.endpoint.batches]
        assert len(files) > 1
        assert all(len(file) <= 20_000 or file.count(b"\n") == 1 for file in files)
        assert there.collect().articles == MADE


@pytest.mark.parametrize("wish", [{"unsupported": "repair"}, {"recall_pass": True}])
def test_second_questions_go_with_the_next_batch(tmp_path: Path, wish: Json) -> None:
    vague = {"text": f"{ATTACK.replace('at least 20', 'many')}\n\nA drone hit a mill and killed 12 people. It burnt.",
             "published": PUBLISHED}  # fmt: skip
    with bench(tmp_path) as there:
        there.wishes = {**wish, "record_types": ["attack"]}
        there.corpus([vague])
        there.submit()
        assert [len(batch) for batch in there.sent()] == [1]
        assert there.collect().articles == {"open": 1}
        there.submit()
        assert [len(batch) for batch in there.sent()] == [1, 1]
        assert there.collect().articles == {"made": 1}
        kept, live = there.extract(vague), there.extract(vague, cache="another")
        assert kept.meta.cache is CacheState.HIT
        assert alike(kept, live)
        assert kept.meta.usage.calls == 2


def test_a_second_look_is_planned_on_all_of_the_first(tmp_path: Path) -> None:
    def line(n: int, reply: Reply) -> Reply | None:
        return reply if n else None

    with bench(tmp_path, Plan(line=line), Plan()) as there:
        there.wishes = {"recall_pass": True}
        there.corpus([{"text": f"{ARTICLE}\n\nA drone hit a mill and killed 12 people. It burnt."}])
        there.submit()
        asked = there.sent()[0]
        there.collect()
        there.submit()
        assert there.sent()[1] == asked[:1]


def test_an_article_that_asks_nothing_costs_nothing(tmp_path: Path) -> None:
    with bench(tmp_path) as there:
        there.corpus([{"text": "The kettle boiled and the cat slept."}])
        assert there.submit().articles == {"made": 1}
        assert there.endpoint.batches == []


def test_lines_that_are_no_articles_are_named(tmp_path: Path) -> None:
    with bench(tmp_path) as there:
        there.corpus([ROW, "{broken", {"text": ""}, OTHER])
        tally = there.submit()
        assert (tally.flaws, tally.articles) == (2, {"open": 2})
        assert [line["line"] for line in lines_of(there.state / "errors.jsonl")] == [2, 3]


def test_nothing_that_stays_holds_a_word_of_an_article(tmp_path: Path) -> None:
    def line(n: int, reply: Reply) -> Reply | str:
        return prose(MARK) if n == 0 else "odd" if n == 1 else reply

    with bench(tmp_path, Plan(line=line)) as there:
        there.submit()
        there.collect()
        left = sorted(file.name for file in there.state.iterdir())
        assert not [name for name in left if name.startswith(("parcel", "answers"))], left
        for file in there.state.iterdir():
            content = file.read_bytes()
            for word in (MARK, "Sweden", KEY):
                assert word.encode() not in content, file
        assert not [line for line in there.told if MARK in line or KEY in line]


def test_prices_are_those_of_a_batch(tmp_path: Path) -> None:
    with bench(tmp_path) as there:
        there.corpus([OTHER])
        there.submit()
        there.collect()
        made = there.extract(OTHER)
        assert made.meta.cost_usd == pytest.approx((10 * 500 + 5 * 1000) / 1e6)
