"""An HTTP client that costs little: raw sockets of asyncio, connections kept, the answer timed to its last byte."""

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back.

    Attributes:
        status: HTTP status.
        headers: By their names in lower case.
        body: Whole, without the marks of chunks.
        seconds: From sending to the last byte, by the monotonic clock; connecting not counted.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float

    def json(self) -> Any:  # noqa: ANN401 - as json.loads
        """The body, parsed."""
        return json.loads(self.body)


class Broken(Exception):
    """The connection ended before the answer did."""


class Connection:
    """One connection, one request at a time."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def open(cls, host: str, port: int) -> Self:
        """Connect.

        Raises:
            Broken: Nobody listens there.
        """
        try:
            return cls(*await asyncio.open_connection(host, port, limit=2**20))
        except OSError as error:
            raise Broken(str(error)) from error

    @property
    def usable(self) -> bool:
        """Whether the other side has not ended it; servers end those that are idle for seconds."""
        return not self._reader.at_eof() and not self._writer.transport.is_closing()

    def close(self) -> None:
        """End it, without waiting for the other side."""
        self._writer.transport.abort()

    def send(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> None:
        """Send a request."""
        lines = {
            "Host": "127.0.0.1",
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
            **(headers or {}),
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        self._writer.write(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body)

    async def ask(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
        """Send a request and read its answer.

        Raises:
            Broken: The connection ended before the answer did.
        """
        begin = time.monotonic()
        try:
            self.send(method, path, body, headers)
            status, answered = await self._head()
            content = await self._body(answered)
        except (OSError, EOFError) as error:
            raise Broken(type(error).__name__) from error
        return Answer(status, answered, content, time.monotonic() - begin)

    async def _head(self) -> tuple[int, dict[str, str]]:
        first, *lines = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        pairs = (line.partition(":") for line in lines if line)
        return int(first.split()[1]), {name.lower(): value.strip() for name, _, value in pairs}

    async def _body(self, headers: Mapping[str, str]) -> bytes:
        if headers.get("transfer-encoding") != "chunked":
            return await self._reader.readexactly(int(headers.get("content-length", "0")))
        whole = b""
        while size := int(await self._reader.readline(), 16):
            whole += await self._reader.readexactly(size)
            await self._reader.readexactly(2)
        await self._reader.readexactly(2)
        return whole


class Pool:
    """As many connections as are needed at once, each used again."""

    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)
        self._idle: list[Connection] = []

    async def connection(self) -> Connection:
        """One that nobody uses; give it back with `keep`, or close it."""
        while self._idle:
            connection = self._idle.pop()
            if connection.usable:
                return connection
            connection.close()
        return await Connection.open(*self._address)

    def keep(self, connection: Connection) -> None:
        """It may be used again."""
        self._idle.append(connection)

    async def ask(self, method: str, path: str, body: bytes = b"") -> Answer:
        """One request on a connection of its own.

        Raises:
            Broken: The connection ended before the answer did.
        """
        connection = await self.connection()
        try:
            answer = await connection.ask(method, path, body)
        except BaseException:
            connection.close()
            raise
        if answer.headers.get("connection", "").lower() == "close":
            connection.close()
        else:
            self.keep(connection)
        return answer

    def close(self) -> None:
        """Close those that are idle."""
        for connection in self._idle:
            connection.close()
        self._idle.clear()
