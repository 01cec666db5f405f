"""Bodies of jobs: both forms, and whatever can be wrong with them, told by article."""

import gzip
import json
import socket
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.server.jobs.support import NDJSON, Bureau, article_of, as_document, as_ndjson, bureau
from tests.server.support import JSON_HEADERS, problem_of, serving

from groundwire.schemas import ProblemType
from groundwire.server import ServerLimits

LIMITS = ServerLimits(max_chars=1000, max_job_articles=30, max_job_bytes=2_500_000)
BOM = "\ufeff".encode()
FORMS = {"ndjson": (as_ndjson, NDJSON), "json": (as_document, JSON_HEADERS)}
Form = tuple[Callable[[Sequence[object]], bytes], dict[str, str]]


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Bureau]:
    """A service with jobs, of which none may be large."""
    with bureau(tmp_path, LIMITS) as made:
        yield made


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> Form:
    """How a job is written."""
    return FORMS[request.param]


def refused(response: httpx.Response, kind: ProblemType) -> list[str]:
    """The fields that are wrong."""
    problem = problem_of(response)
    assert problem.kind == kind
    return [wrong.field for wrong in problem.errors]


@pytest.mark.parametrize(
    ("article", "kind", "field"),
    [
        ({}, ProblemType.INVALID_REQUEST, ".text"),
        ({"text": " "}, ProblemType.INVALID_REQUEST, ".text"),
        ({"text": "a\x00b"}, ProblemType.INVALID_REQUEST, ".text"),
        ({"text": "\ud800"}, ProblemType.INVALID_REQUEST, ".text"),
        ({"text": 5}, ProblemType.INVALID_REQUEST, ".text"),
        ({"text": "a", "id": ""}, ProblemType.INVALID_REQUEST, ".id"),
        ({"text": "a", "id": "x" * 201}, ProblemType.INVALID_REQUEST, ".id"),
        ({"text": "a", "id": "a\nb"}, ProblemType.INVALID_REQUEST, ".id"),
        ({"text": "a", "colour": "red"}, ProblemType.INVALID_REQUEST, ".colour"),
        ({"text": "a", "timeout_s": 0}, ProblemType.INVALID_REQUEST, ".timeout_s"),
        ({"text": "a", "published": "2024-02-30"}, ProblemType.INVALID_REQUEST, ".published"),
        (["a"], ProblemType.INVALID_REQUEST, ""),
        ({"text": "x" * 1001}, ProblemType.TOO_LARGE, ".text"),
        ({"text": "x" * 90_000}, ProblemType.TOO_LARGE, ""),
    ],
)
def test_an_error_names_the_article_and_the_field(
    there: Bureau, form: Form, article: object, kind: ProblemType, field: str
) -> None:
    write, headers = form
    response = there.post(write([*[{"text": f"geheim {n}"} for n in range(17)], article, "more"]), **headers)
    assert refused(response, kind) == [f"articles.17{field}"]
    assert "geheim" not in response.text
    assert there.submitted(["b"]).waiting == 1  # nothing of the other was kept


@pytest.mark.parametrize("broken", [b"{", b"{'text': 1}", b'{"text": "a"} {}', b'{"text": "\xff"}', b"[" * 30_000, b""])
def test_a_line_that_is_no_json_is_named(there: Bureau, broken: bytes) -> None:
    body = b"\n".join([b'{"text": "a"}'] * 17 + [broken, b'{"text": "b"}'])
    assert refused(there.post(body, **NDJSON), ProblemType.MALFORMED_BODY) == ["articles.17"]


def test_several_errors_are_told_at_once_but_not_all(there: Bureau, form: Form) -> None:
    write, headers = form
    fields = refused(there.post(write(["a", *[{"text": ""}] * 20]), **headers), ProblemType.INVALID_REQUEST)
    assert fields == [f"articles.{number}.text" for number in range(1, 11)]


def test_no_two_articles_have_the_same_id(there: Bureau, form: Form) -> None:
    write, headers = form
    named: list[object] = [{"text": "a", "id": "x"}, {"text": "b", "id": "y"}, "c", "d", {"text": "e", "id": "x"}]
    response = there.post(write(named), **headers)
    assert refused(response, ProblemType.INVALID_REQUEST) == ["articles.4.id"]
    assert "article 0" in problem_of(response).errors[0].message


def test_as_many_articles_as_may_be_and_not_one_more(there: Bureau, form: Form) -> None:
    write, headers = form
    assert there.post(write(["a"] * 30), **headers).status_code == 202
    assert refused(there.post(write(["a"] * 31), **headers), ProblemType.TOO_LARGE) == ["articles"]


@pytest.mark.parametrize("body", [b"", b"\n\n", b" ", BOM])
def test_ndjson_without_articles(there: Bureau, body: bytes) -> None:
    assert refused(there.post(body, **NDJSON), ProblemType.INVALID_REQUEST) == ["articles"]


@pytest.mark.parametrize(
    ("body", "kind", "field"),
    [
        (b"", ProblemType.MALFORMED_BODY, "body"),
        (b"null", ProblemType.INVALID_REQUEST, "body"),
        (b"[]", ProblemType.INVALID_REQUEST, "body"),
        (b"{}", ProblemType.INVALID_REQUEST, "articles"),
        (b'{"articles": null}', ProblemType.INVALID_REQUEST, "articles"),
        (b'{"articles": []}', ProblemType.INVALID_REQUEST, "articles"),
        (b'{"articles": [ ]}', ProblemType.INVALID_REQUEST, "articles"),
        (b'{"articles": [{"text": "a"},]}', ProblemType.MALFORMED_BODY, "articles.1"),
        (b'{"articles": [,{"text": "a"}]}', ProblemType.MALFORMED_BODY, "articles.0"),
        (b'{"articles": [{"text": "a"}', ProblemType.MALFORMED_BODY, "body"),
        (b'{"articles": [{"text": "a"}}', ProblemType.MALFORMED_BODY, "body"),
        (b'{"articles": [{"text": "a]}', ProblemType.MALFORMED_BODY, "body"),
        (b'{"articles": [{"text": "a"]]}', ProblemType.MALFORMED_BODY, "articles.0"),
        (b'{"articles": [{"text": "a"}], "x": 1}', ProblemType.INVALID_REQUEST, "body"),
        (b'{"articles": [{"text": "a"}]} {}', ProblemType.INVALID_REQUEST, "body"),
        (b'{"x": 1, "articles": [{"text": "a"}]}', ProblemType.INVALID_REQUEST, "x"),
        (b'{"articles": 1, "articles": 2}', ProblemType.MALFORMED_BODY, "articles"),
        (b" " * 70_000 + b"1", ProblemType.INVALID_REQUEST, "body"),
    ],
)
def test_what_is_no_job_at_all(there: Bureau, body: bytes, kind: ProblemType, field: str) -> None:
    assert refused(there.post(body, **JSON_HEADERS), kind) == [field]


@pytest.mark.parametrize(
    "texts", [['a "quoted" ] } , { [ \\ text'], ["\\", '\\"', "]"], ["a\r\n b\u2028c", "\U0001f600" * 300]]
)
@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("around", [(b"", b""), (BOM, b""), (b" \n", b"\r\n \t\n\n"), (b"", b" " * 100_000)])
def test_whatever_stands_in_a_text_the_articles_come_apart(
    there: Bureau,
    form: Form,
    texts: list[str],
    ascii_only: bool,
    around: tuple[bytes, bytes],
) -> None:
    write, headers = form
    if ascii_only:
        body = write(texts)
    elif write is as_ndjson:
        body = "\r\n".join(json.dumps(article_of(text), ensure_ascii=False) for text in texts).encode()
    else:
        body = json.dumps({"articles": [*map(article_of, texts)]}, ensure_ascii=False, indent=3).encode()
    before, behind = around
    if write is as_ndjson and before.isspace():
        before = b""
    assert there.post(before + body + behind, **headers).json()["total"] == len(texts)


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-ndjson; charset=latin-1"},
        {**NDJSON, "Content-Encoding": "gzip"},
        {**JSON_HEADERS, "Content-Encoding": "br"},
        {},
    ],
)
def test_other_forms_are_not_read(there: Bureau, headers: dict[str, str]) -> None:
    bomb = gzip.compress(b" " * 10_000_000)
    assert refused(there.post(bomb, **headers), ProblemType.UNSUPPORTED_MEDIA_TYPE)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (b"Content-Length: 100000000", b""),
        (b"Transfer-Encoding: chunked", b"c350\r\n" + b" " * 50_000 + b"\r\n"),
    ],
)
def test_a_body_that_is_too_long_is_refused_before_it_is_whole(there: Bureau, head: bytes, body: bytes) -> None:
    with serving(there.app) as url:
        host, _, port = url.removeprefix("http://").partition(":")
        with socket.create_connection((host, int(port)), timeout=30) as connection:
            connection.sendall(
                b"POST /v1/jobs HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-ndjson\r\n" + head + b"\r\n\r\n"
            )
            for _ in range(51):  # a little more than is taken, and no end
                connection.sendall(body)
            assert connection.recv(4096).startswith(b"HTTP/1.1 413 ")


def test_a_body_that_goes_over_the_disk_is_the_same_job(there: Bureau) -> None:
    articles: list[Any] = [{"text": "\U0001f600" * 1000, "id": f"{number}", "title": "x" * 900} for number in range(30)]
    padded = b"\n".join(line + b" " * 50_000 for line in as_ndjson(articles).splitlines())
    assert 1_500_000 < len(padded) < LIMITS.max_job_bytes
    with serving(there.app) as url, httpx.Client(trust_env=False, timeout=30) as client:
        answers = [
            client.post(f"{url}/v1/jobs", content=body, headers={**NDJSON, "Idempotency-Key": "k"})
            for body in (padded, as_ndjson(articles))
        ]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].json()["id"] == answers[1].json()["id"]
    there.finish(answers[0].json()["id"])
    assert [result.id for result in there.results(answers[0].json()["id"])] == [str(number) for number in range(30)]
