"""Photos and voice messages are fetched from the platforms once staff may see them."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Mapping
from typing import Final, Protocol

import httpx
from sqlalchemy.engine import Connection

from channels.inbox import Inbox
from channels.metrics import FILES
from channels.writer import Rank, Writer
from handoff.cases import Cases
from handoff.cipher import UnreadableTextError
from handoff.database import Database
from handoff.files import LIMIT, File, media_type
from handoff.live import DESK, publish

__all__ = ["Fetcher", "Fetching", "LostError", "download"]

logger = logging.getLogger(__name__)

IDLE_SECONDS: Final = 5.0
AT_ONCE: Final = 4
AGAIN_SECONDS: Final = (5.0, 30.0, 120.0, 600.0, 3600.0)
"""Waits between attempts; after the last the file counts as lost."""

FETCH_SECONDS: Final = 100.0
"""How long one attempt may take: less than the claim on the file holds."""


class LostError(Exception):
    """The file cannot be had; its text is a short name without identifiers."""


class Fetcher(Protocol):
    """A platform's side of it."""

    async def fetch(self, source: str) -> bytes:
        """The file behind what a message named.

        Raises:
            LostError: it is too large, gone, or not where files of the platform are.
            httpx.HTTPError: it may work later.
        """


async def download(client: httpx.AsyncClient, url: str) -> bytes:
    """What is at an address, up to the limit; no redirection is followed.

    Raises:
        LostError: it is too large, or not there.
        httpx.HTTPError: it may work later.
    """
    async with client.stream("GET", url) as response:
        if response.status_code in (429, *range(500, 600)):
            raise httpx.ReadError("later")
        if response.status_code != 200:
            raise LostError(f"status_{response.status_code}")
        body = bytearray()
        async for piece in response.aiter_bytes():
            body += piece
            if len(body) > LIMIT:
                raise LostError("too_large")
    return bytes(body)


class Fetching:
    """Fetches what may be seen.

    Args:
        database, inbox, cases, writer: the store.
        fetchers: by channel.
    """

    def __init__(
        self,
        *,
        database: Database,
        inbox: Inbox,
        cases: Cases,
        writer: Writer,
        fetchers: Mapping[str, Fetcher],
    ) -> None:
        """Nothing is fetched before :meth:`run`."""
        self._database, self._inbox, self._cases, self._writer = database, inbox, cases, writer
        self._fetchers = fetchers
        self._nudged = asyncio.Event()

    def nudge(self) -> None:
        """Something may be wanted now."""
        self._nudged.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self._nudged.clear()
            try:
                due = await asyncio.to_thread(self._due)
                for at in range(0, len(due), AT_ONCE):
                    some = due[at : at + AT_ONCE]
                    await asyncio.gather(*(self._fetch(file, source) for file, source in some))
            except Exception as error:  # the store is away: the next round does it
                logger.warning("files: %s", type(error).__name__)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(IDLE_SECONDS):
                    await self._nudged.wait()

    def _due(self) -> list[tuple[File, str]]:
        """Files whose messages staff may read, each with where it is."""
        with self._database.reading() as tx:
            found = []
            for file in self._cases.wanted_files(tx):
                found.append((file, self._source(tx, file)))
            return found

    def _source(self, tx: Connection, file: File) -> str:
        """Where a file is; ``""`` where its message is gone, or written under a lost key."""
        try:
            stored = self._inbox.find(tx, int(file.message_id))
        except UnreadableTextError:
            return ""
        return (stored and stored.incoming.source) or ""

    async def _fetch(self, file: File, source: str) -> None:
        fetcher = self._fetchers.get(file.conversation.split(":", 1)[0])
        if not await self._writer.write(lambda tx: self._begin(tx, file), Rank.LAST):
            return
        try:
            if fetcher is None or not source:
                raise LostError("no_source")
            async with asyncio.timeout(FETCH_SECONDS):
                body = await fetcher.fetch(source)
            kind = media_type(file.kind, body)
            if kind is None:
                raise LostError("not_media")
        except LostError as error:
            problem = str(error)
            FILES.labels(problem).inc()
            await self._writer.write(lambda tx: self._lost(tx, file, problem), Rank.LAST)
        except Exception as error:  # whatever it is, it concerns this file alone
            logger.warning("files: %s", type(error).__name__)
            FILES.labels("later").inc()
            await self._writer.write(lambda tx: self._later(tx, file), Rank.LAST)
        else:
            FILES.labels("kept").inc()
            sealed = await asyncio.to_thread(self._cases.files.sealed, body)
            await self._writer.write(lambda tx: self._kept(tx, file, sealed, kind), Rank.LAST)

    def _begin(self, tx: Connection, file: File) -> bool:
        return self._cases.wants(tx, file) and self._cases.files.begin(tx, file)

    def _kept(self, tx: Connection, file: File, sealed: str, kind: str) -> None:
        if not self._cases.wants(tx, file):  # she has changed her mind meanwhile
            self._cases.files.again(tx, file, 0.0)
        elif self._cases.files.keep(tx, file, sealed, kind):
            self._tell(tx, file)

    def _lost(self, tx: Connection, file: File, problem: str) -> None:
        if self._cases.files.lose(tx, file, problem):
            self._tell(tx, file)

    def _later(self, tx: Connection, file: File) -> None:
        if file.attempts >= len(AGAIN_SECONDS):
            self._lost(tx, file, "unreachable")
        else:
            self._cases.files.again(tx, file, AGAIN_SECONDS[file.attempts])

    def _tell(self, tx: Connection, file: File) -> None:
        case = self._cases.current(tx, file.conversation)
        if case is not None:
            publish(tx, DESK, "file", {"case": case.id})
