"""How good answers are: right and cited, silent where the plans are, nothing invented."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.asking import Asked, Asker
from knowledge.answer import Question
from knowledge.phones import digits, numbers_in

__all__ = ["Judgement", "Report", "evaluate", "judge", "read_set"]

Line = Mapping[str, Any]

_MARKUP = re.compile(r"[#|]+|<[^>]{1,40}>")
_STRESS = re.compile(r"[*_`]+")
_DASH = re.compile(r"\s*[-–—]\s*")
_NUMBERISH = re.compile(
    r"(?<![\w/])(?:1[89]00[\d .-]{4,}\d|0\d[\d .-]{7,}\d|1(?:11|13|14|15))(?![\d/%])"
    r"|\d[\d.,]* ?(?:đồng|triệu|tỷ|tỉ|nghìn)\b|\d{1,2}/\d{1,2}(?:/\d{4})?"
)
_DIRECTORY = {"111", "113", "115"}


def flat(text: str) -> str:
    """NFC, lower case, no markup, one space for white space, dashes alike."""
    text = _STRESS.sub("", unicodedata.normalize("NFC", text))
    text = _MARKUP.sub(" ", text).lower()
    return re.sub(r"\s+", " ", _DASH.sub("-", text)).strip()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is right and wrong about one answer.

    Attributes:
        right: the answer is as it should be.
        faults: short names of what is wrong.
        redirected: one of the channels hoped for was named; ``None`` where none was asked.
    """

    right: bool
    faults: tuple[str, ...]
    redirected: bool | None = None


@dataclass
class Report:
    """Judgements of a set by kind of question."""

    answerable: list[bool] = field(default_factory=list)
    abstaining: list[bool] = field(default_factory=list)
    invented: int = 0
    foreign: int = 0
    redirected: list[bool] = field(default_factory=list)
    by_style: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    by_category: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    misses: list[tuple[Line, Asked, tuple[str, ...]]] = field(default_factory=list)

    def rows(self) -> list[tuple[str, str]]:
        """Figures as a table."""
        return [
            ("trả lời đúng, có dẫn", _share(self.answerable)),
            ("biết nói không có", _share(self.abstaining)),
            ("số tự bịa", str(self.invented)),
            ("lấy kế hoạch nơi khác", str(self.foreign)),
            ("chỉ đúng nơi hỏi tiếp", _share(self.redirected)),
            *((f"kiểu {style}", _share(rights)) for style, rights in sorted(self.by_style.items())),
            *(
                (f"loại {category}", _share(rights))
                for category, rights in sorted(self.by_category.items())
            ),
        ]


def _share(rights: Sequence[bool]) -> str:
    return f"{sum(rights) / len(rights):.3f} ({sum(rights)}/{len(rights)})" if rights else "-"


def read_set(path: Path) -> list[Line]:
    """The lines of a development set."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def judge(line: Line, asked: Asked) -> Judgement:
    """Whether an answer is right by the rules of the development set."""
    several = bool(
        line.get("cite_all_plans") or line.get("all") or isinstance(line.get("plan"), list)
    )
    citations = asked.citations[: 8 if several else 4]
    quotes = [flat(citation.quote[:1200]) for citation in citations]
    said = " ".join([flat(asked.text[:2500]), *quotes])
    faults: list[str] = []
    faults += [f"bịa {number}" for number in _invented(asked, quotes)]
    faults += [f"cấm {text}" for text in line.get("must_not_include") or () if flat(text) in said]
    expected = line.get("expected")
    if (
        not line["answerable"]
        and not (expected == "correct_and_abstain" and asked.status == "answered")
        and asked.status == "answered"
    ):
        faults.append("đáng lẽ không trả lời")
    if line["answerable"]:
        if asked.status != "answered":
            faults.append(f"không trả lời ({asked.status})")
        found = [any(flat(piece) in quote for quote in quotes) for piece in line["evidence"]]
        if line["evidence"] and not (all(found) if line.get("all") else any(found)):
            faults.append("không dẫn đúng đoạn")
        for text in line["must_include"]:
            forms = [text, *(line.get("accept") or {}).get(text, ())]
            if not any(flat(form) in said for form in forms):
                faults.append(f"thiếu {text}")
        plans = line["plan"] if isinstance(line["plan"], list) else [line["plan"]]
        cited = {citation.plan for citation in citations}
        if line.get("cite_all_plans") and not set(plans) <= cited:
            faults.append("chưa dẫn đủ kế hoạch")
        if citations and not cited & set(plans):
            faults.append("nơi khác")
    hoped = line.get("redirect_any")
    redirected = any(flat(one) in said for one in hoped) if hoped else None
    return Judgement(not faults, tuple(faults), redirected)


def _invented(asked: Asked, quotes: Sequence[str]) -> list[str]:
    """Phone numbers, amounts and dates of the reply that no cited passage has."""
    known = " ".join(
        [*quotes, *(flat(f"{c.title} {c.validity} {c.section}") for c in asked.citations)]
    )
    body = "\n".join(
        line for line in asked.text.splitlines() if not line.startswith(("Nguồn:", "Lưu ý:"))
    )
    return [
        number
        for number in dict.fromkeys(_NUMBERISH.findall(flat(body)))
        if number not in known
        and re.sub(r"\D", "", number) not in _DIRECTORY
        and digits(number) not in re.sub(r"[ .\-]", "", known)
        and digits(number) not in {digits(match[0]) for match in numbers_in(known)}
    ]


def evaluate(asker: Asker, lines: Iterable[Line]) -> Report:
    """Ask every line and judge the answers."""
    lines = list(lines)
    report = Report()
    questions = [
        Question(
            line["question"],
            line.get("place") or line.get("locality"),
            tuple(line.get("previous") or ()),
        )
        for line in lines
    ]
    for line, asked in zip(lines, asker.ask_many(questions), strict=True):
        judgement = judge(line, asked)
        (report.answerable if line["answerable"] else report.abstaining).append(judgement.right)
        report.by_style[str(line.get("style"))].append(judgement.right)
        report.by_category[str(line.get("category"))].append(judgement.right)
        if judgement.redirected is not None:
            report.redirected.append(judgement.redirected)
        report.invented += any(fault.startswith("bịa") for fault in judgement.faults)
        report.foreign += "nơi khác" in judgement.faults
        if not judgement.right:
            report.misses.append((line, asked, judgement.faults))
    return report
