import json

from bot.eval.ingest import evaluate_plans, faults
from knowledge.corpus import understand
from knowledge.reading import Document
from knowledge.reading.plain import blocks_of

GOLD = {
    "plan": "x",
    "section": "I.1",
    "agency": "Trạm Y tế xã",
    "role": "chủ trì",
    "task": "khám sàng lọc nạn nhân",
    "partners": ["Công an xã"],
    "deadline": "Quý II",
    "report_to": None,
    "report_date": None,
}
TEXT = (
    "KẾ HOẠCH\n\nPhòng ngừa bạo lực xã Bình An năm 2026\n\nI. TỔ CHỨC THỰC HIỆN\n\n"
    "1. Trạm Y tế xã chủ trì, phối hợp với Công an xã khám sàng lọc nạn nhân trong Quý II."
)


def test_found_and_missed(tmp_path):
    plan = understand(Document("x", tuple(blocks_of(TEXT))))
    assert faults(GOLD, plan.duties[0]) == []
    assert faults(GOLD | {"agency": "Sở Y tế"}, plan.duties[0])
    assert faults(GOLD | {"deadline": "Quý III"}, plan.duties[0]) == ["deadline: 'trong Quý II'"]
    gold = tmp_path / "gold.jsonl"
    gold.write_text("\n".join(map(json.dumps, (GOLD, GOLD | {"role": "tham mưu"}))))
    result = evaluate_plans(gold, {"x": plan})
    assert (result["found"], result["total"], result["by_plan"]) == (1, 2, {"x": [1, 2]})
