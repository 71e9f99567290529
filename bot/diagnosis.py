"""Checks of an installation; each gives one line an operator can act on."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Literal
from urllib.parse import urlsplit

import httpx
import sqlalchemy as sa

from bot.errors import OperatorError
from bot.preparing import NEEDED_BYTES, Preparation
from bot.settings import Settings
from bot.store import open_store
from channels.config import FrontConfig
from handoff.audit import audit
from handoff.database import Database
from handoff.schema import SchemaError

__all__ = ["Finding", "examine"]

CLOCK_TOLERANCE = 120.0
"""Seconds the clock may differ from a server's: codes of TOTP and shifts depend on it."""

BEGUN_MS = 120_000
"""From then on a renewal of Zalo's token that has not ended counts as interrupted."""

State = Literal["ok", "off", "warn", "fail"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: ``fail`` stops the service, ``warn`` harms it, ``off`` is a choice."""

    subject: str
    state: State
    text: str


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at everything, cheapest first."""
    yield _python()
    yield _disk(settings)
    yield _database(settings)
    yield _secret(settings)
    yield _letters(settings)
    yield _stranded(settings)
    yield _corpus(settings)
    yield _preparation(settings)
    yield _front(settings)
    yield from _services(settings)
    yield from _telegram(settings)
    yield from _zalo(settings)
    yield _past(settings)
    yield _roster(settings)


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] != (3, 11):
        return Finding("Python", "fail", f"{version}; cần 3.11")
    return Finding("Python", "ok", version)


def _disk(settings: Settings) -> Finding:
    home = settings.home
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        return Finding("Thư mục dữ liệu", "fail", f"{home}: {error.strerror}")
    if not os.access(home, os.W_OK):
        return Finding("Thư mục dữ liệu", "fail", f"không có quyền ghi vào {home}")
    free = shutil.disk_usage(home).free
    state: State = "ok" if free > NEEDED_BYTES else "warn"
    return Finding("Đĩa", state, f"{home} còn {free / 1e9:.1f} GB")


def _database(settings: Settings) -> Finding:
    database = Database(settings.database)
    try:
        database.create()
        with database.reading() as tx:
            tx.execute(sa.text("SELECT 1"))
    except SchemaError as error:
        return Finding("Cơ sở dữ liệu", "fail", str(error))
    except sa.exc.SQLAlchemyError as error:
        return Finding("Cơ sở dữ liệu", "fail", f"không mở được: {type(error).__name__}")
    finally:
        database.close()
    return Finding("Cơ sở dữ liệu", "ok", database.url.get_backend_name())


def _letters(settings: Settings) -> Finding:
    from channels.inbox import Inbox
    from channels.outbox import Outbox
    from handoff.cipher import Cipher

    try:
        with open_store(settings) as database, database.reading() as tx:
            cipher = Cipher(settings.secret, settings.old_secrets)
            counts = Outbox(database, cipher).count(tx)
            failed = Inbox(database, cipher).count(tx).get("failed", 0)
    except OperatorError as error:
        return Finding("Thư chết", "fail", str(error))
    dead = sum(count for (_, state), count in counts.items() if state == "dead")
    if dead or failed:
        text = f"{dead} câu không gửi được, {failed} tin chưa xử lý được: `tincay letters list`"
        return Finding("Thư chết", "warn", text)
    return Finding("Thư chết", "ok", "không có")


def _stranded(settings: Settings) -> Finding:
    """What waits on a channel that is off, and goes unsent once its time is over."""
    from bot.front_process import front_config
    from channels.inbox import Inbox
    from channels.outbox import Outbox
    from handoff.cipher import Cipher

    config = front_config(settings)
    known = {"telegram": "Telegram", "zalo": "Zalo"}
    off = {name: label for name, label in known.items() if not getattr(config, name)}
    try:
        with open_store(settings) as database, database.reading() as tx:
            cipher = Cipher(settings.secret, settings.old_secrets)
            replies, messages = (
                Outbox(database, cipher).count(tx),
                Inbox(database, cipher).waiting(tx),
            )
    except OperatorError as error:
        return Finding("Kênh đang tắt", "fail", str(error))
    told = []
    for name, label in off.items():
        unsent = sum(replies.get((name, state), 0) for state in ("waiting", "sending"))
        unanswered = messages.get(name, 0)
        if unsent or unanswered:
            told.append(f"{label}: {unsent} câu chưa gửi, {unanswered} tin chưa trả lời")
    if not told:
        return Finding("Kênh đang tắt", "ok", "không tin nào chờ ở đó")
    days = settings.retention_days
    text = (
        f"{'; '.join(told)}. Bật lại kênh; tin chờ quá {days} ngày bị xoá (TINCAY_RETENTION_DAYS)"
    )
    return Finding("Kênh đang tắt", "warn", text)


def _secret(settings: Settings) -> Finding:
    if settings.secret_key:
        if len(settings.secret_key) < 20:
            return Finding("Khoá", "warn", "TINCAY_SECRET_KEY ngắn hơn 20 ký tự")
        return Finding("Khoá", "ok", "đặt trong TINCAY_SECRET_KEY")
    if settings.database_url:
        return Finding(
            "Khoá", "warn", "nhiều máy dùng chung dữ liệu phải chung TINCAY_SECRET_KEY; chưa đặt"
        )
    return Finding("Khoá", "ok", f"{settings.home / 'secret.key'} (hãy sao lưu cùng dữ liệu)")


def _corpus(settings: Settings) -> Finding:
    from bot.knowledge_base import corpus_of
    from knowledge.reading.error import PlanError

    try:
        corpus = corpus_of(settings)
    except PlanError as error:
        return Finding("Kho kế hoạch", "fail", str(error))
    doubts = sum(len(plan.warnings) for plan in corpus.values())
    text = f"{len(corpus)} kế hoạch, {doubts} chỗ ngờ (xem `tincay plans check`)"
    return Finding("Kho kế hoạch", "ok", text)


def _preparation(settings: Settings) -> Finding:
    preparation = Preparation(settings, lambda _line: None)
    if preparation.ready:
        return Finding("Mô hình và chỉ mục", "ok", "mới nhất")
    return Finding("Mô hình và chỉ mục", "warn", "chưa có hoặc đã cũ: chạy `tincay prepare`")


def _front(settings: Settings) -> Finding:
    base = f"http://{settings.host}:{settings.port}"
    try:
        health = httpx.get(f"{base}/api/health", timeout=3, trust_env=False).json()
    except (httpx.HTTPError, ValueError):
        return Finding("Mặt trước", "off", f"không chạy ở {base}")
    if not health.get("assistant"):
        return Finding("Mặt trước", "warn", f"chạy ở {base}, nhưng trợ lý chưa trả lời")
    return Finding("Mặt trước", "ok", f"chạy ở {base}, trợ lý trả lời")


def _reachable(url: str, port: int) -> bool:
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname or "localhost", parts.port or port), 3):
            return True
    except OSError:
        return False


def _services(settings: Settings) -> Iterator[Finding]:
    for name, url, port in (
        ("Redis", settings.redis_url, 6379),
        ("RabbitMQ", settings.broker_url, 5672),
    ):
        if not url:
            yield Finding(name, "off", "không dùng (một máy không cần)")
        elif _reachable(url, port):
            yield Finding(name, "ok", "kết nối được")
        else:
            yield Finding(name, "fail", "không kết nối được")


def _telegram(settings: Settings) -> Iterator[Finding]:
    if not settings.telegram_token:
        yield Finding("Telegram", "off", "chưa đặt TINCAY_TELEGRAM_TOKEN")
        return
    url = f"{settings.telegram_api_base}/bot{settings.telegram_token}/getMe"
    try:
        answer = httpx.get(url, timeout=10)
        good = answer.status_code == 200 and answer.json().get("ok")
    except (httpx.HTTPError, ValueError):
        yield Finding("Telegram", "warn", f"không tới được {settings.telegram_api_base}")
        return
    if good:
        yield Finding("Telegram", "ok", "token đúng")
    else:
        yield Finding("Telegram", "fail", "token không được chấp nhận")
        return
    yield from _webhook(settings)
    yield from _duty_groups(settings)
    yield from _clock(answer.headers.get("date"))


def _duty_groups(settings: Settings) -> Iterator[Finding]:
    """Whether each group that is alerted can be reached."""
    groups = FrontConfig("", "", telegram_duty_chat=settings.telegram_duty_chat).duty_chats
    if not groups:
        yield Finding("Nhóm trực", "warn", "chưa đặt TINCAY_TELEGRAM_DUTY_CHAT: không ai được báo")
    url = f"{settings.telegram_api_base}/bot{settings.telegram_token}/getChat"
    for number, group in enumerate(groups, 1):
        try:
            answer = httpx.get(url, params={"chat_id": group}, timeout=10)
            seen = bool(answer.json().get("ok"))
        except (httpx.HTTPError, ValueError, AttributeError):
            seen = False
        text = "nhận được báo động" if seen else "không tới được: thêm bot vào nhóm, xem lại mã"
        yield Finding("Nhóm trực", "ok" if seen else "warn", f"nhóm thứ {number} {text}")


def _webhook(settings: Settings) -> Iterator[Finding]:
    """Where Telegram sends updates, and whether it complains."""
    url = f"{settings.telegram_api_base}/bot{settings.telegram_token}/getWebhookInfo"
    try:
        found = httpx.get(url, timeout=10).json().get("result") or {}
    except (httpx.HTTPError, ValueError, AttributeError):
        yield Finding("Webhook Telegram", "warn", "không hỏi được Telegram")
        return
    set_at, pending = str(found.get("url") or ""), int(found.get("pending_update_count") or 0)
    if not (settings.telegram_webhook_secret and settings.public_url):
        yield Finding("Webhook Telegram", "off", "dùng long polling")
        return
    if set_at != f"{settings.public_url.rstrip('/')}/webhooks/telegram":
        yield Finding("Webhook Telegram", "fail", "chưa đặt về địa chỉ này: chạy `tincay run`")
    elif found.get("last_error_date", 0) > time.time() - 3600:
        yield Finding(
            "Webhook Telegram",
            "warn",
            f"một giờ qua có lúc Telegram không giao được tin; còn {pending} tin chờ",
        )
    else:
        yield Finding("Webhook Telegram", "ok", f"đã đặt, {pending} tin chờ")


def _zalo(settings: Settings) -> Iterator[Finding]:
    needed = ("zalo_app_id", "zalo_app_secret", "zalo_oa_secret", "zalo_refresh_token")
    missing = [f"TINCAY_{name.upper()}" for name in needed if not getattr(settings, name)]
    if len(missing) == len(needed):
        yield Finding("Zalo", "off", f"chưa đặt {', '.join(missing)}")
    elif missing:
        yield Finding("Zalo", "fail", f"còn thiếu {', '.join(missing)}")
    else:
        yield _zalo_token(settings)


def _zalo_token(settings: Settings) -> Finding:
    """What the front last got from Zalo; asking here would spend the refresh token."""
    from channels.zalo_token import standing

    try:
        with open_store(settings) as database, database.reading() as tx:
            token = standing(tx, settings.zalo_app_id)
    except OperatorError as error:
        return Finding("Zalo", "fail", str(error))
    again = (
        "lấy refresh token mới ở trang quản trị OA, đặt TINCAY_ZALO_REFRESH_TOKEN, khởi động lại; "
        "câu trả lời chờ tới lúc đó"
    )
    if token.problem == "refresh_interrupted":
        text = "máy dừng đúng lúc gia hạn nên mất refresh token mới, token cũ đã dùng"
        return Finding("Zalo", "fail", f"{text}: {again}")
    if token.problem is not None:
        return Finding("Zalo", "fail", f"Zalo không gia hạn ({token.problem}): {again}")
    until = token.expires_at
    if token.begun_at is not None and token.begun_at < time.time() * 1000 - BEGUN_MS:
        text = "một lần gia hạn bị ngắt giữa chừng, lần sau mới biết refresh token còn dùng được"
        return Finding("Zalo", "warn", f"{text}; không được nữa thì {again}")
    if until is None:
        return Finding("Zalo", "warn", "đủ thông tin, chưa lấy được token lần nào (xem nhật ký)")
    if until < time.time() * 1000:
        return Finding(
            "Zalo",
            "fail",
            "token đã hết hạn mà chưa gia hạn được: refresh token còn dùng được không?",
        )
    hours = (until / 1000 - time.time()) / 3600
    return Finding("Zalo", "ok", f"token còn {hours:.0f} giờ")


def _clock(date: str | None) -> Iterator[Finding]:
    if not date:
        return
    drift = abs(time.time() - parsedate_to_datetime(date).timestamp())
    if drift > CLOCK_TOLERANCE:
        yield Finding("Đồng hồ", "fail", f"lệch {drift:.0f} giây so với máy chủ Telegram")
    else:
        yield Finding("Đồng hồ", "ok", "đúng giờ")


def _past(settings: Settings) -> Finding:
    """Whether the clock has gone back: what was done cannot lie ahead."""
    try:
        with open_store(settings) as database, database.reading() as tx:
            newest = tx.execute(sa.select(sa.func.max(audit.c.at))).scalar() or 0.0
    except OperatorError as error:
        return Finding("Đồng hồ", "fail", str(error))
    ahead = newest - time.time()
    if ahead > CLOCK_TOLERANCE:
        text = f"chậm hơn dòng nhật ký mới nhất {ahead:.0f} giây: chỉnh lại giờ"
        return Finding("Đồng hồ", "fail", text)
    return Finding("Đồng hồ", "ok", "không chạy lùi")


def _roster(settings: Settings) -> Finding:
    from handoff.accounts import Accounts
    from handoff.roster import Roster

    try:
        with open_store(settings) as database, database.reading() as tx:
            roster = Roster(Accounts(database, settings.secret), settings.timezone)
            somebody = roster.on_duty(tx)
    except OperatorError as error:
        return Finding("Lịch trực", "fail", str(error))
    if somebody:
        return Finding("Lịch trực", "ok", "có người đang trực")
    return Finding("Lịch trực", "warn", "lúc này không ai trực: người nhắn được báo số 24/7")
