"""A scripted endpoint that takes batches, too: files up and down, batches that end well, badly, late or never.

with BatchEndpoint(enforcing(reader), [Plan(end="expired", line=lambda n: n < 2)]) as endpoint:
    ...                                     # hand a batch in, and look at it until it has ended
    assert endpoint.paid.total() == 2

The questions of a batch are answered by the same script as those that are asked at once.
"""

import email
import email.policy
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal
from urllib.parse import parse_qs, urlsplit

from tests.fakes.canary import Script, as_function
from tests.fakes.endpoint import Elsewhere, ScriptedEndpoint
from tests.fakes.replies import End, Json, Reply, raw, status

Ending = Literal["completed", "expired", "cancelled", "failed"]
Outcome = Reply | str | None
"""What becomes of a question: an answer or an error of the endpoint, the code of an error, or no line at all."""
_STEPS: Final = ("validating", "in_progress", "finalizing")


@dataclass(frozen=True)
class Plan:
    """How one batch goes.

    Attributes:
        end: How it ends.
        looks: How often it can be looked at before that; None for never ending.
        line: Outcome of a question by its number from 0, given what the script answers it.
        backwards: Whether the lines of the answers come in the other order.
        flaws: Why it is refused as a whole, for `failed`.
        output: What the file of answers holds instead.
    """

    end: Ending = "completed"
    looks: int | None = 0
    line: Callable[[int, Reply], Outcome] = lambda _, reply: reply
    backwards: bool = False
    flaws: Sequence[Json] = ()
    output: bytes | None = None


@dataclass
class Held:
    """A batch as the endpoint has it."""

    id: str
    plan: Plan
    file: str
    marks: Json
    looked: int = 0
    cancelled: bool = False
    ended: Json = field(default_factory=dict)


class BatchEndpoint(ScriptedEndpoint):
    """Answers `/v1/files` and `/v1/batches` beside the chat.

    Attributes:
        files: Contents by name, of what came and of what was made.
        batches: In the order in which they were begun.
        paid: How often each question was answered in batches, by `custom_id`.
        creations: Answers to the first tries to begin a batch; a reset one begins it all the same. None begins one.
        downloads: The same for files.
        looks: Answers to the first looks at a batch.
        lists: How often the batches were listed.
    """

    def __init__(self, script: Script, plans: Sequence[Plan] = (Plan(),), port: int = 0) -> None:
        """Take a port.

        Args:
            script: How questions are answered.
            plans: How each batch goes; the last one repeats.
            port: 0 for a free one.
        """
        super().__init__(script, port)
        self.files: dict[str, bytes] = {}
        self.names: dict[str, str] = {}
        self.batches: list[Held] = []
        self.paid: Counter[str] = Counter()
        self.creations: list[Reply | None] = []
        self.downloads: list[Reply | None] = []
        self.looks: list[Reply] = []
        self.lists = 0
        self._answer = as_function(script)
        self._plans = plans

    def sent(self, batch: int) -> list[Json]:
        """The lines of a batch, by its number from 0."""
        return [json.loads(line) for line in self.files[self.batches[batch].file].splitlines()]

    def begin_others(self, count: int) -> None:
        """Begin batches of somebody else."""
        for _ in range(count):
            self.batches.append(Held(f"batch_{len(self.batches) + 1}", Plan(), "", {}))

    def elsewhere(self, request: Elsewhere) -> Reply | None:
        """Files and batches."""
        parts = urlsplit(request.path)
        match [request.method, *parts.path.removeprefix("/v1/").split("/")]:
            case ["POST", "files"]:
                return self._upload(request)
            case ["GET", "files", name, "content"] if name in self.files:
                scripted = self.downloads.pop(0) if self.downloads else None
                return scripted or raw(self.files[name], "application/octet-stream")
            case ["POST", "batches"]:
                return self._create(json.loads(request.data))
            case ["GET", "batches"]:
                return self._list(parse_qs(parts.query))
            case ["GET", "batches", _] if self.looks:
                return self.looks.pop(0)
            case ["GET", "batches", name]:
                return self._with(name, self._look)
            case ["POST", "batches", name, "cancel"]:
                return self._with(name, self._cancel)
        return None

    def _upload(self, request: Elsewhere) -> Reply:
        head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
        message = email.message_from_bytes(head + request.data, policy=email.policy.HTTP)
        fields = {part.get_param("name", header="content-disposition"): part for part in message.iter_parts()}
        assert fields["purpose"].get_payload(decode=True) == b"batch"
        name = f"file-{len(self.files) + 1}"
        content = fields["file"].get_payload(decode=True)
        assert isinstance(content, bytes)
        self.files[name] = content
        self.names[name] = fields["file"].get_filename() or ""
        return _json({"id": name, "object": "file", "bytes": len(self.files[name]), "created_at": 1,
                      "filename": self.names[name], "purpose": "batch", "status": "processed"})  # fmt: skip

    def _create(self, body: Json) -> Reply:
        scripted = self.creations.pop(0) if self.creations else None
        if scripted is not None and scripted.end is End.WHOLE:
            return scripted
        assert (body["endpoint"], body["completion_window"]) == ("/v1/chat/completions", "24h")
        lines = [json.loads(line) for line in self.files[body["input_file_id"]].splitlines()]
        assert len({line["custom_id"] for line in lines}) == len(lines)
        plan = self._plans[min(len(self.batches), len(self._plans) - 1)]
        made = Held(f"batch_{len(self.batches) + 1}", plan, body["input_file_id"], body.get("metadata") or {})
        self.batches.append(made)
        return scripted or _json(self._told(made, "validating"))

    def _list(self, query: dict[str, list[str]]) -> Reply:
        self.lists += 1
        newest = self.batches[::-1]
        after = query.get("after", [""])[0]
        begin = next((n + 1 for n, batch in enumerate(newest) if batch.id == after), 0)
        page = newest[begin : begin + int(query.get("limit", ["20"])[0])]
        data = [self._told(batch, batch.ended.get("status", "in_progress")) for batch in page]
        return _json({"object": "list", "data": data, "has_more": begin + len(page) < len(newest)})

    def _with(self, name: str, do: Callable[[Held], Reply]) -> Reply | None:
        return next((do(batch) for batch in self.batches if batch.id == name), None)

    def _cancel(self, batch: Held) -> Reply:
        batch.cancelled = True
        return _json(self._told(batch, "cancelling"))

    def _look(self, batch: Held) -> Reply:
        plan = batch.plan
        if batch.ended:
            return _json(batch.ended)
        if not batch.cancelled and (plan.looks is None or batch.looked < plan.looks):
            state = _STEPS[min(batch.looked, len(_STEPS) - 1)]
            batch.looked += 1
            return _json(self._told(batch, state))
        batch.ended = self._end(batch)
        return _json(batch.ended)

    def _end(self, batch: Held) -> Json:
        end = "cancelled" if batch.cancelled else batch.plan.end
        if end == "failed":
            return {**self._told(batch, end), "errors": {"object": "list", "data": list(batch.plan.flaws)}}
        good: list[bytes] = []
        bad: list[bytes] = []
        for n, line in enumerate(map(json.loads, self.files[batch.file].splitlines())):
            outcome = batch.plan.line(n, self._answer(line["body"], n))
            if outcome is not None:
                paid = isinstance(outcome, Reply) and outcome.status == 200
                self.paid.update([line["custom_id"]] if paid else ())
                told = {
                    "id": f"batch_req_{batch.id}_{n}",
                    "custom_id": line["custom_id"],
                    **_line(outcome, line["body"]),
                }
                (good if paid else bad).append(json.dumps(told, ensure_ascii=False).encode() + b"\n")
        order = -1 if batch.plan.backwards else 1
        output = batch.plan.output if batch.plan.output is not None else b"".join(good[::order])
        told = self._told(batch, end)
        for name, content in (("output", output), ("error", b"".join(bad[::order]))):
            if content:
                self.files[f"file-{name}-{batch.id}"] = content
                told[f"{name}_file_id"] = f"file-{name}-{batch.id}"
        counts = {"total": len(good) + len(bad), "completed": len(good), "failed": len(bad)}
        return {**told, "request_counts": counts}

    def _told(self, batch: Held, state: str) -> Json:
        return {"id": batch.id, "object": "batch", "endpoint": "/v1/chat/completions", "errors": None,
                "input_file_id": batch.file, "completion_window": "24h", "status": state, "output_file_id": None,
                "error_file_id": None, "created_at": 1, "metadata": batch.marks,
                "request_counts": {"total": 0, "completed": 0, "failed": 0}}  # fmt: skip


def out_of_quota() -> Reply:
    """A refusal for want of money."""
    return status(
        429, body={"error": {"message": "no more", "type": "insufficient_quota", "code": "insufficient_quota"}}
    )


def _line(outcome: Reply | str, body: Json) -> Json:
    if isinstance(outcome, str):
        return {"response": None, "error": {"code": outcome, "message": f"It was about: {body['messages'][-1]}"}}
    content = json.loads(outcome.content(body))
    return {"response": {"status_code": outcome.status, "request_id": "req_1", "body": content}, "error": None}


def _json(content: Json) -> Reply:
    return raw(json.dumps(content).encode())
