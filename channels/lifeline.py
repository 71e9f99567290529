"""The fixed urgent reply goes out while the store is away, once, and is not repeated afterwards."""

from __future__ import annotations

import logging
from collections import OrderedDict
from typing import Final

from channels.message import Incoming
from channels.sending import Sender, SendError
from handoff.reply import Reply

__all__ = ["Lifeline"]

logger = logging.getLogger(__name__)

REMEMBERED: Final = 10_000


class Lifeline:
    """Sends without the store and remembers, in memory, what it told whom."""

    def __init__(self) -> None:
        """Nobody has been told anything."""
        self._told: OrderedDict[tuple[str, str], Reply | None] = OrderedDict()

    def told(self, incoming: Incoming) -> Reply | None:
        """The reply a message got from here, ``None`` when it got none."""
        return self._told.get((incoming.channel, incoming.message_id))

    def note(self, incoming: Incoming, reply: Reply) -> None:
        """Remember a reply that went out as the answer to her own call."""
        self._remember(incoming, reply)

    async def tell(self, sender: Sender, incoming: Incoming, reply: Reply) -> None:
        """Send a reply to a message, unless that message has it or it is on its way."""
        key = (incoming.channel, incoming.message_id)
        if key in self._told:
            return
        self._remember(incoming, None)
        try:
            for part in sender.parts(reply):
                await sender.send(incoming.conversation, part, urgent=True)
        except SendError as error:  # it is stored and sent as usual once the store is back
            logger.warning("telling on %s: %s", incoming.channel, error.name)
            self._told.pop(key, None)
        except BaseException:
            self._told.pop(key, None)
            raise
        else:
            self._told[key] = reply

    def _remember(self, incoming: Incoming, reply: Reply | None) -> None:
        self._told[incoming.channel, incoming.message_id] = reply
        while len(self._told) > REMEMBERED:
            self._told.popitem(last=False)
