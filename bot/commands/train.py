"""``tincay train``: the assistant, and the language models that ship with the project."""

from __future__ import annotations

from pathlib import Path

import click

from bot.errors import OperatorError
from bot.preparing import Preparation
from bot.settings import PROJECT, Settings

__all__ = ["train"]


@click.group(invoke_without_command=True)
@click.pass_context
def train(context: click.Context) -> None:
    """Huấn luyện trợ lý Rasa (mặc định), hoặc mô hình mức độ khẩn, mô hình thêm dấu."""
    if context.invoked_subcommand is None:
        preparation = Preparation(Settings(), click.echo)
        if preparation.model is not None:
            click.echo("Mô hình của cấu hình này đã có; không cần huấn luyện lại.")
            return
        preparation.check_disk()
        preparation.prepare_index()
        preparation.train()


@train.command()
def triage() -> None:
    """Mô hình mức độ khẩn, từ các tin nhắn trong nlu/data."""
    from nlu.triage.train import train as train_triage

    target = PROJECT / "nlu" / "models" / "triage.npz"
    train_triage(PROJECT / "nlu" / "data", target)
    click.echo(f"Đã ghi {target}.")


@train.command()
@click.option(
    "--corpus",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Thư mục các tệp .txt hoặc .txt.xz, mỗi dòng một câu có dấu.",
)
def accents(corpus: Path) -> None:
    """Mô hình thêm dấu, từ một thư mục văn bản tiếng Việt."""
    from nlu.text.train_accents import train as train_accents

    if not any(corpus.glob("*.txt*")):
        raise OperatorError(f"Thư mục {corpus} không có tệp .txt hay .txt.xz nào.")
    train_accents(corpus)
