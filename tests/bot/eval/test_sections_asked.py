from __future__ import annotations

from pathlib import Path

from bot.eval import sections, unseen
from bot.eval.ask import Report
from bot.settings import Settings


def test_plans_of_other_hands_show_their_questions_too(monkeypatch) -> None:
    asked: list[Path] = []

    def questions(folder: Path, encoder: object) -> Report:
        asked.append(folder)
        report = Report(answerable=[True, False], abstaining=[True])
        line = {"id": "x-1", "question": "gọi số nào"}
        status = type("Said", (), {"status": "not_in_plans"})()
        report.misses.append((line, status, ("không trả lời",)))
        return report

    monkeypatch.setattr(unseen, "evaluate_questions", questions)
    monkeypatch.setattr("nlu.encoder.Encoder", lambda folder: None)
    monkeypatch.setattr("nlu.encoder.prepare_encoder", lambda home, name: None)
    section = sections.ingest(Settings())
    assert asked == [sections.SETS / "plans", sections.READ / "plans"]
    assert "| câu hỏi: trả lời đúng, có dẫn | 0.500 (1/2) | 0.500 (1/2) |" in section.table
    assert "| câu hỏi: biết nói không có | 1.000 (1/1) | 1.000 (1/1) |" in section.table
    assert "x-1 gọi số nào → not_in_plans: không trả lời" in section.misses
