from pathlib import Path

import pytest

from handoff.contacts import ContactDirectory
from handoff.datafile import DataFileError


@pytest.fixture(scope="module")
def directory() -> ContactDirectory:
    return ContactDirectory.load()


def phones(directory, *args, **kw):
    return [contact.phone for contact in directory.numbers(*args, **kw)]


def test_every_number_has_a_source(directory):
    assert {c.phone for c in directory.contacts} == {"111", "113", "115", "18008065"}
    assert all(c.source for c in directory.contacts)


def test_a_number_is_never_lent_to_another_place(directory):
    for level in ("emergency", "disclosure"):
        for kind in ("partner", "child", "self_harm"):
            assert "18008065" in phones(directory, level, kind, "can-tho")
            for place in ("lai-chau", "ha-noi", "ha-tinh", None):
                assert "18008065" not in phones(directory, level, kind, place)


@pytest.mark.parametrize(
    ("level", "kind", "child", "first"),
    [
        ("emergency", "partner", False, "113"),
        ("emergency", "child", False, "111"),
        ("emergency", "self_harm", False, "115"),
        ("emergency", "self_harm", True, "115"),
        ("emergency", "partner", True, "111"),
        ("disclosure", "partner", False, "18008065"),
        ("disclosure", "child", False, "111"),
        ("disclosure", "other", True, "111"),
    ],
)
def test_the_first_number_fits_the_kind(directory, level, kind, child, first):
    assert phones(directory, level, kind, "can-tho", child=child)[0] == first


def test_emergencies_have_police_and_ambulance_everywhere(directory):
    for kind in ("partner", "child", "sexual", "self_harm", "elder", "other"):
        assert {"113", "115"} <= set(phones(directory, "emergency", kind, None))


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


ROW = """contacts:
  - id: a
    name: A
    label: a
    phone: {phone}
    purpose: {purpose}
    source: s
"""


@pytest.mark.parametrize(
    ("text", "line", "field"),
    [
        (ROW.format(phone="113", purpose="police"), 5, "phone"),
        (ROW.format(phone='"1800 8065"', purpose="police"), 5, "phone"),
        (ROW.format(phone='"113"', purpose="fire"), 6, "purpose"),
        (ROW.format(phone='"113"', purpose="police").replace("source", "sourse"), 7, "sourse"),
        (ROW.format(phone='"113"', purpose="police").replace("    source: s\n", ""), 2, "source"),
    ],
)
def test_errors_name_file_line_and_field(tmp_path, text, line, field):
    with pytest.raises(DataFileError) as caught:
        ContactDirectory.load(write(tmp_path / "danh-ba.yml", text))
    assert (caught.value.line, caught.value.field) == (line, field)
    assert f"danh-ba.yml, dòng {line}" in str(caught.value)


def test_other_breakages(tmp_path):
    for text in ("contacts: 3", "a: [", "contacts: [1]", ""):
        with pytest.raises(DataFileError):
            ContactDirectory.load(write(tmp_path / "x.yml", text))
    with pytest.raises(DataFileError, match="không đọc được"):
        ContactDirectory.load(tmp_path / "missing.yml")
