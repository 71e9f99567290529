import json

from bot.eval.accents import evaluate, section


def test_evaluate_counts_words_and_damage(tmp_path):
    rows = [
        {"text": "chồng đánh tôi", "style": "standard"},
        {"text": "chong danh toi", "style": "no_diacritics"},
    ]
    for name in ("triage.jsonl", "intents.jsonl", "accents.jsonl"):
        (tmp_path / name).write_text(
            "\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8"
        )
    typed = {"text": "bữa ni hắn đánh tôi", "style": "hue"}
    (tmp_path / "accents_typed.jsonl").write_text(json.dumps(typed), encoding="utf-8")
    result = evaluate(tmp_path)
    assert result["lines"] == [3, 3]
    assert result["words"] == [9, 9]
    assert result["plain"] == [0, 9]
    assert result["damaged"] == [0, 9]
    table, missed = section(result)
    assert "| kiểu standard | 9/9 | 1.000 |" in table
    assert result["typed"][1] == result["typed_by_style"]["hue"][1] == 5
    assert missed == []
