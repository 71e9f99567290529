"""Files of Telegram, by the ids its messages name."""

from __future__ import annotations

import re
from typing import Final

import httpx

from channels.fetching import LostError, download
from handoff.files import LIMIT

__all__ = ["TelegramFiles"]

_PATH: Final = re.compile(r"(?!/)(?!.*\.\.)[\w./-]{1,200}")


class TelegramFiles:
    """Fetches files.

    Args:
        token: the bot's.
        api_base: address of the Bot API.
    """

    def __init__(self, token: str, api_base: str) -> None:
        """Nothing is called yet."""
        self._token, self._base = token, api_base.rstrip("/")
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(30.0, connect=5.0, pool=None), trust_env=False
        )

    async def fetch(self, source: str) -> bytes:
        """The file of an id."""
        url = f"{self._base}/bot{self._token}/getFile"
        response = await self._client.post(url, json={"file_id": source})
        if response.status_code in (429, *range(500, 600)):
            raise httpx.ReadError("later")
        try:
            answer = response.json()
            found = answer["result"]
            path, size = str(found["file_path"]), int(found.get("file_size") or 0)
        except (ValueError, KeyError, TypeError) as error:
            raise LostError("gone") from error
        if size > LIMIT:
            raise LostError("too_large")
        if not _PATH.fullmatch(path):
            raise LostError("strange_path")
        return await download(self._client, f"{self._base}/file/bot{self._token}/{path}")

    async def close(self) -> None:
        """Give the connections back."""
        await self._client.aclose()
