"""Reading .html."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString

from knowledge.reading import messages
from knowledge.reading.block import Block
from knowledge.reading.error import PlanError
from knowledge.reading.markup import cell_text, clean
from knowledge.reading.plain import decode

__all__ = ["read_html"]

_BLOCKS = frozenset(
    (  # noqa: SIM905
        "p div section article main li dt dd blockquote pre center figcaption address form "
        "fieldset details summary"
    ).split()
)
_SKIPPED = (
    "script",
    "style",
    "nav",
    "noscript",
    "template",
    "head",
    "iframe",
    "svg",
    "button",
    "select",
    "del",
)
_SPACES = re.compile(r"\s+")


def read_html(path: Path) -> tuple[list[Block], list[str]]:
    """Blocks and warnings of a saved web page.

    Raises:
        PlanError: the file holds no readable text.
    """
    text, warnings = decode(path.read_bytes(), path.name)
    soup = BeautifulSoup(text, "lxml")
    if soup.find(True) is None:
        raise PlanError(
            messages.BROKEN.format(name=path.name, format="HTML", reason="không có thẻ nào")
        )
    for tag in soup(_SKIPPED):
        tag.decompose()
    _one_line(soup)
    root = soup.body or soup
    blocks: list[Block] = []
    _Walker(blocks).walk(root)
    return blocks, warnings


def _one_line(soup: BeautifulSoup) -> None:
    """Take comments out, and line breaks of the source: only ``<br>`` and ``<pre>`` break lines."""
    for string in soup.find_all(string=True):
        if isinstance(string, PreformattedString):  # comments and what Word writes for itself
            string.extract()
        elif "\n" in string and string.find_parent("pre") is None:
            string.replace_with(_SPACES.sub(" ", string))


class _Walker:
    """Collects blocks in reading order."""

    def __init__(self, blocks: list[Block]) -> None:
        self._blocks = blocks
        self._tables = 0

    def walk(self, node: Tag) -> None:
        pending: list[str] = []
        for child in node.children:
            if isinstance(child, NavigableString):
                pending.append(str(child))
            elif isinstance(child, Tag):
                if child.name == "br":
                    pending.append("\n")
                elif (
                    child.name == "table"
                    or child.name in _BLOCKS
                    or child.name in ("ul", "ol")
                    or _heading(child)
                ):
                    self._flush(pending)
                    self._block(child)
                elif child.find(["p", "div", "table", "ul", "ol", "h1", "h2", "h3"]):
                    self._flush(pending)
                    self.walk(child)
                else:
                    pending.append(_inline(child))
        self._flush(pending)

    def _block(self, tag: Tag) -> None:
        level = _heading(tag)
        if level:
            text = clean(tag.get_text(" "))
            if text:
                self._blocks.append(Block(text, "heading", level=level))
        elif tag.name == "table":
            self._table(tag)
        elif tag.name in ("ul", "ol"):
            self._list(tag)
        else:
            self.walk(tag)

    def _flush(self, pending: list[str]) -> None:
        for line in "".join(pending).split("\n\n" if "\n" not in "".join(pending) else "\n"):
            text = clean(" ".join(line.split()))
            if text:
                self._blocks.append(Block(text))
        pending.clear()

    def _list(self, tag: Tag) -> None:
        start = int(str(tag.get("start") or 1)) if str(tag.get("start") or "1").isdigit() else 1
        kind = str(tag.get("type") or "1")
        for number, item in enumerate(tag.find_all("li", recursive=False), start):
            label = "-" if tag.name == "ul" else _number(number, kind)
            before = len(self._blocks)
            self.walk(item)
            if len(self._blocks) > before and self._blocks[before].kind == "text":
                first = self._blocks[before]
                self._blocks[before] = Block(first.text, label=label)

    def _table(self, tag: Tag) -> None:
        self._tables += 1
        spans: dict[int, tuple[int, str]] = {}
        for row in tag.find_all("tr"):
            if row.find_parent("table") is not tag:
                continue
            cells = list(_cells(row, spans))
            if any(cells):
                text = " | ".join(cells).replace("\n", " ")
                self._blocks.append(Block(text, "row", cells=tuple(cells), table=self._tables))


def _cells(row: Tag, spans: dict[int, tuple[int, str]]) -> Iterator[str]:
    """Cells of a row, cells merged over rows repeated in each."""
    column = 0
    for cell in row.find_all(["td", "th"], recursive=False):
        while column in spans:
            yield _spanned(spans, column)
            column += 1
        text = cell_text(cell.decode_contents())
        down = _span(cell, "rowspan")
        for number in range(_span(cell, "colspan")):
            if down > 1:
                spans[column] = (down - 1, text if number == 0 else "")
            yield text if number == 0 else ""
            column += 1
    while column in spans:
        yield _spanned(spans, column)
        column += 1


def _spanned(spans: dict[int, tuple[int, str]], column: int) -> str:
    left, text = spans.pop(column)
    if left > 1:
        spans[column] = (left - 1, text)
    return text


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name) or "1")
    return min(int(value), 200) if value.isdigit() and int(value) > 0 else 1


def _inline(tag: Tag) -> str:
    for line_break in tag.find_all("br"):
        line_break.replace_with("\n")
    return tag.get_text()


def _heading(tag: Tag) -> int:
    return int(tag.name[1]) if tag.name in ("h1", "h2", "h3", "h4", "h5", "h6") else 0


def _number(number: int, kind: str) -> str:
    if kind in ("a", "A"):
        letters = "abcdđeghiklmnopqrstuvxy"
        letter = letters[(number - 1) % len(letters)]
        return f"{letter.upper()}." if kind == "A" else f"{letter})"
    if kind in ("i", "I"):
        return f"{roman(number)}."
    return f"{number}."


def roman(number: int) -> str:
    """``4`` → ``"IV"``; for 1 to 3999."""
    out = ""
    for value, sign in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
        (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        while number >= value:
            out += sign
            number -= value
    return out
