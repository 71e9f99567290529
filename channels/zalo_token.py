"""Zalo's access token: 25 hours, renewed with a refresh token that works only once.

The new refresh token is committed before the new access token is used, and only one refresher runs
at a time: one task in this process, a lease in the store among several. A renewal is not broken off
with whoever waits for it, nor by a stop. That it begins is committed before Zalo is asked: where a
process dies between Zalo's answer and our commit, the token may be spent and its successor lost.
Zalo documents no way to ask for it again, so the next process tries the old one once more and,
refused, tells the operator what to do.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import secrets
from dataclasses import dataclass
from typing import Final

import httpx
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from channels import zalo_limits
from channels.message import now_ms
from channels.rate import Rate
from channels.writer import STORE_AWAY, Rank, Writer
from channels.zalo_errors import REFRESH_TOKEN_USED
from handoff.cipher import Cipher
from handoff.database import metadata

__all__ = ["LASTING", "Standing", "ZaloToken", "ZaloTokenError", "standing", "zalo_tokens_table"]

logger = logging.getLogger(__name__)

LEASE_MS: Final = 30_000

SETTLE_SECONDS: Final = 4.0
"""How long a stop waits for a renewal that has begun."""

_ADVICE: Final = (
    "take a new refresh token from the OA's admin page, put it into TINCAY_ZALO_REFRESH_TOKEN and "
    "restart; replies wait until then"
)

LASTING: Final = ("refresh_token_used", "refresh_interrupted", "refresh_refused")
"""Names of :class:`ZaloTokenError` that end when the operator starts us with a new token."""

RENEWALS: Final = (1 / 120, 5.0)
"""Renewals a second and how many in a row: every one spends a refresh token."""

zalo_tokens_table = sa.Table(
    "zalo_tokens",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("app_id", sa.String(40), nullable=False, unique=True),
    sa.Column("seed", sa.String(64), nullable=False),
    sa.Column("access_token", sa.Text),
    sa.Column("expires_at", sa.BigInteger, nullable=False),
    sa.Column("refresh_token", sa.Text, nullable=False),
    sa.Column("refreshed_at", sa.BigInteger),
    sa.Column("leased_by", sa.String(32)),
    sa.Column("leased_until", sa.BigInteger, nullable=False),
    sa.Column("begun_at", sa.BigInteger),
    sa.Column("problem", sa.String(40)),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with the token, for the operator; times are milliseconds since 1970.

    Attributes:
        expires_at: when the access token ends, ``None`` when there never was one.
        begun_at: when a renewal began of which nothing more is known; ``None``: there is none.
        problem: why only an operator can help, ``None`` where all is well.
    """

    expires_at: int | None = None
    begun_at: int | None = None
    problem: str | None = None


def standing(tx: Connection, app_id: str) -> Standing:
    """How it stands with the token of an app."""
    row = tx.execute(
        sa.select(zalo_tokens_table).where(zalo_tokens_table.c.app_id == app_id)
    ).first()
    if row is None:
        return Standing()
    return Standing(row.expires_at if row.access_token else None, row.begun_at, row.problem)


class ZaloTokenError(Exception):
    """There is no usable access token now.

    Attributes:
        name: why, without secrets.
        lasting: only an operator can mend it.
        unsure: Zalo may have taken the refresh token all the same.
    """

    def __init__(self, name: str, *, lasting: bool = False, unsure: bool = False) -> None:
        """``name`` goes to the outbox and the log."""
        super().__init__(name)
        self.name, self.lasting, self.unsure = name, lasting, unsure


@dataclass(frozen=True, slots=True)
class _Stored:
    access: str
    expires_at: int
    refresh: str
    leased: bool
    begun: bool = False


class ZaloToken:
    """Gives the access token and renews it.

    Args:
        client: HTTP client.
        oauth_base: address of Zalo's OAuth.
        app_id, app_secret: of our app.
        seed: the refresh token of the settings; a new one there replaces what is stored.
        cipher: encrypts tokens at rest.
        writer: runs the transactions.
    """

    def __init__(
        self,
        *,
        client: httpx.AsyncClient,
        oauth_base: str,
        app_id: str,
        app_secret: str,
        seed: str,
        cipher: Cipher,
        writer: Writer,
    ) -> None:
        """Nothing is read yet."""
        self._client, self._url = client, f"{oauth_base.rstrip('/')}/v4/oa/access_token"
        self._app_id, self._app_secret, self._seed = app_id, app_secret, seed
        self._cipher, self._writer = cipher, writer
        self._owner = secrets.token_hex(8)
        self._renewing: asyncio.Task[str] | None = None
        self._access, self._expires_at = "", 0
        self._unsaved: tuple[str, int, str] | None = None
        self._renewals = Rate(*RENEWALS)

    async def get(self) -> str:
        """A token that is valid for a while.

        Raises:
            ZaloTokenError: there is none.
        """
        if not self._stale(self._expires_at):
            return self._access
        if self._renewing is None or self._renewing.done():
            self._renewing = asyncio.ensure_future(self._renew())
        return await asyncio.shield(self._renewing)

    async def settle(self) -> None:
        """Let a renewal that has begun come to its end, for a while."""
        if self._renewing is not None and not self._renewing.done():
            await asyncio.wait([self._renewing], timeout=SETTLE_SECONDS)
            self._renewing.cancel()

    def spoil(self, access: str) -> None:
        """Zalo does not take this token any more, whatever its time says."""
        if access == self._access:
            self._expires_at = 0

    def _stale(self, expires_at: int) -> bool:
        return expires_at - now_ms() < zalo_limits.REFRESH_BEFORE_SECONDS * 1000

    async def _renew(self) -> str:
        """Take the stored token if another process has renewed it, else renew it ourselves."""
        if self._unsaved is not None:
            return await self._save(self._unsaved)
        spoilt = self._access
        for _ in range(40):
            stored = await self._writer.write(self._take_lease)
            if stored.access and stored.access != spoilt and not self._stale(stored.expires_at):
                if stored.leased:
                    await self._writer.write(self._leave_lease)
                self._access, self._expires_at = stored.access, stored.expires_at
                return self._access
            if stored.leased:
                return await self._refresh(stored.refresh, interrupted=stored.begun)
            await asyncio.sleep(0.5)  # another process is at it
        raise ZaloTokenError("refresh_busy")

    async def _refresh(self, refresh: str, *, interrupted: bool) -> str:
        """Spend a refresh token; ``interrupted``: a renewal with it began and never ended."""
        if not self._renewals.allow():  # what Zalo refuses anew is not mended by renewing
            await self._writer.write(self._leave_lease)
            raise ZaloTokenError("token_refused")
        await self._writer.write(self._begin, Rank.EMERGENCY)
        try:
            answer = await self._ask(refresh)
        except ZaloTokenError as error:
            if error.name == "refresh_token_used" and interrupted:
                error = ZaloTokenError("refresh_interrupted", lasting=True)
            said = error
            await self._writer.write(lambda tx: self._failed(tx, said))
            if said.lasting:
                logger.error("zalo: %s; %s", said.name, _ADVICE)
            raise said from None
        return await self._save(answer)

    async def _save(self, answer: tuple[str, int, str]) -> str:
        """Make what Zalo gave durable, before it is used; however often that has to be tried."""
        access, expires_at, refresh = self._unsaved = answer
        try:
            await self._writer.write(
                lambda tx: self._store(tx, access, expires_at, refresh), Rank.EMERGENCY
            )
        except STORE_AWAY as error:
            logger.error("zalo: the new token is not stored yet: %s", type(error).__name__)
            raise ZaloTokenError("token_not_stored") from error
        self._unsaved = None
        self._access, self._expires_at = access, expires_at
        logger.info("zalo token renewed")
        return access

    async def _ask(self, refresh: str) -> tuple[str, int, str]:
        form = {
            "refresh_token": refresh,
            "app_id": self._app_id,
            "grant_type": "refresh_token",
        }
        try:
            response = await self._client.post(
                self._url, data=form, headers={"secret_key": self._app_secret}
            )
            answer = response.json()
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise ZaloTokenError("oauth_unreachable") from error
        except httpx.HTTPError as error:  # it may have got there
            raise ZaloTokenError("oauth_broken_off", unsure=True) from error
        except ValueError as error:
            raise ZaloTokenError("oauth_not_json", unsure=True) from error
        # failures come with status 200 too
        if not isinstance(answer, dict) or not answer.get("access_token"):
            code = answer.get("error") if isinstance(answer, dict) else None
            logger.error("zalo refuses to renew the token: error %s", code)
            if str(code) == str(REFRESH_TOKEN_USED):
                raise ZaloTokenError("refresh_token_used", lasting=True)
            raise ZaloTokenError("refresh_refused", lasting=response.status_code < 500)
        try:
            seconds = int(answer.get("expires_in") or zalo_limits.ACCESS_TOKEN_HOURS * 3600)
        except (TypeError, ValueError):
            seconds = zalo_limits.ACCESS_TOKEN_HOURS * 3600
        new_refresh = str(answer.get("refresh_token") or refresh)
        return str(answer["access_token"]), now_ms() + seconds * 1000, new_refresh

    def _take_lease(self, tx: Connection) -> _Stored:
        table = zalo_tokens_table
        # not keyed: it must stay the same when the installation's key is changed
        seed = hashlib.sha256(self._seed.encode()).hexdigest()
        mine = table.c.app_id == self._app_id
        row = tx.execute(sa.select(table).where(mine).with_for_update()).first()
        now = now_ms()
        if row is None or row.seed != seed:
            values = {
                "app_id": self._app_id,
                "seed": seed,
                "access_token": None,
                "expires_at": 0,
                "refresh_token": self._cipher.encrypt(self._seed),
                "leased_by": self._owner,
                "leased_until": now + LEASE_MS,
                "begun_at": None,
                "problem": None,
            }
            if row is None:
                tx.execute(table.insert().values(values))
            else:
                tx.execute(table.update().where(mine).values(values))
            return _Stored("", 0, self._seed, True)
        access = self._cipher.decrypt(row.access_token) if row.access_token else ""
        refresh = self._cipher.decrypt(row.refresh_token)
        free = row.leased_until < now or row.leased_by == self._owner
        if free:
            tx.execute(
                table.update()
                .where(mine)
                .values(leased_by=self._owner, leased_until=now + LEASE_MS)
            )
        return _Stored(access, row.expires_at, refresh, free, row.begun_at is not None)

    def _begin(self, tx: Connection) -> None:
        """Note that a refresh token is being spent, before it is; the first such note stays."""
        table = zalo_tokens_table
        tx.execute(
            table.update()
            .where(table.c.app_id == self._app_id)
            .values(begun_at=sa.func.coalesce(table.c.begun_at, now_ms()))
        )

    def _failed(self, tx: Connection, error: ZaloTokenError) -> None:
        """Zalo did not give a token; whether it took the old one may be open."""
        self._leave_lease(tx)
        values: dict[str, object] = {}
        if error.lasting:
            values["problem"] = error.name
        if not error.unsure and error.name != "refresh_interrupted":
            values["begun_at"] = None
        if values:
            table = zalo_tokens_table
            tx.execute(table.update().where(table.c.app_id == self._app_id).values(values))

    def _leave_lease(self, tx: Connection) -> None:
        table = zalo_tokens_table
        tx.execute(
            table.update()
            .where(table.c.app_id == self._app_id, table.c.leased_by == self._owner)
            .values(leased_by=None, leased_until=0)
        )

    def _store(self, tx: Connection, access: str, expires_at: int, refresh: str) -> None:
        table = zalo_tokens_table
        tx.execute(
            table.update()
            .where(table.c.app_id == self._app_id)
            .values(
                access_token=self._cipher.encrypt(access),
                expires_at=expires_at,
                refresh_token=self._cipher.encrypt(refresh),
                refreshed_at=now_ms(),
                leased_by=None,
                leased_until=0,
                begun_at=None,
                problem=None,
            )
        )
