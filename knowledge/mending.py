"""Words that a scan misread, put right by what the same paper and its kind write elsewhere.

A scan takes "1" for "l", loses an accent or breaks a word. Names and times are then read from the
mended text; what is quoted stays as the scan has it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.scan import figures
from nlu.text import strip_accents
from nlu.text.accents import accent_restorer
from nlu.text.composed import nfc
from nlu.text.syllable import is_syllable, place_tone, split

__all__ = ["Mender"]

_WORD = re.compile(r"\w+")
_PARTED = re.compile(r"[^\s\w]")
_LETTER_IN_FIGURES = str.maketrans("10", "lo")
_CONFUSED = (
    ("rn", "m"), ("l", "i"), ("i", "l"), ("e", "c"), ("b", "h"), ("n", "u"), ("u", "n"), ("h", "b"),
    ("c", "e"), ("cl", "d"), ("ii", "n"), ("vv", "w"), ("ri", "n"), ("t", "l"), ("f", "t"),
    ("q", "g"), ("li", "h"), ("ii", "u"), ("r", "t"),
)  # fmt: skip
"""What a scan writes, and what may have stood there."""
_STOPS = ("c", "ch", "p", "t")
"""After these a syllable has one of two tones; what bears accents and neither has lost one."""
_ON_THE_U = frozenset(("qú", "qù", "qủ", "qũ", "qụ"))
"""How words with "qu" begin that bear their tone on the wrong letter."""
_FEWEST = 2
"""Misread figures and impossible syllables from which a paper is taken for a scan."""
_SURE, _LIKELY = 3, 1
"""Evidence that overrules a word that could stand there, and one that could not."""
_COMMON = -9.5
"""Log frequency from which a word is taken for one without looking further."""
_SURE_GAIN, _SURE_GAIN_AGAIN = 9.0, 16.0
"""How much likelier (log) other accents must make the words around a possible word; and where that
may be a name or stands there again, and the paper and its kind do not have the other one."""
_OWN = 2.0
"""How much commoner (log) a word of the paper itself is taken to be."""
_AROUND = 40
"""Characters on either side that tell which accents a word had."""
_ADDRESSED = re.compile(
    r"\b(?:ông|bà|chị|anh|cô|chú|đồng chí|đ/c|sư cô|sư cả)\s+"
    r"(?!(?:phó|chủ|trưởng|giám|bí|ủy|uỷ|hiệu)\b)",
    re.IGNORECASE,
)
"""A form of address that may stand before a name, not before an office."""
_NAME_WORD = re.compile(r"\s*(\w+)")
_ONE_FOR_T = re.compile(r"1[a-zà-ỹ]{2,}$")
"""As in "1rung tâm"."""
_RUN_TOGETHER = re.compile(r"(?P<word>[^\W\d_]{2,})(?P<figure>\d{1,3})$")
"""As in "chậm nhất15 ngày"."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word in a text.

    Attributes:
        start: where it begins.
        end: where it ends.
        low: in small letters.
        plain: without accents too.
    """

    start: int
    end: int
    low: str
    plain: str


class Mender:
    """The spelling of one paper.

    Args:
        texts: its paragraphs and cells, NFC.
        usual: names that such papers write, rightly spelt.
    """

    def __init__(self, texts: Iterable[str], usual: Iterable[str] = ()) -> None:
        """Count what stands beside what."""
        self._words: dict[str, Counter[str]] = defaultdict(Counter)
        self._beside: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        """By plain word and plain neighbour (before: ``"<x"``, after: ``">x"``)."""
        self._between: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
        faults = 0
        paper: list[list[_Word]] = []
        for text in texts:
            text = nfc(text)
            right = figures(text)
            faults += sum(one != other for one, other in zip(right, text, strict=True))
            read = _read(right)
            # names of people and places of other languages are spelt as they like
            faults += sum(right[word.start].islower() and _impossible(word.low) for word in read)
            paper.append(read)
        self.scanned: bool = faults >= _FEWEST
        """Whether the paper looks like a scan: others are left alone, and nothing is counted."""
        if not self.scanned:
            return
        for read in paper:
            self._count(read, 1)
        for text in usual:
            self._count(_read(nfc(text)), _SURE)

    def mended(self, text: str) -> str:
        """``text`` with misread figures and words put right."""
        text = figures(nfc(text))
        read = _joined(text, _read(text), self._words)
        pieces: list[str] = []
        at = 0
        persons = _persons(text)
        for place, word in enumerate(read):
            if any(start <= word.start < end for start, end in persons):
                continue
            typed = text[word.start : word.end]
            right = self._right(text, read, place)
            if right != typed:
                pieces += text[at : word.start], right
                at = word.end
        pieces.append(text[at:])
        return "".join(pieces)

    def _count(self, read: Sequence[_Word], times: int) -> None:
        for place, word in enumerate(read):
            self._words[word.plain][word.low] += times
            before = read[place - 1].plain if place else ""
            after = read[place + 1].plain if place + 1 < len(read) else ""
            if before:
                self._beside[word.plain, f"<{before}"][word.low] += times
            if after:
                self._beside[word.plain, f">{after}"][word.low] += times
            if before and after:
                self._between[before, word.plain, after][word.low] += times

    def _right(self, text: str, read: Sequence[_Word], place: int) -> str:
        """The word at ``place`` as it must have been."""
        word = read[place]
        typed = text[word.start : word.end]
        if _ONE_FOR_T.match(typed) and is_syllable(f"t{typed[1:]}".lower()):
            return f"T{typed[1:]}"
        parts = _RUN_TOGETHER.match(typed)
        if parts and not parts["word"].isascii() and is_syllable(parts["word"].lower()):
            return f"{parts['word']} {parts['figure']}"
        if typed[:2].lower() in _ON_THE_U:
            return _cased(word.low, typed)  # "qúy"
        if word.low.isdigit() or (typed.isupper() and len(typed) <= 6 and typed.isascii()):
            return typed
        impossible = _impossible(word.low) or _unheard_of(word.low, typed, place)
        foreign = typed.islower() and not is_syllable(word.plain)
        if is_syllable(word.low) and not impossible:
            low = self._likelier(text, read, place) if typed.isalpha() else word.low
            return typed if low == word.low and typed.isalpha() else _cased(low, typed)
        forms = [word.low]
        if impossible or not is_syllable(word.plain):
            forms = _forms(word.low)
        best, known = "", 0
        for form in forms:
            found, evidence = self._known(read, place, form, impossible or foreign)
            if evidence > known:
                best, known = found, evidence
        if best and known >= (_LIKELY if impossible else _SURE):
            return _cased(best, typed) if best != place_tone(typed.lower()) else typed
        if impossible:
            fitting = self._fitting(text, word, forms) or self._parted(word.low)
            return _cased(fitting, typed) if fitting else typed
        return typed

    def _likelier(self, text: str, read: Sequence[_Word], place: int) -> str:
        """A word that could stand there, or the same with other accents where that is likelier."""
        restorer = accent_restorer()
        word = read[place]
        before = _with_breaks(text, read, max(0, place - 2), place)
        after = _with_breaks(text, read, place + 1, min(place + 3, len(read)))
        knows = restorer.knows_pair
        if (not before or knows(before[-1], word.low)) and (not after or knows(word.low, after[0])):
            return word.low
        named = place > 0 and text[word.start].isupper()
        doubtful = named or self._again(read, place)
        elsewhere, evidence = self._known(read, place, word.low, impossible=False)
        own = restorer.likelihood([*before, word.low, *after])
        best, gain = word.low, 0.0
        for other in restorer.spellings(word.plain):
            if other == word.low or not is_syllable(other):
                continue
            worth = restorer.likelihood([*before, other, *after]) - own
            worth += _OWN if other in self._words.get(word.plain, ()) else 0.0
            backed = other == elsewhere and evidence >= _SURE
            if worth > max(gain, _SURE_GAIN_AGAIN if doubtful and not backed else _SURE_GAIN):
                best, gain = other, worth
        return best

    def _again(self, read: Sequence[_Word], place: int) -> bool:
        """Whether the word stands beside a neighbour of its elsewhere as well: hardly a slip."""
        word = read[place]
        signs = [f"<{read[place - 1].plain}"] if place else []
        signs += [f">{read[place + 1].plain}"] if place + 1 < len(read) else []
        return any(
            counts[word.low] > 1 and 2 * counts[word.low] >= max(counts.values())
            for counts in (self._beside[word.plain, sign] for sign in signs)
        )

    def _known(
        self, read: Sequence[_Word], place: int, form: str, impossible: bool
    ) -> tuple[str, int]:
        """The spelling the paper has of ``form`` between the same words, and how much says so.

        For what cannot be a word, one neighbour is enough.
        """
        plain, low = strip_accents(form), read[place].low
        before = read[place - 1].plain if place else ""
        after = read[place + 1].plain if place + 1 < len(read) else ""
        sources = [self._between.get((before, plain, after))]
        if impossible or not after:
            sources.append(self._beside.get((plain, f"<{before}")))
        if impossible or not before:
            sources.append(self._beside.get((plain, f">{after}")))
        votes: Counter[str] = Counter()
        for counts in sources:
            votes.update(counts or {})
        own = votes.pop(low, 0)
        itself = sum(1 for counts in sources if counts and low in counts)  # counted right here
        if not votes:
            return "", 0
        best, most = max(votes.items(), key=lambda item: (item[1], item[0]))
        if most < 3 * max(0, own - itself) or not is_syllable(best):
            return "", 0
        return best, most

    def _fitting(self, text: str, word: _Word, forms: Sequence[str]) -> str:
        """A real word in the place of an impossible one, "" where none is sure.

        What keeps the accents that the scan has goes before what fits with others.
        """
        ways = (
            (form for form in forms if form != word.low),
            (_in_place(text, word, form) for form in forms),
            (_in_place(text, word, strip_accents(form)) for form in forms),
        )
        for way in ways:
            found = [one for one in way if one != word.low and is_syllable(one)]
            best = max(found, key=self._common, default="")
            if best and self._common(best) > _COMMON:
                return best
        return ""

    def _parted(self, low: str) -> str:
        """Two words side by side, where the scan lost the space: those of the paper go first."""
        restorer = accent_restorer()
        cuts = [(low[:at], low[at:]) for at in range(2, len(low) - 1)]
        cuts = [cut for cut in cuts if is_syllable(cut[0]) and is_syllable(cut[1])]
        for one, other in cuts:
            beside = self._beside.get((strip_accents(other), f"<{strip_accents(one)}"), ())
            if other in beside:
                return f"{one} {other}"
        known = [cut for cut in cuts if restorer.knows_pair(*cut)]
        best = max(known, key=lambda cut: restorer.likelihood(cut), default=None)
        return f"{best[0]} {best[1]}" if best else ""

    def _common(self, word: str) -> float:
        """How common a word is, words of this paper more than others."""
        here = word in self._words.get(strip_accents(word), ())
        return accent_restorer().frequency(word) + (_OWN if here else 0.0)


def _persons(text: str) -> list[tuple[int, int]]:
    """Where persons are named: words with a capital behind a form of address.

    No other word tells how a name is spelt, so it stays as the scan has it.
    """
    found = []
    for addressed in _ADDRESSED.finditer(text):
        end = addressed.end()
        while (word := _NAME_WORD.match(text, end)) and word[1][0].isupper():
            end = word.end()
        if end > addressed.end():
            found.append((addressed.end(), end))
    return found


def _read(text: str) -> list[_Word]:
    found = []
    for match in _WORD.finditer(text):
        low = match[0].lower()
        if not low.isdigit() and any(map(str.isdigit, low)) and len(low) > 2:
            low = low.translate(_LETTER_IN_FIGURES) if not low.isascii() else low
        low = place_tone(low)
        found.append(_Word(match.start(), match.end(), low, strip_accents(low)))
    return found


def _joined(text: str, read: list[_Word], words: dict[str, Counter[str]]) -> list[_Word]:
    """Two pieces of which one is no word, together one the paper knows: "tru ờng", "trư- ởng"."""
    out: list[_Word] = []
    for word in read:
        last = out[-1] if out else None
        if last is not None and text[last.end : word.start] in (" ", "-", "- "):
            whole = last.low + word.low
            broken = not is_syllable(last.low) or not is_syllable(word.low)
            known = words.get(strip_accents(whole), ())
            if broken and is_syllable(whole) and any(map(is_syllable, known)):
                out[-1] = _Word(last.start, word.end, whole, strip_accents(whole))
                continue
        out.append(word)
    return out


@lru_cache(maxsize=20_000)
def _impossible(low: str) -> bool:
    """Whether a word has accents of Vietnamese and can be none: "truớc", "nghiêp"."""
    if low.isascii() or not low.isalpha():
        return False
    parts = split(low)
    if parts is None:
        return True
    return parts.tone == 0 and parts.rhyme.endswith(_STOPS)


def _with_breaks(text: str, read: Sequence[_Word], start: int, end: int) -> list[str]:
    """The words from ``start`` to ``end`` with what parts them from the others and each other."""
    parts: list[str] = []
    for place in range(start, end):
        if place and _PARTED.search(text, read[place - 1].end, read[place].start):
            parts.append(".")
        parts.append(read[place].low)
    if end < len(read) and _PARTED.search(text, read[end - 1].end, read[end].start):
        parts.append(".")
    return parts


def _unheard_of(low: str, typed: str, place: int) -> bool:
    """Whether a word that could be one is none Vietnamese text has: "nừ", "nãm"; no name."""
    if low.isascii() or not (typed.islower() or (place == 0 and typed[1:].islower())):
        return False
    return accent_restorer().frequency(low) == float("-inf")


def _forms(low: str) -> list[str]:
    """What may have stood where the scan has ``low``, with one of its confusions undone."""
    forms = [low]
    for wrong, right in _CONFUSED:
        at = low.find(wrong)
        while at >= 0:
            forms.append(low[:at] + right + low[at + len(wrong) :])
            at = low.find(wrong, at + 1)
    return forms


def _in_place(text: str, word: _Word, plain: str) -> str:
    """``plain`` with the accents that fit between its neighbours."""
    before = text[max(0, word.start - _AROUND) : word.start]
    after = text[word.end : word.end + _AROUND]
    whole = accent_restorer().restore(before + plain + after)
    return whole[len(nfc(before)) : len(nfc(before)) + len(plain)].lower()


def _cased(right: str, typed: str) -> str:
    if len(typed) > 1 and sum(map(str.isupper, typed)) > len(typed) / 2:
        return right.upper()
    return right[:1].upper() + right[1:] if typed[:1].isupper() else right
