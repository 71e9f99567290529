"""``tincay triage``: level, kind, who and reasons of a message."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click

from bot.errors import OperatorError
from bot.jsonl import Record, answer_lines
from nlu.triage import assess, assess_turns
from nlu.triage.result import Triage

__all__ = ["triage"]

_LEVELS = {"emergency": "KHẨN CẤP", "disclosure": "bộc lộ", "none": "không"}


def _fields(result: Triage) -> Record:
    return {
        "level": str(result.level),
        "kind": result.kind,
        "who": result.who,
        "score": round(result.score, 4),
        "reasons": list(result.reasons),
    }


def _answer(records: Sequence[Record]) -> list[Record]:
    results: list[Record] = []
    for record in records:
        if isinstance(record.get("turns"), list):
            turns = assess_turns([str(turn) for turn in record["turns"]])
            results.append({"turns": [_fields(turn) for turn in turns]})
        elif "text" in record:
            results.append(_fields(assess(str(record["text"]))))
        else:
            raise OperatorError(f'Dòng có id {record.get("id")!r} thiếu "text" hoặc "turns".')
    return results


@click.command()
@click.argument("text", required=False)
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
@click.option("--jsonl", is_flag=True, help="Mỗi dòng vào một đối tượng JSON, mỗi dòng ra một.")
def triage(text: str | None, as_json: bool, jsonl: bool) -> None:
    """Mức độ khẩn của một tin nhắn, kèm lý do."""
    if jsonl:
        answer_lines(_answer)
        return
    if text is None:
        raise click.UsageError("Cần một tin nhắn, hoặc --jsonl để đọc từ đầu vào chuẩn.")
    fields = _fields(assess(text))
    if as_json:
        click.echo(json.dumps(fields, ensure_ascii=False))
        return
    click.echo(f"{_LEVELS[fields['level']]} · {fields['kind']} · {fields['who']}")
    for reason in fields["reasons"]:
        click.echo(f"  - {reason}")
