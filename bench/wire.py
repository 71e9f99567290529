"""HTTP as small as it goes, so that a load generator takes little from the cores it measures."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

__all__ = ["Caller", "answering"]

Answer = Callable[[str, bytes], Awaitable[bytes]]


async def _body(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """First line and body of the next request or answer."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    return head.split(b"\r\n", 1)[0], await reader.readexactly(length)


class Caller:
    """One kept-alive connection that posts.

    Args:
        port: on this machine.
    """

    def __init__(self, port: int) -> None:
        """Connects with the first call."""
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, path: str, body: bytes, headers: dict[str, str]) -> int:
        """Post; returns the status."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        lines = [f"POST {path} HTTP/1.1", "Host: a", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        writer.write("\r\n".join((*lines, "", "")).encode() + body)
        line, _ = await _body(reader)
        return int(line.split()[1])

    def close(self) -> None:
        """Hang up."""
        if self._streams is not None:
            self._streams[1].close()


@asynccontextmanager
async def answering(answer: Answer) -> AsyncIterator[int]:
    """A server on a free port; ``answer`` gets path and body and returns JSON."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                line, body = await _body(reader)
                said = await answer(line.split()[1].decode(), body)
                head = (
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                    f"Content-Length: {len(said)}\r\n\r\n"
                )
                writer.write(head.encode() + said)
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, backlog=512)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
