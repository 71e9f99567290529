"""A Zalo OA server: checks tokens, limits and shapes, signs events, and fails on command."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import itertools
import json
import time
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

APP_ID = "1234567890"
APP_SECRET = "ung-dung"
OA_ID = "579745863508352884"
OA_SECRET = "oa-bi-mat"
FIRST_REFRESH = "refresh-0"

_TYPES = {
    "oa.query.show": lambda payload: isinstance(payload, str) and 0 < len(payload) <= 1000,
    "oa.query.hide": lambda payload: isinstance(payload, str) and 0 < len(payload) <= 1000,
    "oa.open.url": lambda payload: set(payload) == {"url"},
    "oa.open.phone": lambda payload: (
        set(payload) == {"phone_code"} and payload["phone_code"].isdigit()
    ),
}


class FakeZalo:
    """Zalo's two servers in one."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.calls = 0
        self.refreshes: list[str] = []
        self.refresh_token = FIRST_REFRESH
        self.used: set[str] = set()
        self.access = ""
        self.access_until = 0.0
        self.expires_in = "90000"
        self.failures: list[int | Response] = []  # error codes or whole answers for next sends
        self.refresh_failures: list[Response] = []
        self.spoken: dict[str, float] = {}  # when each person last wrote
        self.now = time.time
        self.refresh_seconds = 0.0
        self.lost_refreshes = 0  # so many are carried out, but the answer never comes
        self.files: dict[str, Response] = {}
        self.fetched: list[str] = []
        self.send_seconds = 0.0  # how long it thinks before it answers a sending
        self._ids = itertools.count(1)

    @property
    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/v3.0/oa/message/cs", self.message, methods=["POST"]),
                Route("/v4/oa/access_token", self.refresh, methods=["POST"]),
                Route("/files/{name}", self.file),
            ]
        )

    async def file(self, request: Request) -> Response:
        assert "access_token" not in request.headers, "a token is for the OpenAPI alone"
        self.fetched.append(request.path_params["name"])
        return self.files.get(self.fetched[-1], Response(status_code=404))

    # -- what Zalo receives

    async def refresh(self, request: Request) -> Response:
        form = dict(await request.form())
        self.refreshes.append(str(form.get("refresh_token")))
        await asyncio.sleep(self.refresh_seconds)
        if self.refresh_failures:
            return self.refresh_failures.pop(0)
        if request.headers.get("secret_key") != APP_SECRET or form.get("app_id") != APP_ID:
            return _error(-14004, "Invalid app secret")
        if form.get("grant_type") != "refresh_token":
            return _error(-14002, "Invalid grant type")
        if form["refresh_token"] in self.used or form["refresh_token"] != self.refresh_token:
            return _error(-14020, "Refresh token has been used")
        self.used.add(str(form["refresh_token"]))
        number = next(self._ids)
        self.refresh_token, self.access = f"refresh-{number}", f"access-{number}"
        self.access_until = self.now() + int(self.expires_in)
        if self.lost_refreshes:
            self.lost_refreshes -= 1
            await asyncio.sleep(60)
        return JSONResponse(
            {
                "access_token": self.access,
                "refresh_token": self.refresh_token,
                "expires_in": self.expires_in,
            }
        )

    async def message(self, request: Request) -> Response:
        self.calls += 1
        given = request.headers.get("access_token", "")
        if not given or given != self.access:
            return _error(-216, "Access token is invalid")
        if self.now() > self.access_until:
            return _error(-220, "Access token has expired")
        if self.failures:
            failure = self.failures.pop(0)
            return _error(failure, "on command") if isinstance(failure, int) else failure
        body = await request.json()
        problem = self._problem(body)
        if problem:
            return _error(problem, "refused")
        self.sent.append(body)
        await asyncio.sleep(self.send_seconds)
        data = {
            "message_id": f"sent-{next(self._ids)}",
            "user_id": body["recipient"].get("user_id"),
            "sent_time": str(int(self.now() * 1000)),
            "quota": {"quota_type": "reply", "remain": "7"},
        }
        return JSONResponse({"error": 0, "message": "Success", "data": data})

    def _problem(self, body: dict[str, Any]) -> int:
        """The error a body deserves, 0 for none."""
        recipient, message = body["recipient"], body["message"]
        text = message.get("text", "")
        if not text or len(text.encode("utf-16-le")) // 2 > 2000:
            return -201
        if set(recipient) == {"anonymous_id", "conversation_id"}:
            return -233 if "attachment" in message else 0
        if set(recipient) != {"user_id"}:
            return -201
        last = self.spoken.get(recipient["user_id"])
        if last is None:
            return -213
        if self.now() - last > 7 * 24 * 3600:
            return -230
        attachment = message.get("attachment")
        if attachment is not None:
            buttons = attachment["payload"]["buttons"]
            if attachment["type"] != "template" or not 1 <= len(buttons) <= 5:
                return -201
            for button in buttons:
                if (
                    set(button) != {"title", "type", "payload"}
                    or not 0 < len(button["title"]) <= 100
                ):
                    return -201
                if button["type"] not in _TYPES or not _TYPES[button["type"]](button["payload"]):
                    return -201
        return 0

    # -- what Zalo sends

    def event(self, name: str, person: str = "lan", **more: Any) -> tuple[bytes, dict[str, str]]:
        """A signed event: body and headers."""
        self.spoken[person] = self.now()
        body: dict[str, Any] = {
            "app_id": APP_ID,
            "user_id_by_app": f"app-{person}",
            "event_name": name,
            "timestamp": str(int(self.now() * 1000) + next(self._ids)),
            "sender": {"id": person},
            "recipient": {"id": OA_ID},
            **more,
        }
        return sign(body)

    def text(self, text: str, person: str = "lan", **more: Any) -> tuple[bytes, dict[str, str]]:
        message = {"msg_id": f"m{next(self._ids)}", "text": text}
        return self.event("user_send_text", person, message=message, **more)

    def texts(self, person: str = "lan") -> list[str]:
        return [
            sent["message"]["text"]
            for sent in self.sent
            if sent["recipient"].get("user_id") == person
        ]

    def buttons(self) -> list[dict[str, Any]]:
        """Of the last message."""
        return self.sent[-1]["message"].get("attachment", {"payload": {"buttons": []}})["payload"][
            "buttons"
        ]


def sign(
    body: dict[str, Any], *, secret: str = OA_SECRET, prefix: str = "mac="
) -> tuple[bytes, dict[str, str]]:
    """An event as bytes, white space and all, with its signature."""
    raw = json.dumps(body, ensure_ascii=False, indent=1).encode()
    mac = hashlib.sha256(APP_ID.encode() + raw + str(body["timestamp"]).encode() + secret.encode())
    return raw, {"X-ZEvent-Signature": prefix + mac.hexdigest(), "Content-Type": "application/json"}


def night(hour: int) -> dt.datetime:
    """A moment in Vietnam."""
    return dt.datetime(2026, 3, 1, hour, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))


def _error(code: int, message: str) -> JSONResponse:
    return JSONResponse({"error": code, "message": message})
