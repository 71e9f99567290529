"""Old Vietnamese encodings (TCVN3/ABC, VNI) recognised and converted.

Both keep Vietnamese letters at code points that Western Windows shows as other signs, so a text
read as Windows-1252 is full of ``µ``, ``®``, ``¸`` (TCVN3) or of vowels followed by ``ù``, ``ø``,
``û`` (VNI). Tables follow TCVN 5712:1993 (the ABC fonts) and the VNI-Windows fonts.
"""

from __future__ import annotations

import re

from knowledge.reading import messages
from knowledge.reading.error import PlanError
from nlu.text.composed import nfc

__all__ = ["convert", "to_unicode"]

_TCVN3_FROM = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦"
_TCVN3_TO = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ"
_TCVN3 = dict(zip(map(ord, _TCVN3_FROM), _TCVN3_TO, strict=True))

_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_HATS = {
    "â": ("\u0302", ""),
    "á": ("\u0302", "\u0301"),
    "à": ("\u0302", "\u0300"),
    "å": ("\u0302", "\u0309"),
    "ã": ("\u0302", "\u0303"),
    "ä": ("\u0302", "\u0323"),
}
_BREVES = {
    "ê": ("\u0306", ""),
    "é": ("\u0306", "\u0301"),
    "è": ("\u0306", "\u0300"),
    "ú": ("\u0306", "\u0309"),
    "ü": ("\u0306", "\u0303"),
    "ë": ("\u0306", "\u0323"),
}
_VNI_ALONE = {
    "ñ": "đ",
    "Ñ": "Đ",
    "ö": "ư",
    "Ö": "Ư",
    "ô": "ơ",
    "Ô": "Ơ",
    "í": "í",
    "ì": "ì",
    "æ": "ỉ",
    "ó": "ĩ",
    "ò": "ị",
    "î": "ỵ",
    "Í": "Í",
    "Ì": "Ì",
    "Æ": "Ỉ",
    "Ó": "Ĩ",
    "Ò": "Ị",
    "Î": "Ỵ",
}

_VIETNAMESE = re.compile(r"[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđơưăĐƠƯĂ]")
_TCVN3_SIGNS = re.compile(r"[µ¸¶·¹®¬«¨©§]")
_VNI_PAIRS = re.compile(r"[aeouyAEOUYöôÖÔ][ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË]|[ñÑ]")
_SYLLABLES = re.compile(
    r"\b(của|và|các|về|được|trên|phường|nhân dân|kế hoạch|cơ sở|thực hiện|với|năm|ủy ban|uỷ ban)\b",
    re.IGNORECASE,
)


def to_unicode(text: str, name: str) -> tuple[str, list[str]]:
    """``text`` in Unicode and a warning when it had to be converted.

    Raises:
        PlanError: it looks like an old encoding but converting gives no Vietnamese.
    """
    text = nfc(text)
    sample = text[:20000]
    letters = max(1, sum(map(str.isalpha, sample)))
    if len(_VIETNAMESE.findall(sample)) > 0.02 * letters:
        return text, []
    scores = {
        "TCVN3 (ABC)": len(_TCVN3_SIGNS.findall(sample)) / letters,
        "VNI": len(_VNI_PAIRS.findall(sample)) / letters,
    }
    encoding = max(scores, key=lambda key: scores[key])
    if scores[encoding] < 0.03:
        return text, []
    converted = _from_tcvn3(text) if encoding.startswith("TCVN3") else _from_vni(text)
    if len(_SYLLABLES.findall(converted)) * 1500 < len(converted):
        raise PlanError(messages.REFUSED_ENCODING.format(name=name, encoding=encoding))
    return converted, [messages.CONVERTED.format(encoding=encoding)]


def convert(text: str) -> str:
    """A piece of an old-encoding text in Unicode; the encoding is guessed from the piece itself."""
    vni = len(_VNI_PAIRS.findall(text)) > len(_TCVN3_SIGNS.findall(text))
    return _from_vni(text) if vni else _from_tcvn3(text)


def _from_tcvn3(text: str) -> str:
    return nfc(text.translate(_TCVN3))


def _from_vni(text: str) -> str:
    out: list[str] = []
    for sign in text:
        lower = sign.lower()
        base = out[-1] if out else ""
        plain = base[:1].lower()
        marks = ""
        if plain in ("a", "e", "o", "u", "y", "ơ", "ư") and len(base) == 1:
            if lower in _TONES:
                marks = _TONES[lower]
            elif lower in _HATS and plain in "aeo":
                marks = "".join(_HATS[lower])
            elif lower in _BREVES and plain == "a":
                marks = "".join(_BREVES[lower])
        if marks:
            out[-1] = base + marks
        elif sign in _VNI_ALONE:
            out.append(_VNI_ALONE[sign])
        else:
            out.append(sign)
    return nfc("".join(out))
