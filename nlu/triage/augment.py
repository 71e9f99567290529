"""Messages as other hands would have typed them: without accents, in teencode, with slips.

Used in training only. Everything is drawn from the random generator that is passed in, so the same
seed gives the same texts.
"""

from __future__ import annotations

import random
import re
import unicodedata

from nlu.text import strip_accents

__all__ = ["STYLES", "retype"]

_TEENCODE: dict[str, tuple[str, ...]] = {
    "không": ("k", "ko", "hok", "hk", "kh", "hong", "khum", "kg", "0"),
    "được": ("đc", "dc", "đk", "dk", "đx"),
    "chồng": ("ck", "chog"),
    "vợ": ("vk",),
    "gì": ("j", "gi", "z"),
    "rồi": ("r", "rùi", "roài", "ròi"),
    "với": ("vs", "v", "zới"),
    "em": ("e", "iem"),
    "anh": ("a", "ank"),
    "chị": ("c", "cj"),
    "mình": ("mk", "mik", "mìn"),
    "giờ": ("h", "giờ", "jo"),
    "biết": ("bít", "bik", "bt"),
    "người": ("ng", "ngừi", "nguoi"),
    "nhiều": ("nhìu", "nh", "n"),
    "vậy": ("z", "zậy", "v", "zay"),
    "sao": ("s", "seo"),
    "thích": ("thik", "thít"),
    "yêu": ("iu", "êu"),
    "nói": ("ns", "nói"),
    "bạn": ("b", "bn"),
    "trời": ("chời", "chùi"),
    "muốn": ("mún", "mún", "mun"),
    "buồn": ("bùn", "bùn"),
    "tôi": ("t", "tui", "toy"),
    "nhau": ("nhao",),
    "quá": ("wá", "qá", "wa"),
    "luôn": ("lun", "lun"),
    "hôm": ("hum", "hum"),
    "nay": ("nai",),
    "làm": ("lm", "lèm"),
    "phải": ("fải", "fai", "pải"),
    "cũng": ("cx", "cg", "cũg"),
    "đang": ("đag", "dag", "đg"),
    "bị": ("bj", "bị"),
    "đánh": ("oánh", "wánh", "đáh"),
    "nữa": ("nx", "nữa"),
    "ơi": ("ui", "oi"),
    "mới": ("ms",),
    "nhà": ("nhà", "nhak"),
    "trong": ("trog", "tr"),
    "như": ("nhu", "nkư"),
    "vào": ("zô", "vô"),
    "bố": ("pố",),
    "chết": ("chớt", "chết"),
    "thế": ("thía", "tek"),
    "hỏi": ("hõi", "hủi"),
    "bao": ("bn", "bao"),
    "trước": ("trc",),
    "sợ": ("sợ", "sựa"),
    "khóc": ("khók", "khóc"),
    "về": ("zề", "dìa"),
    "thôi": ("thui", "thuii"),
    "nhắn": ("nt",),
    "gọi": ("gọi", "gọj"),
    "ghét": ("gét",),
    "tiền": ("tìn",),
    "học": ("hc", "hok"),
    "đi": ("đii", "di"),
    "vì": ("vì", "dì"),
    "có": ("cs", "có"),
    "lắm": ("lém", "lắmm"),
    "dạ": ("dạ", "zạ"),
    "vẫn": ("vx",),
    "bây": ("bi",),
    "thì": ("thỳ", "th"),
    "của": ("củ", "cụa", "c"),
    "cho": ("cko", "cho"),
    "ngày": ("ngày", "ngàii"),
    "tháng": ("thág",),
}

_TONES = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_VNI_TONES = {"\u0300": "2", "\u0301": "1", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_SHAPES = {"\u0302": "", "\u0306": "w", "\u031b": "w"}
_VNI_SHAPES = {"\u0302": "6", "\u0306": "8", "\u031b": "7"}
_NEAR = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "g": "fh", "h": "gj", "i": "uo",
    "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "wa", "r": "et",
    "s": "ad", "t": "ry", "u": "yi", "v": "cb", "x": "zc", "y": "tu",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_SIGNS = re.compile(r"[.,!?;:…\"“”()–—-]+")
_SPACES = re.compile(r"\s+")


def _telex(word: str, rng: random.Random) -> str:
    """The keys somebody pressed for ``word`` while the input method was off."""
    vni = rng.random() < 0.25
    keys: list[str] = []
    tone = ""
    for char in unicodedata.normalize("NFD", word.lower().replace("đ", "d\u0335")):
        if char == "\u0335":
            keys.append("9" if vni else "d")
        elif char in _TONES:
            tone = (_VNI_TONES if vni else _TONES)[char]
        elif char in _SHAPES:
            keys.append(_VNI_SHAPES[char] if vni else (_SHAPES[char] or keys[-1]))
        else:
            keys.append(char)
    return "".join(keys) + tone


def _wrong_mark(word: str, rng: random.Random) -> str:
    marks = [c for c in unicodedata.normalize("NFD", word) if c in _TONES]
    if not marks:
        return word
    other = rng.choice([*_TONES, ""])
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", word).replace(marks[0], other))


def _slip(word: str, rng: random.Random) -> str:
    if len(word) < 3:
        return word
    place = rng.randrange(len(word) - 1)
    kind = rng.randrange(5)
    if kind == 0:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if kind == 1:
        return word[: place + 1] + word[place + 2 :]
    if kind == 2:
        return word[: place + 1] + word[place] + word[place + 1 :]
    if kind == 3:
        near = _NEAR.get(word[place].lower())
        return word if near is None else word[:place] + rng.choice(near) + word[place + 1 :]
    return _wrong_mark(word, rng)


def _plain(text: str, rng: random.Random) -> str:
    plain = strip_accents(text)
    return plain.lower() if rng.random() < 0.6 else plain


def _partly_plain(text: str, rng: random.Random) -> str:
    share = rng.uniform(0.2, 0.8)
    return _WORD.sub(
        lambda m: strip_accents(m.group()) if rng.random() < share else m.group(), text
    )


def _teencode(text: str, rng: random.Random) -> str:
    share = rng.uniform(0.3, 0.95)

    def shorter(match: re.Match[str]) -> str:
        forms = _TEENCODE.get(match.group().lower())
        if forms is None or rng.random() > share:
            return match.group()
        return rng.choice(forms)

    short = _WORD.sub(shorter, unicodedata.normalize("NFC", text))
    if rng.random() < 0.7:
        short = short.lower()
    if rng.random() < 0.25:
        short = strip_accents(short)
    return short


def _typos(text: str, rng: random.Random) -> str:
    share = rng.uniform(0.08, 0.35)

    def miss(match: re.Match[str]) -> str:
        word = match.group()
        if rng.random() > share:
            return word
        chance = rng.random()
        if chance < 0.3:
            return _telex(word, rng)
        if chance < 0.5:
            return strip_accents(word)
        return _slip(word, rng)

    typed = _WORD.sub(miss, unicodedata.normalize("NFC", text))
    if rng.random() < 0.4:
        words = typed.split(" ")
        for _ in range(max(1, len(words) // 12)):
            if len(words) > 2:
                place = rng.randrange(len(words) - 1)
                words[place : place + 2] = [words[place] + words[place + 1]]
        typed = " ".join(words)
    return typed


def _voice(text: str, _rng: random.Random) -> str:
    return _SPACES.sub(" ", _SIGNS.sub(" ", text)).strip().lower()


STYLES = {
    "no_diacritics": _plain,
    "partial": _partly_plain,
    "teencode": _teencode,
    "typo": _typos,
    "voice_to_text": _voice,
}
"""How a message can be typed differently, by the name of the style."""


def retype(text: str, style: str, rng: random.Random) -> str:
    """``text`` typed in one of :data:`STYLES`."""
    return STYLES[style](text, rng)
