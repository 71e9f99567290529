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

from bot.preparing import NEEDED_BYTES, Preparation
from bot.settings import Settings
from channels.config import FrontConfig
from handoff.audit import audit
from handoff.database import Database

__all__ = ["Finding", "examine"]

CLOCK_TOLERANCE = 120.0
"""Seconds the clock may differ from a server's: codes of TOTP and shifts depend on it."""

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
    store = _database(settings)
    yield store
    yield _secret(settings)
    yield _corpus(settings)
    yield _preparation(settings)
    yield _front(settings)
    yield from _services(settings)
    yield from _telegram(settings)
    yield from _zalo(settings)
    if store.state == "ok":
        yield from _stored(settings)


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
    except sa.exc.SQLAlchemyError as error:
        return Finding("Cơ sở dữ liệu", "fail", f"không mở được: {type(error).__name__}")
    finally:
        database.close()
    return Finding("Cơ sở dữ liệu", "ok", database.url.get_backend_name())


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
    try:
        answer = _ask_telegram(settings, "getMe")
        good = answer.status_code == 200 and answer.json().get("ok")
    except (httpx.HTTPError, ValueError):
        yield Finding("Telegram", "warn", f"không tới được {settings.telegram_api_base}")
        return
    if not good:
        yield Finding("Telegram", "fail", "token không được chấp nhận")
        return
    yield Finding("Telegram", "ok", "token đúng")
    yield _telegram_webhook(settings)
    yield from _duty_groups(settings)
    yield from _clock(answer.headers.get("date"))


def _ask_telegram(settings: Settings, method: str, **fields: str) -> httpx.Response:
    url = f"{settings.telegram_api_base}/bot{settings.telegram_token}/{method}"
    return httpx.get(url, params=fields, timeout=10)


def _telegram_webhook(settings: Settings) -> Finding:
    subject = "Webhook Telegram"
    try:
        found = _ask_telegram(settings, "getWebhookInfo").json().get("result") or {}
    except (httpx.HTTPError, ValueError):
        return Finding(subject, "warn", "không hỏi được Telegram")
    by_webhook = bool(settings.telegram_webhook_secret and settings.public_url)
    wanted = f"{settings.public_url.rstrip('/')}/webhooks/telegram" if by_webhook else ""
    if found.get("url", "") != wanted:
        told = found.get("url") or "chưa đặt"
        return Finding(subject, "warn", f"{told}; mặt trước sẽ đặt lại khi khởi động")
    if not by_webhook:
        return Finding(subject, "ok", "không dùng; mặt trước tự hỏi tin (long polling)")
    waiting = int(found.get("pending_update_count") or 0)
    if found.get("last_error_message"):
        return Finding(
            subject, "warn", f"{waiting} tin đang chờ; lỗi gần nhất: {found['last_error_message']}"
        )
    return Finding(subject, "ok", f"{wanted}, {waiting} tin đang chờ")


def _duty_groups(settings: Settings) -> Iterator[Finding]:
    config = FrontConfig("", "", telegram_duty_chat=settings.telegram_duty_chat)
    groups = config.duty_chats
    if not groups:
        yield Finding("Nhóm trực", "warn", "chưa đặt TINCAY_TELEGRAM_DUTY_CHAT: không ai được báo")
    for number, group in enumerate(groups, 1):
        try:
            seen = bool(_ask_telegram(settings, "getChat", chat_id=group).json().get("ok"))
        except (httpx.HTTPError, ValueError):
            seen = False
        text = f"nhóm thứ {number} " + (
            "nhận được báo động" if seen else "không tới được: thêm bot vào nhóm, xem lại mã nhóm"
        )
        yield Finding("Nhóm trực", "ok" if seen else "warn", text)


def _zalo(settings: Settings) -> Iterator[Finding]:
    needed = ("zalo_app_id", "zalo_app_secret", "zalo_oa_secret", "zalo_refresh_token")
    missing = [f"TINCAY_{name.upper()}" for name in needed if not getattr(settings, name)]
    if len(missing) == len(needed):
        yield Finding("Zalo", "off", f"chưa đặt {', '.join(missing)}")
    elif missing:
        yield Finding("Zalo", "fail", f"còn thiếu {', '.join(missing)}")
    else:
        yield Finding("Zalo", "ok", "đủ thông tin")


def _stored(settings: Settings) -> Iterator[Finding]:
    """What the store tells."""
    from channels.zalo_token import zalo_tokens_table
    from handoff.accounts import Accounts
    from handoff.roster import Roster

    database = Database(settings.database)
    try:
        database.create()
        roster = Roster(Accounts(database, settings.secret), settings.timezone)
        with database.reading() as tx:
            if settings.zalo_app_id and settings.zalo_refresh_token:
                table = zalo_tokens_table
                query = sa.select(table.c.expires_at).where(table.c.app_id == settings.zalo_app_id)
                yield _zalo_token(tx.execute(query).scalar_one_or_none())
            yield _past(tx.execute(sa.select(sa.func.max(audit.c.at))).scalar() or 0.0)
            yield _roster(roster.on_duty(tx))
    finally:
        database.close()


def _zalo_token(expires_at: int | None) -> Finding:
    if expires_at is None:
        return Finding("Token Zalo", "warn", "chưa xin lần nào; mặt trước xin khi gửi tin đầu tiên")
    left = expires_at / 1000 - time.time()
    if left > 0:
        return Finding("Token Zalo", "ok", f"còn {left / 3600:.0f} giờ, tự đổi trước khi hết")
    text = (
        f"hết hạn {-left / 3600:.0f} giờ trước. Nếu mặt trước đang chạy mà vẫn vậy: xin refresh "
        "token mới ở trang Zalo, đặt vào TINCAY_ZALO_REFRESH_TOKEN"
    )
    return Finding("Token Zalo", "warn", text)


def _clock(date: str | None) -> Iterator[Finding]:
    if not date:
        return
    drift = abs(time.time() - parsedate_to_datetime(date).timestamp())
    if drift > CLOCK_TOLERANCE:
        yield Finding("Đồng hồ", "fail", f"lệch {drift:.0f} giây so với máy chủ Telegram")
    else:
        yield Finding("Đồng hồ", "ok", "đúng giờ")


def _past(newest: float) -> Finding:
    """Whether the clock has gone back: what was done cannot lie ahead."""
    ahead = newest - time.time()
    if ahead > CLOCK_TOLERANCE:
        text = f"chậm hơn dòng nhật ký mới nhất {ahead:.0f} giây: chỉnh lại giờ"
        return Finding("Đồng hồ", "fail", text)
    return Finding("Đồng hồ", "ok", "không chạy lùi")


def _roster(somebody: bool) -> Finding:
    if somebody:
        return Finding("Lịch trực", "ok", "có người đang trực")
    return Finding("Lịch trực", "warn", "lúc này không ai trực: người nhắn được báo số 24/7")
