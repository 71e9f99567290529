"""The spelling of Vietnamese syllables: onset, rhyme, tone, and where the tone mark sits."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

__all__ = ["TONES", "Syllable", "is_syllable", "join", "place_tone", "split"]

TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
"""Level, huyền, sắc, hỏi, ngã, nặng, as combining marks."""

_RHYMES = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êng êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu y yêm yên yêng yêt yêu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi
    om on ong oong ooc op ot ô ôc ôi ôm ôn ông ôp ôt ôông ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uênh uêu ui um un ung uôc uôi uôm uôn uông uôt up ut uơ
    uy uya uych uyên uyêt uynh uyt uyu uyn uyp ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt
    ươu ưt ưu
"""
_RHYMES_AFTER_QU = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch ên ênh êt êu i it in inh iu iêt iên iêu y yên yêt ynh yt yu ych
    ơ ơi ơn ơt ôc
"""
RHYMES = frozenset(_RHYMES.split())
_AFTER_QU = frozenset(_RHYMES_AFTER_QU.split())
_FRONT = frozenset("eêiy")
_VOWELS = frozenset("aăâeêioôơuưy")
_MARKED = frozenset("ăâêôơư")
_ONSET = re.compile(r"ngh|ng|nh|gh|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx]|")
_TONE_MARKS = frozenset(TONES[1:])


class Syllable(NamedTuple):
    """One syllable in parts; joined again with :func:`join`."""

    onset: str
    rhyme: str
    tone: int
    """Index in :data:`TONES`."""


def _without_tone(word: str) -> tuple[str, int, int]:
    """The word without tone marks, the tone's index, and how many tone marks there were."""
    if word.isascii():
        return word, 0, 0
    tone = count = 0
    letters = []
    for char in unicodedata.normalize("NFD", word):
        if char in _TONE_MARKS:
            tone = TONES.index(char)
            count += 1
        else:
            letters.append(char)
    return unicodedata.normalize("NFC", "".join(letters)), tone, count


@lru_cache(maxsize=20_000)
def split(word: str) -> Syllable | None:
    """The parts of a lower-case NFC ``word``, or None when it is no Vietnamese syllable.

    The tone mark may sit on any vowel of the rhyme, so misplaced ones are understood.
    """
    if not word or len(word) > 10:
        return None
    base, tone, count = _without_tone(word)
    if count > 1:
        return None
    match = _ONSET.match(base)
    onset = match.group() if match else ""
    rhyme = base[len(onset) :]
    if onset == "g" and rhyme[:1] == "i" and rhyme[1:2] and rhyme[1] in _VOWELS:
        # giêng, giết: the i belongs to the onset; gia, giêu: likewise; gìn, gì keep theirs
        onset, rhyme = "gi", rhyme[1:]
    if not _fits(onset, rhyme):
        return None
    if (rhyme[-1] in "cpt" or rhyme.endswith("ch")) and tone not in (0, 2, 5):
        return None
    return Syllable(onset, rhyme, tone)


def _fits(onset: str, rhyme: str) -> bool:
    if onset == "qu":
        return rhyme in _AFTER_QU
    if rhyme not in RHYMES:
        return rhyme == "êng" and onset == "gi"
    if rhyme.startswith("oo"):
        return onset in ("x", "b", "g", "c", "s", "r", "m", "")  # xoong, boong; not khoong
    if onset in ("k", "gh", "ngh"):
        return rhyme[0] in _FRONT or (onset == "k" and rhyme[0] == "y")
    if onset in ("c", "g", "ng"):
        return rhyme[0] not in _FRONT or (onset == "g" and rhyme[0] == "i")
    return True


def is_syllable(word: str) -> bool:
    """Whether a lower-case NFC ``word`` is spelt as a Vietnamese syllable."""
    return split(word) is not None


def join(syllable: Syllable) -> str:
    """The spelt word, its tone mark in the traditional place (hòa, khỏe, thủy, but hoàn, quý)."""
    onset, rhyme, tone = syllable
    if not tone:
        return onset + rhyme
    vowels = 0
    while vowels < len(rhyme) and rhyme[vowels] in _VOWELS:
        vowels += 1
    marked = [index for index in range(vowels) if rhyme[index] in _MARKED]
    if marked:
        at = marked[-1]
    elif vowels == 1:
        at = 0
    elif vowels == 2:
        at = 1 if len(rhyme) > vowels else 0
    else:
        at = 1
    toned = unicodedata.normalize("NFC", rhyme[at] + TONES[tone])
    return onset + rhyme[:at] + toned + rhyme[at + 1 :]


@lru_cache(maxsize=20_000)
def place_tone(word: str) -> str:
    """A lower-case NFC ``word`` with its tone mark in the traditional place; others unchanged."""
    if word.isascii():
        return word
    syllable = split(word)
    if syllable is None or not syllable.tone:
        return word
    return join(syllable)
