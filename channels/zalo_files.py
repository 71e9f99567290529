"""Files of Zalo, by the addresses its events name: only where Zalo keeps files."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

import httpx

from channels.fetching import LostError, download

__all__ = ["ZaloFiles", "trusted"]


def trusted(url: str, hosts: Sequence[str]) -> bool:
    """Whether an address is one of Zalo's.

    Args:
        url: as an event has it; whoever knows the OA's secret could write any.
        hosts: domains, whose sub-domains count too and which are reached over HTTPS; or whole
            origins such as ``http://127.0.0.1:8000``.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return False
    if parts.username is not None or parts.password is not None:
        return False
    if f"{parts.scheme}://{parts.netloc}" in hosts:
        return True
    if parts.scheme != "https" or port not in (None, 443):
        return False
    return any(host == name or host.endswith(f".{name}") for name in hosts)


class ZaloFiles:
    """Fetches files.

    Args:
        client: HTTP client; our access token does not go along.
        hosts: where Zalo keeps files, see :func:`trusted`.
    """

    def __init__(self, client: httpx.AsyncClient, hosts: Sequence[str]) -> None:
        """Nothing is called yet."""
        self._client, self._hosts = client, tuple(hosts)

    async def fetch(self, source: str) -> bytes:
        """The file at an address."""
        if not trusted(source, self._hosts):
            raise LostError("strange_host")
        return await download(self._client, source)
