"""A small plan around clauses of its organisation chapter."""

from knowledge.corpus import understand
from knowledge.plan import Duty
from knowledge.reading import Document
from knowledge.reading.plain import blocks_of

HEAD = (
    "KẾ HOẠCH\n\nPhòng ngừa bạo lực trên địa bàn xã Bình An năm 2026\n\nIV. TỔ CHỨC THỰC HIỆN\n\n"
)


def duties(body: str) -> tuple[Duty, ...]:
    """The duties of a plan whose chapter IV holds ``body``."""
    return understand(Document("x", tuple(blocks_of(HEAD + body)))).duties
