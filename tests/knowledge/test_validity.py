import datetime as dt
import re

import pytest

from knowledge import validity
from knowledge.validity import cautions_for, successors, validity_words
from nlu.entities import find_agencies


def test_words(plans):
    day = dt.date(2026, 11, 22)
    assert validity_words(plans["thanh-sen-2026-2030"], day) == "hiệu lực 2026–2030"
    assert validity_words(plans["lai-chau-2021-2025"], day) == "đã hết giai đoạn 2021–2025"
    assert validity_words(plans["can-tho-2024"], day) == "đã hết năm 2024"
    assert (
        validity_words(plans["thanh-sen-2026-2030"], dt.date(2025, 1, 1))
        == "chưa tới giai đoạn 2026–2030"
    )


def test_every_successor_names_its_source():
    assert all("số" in body.source for body in successors())


def test_every_agency_a_caution_names_as_heir_has_a_source():
    for body in successors():
        own = {agency.key for agency in find_agencies(body.name)}
        named = {agency.key for agency in find_agencies(body.caution)} - own
        assert named == {a.key for name, _ in body.heirs for a in find_agencies(name)}
        assert all(re.search(r"\d/\d{4}|kế hoạch [a-z-]+", source) for _, source in body.heirs)


def test_a_plan_given_as_source_says_so(plans):
    for body in successors():
        for name, source in body.heirs:
            for plan in re.findall(r"kế hoạch ([a-z]+(?:-[a-z0-9]+)+)", source):
                assert any(name in passage.text for passage in plans[plan].passages)


def test_an_heir_without_a_source_is_refused(tmp_path, monkeypatch):
    file = tmp_path / "successors.yml"
    file.write_text(
        "bodies:\n- {key: a, pattern: a, name: Sở A, caution: Nay là Sở Nội vụ., source: số 1}\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(validity, "_FILE", file)
    with pytest.raises(ValueError, match="Sở Nội vụ"):
        successors.__wrapped__()


def test_cautions():
    assert cautions_for(["Sở Lao động - Thương binh và Xã hội"])
    assert cautions_for(["Ủy ban nhân dân quận, huyện"])
    assert cautions_for(["Trạm Y tế phường", "Phòng Văn hóa – Xã hội"]) == ()
