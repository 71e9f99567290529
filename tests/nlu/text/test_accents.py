import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.text import restore, strip_accents
from nlu.text.accents import MODEL, AccentRestorer, accent_restorer


@pytest.mark.parametrize(
    "text",
    [
        "chồng đánh tôi",
        "chồng tôi đánh em đau quá",
        "cứu em với",
        "em ở Cần Thơ",
        "tôi bị chồng đánh",
        "nó bóp cổ em chảy máu mũi",
        "cho em hỏi ai chủ trì",
        "Sở Lao động - Thương binh và Xã hội",
        "phòng ngừa và ứng phó với bạo lực trên cơ sở giới",
    ],
)
def test_accents_come_back(text):
    assert restore(strip_accents(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "con tôi bị đánh ở trường",
        "em xin chào, em muốn hỏi về ly hôn",
        "Kế hoạch số 12/KH-UBND của UBND phường Thành Sen",
        "mắt thâm quầng, kẹ, úi, ỏi",
    ],
)
def test_text_with_its_accents_is_left_alone(text):
    assert restore(text) == text


def test_half_typed_accents_are_completed():
    assert restore("Em Bi đánh") == "Em Bị đánh"
    assert restore("khong biết goi ai") == "không biết gọi ai"


def test_case_signs_and_places_are_kept():
    typed = "KHONG biet, lam SAO?! 😭 18008065"
    restored = restore(typed)
    assert restored == "KHÔNG biết, làm SAO?! 😭 18008065"
    assert len(restored) == len(typed)


def test_foreign_words_are_left_alone():
    assert restore("facebook zalo wifi") == "facebook zalo wifi"


@given(st.text(max_size=80))
def test_any_text_keeps_its_length_and_letters(text):
    composed = unicodedata.normalize("NFC", text)
    restored = restore(text)
    assert len(restored) == len(composed)
    assert strip_accents(restored) == strip_accents(composed)


@pytest.mark.parametrize("piece", ["thi la ma o nha ", "a", "."])
def test_long_text_does_not_hang(piece):
    text = piece * (40_000 // len(piece))
    assert len(restore(text)) == len(text)


def test_the_artefact_is_small_and_loads():
    assert MODEL.stat().st_size < 6_000_000
    restorer = AccentRestorer(MODEL)
    assert restorer.frequency("không") > restorer.frequency("khổng")
    assert restorer.frequency("xyz") == -np.inf
    assert accent_restorer() is accent_restorer()
