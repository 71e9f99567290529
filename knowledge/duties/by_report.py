"""Who reports to whom by when."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.duties import wording
from knowledge.duties.agency import split_names
from knowledge.duties.answer import merge
from knowledge.duties.dates import months_in
from knowledge.duties.finding import Found, pairs_about
from knowledge.duties.identity import covers, identify, same
from knowledge.duties.question import Question
from knowledge.duties.ranking import Ranker, Similar, content_words
from knowledge.plan import Duty, Plan
from nlu.text import fold

__all__ = ["of_reports"]


def of_reports(plan: Plan, asked: Question, ranker: Ranker, similar: Similar | None) -> Found:
    trouble = re.search(r"kho khan|vuong mac|phan anh|kien nghi", asked.folded)
    reports = [
        duty
        for duty in plan.duties
        if (duty.report_to or duty.report_date)
        and (trouble is not None) == ("phan anh" in fold(duty.task)[:60])
    ] or (
        [duty for duty in plan.duties if duty.report_to or duty.report_date]
        if not asked.bodies
        else []
    )
    if asked.months:
        dated = [
            duty
            for duty in reports
            if duty.report_date and months_in(duty.report_date) & asked.months
        ]
        reports = dated or ([] if not asked.bodies else reports)
    if reports and (period := _missing_period(reports, asked)):
        lines = [wording.report_line(duty, plan) for duty in merge(reports)[:4]]
        head = wording.NO_REPORT_OF.format(plan=wording.name_of(plan), period=period)
        return Found(plan, "not_found", "\n".join([head, *lines]), tuple(reports[:4]), score=0.5)
    names = ", ".join(body.name for body in asked.bodies)
    if asked.bodies:
        reports, doubt = _reports_of(plan, reports, asked)
        if not reports:
            head = wording.NO_REPORT.format(plan=wording.name_of(plan), body=names)
            if doubt:
                only = "; ".join(dict.fromkeys(duty.agency for duty in doubt if duty.agency))
                head += " " + wording.REPORT_ONLY.format(
                    who=only, section=wording.clause(doubt[0].section)
                )
            return Found(plan, "not_found", head)
    if reports and _WHEN.search(asked.folded) and not any(duty.report_date for duty in reports):
        lines = [wording.report_line(duty, plan) for duty in reports[:4]]
        head = "\n".join([wording.NO_REPORT_DATE.format(plan=wording.name_of(plan)), *lines])
        return Found(plan, "not_found", head, tuple(reports[:4]), score=0.5)
    if not reports:
        return Found(plan, "not_found", wording.NO_REPORT_AT_ALL.format(plan=wording.name_of(plan)))
    order = ranker.scores(asked.topic, reports, similar) if content_words(asked.topic) else None
    if order is not None:
        index = sorted(
            range(len(reports)),
            key=lambda i: (-round(float(order[i]), 1), reports[i].report_date is None),
        )
        reports = [reports[i] for i in index]
    else:
        reports = sorted(reports, key=lambda duty: duty.report_date is None)
    reports = merge(reports)[:12]
    pairs = tuple(pair for pair in pairs_about(plan, reports) if pair[0].report_date)
    head = "\n".join(wording.report_line(duty, plan) for duty in reports)
    if pairs:
        head += "\n" + wording.conflict_lines(pairs)
    return Found(plan, "found", head, tuple(reports), pairs, 0.9, listed=True)


_HALF = r"\b(?:6|06|sau) thang\b|\bnua nam\b"
_QUARTER = r"\b(?:hang|moi|tung|theo|cac|cuoi|bao cao) quy\b(?! (?:dinh|che|trinh|uoc))"
_PERIODS = (
    ("6 tháng", _HALF, _HALF),
    ("9 tháng", r"\b(?:9|09|chin) thang\b", r"\b(?:9|09|chin) thang\b"),
    ("quý", _QUARTER, rf"{_QUARTER}|\bquy (?:[ivx]+|\d)\b"),
    (
        "tháng",
        r"\b(?:hang|moi|tung) thang\b|\bbao cao thang\b(?! \d)",
        r"\b(?:hang|moi|tung|theo|bao cao) thang\b|\bthang (?:gui|nop|bao cao)\b",
    ),
    ("tuần", r"\b(?:hang|moi|tung|bao cao) tuan\b", r"\btuan\b"),
)
_CHOICE = re.compile(r"\bhay\b|\bmay lan\b|\bhoac\b|\bbao lau\b")


def _missing_period(reports: Sequence[Duty], asked: Question) -> str:
    """The period ("6 tháng") whose report is asked for and that no report has."""
    if _CHOICE.search(asked.folded):
        return ""
    said = fold(" ".join(f"{duty.quote} {duty.report_date or ''}" for duty in reports))
    return next(
        (
            name
            for name, named, written in _PERIODS
            if re.search(named, asked.folded) and not re.search(written, said)
        ),
        "",
    )


_WHEN = re.compile(
    r"\b(?:ngay nao|ngay may|khi nao|bao gio|han chot|han nop|han bao cao|thoi han|hom nao|thang "
    r"may|thang nao|deadline|luc nao)\b"
)


_RECEIVES = re.compile(
    r".*\bnhan (?:duoc )?(?:bao cao|phan anh)|(?:nhung )?(?:ai|(?:co quan|don vi|so|phong|noi|"
    r"ben) nao)\b"
    r".*\b(?:gui|nop|bao cao)(?: bao cao)? (?:cho|ve|den|toi|len)\b"
)


def received_by(reports: Sequence[Duty], asked: Question) -> list[Duty]:
    """Of ``reports`` those a body of the question receives."""
    return [
        duty
        for duty in reports
        if duty.report_to
        and any(
            same(body.identity, identify(name))
            for body in asked.bodies
            for name in split_names(duty.report_to)
        )
    ]


def _reports_of(plan: Plan, reports: list[Duty], asked: Question) -> tuple[list[Duty], list[Duty]]:
    """Reports a body makes, else those of a collective that takes it in, else those it receives."""
    if _RECEIVES.match(asked.folded):
        return received_by(reports, asked), reports
    mine = [
        duty
        for duty in reports
        if any(same(body.identity, identify(duty.agency)) for body in asked.bodies)
    ]
    if mine:
        return mine, []
    covered = [
        duty
        for duty in reports
        if any(covers(identify(duty.agency), body.identity) for body in asked.bodies)
    ]
    if covered:
        return covered, []
    received = received_by(reports, asked)
    wants_own = re.search(
        r"\b(?:han|nop|gui ve dau|cho ai|ngay nao|khi nao|gui dau)\b", asked.folded
    )
    if received and not (
        wants_own and not re.search(r"\bnhan\b|\bai (?:phai )?(?:bao cao|gui|nop)\b", asked.folded)
    ):
        return received, []
    return [], reports
