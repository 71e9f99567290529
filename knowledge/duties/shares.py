"""Roles written in brackets behind names: "Ban A (chủ trì), Đoàn B phối hợp"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.duties.agency import begins_name, split_names
from knowledge.duties.flat import flat

__all__ = ["Shares", "read_shares"]

_BRACKET = re.compile(
    r"\(\s*(?P<role>chu tri(?: thuc hien)?|(?:la |lam )?(?:don vi |co quan )?(?:chu tri|dau moi)|"
    r"(?:chiu trach nhiem|phu trach|thuc hien) chinh|phu trach|tham muu|phoi hop(?: thuc hien)?|"
    r"cung (?:lam|thuc hien|phoi hop)|ho tro|tham gia)\s*\)"
)
_PARTNER = re.compile(r"phoi hop|cung|ho tro|tham gia")
_TAIL = re.compile(
    r"\s*(?:,|va|;|cung(?: voi)?|phoi hop(?: voi| "
    r"cung)?)?\s*(?P<names>[^:;()]{3,200}?)\s+(?:cung )?"
    r"phoi hop(?: thuc hien)?(?P<end>\s*[:.;,]|\s+(?=\w)|\s*$)"
)
_WITH = re.compile(
    r"\s*,?\s*(?:phoi hop (?:voi|cung)|cung(?: "
    r"voi)?)\s+(?P<names>[^:;()]{3,200}?)(?P<end>\s*[:.]|$)"
)


@dataclass(frozen=True, slots=True)
class Shares:
    """Who leads, who takes part, all as written, and the text after them."""

    lead: tuple[str, ...]
    role: str
    partners: tuple[str, ...]
    rest: str


def read_shares(text: str) -> Shares | None:
    """The shares ``text`` (NFC, one paragraph) begins with, ``None`` where it begins with none."""
    folded = flat(text)
    first = _BRACKET.search(folded, 0, 200)
    if first is None or not (begins_name(text, 0, folded) or text[:1].isupper()):
        return None
    if re.search(r"[.;:]", text[: first.start()]):
        return None
    lead: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    role, at = "", 0
    for bracket in _BRACKET.finditer(folded):
        before = text[at : bracket.start()]
        if re.search(r"[.:]", before) or len(before) > 200:
            break
        names = split_names(re.sub(r"^[\s,;]*(?:và\s+)?", "", before))
        if _PARTNER.search(bracket["role"]):
            partners += names
        else:
            lead += names
            role = role or text[bracket.start("role") : bracket.end("role")]
        at = bracket.end()
    if not lead:
        return None
    tail = _TAIL.match(folded, at) or _WITH.match(folded, at)
    if tail and not partners:
        partners = split_names(text[tail.start("names") : tail.end("names")])
        at = tail.start("end")
    return Shares(lead, role, partners, text[at:].strip(" ,"))
