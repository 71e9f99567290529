"""A small plan around some clauses."""

from knowledge.corpus import understand
from knowledge.plan import Duty
from knowledge.reading import Document
from knowledge.reading.plain import blocks_of

HEAD = "KẾ HOẠCH\n\nPhòng ngừa bạo lực trên địa bàn xã Bình An năm 2026\n\n"


def duties(body: str) -> tuple[Duty, ...]:
    """The duties of a plan with the chapters of ``body``."""
    return understand(Document("x", tuple(blocks_of(HEAD + body)))).duties


def organised(body: str) -> tuple[Duty, ...]:
    """The duties of a plan whose chapter of organisation holds ``body``."""
    return duties(f"IV. TỔ CHỨC THỰC HIỆN\n\n{body}")
