"""``tincay export``: duties as tables, report deadlines as a calendar."""

from __future__ import annotations

from pathlib import Path

import click

from bot.errors import OperatorError
from bot.knowledge_base import corpus_of
from bot.settings import Settings
from knowledge.plan import Plan
from knowledge.reading.error import PlanError

__all__ = ["export"]


@click.command()
@click.argument("form", type=click.Choice(["xlsx", "csv", "ics"]), metavar="{xlsx,csv,ics}")
@click.option("--plan", "names", multiple=True, help="Chỉ các kế hoạch này (lặp lại được).")
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="Tệp ghi ra.")
def export(form: str, names: tuple[str, ...], output: Path | None) -> None:
    """Xuất nhiệm vụ ra xlsx hay csv, hạn báo cáo và hạn việc ra lịch ics."""
    from bot.export import calendar, spreadsheet

    try:
        corpus = corpus_of(Settings())
    except PlanError as error:
        raise OperatorError(str(error)) from error
    unknown = [name for name in names if name not in corpus]
    if unknown:
        raise OperatorError(
            f"Không có kế hoạch {', '.join(unknown)}. Đang có: {', '.join(corpus)}."
        )
    plans: list[Plan] = [corpus[name] for name in (names or corpus)]
    target = output or Path(f"nhiem-vu.{form}" if form != "ics" else "han-bao-cao.ics")
    if form == "xlsx":
        content = spreadsheet.workbook(plans)
    elif form == "csv":
        content = spreadsheet.table(plans)
    else:
        content = calendar.deadlines(plans)
    try:
        target.write_bytes(content)
    except OSError as error:
        raise OperatorError(f"Không ghi được {target}: {error.strerror}.") from error
    click.echo(f"Đã ghi {target}.")
