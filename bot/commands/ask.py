"""``tincay ask``: a cited answer from the indexed plans."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click

from bot.errors import OperatorError
from bot.jsonl import Record, answer_lines

__all__ = ["ask"]


def _fields(answer: object) -> Record:
    from bot.asking import Asked

    assert isinstance(answer, Asked)
    fields: Record = {
        "status": answer.status,
        "text": answer.text,
        "citations": [
            {
                "plan": citation.plan,
                "title": citation.title,
                "issuer": citation.issuer,
                "section": citation.section,
                "quote": citation.quote,
                "validity": citation.validity,
            }
            for citation in answer.citations
        ],
    }
    if answer.place_choices:
        fields["place_choices"] = [
            {"id": choice.place_id, "name": choice.name} for choice in answer.place_choices
        ]
    return fields


@click.command()
@click.argument("question", required=False)
@click.option("--place", help="Địa bàn của người hỏi, ví dụ can-tho hoặc “phường Thành Sen”.")
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
@click.option("--jsonl", is_flag=True, help="Mỗi dòng vào một đối tượng JSON, mỗi dòng ra một.")
def ask(question: str | None, place: str | None, as_json: bool, jsonl: bool) -> None:
    """Hỏi và nhận câu trả lời có dẫn điều khoản."""
    if question is None and not jsonl:
        raise click.UsageError("Cần một câu hỏi, hoặc --jsonl để đọc từ đầu vào chuẩn.")
    from bot.asking import load_asker
    from bot.settings import Settings
    from knowledge.answer import Question

    asker = load_asker(Settings())

    def answer(records: Sequence[Record]) -> list[Record]:
        questions = []
        for record in records:
            if "question" not in record:
                raise OperatorError(f'Dòng có id {record.get("id")!r} thiếu "question".')
            where = record.get("place") or place
            previous = tuple(str(turn) for turn in record.get("previous") or ())
            questions.append(
                Question(str(record["question"]), str(where) if where else None, previous)
            )
        return [_fields(result) for result in asker.ask_many(questions)]

    if jsonl:
        answer_lines(answer)
        return
    result = asker.ask_many([Question(str(question), place)])[0]
    if as_json:
        click.echo(json.dumps(_fields(result), ensure_ascii=False))
        return
    click.echo(result.text)
