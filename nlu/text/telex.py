"""What is left of Telex and VNI typing when the keyboard did not turn it into letters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from nlu.text.accents import accent_restorer
from nlu.text.syllable import TONES, Syllable, is_syllable, join, split

__all__ = ["decode"]

RAREST = -14.0
"""Log probability of the rarest word taken for what the keys were meant to spell."""

_TELEX_TONES = {"f": 1, "s": 2, "r": 3, "x": 4, "j": 5}
_VNI_TONES = {"2": 1, "1": 2, "3": 3, "4": 4, "5": 5}
_DOUBLED = re.compile(r"aa|ee|oo|dd")
_CIRCUMFLEX = {"a": "â", "e": "ê", "o": "ô"}
_HORN = {"o": "ơ", "u": "ư", "a": "ă"}
_FOREIGN = """
ads air apps are as ax bar bars been best bills bis book boss box boys bus calls cans car cars
chips cis class cool cost cs data deals demo des dis dj docs does door dos down dx ex fans far
fast fax files fix food for games gas gens girls gis goes good guys haha has hehe her hihi his hix
hos host hours how huhu if is just kids las last law les less list lix logo look los loss lost low
mails max meet menu mess mis miss mix mixi moon most ms must new news next nix now of off or os
our own owner pas pass past pis pix pizza pos post ps raw relax rest ris rix room ros row salon
saloon saw see sex show sir sis six sofa soon sos star tax taxi team test text this tips tis too
town toxic trust two tx us users view vis visa vos vs was who wow xin years your
"""
_WORDS = frozenset(_FOREIGN.split())
"""Foreign and chat words that would read as Telex."""


@lru_cache(maxsize=20_000)
def decode(word: str) -> str | None:
    """The Vietnamese word that a lower-case ``word`` spells in Telex or VNI keys.

    ``"ddanhs"`` gives ``"đánh"``, ``"danh1"`` too. None when the word is a syllable already, when
    the keys spell no word in use, or when it is a known foreign word.
    """
    if len(word) < 3 or len(word) > 12 or word in _WORDS or not word.isascii() or is_syllable(word):
        return None
    has_digit = any(char.isdigit() for char in word)
    found = _vni(word) if has_digit else _telex(word)
    if found is None:
        return None
    stopped = found.rhyme[-1] in "cpt" or found.rhyme.endswith("ch")
    if stopped and not found.tone:
        return None
    return _likelier(found)


def _likelier(found: Syllable) -> str | None:
    """The word spelt; đ for d where that is the word people write ("danh1" is đánh)."""
    frequency = accent_restorer().frequency
    spelt = [join(found)]
    if found.onset == "d":
        spelt.append(join(found._replace(onset="đ")))
    best = max(spelt, key=frequency)
    return best if frequency(best) > RAREST else None


def _telex(word: str) -> Syllable | None:
    """Tone keys may stand anywhere after the vowel; doubled letters and w mark their vowel."""
    tone = 0
    letters = word
    match = re.search(r"(?<=[aeiouyw])([a-z]*?)([fsrxj])(?=[a-z]*$)", letters)
    if match and word[0] != match.group(2):
        for index in range(len(letters) - 1, 0, -1):
            if letters[index] in _TELEX_TONES and re.search(r"[aeiouyw]", letters[:index]):
                tone = _TELEX_TONES[letters[index]]
                letters = letters[:index] + letters[index + 1 :]
                break
    marked = _DOUBLED.sub(lambda pair: {"d": "đ", **_CIRCUMFLEX}[pair.group()[0]], letters)
    if marked[:1] == "d" and marked.endswith("d") and len(marked) > 2:
        marked = "đ" + marked[1:-1]
    marked = _late_circumflex(marked)
    marked = _horns(marked, "w")
    if marked == word:
        return None
    return _toned(marked, tone)


def _late_circumflex(word: str) -> str:
    """Telex lets the second vowel key come after the final: "khongo", "dena"."""
    if len(word) > 3 and word[-1] in _CIRCUMFLEX:
        at = word[:-1].rfind(word[-1])
        if at >= 0 and word[at + 1 : -1] and not re.search(r"[aeiouy]", word[at + 1 : -1]):
            return word[:at] + _CIRCUMFLEX[word[-1]] + word[at + 1 : -1]
    return word


def _horns(word: str, key: str) -> str:
    if key not in word:
        return word
    for pair in (f"uo{key}", f"u{key}o{key}", f"u{key}o"):
        word = word.replace(pair, "ươ")
    for vowel, horned in _HORN.items():
        word = word.replace(vowel + key, horned)
    if key in word and word.count(key) == 1:
        # the key after the final belongs to the vowel before it: "duongw", "nguoiw"
        head = word.replace(key, "")
        marked = _horned(head)
        return marked if marked != head else word.replace(key, "ư")
    return word


def _horned(letters: str) -> str:
    for pair, horned in (("uo", "ươ"), ("uu", "ưu"), ("ua", "ưa")):
        if pair in letters:
            return letters.replace(pair, horned)
    return _mark_last(letters, _HORN)


def _vni(word: str) -> Syllable | None:
    match = re.fullmatch(r"([a-z]+)((?:[1-9][a-z]{0,3}){1,3})", word)
    if match is None:
        return None
    letters, tone = "", 0
    for char in word:
        before = letters
        if char.isalpha():
            letters += char
        elif char in _VNI_TONES:
            tone = _VNI_TONES[char]
            continue
        elif char == "9":
            letters = letters.replace("d", "đ", 1)
        elif char == "6":
            letters = _mark_last(letters, _CIRCUMFLEX)
        elif char == "7":
            letters = _horned(letters)
        elif char == "8":
            letters = letters.replace("a", "ă", 1)
        if letters == before:
            return None  # a digit that marks nothing is a digit
    return _toned(letters, tone)


def _mark_last(letters: str, marks: dict[str, str]) -> str:
    for index in range(len(letters) - 1, -1, -1):
        if letters[index] in marks:
            return letters[:index] + marks[letters[index]] + letters[index + 1 :]
    return letters


def _toned(base: str, tone: int) -> Syllable | None:
    """``base``, which bears no tone yet, as a syllable with ``tone``."""
    parts = split(base) if not tone else None
    if not tone:
        return parts
    for index, char in enumerate(base):
        if char in "aăâeêioôơuưy":
            marked = unicodedata.normalize("NFC", char + TONES[tone])
            parts = split(base[:index] + marked + base[index + 1 :])
            if parts is not None and parts.tone == tone:
                return parts
    return None
