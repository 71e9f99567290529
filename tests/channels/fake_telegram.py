"""A Bot API server stricter than Telegram where Telegram is strict, and failing on command."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import time
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

TOKEN = "42:thu-nghiem"
BOT = {"id": 42, "is_bot": True, "first_name": "Tin Cậy", "username": "TinCayBot"}


class FakeTelegram:
    """Takes what the bot sends and hands it what people write."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.sent: list[dict[str, Any]] = []
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.deleted: list[int] = []
        self.blocked: set[int] = set()
        self.failures: list[tuple[int, dict[str, Any]]] = []  # status and body of the next sends
        self.webhook = ""
        self.millis = False
        self.send_seconds = 0.0  # how long it thinks before it answers a sending
        self.lose_answer = 0  # so many sends are taken, but the answer never comes
        self.files: dict[str, tuple[str, bytes]] = {}  # by id: path and content
        self.fetched: list[str] = []
        self.file_failures: list[int] = []  # statuses of the next downloads
        self._ids = itertools.count(100)
        self._update_ids = itertools.count(1)
        self._more = asyncio.Event()

    @property
    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/bot{token}/{method}", self.call, methods=["GET", "POST"]),
                Route("/file/bot{token}/{path:path}", self.file),
            ]
        )

    def write(self, text: str = "", chat: int = 7, **more: Any) -> dict[str, Any]:
        """A person writes."""
        message = {
            "message_id": next(self._ids),
            "date": int(time.time() * (1000 if self.millis else 1)),
            "chat": {"id": chat, "type": "private" if chat > 0 else "supergroup", "title": "nhóm"},
            "from": {"id": abs(chat), "is_bot": False, "first_name": "Lan"},
            **({"text": text} if text else {}),
            **more,
        }
        return self.give({"message": message})

    def tap(self, data: str, chat: int = 7) -> dict[str, Any]:
        """A person taps a button."""
        message = next(m for m in reversed(self.sent) if int(m["chat_id"]) == chat)
        query = {
            "id": str(4_382_000_000_000_000_000 + next(self._ids)),
            "from": {"id": chat, "is_bot": False, "first_name": "Lan"},
            "chat_instance": "1",
            "data": data,
            "message": self._message(message),
        }
        return self.give({"callback_query": query})

    def give(self, update: dict[str, Any]) -> dict[str, Any]:
        update = {"update_id": next(self._update_ids), **update}
        self.updates.append(update)
        self._more.set()
        return update

    def texts(self, chat: int = 7) -> list[str]:
        return [m["text"] for m in self.sent if int(m["chat_id"]) == chat]

    def keyboard(self, chat: int = 7) -> list[dict[str, Any]]:
        """The buttons under the last message to a chat."""
        last = [m for m in self.sent if int(m["chat_id"]) == chat][-1]
        rows = last.get("reply_markup", {}).get("inline_keyboard", [])
        return [key for row in rows for key in row]

    def _message(self, sent: dict[str, Any]) -> dict[str, Any]:
        chat = int(sent["chat_id"])
        return {
            "message_id": sent["message_id"],
            "date": int(time.time() * (1000 if self.millis else 1)),
            "chat": {"id": chat, "type": "private" if chat > 0 else "supergroup", "title": "nhóm"},
            "from": BOT,
            "text": sent["text"],
        }

    async def call(self, request: Request) -> JSONResponse:
        if request.path_params["token"] != TOKEN:
            return _error(401, "Unauthorized")
        body: dict[str, Any] = {}
        if request.method == "POST":
            kind = request.headers.get("content-type", "")
            if kind.startswith("application/json"):
                body = await request.json()
            else:
                body = _typed(dict(await request.form()))
        method = request.path_params["method"]
        self.calls.append((method, body))
        handler = getattr(self, f"_{method}", None)
        return await handler(body) if handler else _error(404, "Not Found")

    async def file(self, request: Request) -> Response:
        self.fetched.append(request.path_params["path"])
        if request.path_params["token"] != TOKEN:
            return _error(401, "Unauthorized")
        if self.file_failures:
            return _error(self.file_failures.pop(0), "on command")
        found = [body for path, body in self.files.values() if path == self.fetched[-1]]
        return Response(found[0]) if found else _error(404, "Not Found")

    async def _getFile(self, body: dict[str, Any]) -> JSONResponse:
        if body["file_id"] not in self.files:
            return _error(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        path, content = self.files[body["file_id"]]
        return _ok({"file_id": body["file_id"], "file_size": len(content), "file_path": path})

    async def _getMe(self, _body: dict[str, Any]) -> JSONResponse:
        return _ok(BOT)

    async def _setWebhook(self, body: dict[str, Any]) -> JSONResponse:
        self.webhook = body["url"]
        return _ok(True)

    async def _deleteWebhook(self, _body: dict[str, Any]) -> JSONResponse:
        self.webhook = ""
        return _ok(True)

    async def _setMyCommands(self, _body: dict[str, Any]) -> JSONResponse:
        return _ok(True)

    async def _sendChatAction(self, _body: dict[str, Any]) -> JSONResponse:
        return _ok(True)

    async def _answerCallbackQuery(self, _body: dict[str, Any]) -> JSONResponse:
        return _ok(True)

    async def _editMessageReplyMarkup(self, body: dict[str, Any]) -> JSONResponse:
        sent = next(m for m in self.sent if m["message_id"] == int(body["message_id"]))
        return _ok(self._message(sent))

    async def _deleteMessages(self, body: dict[str, Any]) -> JSONResponse:
        if len(body["message_ids"]) > 100:
            return _error(400, "Bad Request: too many")
        if any(id >= 2**31 for id in body["message_ids"]):
            return _error(400, "Bad Request: message identifier is not valid")
        self.deleted += body["message_ids"]
        return _ok(True)

    async def _getUpdates(self, body: dict[str, Any]) -> JSONResponse:
        if self.webhook:
            return _error(409, "Conflict: can't use getUpdates method while webhook is active")
        offset = int(body.get("offset", 0))
        self.updates = [u for u in self.updates if u["update_id"] >= offset]
        if not self.updates:
            self._more.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._more.wait(), min(1.0, float(body.get("timeout", 0))))
        return _ok(self.updates)

    async def _sendMessage(self, body: dict[str, Any]) -> JSONResponse:
        if self.failures:
            status, answer = self.failures.pop(0)
            return JSONResponse(answer, status_code=status)
        chat = int(body["chat_id"])
        if chat in self.blocked:
            return _error(403, "Forbidden: bot was blocked by the user")
        text = body.get("text", "")
        if not text:
            return _error(400, "Bad Request: message text is empty")
        if len(text.encode("utf-16-le")) // 2 > 4096:
            return _error(400, "Bad Request: message is too long")
        for row in body.get("reply_markup", {}).get("inline_keyboard", []):
            for key in row:
                data, url = key.get("callback_data"), key.get("url")
                if (data is None) == (url is None):
                    return _error(400, "Bad Request: exactly one optional field")
                if data is not None and not 1 <= len(data.encode()) <= 64:
                    return _error(400, "Bad Request: BUTTON_DATA_INVALID")
                if url is not None and not url.startswith(("http", "tg:")):
                    return _error(400, "Bad Request: BUTTON_URL_INVALID")
        sent = {**body, "message_id": next(self._ids)}
        self.sent.append(sent)
        if self.lose_answer:
            self.lose_answer -= 1
            await asyncio.sleep(60)
        await asyncio.sleep(self.send_seconds)
        return _ok(self._message(sent))


def flood(seconds: int) -> tuple[int, dict[str, Any]]:
    """The answer that asks to wait."""
    return 429, {
        "ok": False,
        "error_code": 429,
        "description": f"Too Many Requests: retry after {seconds}",
        "parameters": {"retry_after": seconds},
    }


def broken() -> tuple[int, dict[str, Any]]:
    """An internal error."""
    return 500, {"ok": False, "error_code": 500, "description": "Internal Server Error"}


def _typed(form: dict[str, Any]) -> dict[str, Any]:
    import json

    for name in ("reply_markup", "message_ids", "allowed_updates", "commands"):
        if name in form:
            form[name] = json.loads(form[name])
    return form


def _ok(result: Any) -> JSONResponse:
    return JSONResponse({"ok": True, "result": result})


def _error(code: int, description: str) -> JSONResponse:
    body = {"ok": False, "error_code": code, "description": description}
    return JSONResponse(body, status_code=code)
