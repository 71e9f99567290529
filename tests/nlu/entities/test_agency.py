import pytest

from nlu.entities import agency_names, find_agencies


@pytest.mark.parametrize(
    ("text", "key", "level"),
    [
        ("Sở LĐTBXH", "so-ldtbxh", None),
        ("so ldtbxh lam gi", "so-ldtbxh", None),
        ("Sở LĐ-TB&XH", "so-ldtbxh", None),
        ("Sở Lao động - Thương binh và Xã hội chủ trì", "so-ldtbxh", None),
        ("Bộ Lao động - TBXH", "bo-ldtbxh", None),
        ("GD&ĐT", "so-gddt", None),
        ("so giao duc va dao tao", "so-gddt", None),
        ("Sở Văn hóa, Thể thao và Du lịch", "so-vhttdl", None),
        ("Sở Văn hoá và Thể thao", "so-vhtt", None),
        ("CA phường", "cong-an", "ward"),
        ("ca phuong minh", "cong-an", "ward"),
        ("CA tp cần thơ", "cong-an", "province"),
        ("công an tỉnh", "cong-an", "province"),
        ("Ủy ban nhân dân các quận, huyện, thị xã", "ubnd", "district"),
        ("vp hdnd-ubnd phuong", "vp-hdnd-ubnd", "ward"),
        ("phong vhxh", "phong-vhxh", None),
        ("Ban GĐXH", "ban-gia-dinh-xa-hoi", None),
        ("LĐLĐ tỉnh", "ldld", "province"),
        ("Đoàn TN", "doan-thanh-nien", None),
        ("TYT phường", "tram-y-te", "ward"),
    ],
)
def test_one_agency(text, key, level):
    assert [(item.key, item.level) for item in find_agencies(text)] == [(key, level)]


@pytest.mark.parametrize(
    "text", ["cả nhà em", "ca nha em", "em sợ y tế lắm", "ca xa hoi", "hội họp", "ban cho minh"]
)
def test_ordinary_words_are_no_agencies(text):
    assert find_agencies(text) == ()


def test_several_with_their_places():
    text = "Hội Nông dân tỉnh, Đoàn Thanh niên và Hội LHPN"
    found = find_agencies(text)
    assert [text[item.start : item.end] for item in found] == [
        "Hội Nông dân tỉnh",
        "Đoàn Thanh niên",
        "Hội LHPN",
    ]


def test_canonical_names_are_found_themselves():
    for key, name in agency_names().items():
        assert [item.key for item in find_agencies(name)] == [key]
