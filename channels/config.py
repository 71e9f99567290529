"""What the front needs to know; ``bot`` fills it from the settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from channels.zalo_limits import FILE_HOSTS

__all__ = ["EXIT_URL", "FrontConfig"]

EXIT_URL: Final = "https://www.google.com/search?q=th%E1%BB%9Di+ti%E1%BA%BFt"
"""Where quick exit goes when the operator has not chosen: a search for the weather."""


@dataclass(frozen=True, slots=True)
class FrontConfig:
    """Settings of the front.

    Attributes:
        database_url: SQLAlchemy URL of the store.
        secret: key of texts and sessions.
        former_secrets: keys that may have written older rows.
        assistant_url: where Rasa listens.
        redis_url: rings other processes' desks, ``""`` where there is only one process.
        public_url: how the outside reaches us, ``""`` where it does not.
        timezone: of the desk.
        retention_days: how long messages are kept.
        case_retention_days: how long closed cases are kept.
        accept_minutes: how long a case may wait before everybody is alerted again.
        exit_url: where quick exit goes.
        telegram_token, telegram_webhook_secret, telegram_api_base, telegram_duty_chat: Telegram;
            the last is one group or several with commas between, see :attr:`duty_chats`.
        zalo_app_id, zalo_app_secret, zalo_oa_id, zalo_oa_secret, zalo_refresh_token,
            zalo_api_base, zalo_oauth_base: Zalo.
        zalo_file_hosts: where Zalo keeps files, with commas between; ``""``: as far as is known.
        zalo_timestamp_from: where the timestamp of Zalo's signature is, ``"body"`` or ``"header"``.
    """

    database_url: str
    secret: str
    former_secrets: tuple[str, ...] = ()
    assistant_url: str = "http://127.0.0.1:5005"
    redis_url: str = ""
    public_url: str = ""
    timezone: str = "Asia/Ho_Chi_Minh"
    retention_days: int = 30
    case_retention_days: int = 365
    accept_minutes: int = 3
    exit_url: str = EXIT_URL
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

    @property
    def secure(self) -> bool:
        """Whether people reach us over HTTPS, so that cookies may insist on it."""
        return self.public_url.startswith("https://")

    @property
    def duty_chats(self) -> tuple[str, ...]:
        """Ids of the groups that are alerted: on duty, supervisors, everybody."""
        ids = (part.strip() for part in self.telegram_duty_chat.split(","))
        return tuple(id for id in ids if id)

    @property
    def file_hosts(self) -> tuple[str, ...]:
        """Where photos and voice messages of Zalo may be fetched from."""
        named = (part.strip() for part in self.zalo_file_hosts.split(","))
        return tuple(name for name in named if name) or FILE_HOSTS

    @property
    def telegram(self) -> bool:
        """Whether Telegram is on."""
        return bool(self.telegram_token)

    @property
    def zalo(self) -> bool:
        """Whether Zalo is on."""
        return bool(
            self.zalo_app_id
            and self.zalo_app_secret
            and self.zalo_oa_secret
            and self.zalo_refresh_token
        )
