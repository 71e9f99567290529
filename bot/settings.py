"""Settings: environment variables with the prefix ``TINCAY_``, ``.env`` read if present.

Every field is documented in ``docs/settings.md``; a test holds the two together. Everything has a
default that works offline except the credentials of a channel: a channel without them is off.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Literal

from pydantic import BaseSettings, Field, validator

__all__ = ["PROJECT", "Settings"]

PROJECT = Path(__file__).resolve().parent.parent
"""The checkout: where ``config.yml`` and ``domain.yml`` stand."""


class Settings(BaseSettings):
    """What an operator may set; see ``docs/settings.md`` for what each does."""

    home: Path = Field(default=PROJECT / "var", description="thư mục dữ liệu")
    host: str = Field(default="127.0.0.1", description="địa chỉ lắng nghe")
    port: int = Field(default=8080, ge=1, le=65535, description="cổng của mặt trước")
    rasa_port: int = Field(default=5005, ge=1, le=65535, description="cổng nội bộ của trợ lý")
    exit_url: str = Field(default="", description="nơi nút Thoát nhanh dẫn tới")
    public_url: str = Field(default="", description="địa chỉ công khai, dùng khi đặt webhook")
    database_url: str = Field(default="", description="SQLAlchemy URL; để trống: SQLite trong home")
    redis_url: str = Field(
        default="", description="khoá hội thoại và tin trực tiếp khi chạy nhiều máy"
    )
    broker_url: str = Field(default="", description="RabbitMQ nhận sự kiện của Rasa")
    encoder: str = Field(
        default="", description="mô hình sentence-transformers khác; trống: mô hình kèm"
    )
    secret_key: str = Field(
        default="", description="khoá mã hoá tin nhắn và phiên; trống: sinh trong home"
    )
    previous_secret_keys: str = Field(
        default="", description="khoá cũ, cách nhau dấu phẩy, chỉ để đọc"
    )
    retention_days: int = Field(
        default=30, ge=1, le=3650, description="số ngày giữ tin nhắn thường"
    )
    case_retention_days: int = Field(
        default=365, ge=1, le=3650, description="số ngày giữ ca đã đóng"
    )
    accept_minutes: int = Field(
        default=3, ge=1, le=120, description="phút chờ trước khi báo động lại"
    )
    timezone: str = Field(default="Asia/Ho_Chi_Minh", description="múi giờ của bàn trực")
    telegram_token: str = ""
    telegram_webhook_secret: str = ""
    telegram_api_base: str = "https://api.telegram.org"
    telegram_duty_chat: str = ""
    zalo_app_id: str = ""
    zalo_app_secret: str = ""
    zalo_oa_id: str = ""
    zalo_oa_secret: str = ""
    zalo_refresh_token: str = ""
    zalo_api_base: str = "https://openapi.zalo.me"
    zalo_oauth_base: str = "https://oauth.zaloapp.com"
    zalo_timestamp_from: Literal["body", "header"] = "body"
    zalo_file_hosts: str = ""

    class Config:
        """Where the values come from."""

        env_prefix = "TINCAY_"
        env_file = ".env"
        env_file_encoding = "utf-8"

    @validator("exit_url")
    def _address(cls, value: str) -> str:
        if value and not value.startswith(("https://", "http://")):
            raise ValueError("phải bắt đầu bằng https://")
        return value

    @validator("home")
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().resolve()

    @property
    def database(self) -> str:
        """SQLAlchemy URL of the store: the one set, or SQLite in ``home``."""
        return self.database_url or f"sqlite:///{self.home / 'tincay.db'}"

    @property
    def plans_folder(self) -> Path:
        """The plan texts: ``home/plans`` once an operator has changed the corpus."""
        own = self.home / "plans"
        return own if own.is_dir() else PROJECT / "knowledge" / "plans"

    @property
    def index_folder(self) -> Path:
        """The search index, rebuilt whenever the plans or the encoder change."""
        return self.home / "index"

    @property
    def model_folder(self) -> Path:
        """Trained Rasa models."""
        return self.home / "models"

    @property
    def assistant_url(self) -> str:
        """Where the front finds Rasa."""
        return f"http://127.0.0.1:{self.rasa_port}"

    @property
    def secret(self) -> str:
        """The key set, or one made once and kept in ``home/secret.key`` (mode 600)."""
        if self.secret_key:
            return self.secret_key
        path = self.home / "secret.key"
        try:
            return path.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            pass
        self.home.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # another process was first
            return path.read_text(encoding="ascii").strip()
        with os.fdopen(handle, "w", encoding="ascii") as file:
            key = secrets.token_urlsafe(32)
            file.write(key + "\n")
        return key

    @property
    def old_secrets(self) -> tuple[str, ...]:
        """Keys that may still be needed to read older rows."""
        return tuple(key.strip() for key in self.previous_secret_keys.split(",") if key.strip())
