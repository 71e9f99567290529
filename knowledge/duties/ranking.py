"""How well a task answers the topic of a question."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from knowledge.plan import Duty, Plan
from nlu.text import fold

__all__ = ["Ranker", "Similar", "content_words", "spell_out"]

Similar = Callable[[str, list[str]], NDArray[np.float64]]
"""Dense similarity of a question to texts, cosines in the order of the texts."""

_FRAME = re.compile(
    r"\b(?:ke hoach|chuong trinh|de an|nhiem vu|cong tac|thuc hien|trien khai|to chuc|co quan|"
    r"don vi|chu tri|phoi hop|phu trach|trach nhiem|vai tro|"
    r"co lien quan|lien quan|theo quy dinh|quy dinh|tren dia ban|dia ban|thanh pho|nham muc dich|"
    r"thoi gian|thoi han|bao cao|hang nam|hang thang|hang quy|giai doan|"
    r"tang cuong|day manh|tiep tuc|thuong xuyen|tich cuc|chu dong|noi dung|hoat dong|cac cap|so "
    r"nganh|ban nganh|cu the|dam nhiem|dam nhan|giao cho|bao gio|khi nao)\b"
)
_STOP = frozenset(
    (  # noqa: SIM905
        "sao la cua va cac nhung cho tai o thi co khong gi nao ai duoc bi ve voi trong den tu "
        "theo nay do ra vao len de ma nhu mot cai viec lam lo khi the minh hoi giup vay a nhi "
        "nhe dang phai can se da thuoc tinh phuong xa quan huyen nguoi hay cung con han nam "
        "day ben may nhieu roi nua luon chu ha ah ko dum voi em anh chi ban oi z v u hoac boi "
        "nham bang qua tren duoi ngoai"
    ).split()
)
_TOKEN = re.compile(r"[a-z]+|\d+")
_SHORT = {
    "bdg": "binh dang gioi", "blg": "bao luc gioi", "blgd": "bao luc gia dinh",
    "blhd": "bao luc hoc duong", "tgpl": "tro giup phap ly", "cb": "can bo",
    "cbcc": "can bo cong chuc", "ccvc": "cong chuc vien chuc", "xd": "xay dung",
    "kh": "ke hoach", "clb": "cau lac bo", "bc": "bao cao", "pn": "phu nu",
    "pnte": "phu nu tre em", "hs": "hoc sinh", "sv": "sinh vien", "gv": "giao vien",
    "dn": "doanh nghiep", "cntt": "cong nghe thong tin", "cds": "chuyen doi so",
    "ctxh": "cong tac xa hoi", "ctv": "cong tac vien", "qrtd": "quay roi tinh duc",
    "xhtd": "xam hai tinh duc", "mbn": "mua ban nguoi", "dctc": "dia chi tin cay",
    "cskcb": "co so kham benh chua benh", "pbgdpl": "pho bien giao duc phap luat",
    "kp": "kinh phi", "mh": "mo hinh", "trg": "truong", "dv": "dich vu", "nv": "nhiem vu",
    "cq": "co quan", "nsnn": "ngan sach nha nuoc",
}  # fmt: skip
"""Abbreviations of office notes that are no words of their own, folded."""
_CAPITAL_SHORT = {
    "TE": "tre em", "TT": "tuyen truyen", "TH": "thuc hien", "TC": "to chuc", "PL": "phap luat",
    "NN": "nha nuoc", "NS": "ngan sach", "LG": "long ghep", "BL": "bao luc", "HD": "huong dan",
    "TK": "trien khai", "NT": "nha truong",
}  # fmt: skip
"""Abbreviations that are words or sounds in small letters: only as capitals in mixed text."""


def spell_out(text: str) -> str:
    """Folded ``text`` with the abbreviations of office notes spelled out."""
    mixed = not text.isupper()
    typed = re.findall(r"\w+|[^\w\s]+", unicodedata.normalize("NFC", text))
    spelled = []
    for word, after in zip(typed, [*typed[1:], ""], strict=False):
        plain = fold(word)
        if not after.isdigit():
            long = _CAPITAL_SHORT.get(word) if mixed and word.isupper() else None
            plain = long or _SHORT.get(plain, plain)
        spelled.append(plain)
    return " ".join(word for word in spelled if word)


def content_words(text: str) -> list[str]:
    """Folded words of ``text`` that tell one task from another."""
    return [word for word in _TOKEN.findall(_FRAME.sub(" ", fold(text))) if word not in _STOP]


def _all_words(text: str) -> list[str]:
    """Folded words of ``text``, frame words ("kế hoạch", "triển khai") included."""
    return [word for word in _TOKEN.findall(fold(text)) if word not in _STOP]


@dataclass
class _Document:
    task: frozenset[str]
    accented: frozenset[str]
    around: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    pairs_around: frozenset[tuple[str, str]]
    length: int


_FRAME_SHARE = 0.25
"""What a word every task has in common ("kế hoạch", "triển khai") weighs beside a telling one."""
_DENSE_SHARE = 0.15
"""The most a dense scorer adds: it breaks ties, it does not find what no word says."""
_PLAIN_SHARE = 0.75
"""What a word weighs that matches only without its accents, where the question has accents."""
_AROUND_SHARE = 0.55
"""What a word in the heading or the rest of the clause weighs beside one in the task."""


class Ranker:
    """Ranks duties by words they share with a topic, rare words weighing more.

    The weights come from all duties of the corpus; a dense scorer, where given, is mixed in.
    """

    def __init__(self, plans: Mapping[str, Plan]) -> None:
        """Count the words of every duty in ``plans``."""
        self._titles = {
            name: {section.path: section.title for section in plan.sections}
            for name, plan in plans.items()
        }
        self._documents: dict[Duty, _Document] = {}
        counts: Counter[str] = Counter()
        for plan in plans.values():
            for duty in plan.duties:
                document = self._document(duty)
                counts.update(document.task | document.around)
        total = len(self._documents)
        self._weight = {word: math.log(1 + total / count) for word, count in counts.items()}
        self._unknown = math.log(1 + max(total, 1))

    def weight(self, word: str) -> float:
        """How telling a word is; a word no plan uses is the most telling."""
        return self._weight.get(word, self._unknown)

    def known(self, word: str) -> bool:
        """Whether any plan's duties use a folded word."""
        return word in self._weight

    def scores(
        self,
        topic: str,
        duties: Sequence[Duty],
        similar: Similar | None = None,
        aside: frozenset[str] = frozenset(),
        typed: str = "",
    ) -> NDArray[np.float64]:
        """Share of the topic each duty covers, from 0 to about 1.3, in the order of ``duties``.

        Args:
            topic: the question without its frame.
            duties: what to rank.
            similar: dense scorer, mixed in.
            aside: words of the topic that weigh little, such as those of agencies named.
            typed: the question as typed, for its accents.
        """
        telling = set(content_words(topic)) - aside
        words = list(dict.fromkeys(_all_words(topic)))
        share = {
            word: self.weight(word) * (1.0 if word in telling else _FRAME_SHARE) for word in words
        }
        total = sum(share.values())
        scores = np.zeros(len(duties))
        if total:
            pairs = {pair for pair in _pairs(topic) if not (pair[0] in aside and pair[1] in aside)}
            spelled = _spelled(typed) if typed else {}
            for index, duty in enumerate(duties):
                document = self._document(duty)
                got = sum(
                    weight * _match(word, spelled.get(word), document)
                    for word, weight in share.items()
                )
                both = pairs & document.pairs
                near = (pairs & document.pairs_around) - both
                bonus = 0.3 * (len(both) + 0.4 * len(near)) / max(1, len(pairs))
                # a long task has every word somewhere
                scores[index] = (got / total + bonus) / (
                    1 + 0.12 * math.log(1 + document.length / 15)
                )
        if similar is not None and len(duties):
            dense = similar(typed or topic, [duty.task for duty in duties])
            apart = (dense - dense.mean()) / (float(dense.std()) or 1.0)
            scores = scores + _DENSE_SHARE * np.clip(apart, 0.0, 3.0) / 3.0
        return scores

    def _document(self, duty: Duty) -> _Document:
        known = self._documents.get(duty)
        if known is None:
            titles = self._titles.get(duty.plan, {})
            above = " ".join(title for path, title in titles.items() if _above(path, duty.section))
            words = _all_words(duty.task)
            known = _Document(
                frozenset(words),
                frozenset(_letters(duty.task)),
                frozenset(_all_words(f"{above} {duty.quote}")),
                frozenset(_pairs(duty.task)),
                frozenset(_pairs(duty.quote)),
                len(words),
            )
            self._documents[duty] = known
        return known


def _letters(text: str) -> list[str]:
    """Words of ``text`` in small letters, accents kept."""
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).lower())


def _spelled(typed: str) -> dict[str, str]:
    """The accented form of each folded word the question writes with accents."""
    return {fold(word): word for word in _letters(typed) if fold(word) != word}


def _match(word: str, accented: str | None, document: _Document) -> float:
    """How well a document has a word, from 0 to 1."""
    if word in document.task:
        return 1.0 if accented is None or accented in document.accented else _PLAIN_SHARE
    return _AROUND_SHARE if word in document.around else 0.0


def _above(path: str, section: str) -> bool:
    return section == path or section.startswith((path + ".", path + " "))


def _pairs(text: str) -> set[tuple[str, str]]:
    words = _TOKEN.findall(fold(text))
    return {
        (first, second)
        for first, second in pairwise(words)
        if first not in _STOP or second not in _STOP
    }
