"""Whatever is wrong with a request: a problem that names the field, at once, without a call, without an echo."""

import json
import time

import pytest
from tests.server.support import FakeExtractor, app_with, ask, post, problem_of

from groundwire.schemas import Problem, ProblemType
from groundwire.server import ServerLimits

SECRET = "ein Geheimnis, das niemand wiederholt"


def _with(**fields: object) -> bytes:
    return json.dumps({"text": SECRET, **fields}).encode()


WRONG_FIELDS: dict[str, tuple[bytes, str]] = {
    "no text": (b"{}", "text"),
    "empty text": (_with(text=""), "text"),
    "blank text": (_with(text=" \n\t\u00a0"), "text"),
    "null text": (_with(text=None), "text"),
    "text is a number": (_with(text=5), "text"),
    "text is a list": (_with(text=[SECRET]), "text"),
    "text is an object": (_with(text={SECRET: SECRET}), "text"),
    "NUL in the text": (_with(text=SECRET + "\0"), "text"),
    "NUL in the title": (_with(title="\0"), "title"),
    "half a surrogate pair": (b'{"text": "a \\ud800 b"}', "text"),
    "half a surrogate pair in a name": (b'{"text": "a", "\\ud800": 1}', "?"),
    "half a surrogate pair as a choice": (b'{"text": "a", "cache": "\\ud800"}', "cache"),
    "impossible date": (_with(published="2024-02-30"), "published"),
    "month 13": (_with(published="2024-13-01"), "published"),
    "datetime": (_with(published="2024-03-15T00:00:00"), "published"),
    "timestamp": (_with(published=1710460800), "published"),
    "timestamp as a string of ten": (_with(published="1710460800"), "published"),
    "date in Arabic digits": (_with(published="\u0662\u0660\u0662\u0664-03-15"), "published"),
    "huge number": (b'{"text": "a", "published": ' + b"9" * 5000 + b"}", "published"),
    "title over its limit": (_with(title="a" * 1001), "title"),
    "URL over its limit": (_with(source_url="a" * 2001), "source_url"),
    "no record types": (_with(record_types=[]), "record_types"),
    "record types as one word": (_with(record_types="attack"), "record_types"),
    "unknown record type": (_with(record_types=["attack", "sport"]), "record_types.1"),
    "too many record types": (_with(record_types=["attack"] * 4), "record_types"),
    "800,000 wrong record types": (b'{"text":"a","record_types":[' + b"1," * 800_000 + b"1]}", "record_types.0"),
    "unknown cache mode": (_with(cache="maybe"), "cache"),
    "cache mode is a list": (_with(cache=[]), "cache"),
    "unknown policy": (_with(unsupported="keep"), "unsupported"),
    "a word for a truth value": (_with(recall_pass="yes"), "recall_pass"),
    "unknown field": (_with(txet=SECRET), "txet"),
    "long name of an unknown field": (_with(**{"n" * 100: 1}), "n" * 40 + "…"),
    "control characters in a name": (_with(**{"a\nb\x1b": 1}), "a?b?"),
    "a list": (b"[]", "body"),
    "a string": (b'"text"', "body"),
    "null": (b"null", "body"),
}

MALFORMED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "body"),
    "prose": (SECRET.encode(), "body"),
    "cut off": (_with()[:-5], "body"),
    "two objects": (b"{}{}", "body"),
    "Latin-1": ('{"text": "M\u00fcnchen"}'.encode("latin-1"), "body"),
    "UTF-16": ('{"text": "a"}'.encode("utf-16"), "body"),
    "surrogate in UTF-8": (b'{"text": "\xed\xa0\x80"}', "body"),
    "overlong UTF-8": (b'{"text": "\xc0\xaf"}', "body"),
    "byte order mark": (b"\xef\xbb\xbf{}", "body"),
    "NaN": (b'{"text": NaN}', "body"),
    "raw control character": (b'{"text": "a\x00b"}', "body"),
    "deep lists": (b"[" * 200_000, "body"),
    "deep lists, closed": (b'{"text":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "body"),
    "deep objects": (b'{"a":' * 100_000, "body"),
    "the same name twice": (b'{"text": "a", "text": "b"}', "text"),
    "the same name twice inside": (b'{"text": {"x": 1, "x": 2}}', "x"),
}


@pytest.mark.parametrize("case", WRONG_FIELDS)
def test_a_wrong_field_is_named_and_nothing_is_called_or_repeated(case: str) -> None:
    content, name = WRONG_FIELDS[case]
    problem = _refused(content, ProblemType.INVALID_REQUEST, 422)
    assert [error.field for error in problem.errors] == [name]


@pytest.mark.parametrize("case", MALFORMED)
def test_what_is_no_json_in_utf_8_is_refused(case: str) -> None:
    content, name = MALFORMED[case]
    problem = _refused(content, ProblemType.MALFORMED_BODY, 400)
    assert [error.field for error in problem.errors] == [name]


def test_a_text_over_the_limit_is_too_large_however_it_is_written() -> None:
    for content in (_with(text="a" * 200_001), _with(text="\U0001f600" * 200_001), _with(text="a" * 10_000_000)):
        problem = _refused(content, ProblemType.TOO_LARGE, 413)
        assert problem.errors[0].field in {"text", "body"}


def test_a_text_at_the_limit_is_read_even_if_every_character_is_two_escapes() -> None:
    extractor = FakeExtractor()
    text = "\U0001f600" * 200_000
    content = json.dumps({"text": text, "title": "\u00fc" * 1000, "source_url": "\u00fc" * 2000}).encode()
    assert len(content) > 2_400_000
    assert post(app_with(extractor), content).status_code == 200
    assert extractor.calls[0].text == text


def test_the_limit_is_the_one_that_is_set() -> None:
    app = app_with(FakeExtractor(), ServerLimits(max_chars=3))
    assert post(app, {"text": "abc"}).status_code == 200
    assert post(app, {"text": "abcd"}).status_code == 413


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Content-Type": ""},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "application/jsonp"},
        {"Content-Type": "application/json; charset=latin-1"},
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
    ],
)
def test_other_media_types_are_refused(headers: dict[str, str]) -> None:
    extractor = FakeExtractor()
    response = ask(app_with(extractor), "POST", "/v1/extract", content=_with(), headers=headers)
    problem = problem_of(response)
    assert (problem.status, problem.kind) == (415, ProblemType.UNSUPPORTED_MEDIA_TYPE)
    assert problem.errors[0].field.startswith("Content-")
    assert extractor.calls == []


@pytest.mark.parametrize(
    "media_type", ["application/json", "application/json; charset=utf-8", 'Application/JSON;charset="UTF-8"']
)
def test_json_in_utf_8_is_accepted(media_type: str) -> None:
    response = post(app_with(FakeExtractor()), _with(), **{"Content-Type": media_type})
    assert response.status_code == 200


def test_many_unknown_fields_give_a_few_errors_in_milliseconds() -> None:
    content = json.dumps({"text": "a", **{f"x{n}": 0 for n in range(150_000)}}).encode()
    assert len(_refused(content, ProblemType.INVALID_REQUEST, 422).errors) == 10


def test_all_wrong_fields_are_named_at_once() -> None:
    response = post(app_with(FakeExtractor()), {"published": "x", "cache": "x", "txet": "x"})
    assert {error.field for error in problem_of(response).errors} == {"text", "published", "cache", "txet"}


def _refused(content: bytes, kind: ProblemType, status: int) -> Problem:
    extractor = FakeExtractor()
    app = app_with(extractor)
    begin_s = time.process_time()  # of this process alone: other work on the machine does not count
    response = post(app, content)
    # Most take one millisecond; a second is for bodies of two megabytes of brackets on a slow machine.
    assert time.process_time() - begin_s < 1
    problem = problem_of(response)
    assert (problem.status, problem.kind) == (status, kind)
    assert extractor.calls == []
    assert SECRET not in response.text
    assert len(response.content) < 4000
    return problem


@pytest.mark.parametrize(("named_s", "given_s"), [(None, 5), (0.5, 0.5), (7, 7), (598, 9), (1e300, 9)])
def test_nobody_is_given_more_time_than_there_is_and_nobody_has_to_know_how_much(
    named_s: float | None, given_s: float
) -> None:
    extractor = FakeExtractor()
    limits = ServerLimits(request_timeout_s=5, max_request_timeout_s=9)
    assert post(app_with(extractor, limits), {"text": "a", "timeout_s": named_s}).status_code == 200
    assert [request.timeout_s for request in extractor.calls] == [given_s]
