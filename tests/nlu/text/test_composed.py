from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from nlu.text.composed import MOST_MARKS, nfc


@given(st.text(max_size=MOST_MARKS))
def test_it_is_nfc(text: str) -> None:
    assert nfc(text) == unicodedata.normalize("NFC", text)


def test_heaps_of_marks_are_thinned() -> None:
    assert nfc("e\u0323" + "\u0302\u0323" * 50_000 + " em") == nfc(
        "e\u0323" + "\u0302\u0323" * (MOST_MARKS // 2 - 1) + "\u0302 em"
    )
    assert len(nfc("e" + "\u0301" * 90 + "o" + "\u0301" * 90)) == 2 * MOST_MARKS


def test_many_signs_without_marks_stay() -> None:
    assert nfc("😭" * 500) == "😭" * 500
