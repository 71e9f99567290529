"""Other spellings of a message for training."""

from __future__ import annotations

import random

import pytest

from nlu.text import is_plain, strip_accents
from nlu.triage.augment import STYLES, retype

TEXT = "Chồng em không cho em đi làm, giữ hết tiền lương của em rồi."


@pytest.mark.parametrize("style", list(STYLES))
def test_the_same_seed_gives_the_same_text(style: str) -> None:
    first = retype(TEXT, style, random.Random(3))
    assert first == retype(TEXT, style, random.Random(3))
    assert any(retype(TEXT, style, random.Random(seed)) != TEXT for seed in range(5))


def test_no_accents() -> None:
    plain = retype(TEXT, "no_diacritics", random.Random(1))
    assert is_plain(plain)
    assert plain.lower() == strip_accents(TEXT).lower()


def test_teencode_shortens() -> None:
    short = " ".join(retype(TEXT, "teencode", random.Random(seed)) for seed in range(6))
    assert {"ck", "k", "đc"} & set(short.split()) or "ko" in short


def test_voice_has_no_signs() -> None:
    assert retype(TEXT, "voice_to_text", random.Random(0)) == TEXT.lower().replace(",", "").rstrip(
        "."
    )


def test_typos_keep_most_words() -> None:
    for seed in range(20):
        typed = retype(TEXT, "typo", random.Random(seed)).lower().split()
        kept = sum(word in typed for word in TEXT.lower().split())
        assert kept >= 4
