"""Photos and voice messages reach the desk by consent, and nowhere else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from starlette.responses import RedirectResponse, Response

from channels import fetching, messages
from channels.config import FrontConfig
from channels.fetching import Fetching
from channels.front import Front
from channels.inbox import inbox_table
from channels.message import Incoming
from channels.zalo_files import trusted
from channels.zalo_limits import FILE_HOSTS
from handoff import files as handoff_files
from handoff import messages as handoff_messages
from handoff.files import File, files_table
from tests.channels.conftest import Desk, FakeAssistant, Started, until
from tests.channels.fake_telegram import FakeTelegram
from tests.channels.fake_zalo import APP_ID, APP_SECRET, FIRST_REFRESH, OA_ID, OA_SECRET, FakeZalo
from tests.channels.test_privacy import stored
from tests.channels.test_telegram import Polling, polling, telegram
from tests.channels.test_zalo import post, zalo

__all__ = ["polling", "telegram", "zalo"]

PHOTO = b"\xff\xd8\xff\xe0" + b"m\xe1\xba\xb7t ng\xc6\xb0\xe1\xbb\x9di " * 200
VOICE = b"OggS" + b"ti\xe1\xba\xbfng kh\xc3\xb3c " * 200
LAN = "telegram:7"


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch, assistant: FakeAssistant) -> None:
    monkeypatch.setattr(fetching, "IDLE_SECONDS", 0.1)
    monkeypatch.setattr(fetching, "AGAIN_SECONDS", (0.05, 0.05))
    assistant.alive = False


@pytest.fixture
def open_zalo(running: Started, config: FrontConfig, zalo: FakeZalo) -> Any:
    address = zalo.address  # type: ignore[attr-defined]
    chosen = replace(
        config,
        zalo_app_id=APP_ID,
        zalo_app_secret=APP_SECRET,
        zalo_oa_id=OA_ID,
        zalo_oa_secret=OA_SECRET,
        zalo_refresh_token=FIRST_REFRESH,
        zalo_api_base=address,
        zalo_oauth_base=address,
        zalo_file_hosts=address,
    )
    return lambda: running(config=chosen)


def sizes(*ids: str) -> list[dict[str, Any]]:
    return [
        {"file_id": id, "width": 100 * n, "height": 100, "file_size": 1000 * n}
        for n, id in enumerate(ids, 1)
    ]


def kept(front: Front, conversation: str = LAN) -> list[File]:
    with front.database.reading() as tx:
        return list(front.cases.files.of(tx, conversation).values())


def content(front: Front, file: File) -> bytes:
    with front.database.reading() as tx:
        found = front.cases.files.read(tx, file.id)
    assert found is not None
    return found[1]


async def test_a_photo_waits_for_consent(
    polling: Polling, telegram: FakeTelegram, tmp_path: Path
) -> None:
    telegram.files = {"to": ("photos/file_1.jpg", PHOTO), "nho": ("photos/file_0.jpg", b"x")}
    async with polling() as (front, _client):
        telegram.write("anh ấy đánh em")
        await until(telegram.texts)
        telegram.write(photo=sizes("nho", "to"))
        await until(lambda: len(telegram.texts()) == 2)
        assert messages.FILE_OFFER["photo"] in telegram.texts()[-1]
        await until(lambda: kept(front))
        assert [file.state for file in kept(front)] == ["offered"] and telegram.fetched == []
        telegram.tap(handoff_messages.CONNECT)
        await until(lambda: kept(front)[0].state == "kept")
        assert telegram.fetched == ["photos/file_1.jpg"], "the largest that is taken"
        file = kept(front)[0]
        assert content(front, file) == PHOTO and file.media_type == "image/jpeg"
        assert PHOTO[4:40] not in stored(tmp_path), "encrypted at rest"
        telegram.write("/xoa")
        await until(lambda: not kept(front))
        with front.database.reading() as tx:
            assert tx.execute(sa.select(sa.func.count()).select_from(files_table)).scalar() == 0


async def test_in_an_emergency_the_desk_sees_what_follows(
    polling: Polling, telegram: FakeTelegram
) -> None:
    telegram.files = {"a": ("voice/file_2.oga", VOICE)}
    async with polling() as (front, _client):
        telegram.write("anh ta cầm dao")
        await until(telegram.texts)
        telegram.write(voice={"file_id": "a", "duration": 3, "file_size": len(VOICE)})
        await until(lambda: kept(front) and kept(front)[0].state == "kept")
        assert messages.FILE_SEEN["voice"] in telegram.texts()[-1] and "113" in telegram.texts()[-1]
        assert kept(front)[0].media_type == "audio/ogg"


async def test_what_nobody_in_trouble_sends_is_left_where_it_is(
    polling: Polling, telegram: FakeTelegram
) -> None:
    async with polling() as (front, _client):
        telegram.write(photo=sizes("a"))
        await until(telegram.texts)
        assert telegram.texts() == [messages.ATTACHMENT["photo"]] and kept(front) == []


async def test_in_a_group_nothing_is_taken(polling: Polling, telegram: FakeTelegram) -> None:
    async with polling() as (front, _client):
        telegram.write(chat=-5, photo=sizes("a"), caption="@TinCayBot anh ấy đánh em")
        await until(lambda: telegram.texts(-5))
        assert kept(front, "telegram:-5") == []


@pytest.mark.parametrize(
    ("path", "body", "failures", "problem"),
    [
        ("photos/a.jpg", b"<html><script>", [], "not_media"),
        ("photos/a.jpg", VOICE, [], "not_media"),
        ("photos/a.jpg", PHOTO + bytes(handoff_files.LIMIT), [], "too_large"),
        ("/etc/passwd", PHOTO, [], "strange_path"),
        ("photos/../../a", PHOTO, [], "strange_path"),
        ("photos/a.jpg", PHOTO, [404], "status_404"),
        ("photos/a.jpg", PHOTO, [500, 500, 500], "unreachable"),
        ("photos/a.jpg", PHOTO, [500], None),
    ],
)
async def test_files_that_cannot_be_had(
    polling: Polling,
    telegram: FakeTelegram,
    path: str,
    body: bytes,
    failures: list[int],
    problem: str | None,
) -> None:
    telegram.files, telegram.file_failures = {"a": (path, body)}, list(failures)
    async with polling() as (front, _client):
        telegram.write("có dao")
        await until(telegram.texts)
        telegram.write(photo=sizes("a"))
        await until(lambda: kept(front) and kept(front)[0].state in ("kept", "lost"))
        assert kept(front)[0].problem == problem
        assert kept(front)[0].state == ("kept" if problem is None else "lost")


async def test_zalo_by_its_address_and_without_our_token(open_zalo: Any, zalo: FakeZalo) -> None:
    address = zalo.address  # type: ignore[attr-defined]
    zalo.files = {
        "a.jpg": Response(PHOTO),
        "b.jpg": RedirectResponse(f"{address}/files/a.jpg"),
    }
    async with open_zalo() as (front, client):
        await post(client, zalo.text("anh ta cầm dao"))
        await until(zalo.texts)
        for number, url in enumerate(
            (f"{address}/files/a.jpg", f"{address}/files/b.jpg", "https://169.254.169.254/files/a")
        ):
            image = {"type": "image", "payload": {"url": url}}
            message = {"msg_id": f"i{number}", "attachments": [image]}
            await post(client, zalo.event("user_send_image", message=message))
        await until(lambda: [f.state for f in kept(front, "zalo:lan")] == ["kept", "lost", "lost"])
        assert [file.problem for file in kept(front, "zalo:lan")] == [
            None,
            "status_307",
            "strange_host",
        ]
        assert zalo.fetched == ["a.jpg", "b.jpg"]
        await post(client, zalo.event("user_withdraw"))
        await until(lambda: not kept(front, "zalo:lan"))


async def test_a_colleague_sees_it_and_others_do_not(
    polling: Polling, telegram: FakeTelegram
) -> None:
    telegram.files = {"a": ("photos/a.jpg", PHOTO)}
    async with polling() as (front, client):
        telegram.write("có dao")
        await until(telegram.texts)
        telegram.write(photo=sizes("a"))
        await until(lambda: kept(front) and kept(front)[0].state == "kept")
        case = await Desk(front).accept(LAN)
        answer = await client.get(f"/desk/cases/{case}/files/{kept(front)[0].id}")
        assert answer.status_code == 303 and PHOTO not in answer.content


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("https://f20-zpg.zdn.vn/a.jpg", True),
        ("https://zalo.me/a", True),
        ("http://f20-zpg.zdn.vn/a.jpg", False),
        ("https://zdn.vn.example.com/a", False),
        ("https://evilzdn.vn/a", False),
        ("https://a@zdn.vn/a", False),
        ("https://zdn.vn:8443/a", False),
        ("https://127.0.0.1/a", False),
        ("file:///etc/passwd", False),
        ("https://[::1", False),
        ("", False),
    ],
)
def test_only_where_zalo_keeps_files(url: str, good: bool) -> None:
    assert trusted(url, FILE_HOSTS) is good


async def test_more_than_the_limit_is_not_read_to_its_end() -> None:
    read = 0

    async def pieces() -> Any:
        nonlocal read
        while True:
            read += 1
            yield bytes(1_000_000)

    transport = httpx.MockTransport(lambda _request: httpx.Response(200, content=pieces()))
    async with httpx.AsyncClient(transport=transport) as client:
        with pytest.raises(fetching.LostError, match="too_large"):
            await fetching.download(client, "https://zdn.vn/a")
    assert read <= 7


@asynccontextmanager
async def fetching_by(
    front: Front, fetch: Callable[[str], Awaitable[bytes]]
) -> AsyncIterator[Fetching]:
    """Fetching at work on ``front``, for people of the API."""

    class ByHand:
        async def fetch(self, source: str) -> bytes:
            return await fetch(source)

    work = Fetching(
        database=front.database,
        inbox=front.inbox,
        cases=front.cases,
        writer=front.writer,
        fetchers={"api": ByHand()},
    )
    task = asyncio.ensure_future(work.run())
    try:
        yield work
    finally:
        task.cancel()
        await asyncio.wait([task])


async def sent(front: Front, conversation: str, *sources: str) -> None:
    """Somebody with a case staff may read has sent photos."""

    def work(tx: Any) -> None:
        case = front.cases.current(tx, conversation)
        if case is None:
            front.cases.open(tx, conversation, channel="api", level="disclosure", consent=True)
        for number, source in enumerate(sources):
            incoming = Incoming(
                "api", conversation, f"{conversation}-{number}", attachment="photo", source=source
            )
            stored = front.inbox.store(tx, incoming)
            front.inbox.handled(tx, stored.id, "disclosure")
            front.cases.say(tx, conversation, "citizen", "[ảnh]", str(stored.id))
            front.cases.files.offer(tx, conversation, str(stored.id), "photo")

    await front.writer.write(work)


@pytest.mark.parametrize("event", ["revoked", "closed"])
async def test_what_may_no_longer_be_seen_is_not_kept(running: Started, event: str) -> None:
    """She takes her consent back, or the case ends, while the photo is on its way."""
    async with running() as (front, _client):

        async def fetch(_source: str) -> bytes:
            if event == "revoked":
                await front.writer.write(lambda tx: front.cases.consent(tx, "api:lan", False))
            else:
                await front.writer.write(lambda tx: front.cases.close(tx, 1, 1, "other"))
            return PHOTO

        await sent(front, "api:lan", "a")
        async with fetching_by(front, fetch):
            await until(lambda: kept(front, "api:lan")[0].attempts)
            await asyncio.sleep(0.3)
        assert [file.state for file in kept(front, "api:lan")] == ["offered"]


async def test_consent_taken_back_before_its_turn(running: Started) -> None:
    """Many wait to be fetched: whether one may still be seen is asked when it is its turn."""
    fetched: list[str] = []
    async with running() as (front, _client):

        async def fetch(source: str) -> bytes:
            fetched.append(source)
            if source == "a":
                await front.writer.write(lambda tx: front.cases.consent(tx, "api:mai", False))
            return PHOTO

        await sent(front, "api:lan", *"abcd")
        await sent(front, "api:mai", "hers")
        async with fetching_by(front, fetch):
            await until(lambda: all(f.state == "kept" for f in kept(front, "api:lan")))
            await asyncio.sleep(0.3)
        assert "hers" not in fetched


@pytest.mark.parametrize("problem", [httpx.InvalidURL("\x00"), ValueError("x"), KeyError("y")])
async def test_a_strange_failure_stays_with_its_file(
    running: Started, problem: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "IDLE_SECONDS", 30.0)

    async def fetch(source: str) -> bytes:
        if source == "bad":
            raise problem
        return PHOTO

    async with running() as (front, _client):
        await sent(front, "api:lan", "bad", *"abcdef")
        async with fetching_by(front, fetch) as work:
            await until(lambda: [f.state for f in kept(front, "api:lan")[1:]] == ["kept"] * 6)

            def lost() -> bool:
                work.nudge()
                return kept(front, "api:lan")[0].state == "lost"

            await until(lost)


async def test_a_message_no_key_opens_holds_up_nobody(running: Started) -> None:
    async def fetch(_source: str) -> bytes:
        return PHOTO

    async with running() as (front, _client):
        await sent(front, "api:lan", "a", "b")
        first = int(kept(front, "api:lan")[0].message_id)
        await front.writer.write(
            lambda tx: tx.execute(
                inbox_table.update().where(inbox_table.c.id == first).values(body="gAAAA")
            )
        )
        async with fetching_by(front, fetch):
            await until(lambda: [f.state for f in kept(front, "api:lan")] == ["lost", "kept"])


async def test_a_server_that_trickles_is_not_waited_for(
    running: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "FETCH_SECONDS", 0.1, raising=False)

    async def fetch(source: str) -> bytes:
        await asyncio.sleep(60 if source == "slow" else 0)
        return PHOTO

    async with running() as (front, _client):
        await sent(front, "api:lan", "slow", *"abcd")
        async with fetching_by(front, fetch):
            await until(lambda: [f.state for f in kept(front, "api:lan")[1:]] == ["kept"] * 4)
            await until(lambda: kept(front, "api:lan")[0].state == "lost")


async def test_what_nobody_may_see_keeps_no_place_in_the_queue(
    running: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Photos from before an emergency wait for consent; later ones of others do not."""
    monkeypatch.setattr(handoff_files.Files.due, "__kwdefaults__", {"most": 3})

    async def fetch(_source: str) -> bytes:
        return PHOTO

    async with running() as (front, _client):
        await sent(front, "api:lan", *"abcd")

        def hidden(tx: Any) -> None:
            front.cases.consent(tx, "api:lan", False)
            front.cases.say(tx, "api:lan", "citizen", "có dao")
            front.cases.open(tx, "api:lan", channel="api", level="emergency")

        await front.writer.write(hidden)
        await sent(front, "api:mai", "e")
        async with fetching_by(front, fetch):
            await until(lambda: kept(front, "api:mai")[0].state == "kept")
        assert {file.state for file in kept(front, "api:lan")} == {"offered"}
