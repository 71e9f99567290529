"""``tincay train``: the assistant, and the language models that ship with the project."""

from __future__ import annotations

from pathlib import Path

import click

from bot.errors import OperatorError
from bot.preparing import Preparation
from bot.settings import PROJECT, Settings

__all__ = ["train"]

GENERAL_LINES = 40_000
"""Lines of each general text whose pieces of words the network keeps."""


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
@click.option(
    "--only",
    type=click.Choice(["ngrams", "network"]),
    help="Chỉ một trong hai mô hình: chuỗi chữ (vài phút) hoặc mạng nơ-ron (khoảng 40 phút).",
)
@click.option(
    "--corpus",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Thư mục văn bản tiếng Việt (.txt, .txt.xz): giữ thêm các mảnh chữ dùng trong đó.",
)
def triage(only: str | None, corpus: Path | None) -> None:
    """Hai mô hình mức độ khẩn, từ các tin nhắn trong nlu/data."""
    from nlu.triage.opinion import MODEL

    data = PROJECT / "nlu" / "data"
    if only != "network":
        from nlu.triage.train import train as train_ngrams

        train_ngrams(data, MODEL)
        click.echo(f"Đã ghi {MODEL}.")
    if only != "ngrams":
        from nlu.encoder import prepare_encoder
        from nlu.text.train_accents import general_lines
        from nlu.triage.network import NETWORK
        from nlu.triage.train_network import train_network

        encoder = Path(prepare_encoder(Settings().home, say=click.echo))
        lines = general_lines(corpus, GENERAL_LINES) if corpus else ()
        train_network(data, encoder, lines, click.echo)
        click.echo(f"Đã ghi {NETWORK}.")


@train.command()
@click.option(
    "--corpus",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Thư mục các tệp .txt hoặc .txt.xz, mỗi dòng một câu có dấu.",
)
@click.option(
    "--only",
    type=click.Choice(["trigrams", "network"]),
    help="Chỉ một trong hai mô hình: bộ ba chữ (hai phút) hoặc mạng nơ-ron (khoảng 60 phút, dừng "
    "giữa chừng thì lần sau học tiếp).",
)
def accents(corpus: Path, only: str | None) -> None:
    """Hai mô hình thêm dấu, từ một thư mục văn bản tiếng Việt."""
    from nlu.text.train_accents import spoken_lines
    from nlu.text.train_accents import train as train_trigrams

    if not any(corpus.glob("*.txt*")):
        raise OperatorError(f"Thư mục {corpus} không có tệp .txt hay .txt.xz nào.")
    if only != "network":
        train_trigrams(corpus)
    if only != "trigrams":
        from nlu.text.accents import AccentRestorer
        from nlu.text.train_accent_network import train_accent_network

        home = Settings().home
        home.mkdir(parents=True, exist_ok=True)
        state = home / "accents-training.pt"
        train_accent_network(corpus, spoken_lines(), AccentRestorer(), click.echo, state=state)


@train.command()
def answers() -> None:
    """Trọng số xếp hạng đoạn và biết nói không có, từ các câu hỏi trong knowledge/answer/asked."""
    import tempfile

    from bot.eval.sections import READ
    from knowledge.answer.asked import ASKED, read_asked
    from knowledge.answer.train import train as train_answers
    from knowledge.building import build
    from knowledge.corpus import load_plans
    from knowledge.search import Index
    from nlu.encoder import Encoder, prepare_encoder

    settings = Settings()
    asked = {path.stem for path in ASKED.glob("*.yml")}
    others = {name: plan for name, plan in load_plans(READ / "plans").items() if name in asked}
    plans = {**load_plans(PROJECT / "knowledge" / "plans"), **others}
    encoder = Encoder(prepare_encoder(settings.home, settings.encoder, click.echo))
    examples = read_asked(ASKED, {name: plan.place_id for name, plan in plans.items()})
    with tempfile.TemporaryDirectory() as folder:
        index = Index(build(Path(folder), plans, "asked", encoder))
        click.echo(f"Đã ghi {train_answers(index, encoder, examples)}.")
