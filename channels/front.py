"""The front: one ASGI application that takes messages in and brings replies out."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

import httpx
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.engine import Connection
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from channels import messages, whereabouts
from channels.alerts import Alerts
from channels.api import Api
from channels.assistant import AssistantClient
from channels.config import FrontConfig
from channels.courtesy import Courtesy
from channels.delivery import Delivery
from channels.erasure import Erasure
from channels.fetching import Fetcher, Fetching
from channels.http import BodyLimit, Headers, error, handlers
from channels.inbox import Inbox, Stored
from channels.judging import Assess, Judge, Recent
from channels.keeping import Keeping
from channels.lifeline import Lifeline
from channels.measuring import measure
from channels.outbox import FETCHED, Outbox, Outgoing
from channels.phrases import Phrases
from channels.reception import Reception
from channels.reminders import Reminders
from channels.router import Router
from channels.scheduler import Scheduler
from channels.sending import Sender
from channels.state import States
from channels.webchat import WebChat
from channels.whereabouts import Whereabouts
from channels.writer import Writer
from channels.zalo import Zalo
from channels.zalo_token import LASTING
from handoff.accounts import Accounts
from handoff.bell import Bell
from handoff.cases import Cases
from handoff.cipher import Cipher
from handoff.contacts import ContactDirectory
from handoff.database import Database
from handoff.desk.app import desk_routes
from handoff.live import LiveFeed
from handoff.reply import Reply
from handoff.roster import Roster
from handoff.urgent import reply_to, urgent_reply
from nlu.triage.result import Triage

if TYPE_CHECKING:
    from channels.telegram import Telegram

__all__ = ["Front", "create_front"]

logger = logging.getLogger(__name__)

REPLAY_SECONDS: Final = 3.0


def _assess(text: str, previous: Sequence[str]) -> Any:
    from nlu.triage import assess  # reads its model on first use

    return assess(text, previous)


class Front:
    """Everything of one front process; :func:`create_front` makes it into an application.

    Args:
        config: settings.
        assess: triage.
        forget: makes the assistant's store forget senders.
        place_name: the Vietnamese name of a place id, for the desk.
        assistant_transport: in place of the network, for tests.
        on_warm: called once everything that is read once has been read.
    """

    def __init__(
        self,
        config: FrontConfig,
        *,
        assess: Assess = _assess,
        forget: Callable[[Sequence[str]], None] | None = None,
        place_name: Callable[[str], str] = str,
        assistant_transport: httpx.AsyncBaseTransport | None = None,
        on_warm: Callable[[], None] = lambda: None,
    ) -> None:
        """Build the parts; nothing runs before :meth:`start`."""
        self.config = config
        self.database = Database(config.database_url)
        self.cipher = Cipher(config.secret, config.former_secrets)
        self.writer = Writer(self.database)
        self.inbox = Inbox(self.database, self.cipher, owner=secrets.token_hex(8))
        self.outbox = Outbox(self.database, self.cipher)
        self.states = States()
        self.cases = Cases(self.database, self.cipher)
        self.accounts = Accounts(self.database, config.secret)
        self.contacts = ContactDirectory.load()
        self.phrases = Phrases(self.contacts)
        self.roster = Roster(self.accounts, config.timezone)
        ciphers = (self.cipher, *(Cipher(secret) for secret in config.former_secrets))
        self.reminders = Reminders(self.cipher, config.timezone)
        self.erasure = Erasure(
            self.inbox, self.outbox, self.states, self.reminders, self.cases, ciphers
        )
        self.recent = Recent()
        self.judge = Judge(assess)
        self.lifeline = Lifeline()
        self.feed = LiveFeed(self.database)
        self.assistant = AssistantClient(config.assistant_url, transport=assistant_transport)
        self.bell = Bell(config.redis_url, self.feed.wake) if config.redis_url else None
        if self.bell is not None:
            self.database.listeners.append(self.bell.ring)
        desk_url = f"{config.public_url.rstrip('/')}/desk" if config.public_url else ""
        self.alerts = Alerts(self.outbox, config.duty_chats, desk_url)
        self.router = Router(
            inbox=self.inbox,
            outbox=self.outbox,
            states=self.states,
            reminders=self.reminders,
            cases=self.cases,
            erasure=self.erasure,
            writer=self.writer,
            assistant=self.assistant,
            cipher=self.cipher,
            recent=self.recent,
            phrases=self.phrases,
            on_duty=self.roster.on_duty,
            alert=self.alerts,
            told=self.lifeline.told,
        )
        courtesy = Courtesy()
        self.scheduler = Scheduler(
            database=self.database,
            inbox=self.inbox,
            writer=self.writer,
            judge=self.judge,
            recent=self.recent,
            handle=self.router.handle,
            give_up=self.router.give_up,
            courtesy=courtesy,
            rescue=self._rescue,
        )
        self.reception = Reception(
            inbox=self.inbox,
            writer=self.writer,
            scheduler=self.scheduler,
            judge=self.judge,
            recent=self.recent,
            nudge=self.nudge,
            courtesy=courtesy,
        )
        self.keeping = Keeping(
            inbox=self.inbox,
            outbox=self.outbox,
            states=self.states,
            reminders=self.reminders,
            cases=self.cases,
            erasure=self.erasure,
            writer=self.writer,
            alerts=self.alerts,
            forget=forget,
            accept_minutes=config.accept_minutes,
            timezone=config.timezone,
            retention_days=config.retention_days,
            case_retention_days=config.case_retention_days,
        )
        self.deliveries: list[Delivery] = []
        self._senders: dict[str, Sender] = {}
        self.telegram = self._make_telegram() if config.telegram else None
        self.zalo = self._make_zalo() if config.zalo else None
        self.fetching = Fetching(
            database=self.database,
            inbox=self.inbox,
            cases=self.cases,
            writer=self.writer,
            fetchers=self._fetchers(),
        )
        self._place_name, self._on_warm = place_name, on_warm
        self._tasks: set[asyncio.Task[Any]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    def _fetchers(self) -> dict[str, Fetcher]:
        """Who fetches photos and voice messages, by channel."""
        found: dict[str, Fetcher] = {}
        if self.telegram:
            found["telegram"] = self.telegram.files
        if self.zalo:
            found["zalo"] = self.zalo.files
        return found

    def _make_telegram(self) -> Telegram:
        from channels.telegram import Telegram  # takes half a second to import

        config = self.config
        telegram = Telegram(
            token=config.telegram_token,
            api_base=config.telegram_api_base,
            webhook_secret=config.telegram_webhook_secret,
            public_url=config.public_url,
            duty_chat=next(iter(config.duty_chats), ""),
            database=self.database,
            outbox=self.outbox,
            writer=self.writer,
            reception=self.reception,
            lifeline=self.lifeline,
        )
        self._deliver(telegram.sender)
        return telegram

    def _make_zalo(self) -> Zalo:
        config = self.config
        zalo = Zalo(
            app_id=config.zalo_app_id,
            app_secret=config.zalo_app_secret,
            oa_id=config.zalo_oa_id,
            oa_secret=config.zalo_oa_secret,
            refresh_token=config.zalo_refresh_token,
            api_base=config.zalo_api_base,
            oauth_base=config.zalo_oauth_base,
            cipher=self.cipher,
            writer=self.writer,
            reception=self.reception,
            lifeline=self.lifeline,
            timestamp_from=config.zalo_timestamp_from,
            file_hosts=config.file_hosts,
        )
        self._deliver(zalo.sender)
        return zalo

    async def _rescue(
        self, stored: Stored, triage: Triage, where: Whereabouts | None
    ) -> Reply | None:
        """The store took the message but not what should follow: the numbers go out all the same.

        They count as its answer once the store is back.
        """
        message = stored.incoming
        sender = self._senders.get(message.channel)
        if message.kind != "message" or message.group:
            return None
        reply = reply_to(triage, place_id=where.province if where else None)
        if sender is not None:
            await self.lifeline.tell(sender, message, reply)
        elif message.channel in FETCHED:
            self.lifeline.note(message, reply)
            return reply
        return None

    def _deliver(self, sender: Sender) -> None:
        self._senders[sender.channel] = sender
        self.deliveries.append(Delivery(self.outbox, self.writer, sender, self.undelivered))

    def routes(self) -> list[BaseRoute]:
        """Every address of the front."""
        api = Api(
            database=self.database,
            inbox=self.inbox,
            outbox=self.outbox,
            cases=self.cases,
            reception=self.reception,
            assistant=self.assistant,
        )
        chat = WebChat(
            database=self.database,
            inbox=self.inbox,
            outbox=self.outbox,
            cases=self.cases,
            writer=self.writer,
            reception=self.reception,
            lifeline=self.lifeline,
            feed=self.feed,
            phrases=self.phrases,
            exit_url=self.config.exit_url,
            secure=self.config.secure,
        )
        desk = desk_routes(
            self.database,
            self.cases,
            self.accounts,
            self.contacts,
            self.send,
            feed=self.feed,
            roster=self.roster,
            place_name=self._place_name,
            timezone=self.config.timezone,
            secure=self.config.secure,
        )
        webhooks = self.telegram.routes() if self.telegram else [_off("/webhooks/telegram")]
        webhooks += self.zalo.routes() if self.zalo else [_off("/webhooks/zalo")]
        metrics = Route("/metrics", self.metrics, methods=["GET"])
        return [*chat.routes(), *api.routes(), *webhooks, *desk, metrics]

    def send(self, tx: Connection, conversation: str, reply: Reply) -> int:
        """Put what a member of staff says into the outbox, within her transaction."""
        id = self.outbox.put(tx, conversation, reply, author="staff", urgent=True)
        if self._loop is not None:
            # the transaction commits after this: look soon, and once more
            for delay in (0.05, 0.5):
                self._loop.call_soon_threadsafe(self._loop.call_later, delay, self.nudge)
        return id

    def nudge(self) -> None:
        """Replies may be due."""
        for delivery in self.deliveries:
            delivery.nudge()
        self.fetching.nudge()

    def undelivered(self, tx: Connection, outgoing: Outgoing) -> None:
        """Tell the case that a reply did not arrive."""
        if self.cases.current(tx, outgoing.conversation) is not None:
            text = messages.ENTRY_UNDELIVERED.format(error=outgoing.error or "")
            self.cases.say(tx, outgoing.conversation, "system", text)

    async def start(self) -> None:
        """Open the store, take up what was left, and begin to work."""
        self._loop = asyncio.get_running_loop()
        # a broken file of words or numbers must show now, not in the first emergency
        urgent_reply("emergency", "other", "self", directory=self.contacts)
        await asyncio.to_thread(self.database.create)
        self.writer.start()
        self.assistant.when_back(lambda: self._spawn(self._replay()))
        # alone on SQLite: whatever a former process held is ours now
        alone = self.database.sqlite
        left = await self.writer.write(lambda tx: self.inbox.adopt(tx, everything=alone))
        if alone:
            await self.writer.write(self.outbox.reclaim)
        for stored in left:
            self.scheduler.add(stored).add_done_callback(lambda _done: self.nudge())
        self._spawn(self.assistant.watch())
        self._spawn(self.scheduler.keep_claims())
        self._spawn(self.keeping.run(self.nudge))
        self._spawn(self._replay_left())
        self._spawn(self._warm())
        if self.bell is not None:
            self._spawn(self.bell.run())
        if self.telegram or self.zalo:
            self._spawn(self.fetching.run())
        for delivery in self.deliveries:
            self._spawn(delivery.run())
        if self.telegram:
            self._spawn(self.telegram.run())
        if self.zalo:  # perhaps with the new token that some replies wait for
            await self.writer.write(lambda tx: self.outbox.hurry(tx, "zalo", LASTING))
            self._spawn(self.zalo.run())

    async def stop(self) -> None:
        """Stop working; what is not finished stays stored."""
        for task in tuple(self._tasks):
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5)
        await self.scheduler.stop()
        await self.feed.close()
        await self.assistant.close()
        if self.telegram:
            await self.telegram.close()
        if self.zalo:
            await self.zalo.close()
        await asyncio.to_thread(self.writer.stop)
        self.database.close()

    def _spawn(self, work: Any) -> None:
        task: asyncio.Task[Any] = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            logger.error("a worker ended", exc_info=task.exception())

    async def _replay(self) -> None:
        """The assistant is back: take up what waited for it."""
        for stored in await self.writer.write(self.inbox.unpark):
            self.scheduler.add(stored).add_done_callback(lambda _done: self.nudge())

    async def _replay_left(self) -> None:
        """What was parked in the very moment the assistant came back."""
        while True:
            await asyncio.sleep(REPLAY_SECONDS)
            if self.assistant.up:
                with contextlib.suppress(Exception):  # the store is away: the next round does it
                    await self._replay()

    async def _warm(self) -> None:
        """Read the triage models and the gazetteer before the first message needs them."""
        from nlu.triage import warm

        with contextlib.suppress(Exception):
            await asyncio.to_thread(warm)
            await asyncio.to_thread(self.judge, "xin chào")
            await asyncio.to_thread(whereabouts.find, "Cần Thơ")
            self._on_warm()

    async def metrics(self, _request: Request) -> Response:
        """Counts for Prometheus."""
        await asyncio.to_thread(self._measure)
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    def _measure(self) -> None:
        with self.database.reading() as tx:
            measure(tx, self.inbox, self.outbox)


def _off(path: str) -> Route:
    """The webhook of a channel without credentials."""

    async def endpoint(_request: Request) -> Response:
        return error(404, messages.CHANNEL_OFF)

    return Route(path, endpoint, methods=["POST"])


def create_front(
    config: FrontConfig,
    *,
    assess: Assess = _assess,
    forget: Callable[[Sequence[str]], None] | None = None,
    place_name: Callable[[str], str] = str,
    assistant_transport: httpx.AsyncBaseTransport | None = None,
    on_loop: Callable[[asyncio.AbstractEventLoop], None] = lambda _loop: None,
    on_warm: Callable[[], None] = lambda: None,
) -> Starlette:
    """The front as an ASGI application; arguments as for :class:`Front` (``app.state.front``).

    ``on_loop`` is called with the running loop before anything starts.
    """
    front = Front(
        config,
        assess=assess,
        forget=forget,
        place_name=place_name,
        assistant_transport=assistant_transport,
        on_warm=on_warm,
    )

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        on_loop(asyncio.get_running_loop())
        await front.start()
        try:
            yield
        finally:
            await front.stop()

    app = Starlette(
        routes=front.routes(),
        lifespan=lifespan,
        exception_handlers=handlers,
        middleware=[
            Middleware(Headers, secure=config.secure, embeddable=("/embed",)),
            Middleware(BodyLimit),
        ],
    )
    app.state.front = front
    return app
