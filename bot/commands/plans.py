"""``tincay plans``: the corpus."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import click

from bot.errors import OperatorError
from bot.records import plan_fields
from bot.settings import PROJECT, Settings
from knowledge.corpus import Corpus
from knowledge.plan import Plan
from knowledge.reading.error import PlanError

__all__ = ["plans"]


def _describe(plan: Plan) -> None:
    period = plan.period
    years = "không ghi" if period is None else f"{period.start}–{period.end}"
    if period is not None and period.start == period.end:
        years = str(period.start)
    click.echo(f"{plan.name}: {plan.title}")
    click.echo(f"  Ban hành: {plan.issuer}")
    click.echo(f"  Số: {plan.number or 'không ghi'} · ngày: {plan.date or 'không ghi'}")
    click.echo(f"  Giai đoạn: {years} · địa bàn: {plan.place}")
    click.echo(f"  Người ký: {plan.signer or 'không ghi'}")
    click.echo(
        f"  {len(plan.passages)} đoạn · {len(plan.duties)} nhiệm vụ · "
        f"{len(plan.contacts)} đầu mối · {len(plan.report_deadlines)} hạn báo cáo"
    )
    for warning in plan.warnings:
        click.echo(f"  ⚠ {warning}")


def _corpus(*, change: bool = False) -> Corpus:
    settings = Settings()
    if change and settings.plans_folder != settings.home / "plans":
        # the texts shipped with the project stay as they are; an operator's corpus is a copy
        shutil.copytree(PROJECT / "knowledge" / "plans", settings.home / "plans")
    try:
        return Corpus(settings.plans_folder)
    except PlanError as error:
        raise OperatorError(str(error)) from error


def _rebuild() -> None:
    from bot.preparing import Preparation

    Preparation(Settings(), lambda line: click.echo(line, err=True)).prepare_index()


@click.group()
def plans() -> None:
    """Kho kế hoạch: thêm, xem, gỡ, kiểm tra."""


@plans.command("list")
def list_plans() -> None:
    """Các kế hoạch đang có."""
    for plan in _corpus().values():
        _describe(plan)


@plans.command()
@click.argument("plan")
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
def show(plan: str, as_json: bool) -> None:
    """Một kế hoạch: trợ lý đã hiểu những gì."""
    corpus = _corpus()
    if plan not in corpus:
        raise OperatorError(f"Không có kế hoạch {plan!r}. Đang có: {', '.join(corpus)}.")
    found = corpus[plan]
    if as_json:
        click.echo(json.dumps(plan_fields(found), ensure_ascii=False))
        return
    _describe(found)
    for duty in found.duties:
        partners = f" · phối hợp: {'; '.join(duty.partners)}" if duty.partners else ""
        click.echo(f"  [{duty.section}] {duty.agency or '(không nêu)'} – {duty.role}: {duty.task}")
        if partners or duty.deadline:
            click.echo(f"      {duty.deadline or ''}{partners}")
        for doubt in duty.doubts:
            click.echo(f"      ⚠ {doubt}")


@plans.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON, mỗi kế hoạch một dòng.")
def add(files: tuple[Path, ...], as_json: bool) -> None:
    """Thêm kế hoạch (.txt .md .docx .pdf .html); bản mới thay bản cũ cùng tên."""
    corpus = _corpus(change=True)
    failed = []
    for path in files:
        try:
            plan = corpus.add(path)
        except PlanError as error:
            failed.append(str(error))
            continue
        if as_json:
            click.echo(json.dumps(plan_fields(plan), ensure_ascii=False))
        else:
            _describe(plan)
    if len(failed) < len(files):
        _rebuild()
    if failed:
        raise OperatorError("\n".join(failed))


@plans.command()
@click.argument("plan")
def remove(plan: str) -> None:
    """Gỡ một kế hoạch khỏi kho."""
    try:
        _corpus(change=True).remove(plan)
    except PlanError as error:
        raise OperatorError(str(error)) from error
    _rebuild()
    click.echo(f"Đã gỡ {plan}.")


@plans.command()
def check() -> None:
    """Đọc lại mọi kế hoạch và nói những chỗ còn ngờ."""
    doubts = _corpus().check()
    for name, warnings in doubts.items():
        click.echo(f"{name}: {'không có chỗ ngờ' if not warnings else ''}")
        for warning in warnings:
            click.echo(f"  ⚠ {warning}")
