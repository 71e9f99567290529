"""Who signed."""

from __future__ import annotations

import re

from nlu.text import fold

__all__ = ["read_signature"]

_WORD = r"[A-ZĐÀ-ỴĂÂÊÔƠƯ](?:['’]?[A-Za-zÀ-ỹđĐ]+)*"
_NAME = re.compile(rf"(?:{_WORD}\.?\s+){{1,5}}{_WORD}$")
_TITLES = re.compile(
    r"(?:tm|kt|tl|tuq|q)[.,]|(?:pho )?(?:chu tich|giam doc|bi thu|truong ban|truong phong|chu "
    r"nhiem|bo truong|thu truong|hieu truong)|chanh van phong"
)


def read_signature(lines: list[str]) -> tuple[str | None, str | None]:
    """Signer's name and capacity (``"KT. CHỦ TỊCH, PHÓ CHỦ TỊCH"``) in a signature block."""
    titles: list[str] = []
    name: str | None = None
    for line in lines:
        folded = fold(line)
        if _TITLES.match(folded) or (
            line.isupper() and len(line) > 4 and name is None and titles and not _looks_name(line)
        ):
            if name is None:
                titles.append(line.strip())
        elif name is None and (_NAME.match(line.strip()) or (line.isupper() and _looks_name(line))):
            name = line.strip()
    capacity = [line for line in titles if not fold(line).startswith("tm")] or titles
    return name, ", ".join(capacity) or None


def _looks_name(line: str) -> bool:
    words = line.split()
    return 2 <= len(words) <= 5 and not re.search(
        r"[.,/]|ỦY|BAN|CHỦ|TỊCH|PHÒNG|HỘI|ĐỐC|NHÂN|DÂN", line
    )
