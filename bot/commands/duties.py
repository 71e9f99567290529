"""``tincay duties``: who leads what, with whom, by when."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click

from bot.errors import OperatorError
from bot.jsonl import Record, answer_lines
from bot.knowledge_base import corpus_of
from bot.records import duty_fields
from bot.settings import Settings
from knowledge.duties import lookup
from knowledge.reading.error import PlanError

__all__ = ["duties"]


def _fields(question: str, place: str | None, settings: Settings) -> Record:
    answer = lookup(question, corpus_of(settings), place=place)
    return {
        "status": answer.status,
        "text": answer.text,
        "duties": [duty_fields(duty) for duty in answer.duties],
    }


@click.command()
@click.argument("question", required=False)
@click.option("--place", help="Địa bàn khi câu hỏi không nói, ví dụ can-tho.")
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
@click.option("--jsonl", is_flag=True, help="Mỗi dòng vào một đối tượng JSON, mỗi dòng ra một.")
def duties(question: str | None, place: str | None, as_json: bool, jsonl: bool) -> None:
    """Ai chủ trì, ai phối hợp, hạn khi nào, báo cáo ai."""
    settings = Settings()
    try:
        corpus_of(settings)
    except PlanError as error:
        raise OperatorError(str(error)) from error
    if jsonl:

        def answer(records: Sequence[Record]) -> list[Record]:
            return [
                _fields(str(record.get("question", "")), record.get("place") or place, settings)
                for record in records
            ]

        answer_lines(answer)
        return
    if question is None:
        raise click.UsageError("Cần một câu hỏi, hoặc --jsonl để đọc từ đầu vào chuẩn.")
    fields = _fields(question, place, settings)
    click.echo(json.dumps(fields, ensure_ascii=False) if as_json else fields["text"])
