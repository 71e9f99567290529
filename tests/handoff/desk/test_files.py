"""Photos and voices at the desk: for those who may read, veiled, audited."""

from __future__ import annotations

import pytest

from handoff import files
from handoff.files import media_type

PHOTO = b"\x89PNG\r\n\x1a\n" + b"hinh" * 50
WHO = "telegram:0123456789"


@pytest.fixture
def photo(world):
    """An emergency with a photo, and one sent before anybody might read along."""
    with world.database.atomic() as tx:
        world.cases.say(tx, WHO, "citizen", "[gửi một ảnh]", "1")
        world.cases.files.offer(tx, WHO, "1", "photo")
    case = world.emergency(WHO)
    with world.database.atomic() as tx:
        world.cases.say(tx, WHO, "citizen", "[gửi một ảnh]", "3")
        world.cases.files.offer(tx, WHO, "3", "photo")
        earlier, file = world.cases.files.of(tx, WHO).values()
        assert world.cases.wanted_files(tx) == [file]
        sealed = world.cases.files.sealed(PHOTO)
        for one in (earlier, file):
            assert world.cases.files.keep(tx, one, sealed, "image/png")
    return case, file.id, earlier.id


def test_a_photo_is_shown_veiled_and_looking_is_audited(world, photo):
    case, file, earlier = photo
    hoa = world.sign_in("hoa")
    hoa.act(case, "accept")
    talk = hoa.get(f"/desk/cases/{case.id}/talk").text
    assert f"/files/{file}" in talk and 'class="veil"' in talk and f"/files/{earlier}" not in talk
    answer = hoa.get(f"/desk/cases/{case.id}/files/{file}")
    assert answer.content == PHOTO and answer.headers["content-type"] == "image/png"
    assert answer.headers["cache-control"] == "no-store"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "xem ảnh" in world.sign_in("lan").get("/desk/trail").text


def test_who_may_not_read_sees_nothing(world, photo):
    case, file, earlier = photo
    hoa, tam = world.sign_in("hoa"), world.sign_in("tam")
    hoa.act(case, "accept")
    address = f"/desk/cases/{case.id}/files"
    assert tam.get(f"{address}/{file}").status_code == 404
    assert hoa.get(f"{address}/{earlier}").status_code == 404, "from before the emergency"
    assert hoa.get(f"{address}/999").status_code == 404
    other = world.emergency("web:another0000")
    assert hoa.get(f"/desk/cases/{other.id}/files/{file}").status_code == 404
    with world.database.atomic() as tx:
        world.cases.consent(tx, WHO, False)
    assert hoa.get(f"{address}/{file}").status_code == 404, "she has taken it back"


def test_erased_with_the_person(world, photo):
    case, file, _ = photo
    hoa = world.sign_in("hoa")
    hoa.act(case, "accept")
    with world.database.atomic() as tx:
        world.cases.erase(tx, WHO)
        assert world.cases.files.of(tx, WHO) == {}
    assert hoa.get(f"/desk/cases/{case.id}/files/{file}").status_code == 404


def test_what_is_on_its_way_or_lost_is_said(world):
    case = world.emergency(WHO)
    with world.database.atomic() as tx:
        for number, kind in ((5, "photo"), (6, "voice")):
            world.cases.say(tx, WHO, "citizen", "[gửi]", str(number))
            world.cases.files.offer(tx, WHO, str(number), kind)
        _, voice = world.cases.files.of(tx, WHO).values()
        assert world.cases.files.begin(tx, voice) and not world.cases.files.begin(tx, voice)
        assert world.cases.files.lose(tx, voice, "too_large")
    hoa = world.sign_in("hoa")
    hoa.act(case, "accept")
    talk = hoa.get(f"/desk/cases/{case.id}/talk").text
    assert "Đang lấy ảnh về" in talk and "5 MB" in talk


@pytest.mark.parametrize(
    ("kind", "body", "name"),
    [
        ("photo", PHOTO, "image/png"),
        ("photo", b"RIFF0000WEBPVP8 ", "image/webp"),
        ("voice", b"#!AMR\n", "audio/amr"),
        ("voice", b"0000ftypM4A ", "audio/mp4"),
        ("voice", PHOTO, None),
        ("photo", b"<svg onload=alert(1)>", None),
        ("photo", b"", None),
    ],
)
def test_what_a_file_is(kind, body, name):
    assert media_type(kind, body) == name


def test_nobody_fills_the_disk(world, monkeypatch):
    monkeypatch.setattr(files, "MOST", 2)
    with world.database.atomic() as tx:
        for number in range(3):
            world.cases.files.offer(tx, WHO, str(number), "photo")
        states = [file.state for file in world.cases.files.of(tx, WHO).values()]
    assert states == ["offered", "offered", "lost"]
