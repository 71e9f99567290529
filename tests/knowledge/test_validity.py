import datetime as dt

from knowledge.validity import cautions_for, successors, validity_words


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


def test_cautions():
    assert cautions_for(["Sở Lao động - Thương binh và Xã hội"])
    assert cautions_for(["Ủy ban nhân dân quận, huyện"])
    assert cautions_for(["Trạm Y tế phường", "Phòng Văn hóa – Xã hội"]) == ()
