"""``tincay chat``: the same conversation as the web chat, in the terminal."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
import httpx

from bot.errors import OperatorError
from bot.preparing import Preparation
from bot.processes import ASSISTANT, FRONT, Process, Supervisor
from bot.settings import Settings

__all__ = ["chat"]

_LEAVE = frozenset({"/thoat", "/quit", "/exit"})


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _healthy(base: str) -> dict[str, Any] | None:
    try:
        answer = httpx.get(f"{base}/api/health", timeout=2.0, trust_env=False)
    except httpx.HTTPError:
        return None
    return dict(answer.json()) if answer.status_code == 200 else None


@contextmanager
def _service(settings: Settings) -> Iterator[str]:
    """Address of a running front: the one that runs already, or one started for this talk."""
    running = f"http://{settings.host}:{settings.port}"
    if _healthy(running):
        yield running
        return
    preparation = Preparation(settings, click.echo)
    preparation.check_disk()
    preparation.prepare()
    ports = {"TINCAY_PORT": str(_free_port()), "TINCAY_RASA_PORT": str(_free_port())}
    ports["TINCAY_HOST"] = "127.0.0.1"
    # channels belong to `tincay run`; two pollers of one bot would take each other's messages
    ports["TINCAY_TELEGRAM_TOKEN"] = ports["TINCAY_ZALO_REFRESH_TOKEN"] = ""
    base = f"http://127.0.0.1:{ports['TINCAY_PORT']}"
    supervisor = Supervisor(click.echo)
    try:
        click.echo("Đang mở trợ lý…")
        supervisor.start(Process("Mặt trước", FRONT, environment=ports))
        supervisor.start(Process("Trợ lý", ASSISTANT, environment=ports))
        for _ in range(600):
            health = _healthy(base)
            if health and health.get("assistant"):
                break
            supervisor.wait(0.2)
        else:
            raise OperatorError("Trợ lý không khởi động được; thử `tincay doctor`.")
        yield base
    finally:
        supervisor.stop()


def _show(reply: dict[str, Any]) -> list[str]:
    """Print one reply; the payloads of its buttons, in the order shown."""
    click.echo()
    click.echo(reply["text"])
    payloads = []
    for button in reply.get("buttons", []):
        if button.get("payload"):
            payloads.append(button["payload"])
            click.echo(f"  [{len(payloads)}] {button['title']}")
        else:
            click.echo(f"   ·  {button['title']} {button.get('phone') or button.get('url') or ''}")
    return payloads


@click.command()
@click.option("--place", help="Địa bàn, ví dụ can-tho.")
def chat(place: str | None) -> None:
    """Trò chuyện với trợ lý ngay trong cửa sổ lệnh; /thoat để ra."""
    settings = Settings()
    conversation = f"terminal-{secrets.token_hex(8)}"
    with _service(settings) as base, httpx.Client(timeout=60, trust_env=False) as client:
        click.echo("Bạn nhắn gì cũng được. Gõ số để chọn nút, /thoat để ra.")
        payloads: list[str] = []
        while True:
            try:
                text = click.prompt("\nBạn", prompt_suffix="> ", default="", show_default=False)
            except click.exceptions.Abort:
                break
            text = text.strip()
            if text.lower() in _LEAVE:
                break
            if not text:
                continue
            if text.isdigit() and 1 <= int(text) <= len(payloads):
                text = payloads[int(text) - 1]
            body = {"conversation": conversation, "text": text}
            if place:
                body["place"] = place
            try:
                answer = client.post(f"{base}/api/messages", json=body)
                answer.raise_for_status()
            except httpx.HTTPError as error:
                raise OperatorError(f"Mất kết nối với mặt trước ({error}).") from error
            payloads = []
            for reply in answer.json()["replies"]:
                payloads += _show(reply)
