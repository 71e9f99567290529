"""``tincay eval``: our own quality tables, on sets kept apart from training."""

from __future__ import annotations

from collections.abc import Callable

import click

from bot.eval import sections
from bot.eval.table import machine, write
from bot.settings import Settings

__all__ = ["evaluate"]

_SECTIONS: dict[str, Callable[[Settings], sections.Section]] = {
    "triage": sections.triage,
    "intents": sections.intents,
    "accents": sections.accents,
    "ask": sections.ask,
    "duties": sections.duties,
    "ingest": sections.ingest,
}


@click.command(name="eval")
@click.argument("names", nargs=-1, type=click.Choice(list(_SECTIONS)), metavar="[BẢNG]…")
@click.option("--misses", is_flag=True, help="In cả những câu sai.")
@click.option("--write", "keep", is_flag=True, help="Ghi bảng vào docs/quality.md.")
def evaluate(names: tuple[str, ...], misses: bool, keep: bool) -> None:
    """Bảng chất lượng: triage, intents, accents, ask, duties, ingest (mặc định: tất cả)."""
    settings = Settings()
    for name in names or tuple(_SECTIONS):
        section = _SECTIONS[name](settings)
        click.echo(f"\n{section.table}")
        if misses:
            for miss in section.misses:
                click.echo(f"  ✗ {miss}")
        if keep:
            write("quality.md", name, f"{machine()}.\n\n{section.table}")
