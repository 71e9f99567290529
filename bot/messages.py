"""What the asker adds to an answer, in Vietnamese."""

from __future__ import annotations

from typing import Final

__all__: list[str] = []

NUMBERS: Final = "Nếu cần người giúp ngay: {numbers}."
NUMBER: Final = "{phone} ({label})"
