"""The store, opened for one command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from bot.errors import OperatorError
from bot.settings import Settings
from handoff.database import Database
from handoff.schema import SchemaError

__all__ = ["open_store", "tracker_url"]


def tracker_url(settings: Settings) -> str:
    """SQLAlchemy URL of Rasa's tracker store."""
    return settings.database_url or f"sqlite:///{settings.home / 'rasa.db'}"


@contextmanager
def open_store(settings: Settings) -> Iterator[Database]:
    """The store with its tables; closed on leaving.

    Raises:
        OperatorError: it cannot be opened, or does not fit this program.
    """
    database = Database(settings.database)
    try:
        database.create()
        yield database
    except SchemaError as error:
        raise OperatorError(str(error)) from error
    except sa.exc.OperationalError as error:
        raise OperatorError(
            "Không dùng được cơ sở dữ liệu lúc này: đang bị khoá, đầy đĩa hoặc không tới được. "
            "Chạy `tincay doctor` để xem."
        ) from error
    finally:
        database.close()
