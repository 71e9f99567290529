"""What a plan aims at: its targets with their shares and years."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.duties import wording
from knowledge.duties.clash import TARGET
from knowledge.duties.finding import FEW, Found
from knowledge.duties.question import Question
from knowledge.duties.ranking import Ranker, content_words
from knowledge.plan import Duty, Passage, Plan
from nlu.text import fold

__all__ = ["asks_target", "of_target"]

_ASKED = re.compile(
    r"\b(?:chi tieu|ct|muc tieu|ty le|ti le|phan tram|dat (?:bao nhieu|may)|phan dau)\b"
    r"|\bbao nhieu ?%"
)
_WHO = re.compile(
    r"\b(?:ai|(?:co quan|don vi|so|phong|ban|ben|to chuc) nao|chu tri|dau moi|phoi hop|tham muu"
    r"|bao cao)\b"
)
_FRAME = re.compile(
    r"\b(?:chi tieu|ct|muc tieu|ty le|ti le|phan tram|bao nhieu|phan dau|dat|den|het|nam|moc|muc"
    r"|may"
    r"|doi voi|cua|ke hoach|cu the|20\d\d)\b"
)
_AIM = re.compile(r"\b(?:chi tieu|muc tieu|phan dau)\b")
_SHARE = re.compile(r"\d\s?%")
_SHARE_ASKED = re.compile(r"\b(?:ty le|ti le|phan tram)\b|%")
_UNTIL = re.compile(
    r"(?:đến|hết|trong|vào)(?: hết| cuối)? năm 20\d\d(?:\s*[-–]\s*20\d\d)?"
    r"|giai đoạn 20\d\d\s*[-–]\s*20\d\d|hằng năm|hàng năm",
    re.IGNORECASE,
)
_ENOUGH = 0.6
"""Share of the telling words of the question that a target must have."""
_BESIDE = 0.85
"""Share of the best target's score from which others are told with it."""


def asks_target(asked: Question) -> bool:
    """Whether a question is about what is aimed at, not about who does it."""
    return (
        _ASKED.search(asked.folded) is not None
        and _WHO.search(asked.folded) is None
        and asked.kind in ("forward", "reverse", "deadline")
    )


def of_target(plan: Plan, asked: Question, ranker: Ranker) -> Found | None:
    """The targets of ``plan`` that have what is asked for; ``None`` where none has."""
    place = set(re.findall(r"\w+", fold(plan.place)))
    words = set(content_words(_FRAME.sub(" ", asked.folded))) - place
    if not words:
        return None
    total = sum(map(ranker.weight, words))
    scored = []
    share = _SHARE_ASKED.search(asked.folded)
    for target in _targets(plan):
        if share and not _SHARE.search(target.task):
            continue
        had = words.intersection(content_words(target.task))
        scored.append((sum(map(ranker.weight, had)) / total, target))
    best = max((score for score, _ in scored), default=0.0)
    if best < _ENOUGH:
        return None
    chosen = [one for score, one in sorted(scored, key=lambda s: -s[0]) if score >= _BESIDE * best]
    lines = [_line(one) for one in chosen[:FEW]]
    head = wording.TARGETS.format(plan=wording.name_of(plan))
    return Found(plan, "found", "\n".join([head, *lines]), tuple(chosen[:FEW]), score=best)


def _line(target: Duty) -> str:
    until = target.deadline
    shown = until if until and fold(until) not in fold(target.task) else None
    return wording.TARGET_LINE.format(
        task=wording.shorten(target.task.strip(" ;,"), 400),
        until=f" ({shown})" if shown else "",
        section=wording.clause(target.section),
    )


def _targets(plan: Plan) -> Iterator[Duty]:
    """Each clause that aims at something, with the year its opening sentence or heading names."""
    until: dict[str, str] = {}
    for passage in plan.passages:
        if passage.internal or passage.kind not in ("body", "table", "heading"):
            continue
        year = _UNTIL.search(passage.text) or _UNTIL.search(passage.heading)
        if year is not None:
            until[passage.section] = year[0]
        if passage.kind == "heading" or not _aims(passage):
            continue
        named = year[0] if year is not None else _nearest(until, passage.section)
        yield Duty(
            plan.name, passage.section, "", TARGET, passage.text, deadline=named, quote=passage.text
        )


def _aims(passage: Passage) -> bool:
    return bool(_SHARE.search(passage.text) or _AIM.search(fold(passage.heading)))


def _nearest(until: dict[str, str], section: str) -> str | None:
    """The year of the clause itself, else of the nearest one above it."""
    while section:
        if section in until:
            return until[section]
        section = section.rpartition(".")[0]
    return None
