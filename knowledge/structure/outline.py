"""The section tree: every paragraph and row of a plan gets the clause it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from knowledge.plan import Section
from knowledge.reading.block import Block
from knowledge.structure.joining import join_broken
from knowledge.structure.layout import with_labels, without_layout
from knowledge.structure.marker import BULLETS, RANK, Marker, read_marker
from knowledge.structure.row_names import has_number, is_group, number_word, task_cells
from knowledge.structure.tables import read_rows
from knowledge.structure.unit import Row, Unit
from nlu.text import fold

__all__ = ["Outline", "outline"]

_ANNEX = re.compile(r"phu luc(?:\s+(?:so\s+)?(?P<number>[ivx]{1,5}|\d{1,2}))?\s*(?:[.:]|$|(?=\())")
_BASIS = re.compile(
    r"(?:can cu|thuc hien (?:quyet dinh|ke hoach|chi thi|nghi quyet|cong van|luat|nghi dinh|"
    r"chuong trinh so)|theo de nghi|xet de nghi)\b"
)
_CLOSING = re.compile(
    r"(?:tren day la|can cu (?:noi dung )?ke hoach nay|can cu noi dung ke hoach|trong qua trinh "
    r"(?:trien khai|thuc hien|to chuc)|"
    r"yeu cau (?:cac|thu truong|cac co quan)|de nghi (?:cac|thu truong) (?:co quan|don vi|so|ban|"
    r"phong).{0,80}(?:trien khai|nghiem tuc)|"
    r"nhan duoc ke hoach)"
)
_SIGNATURE = re.compile(r"(?:TM|KT|TL|TUQ|T/M|Q)\s*[.,]\s*[A-ZĐÀ-Ỹ]")
_INNERMOST = 100
_TITLE_ONLY = 220
"""A longer paragraph is text even where others hang under it."""


@dataclass
class Outline:
    """A document's parts in order, still mutable while it is being read.

    Attributes:
        head: lines before the first section that are no legal basis (letterhead, title, opening).
        units: everything quotable, in order.
        sections: the numbered parts, in order, paths unique.
        recipients: lines under "Nơi nhận".
        signature: lines of the signature block.
    """

    head: list[Block] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    signature: list[str] = field(default_factory=list)


@dataclass
class _State:
    out: Outline
    stack: list[tuple[str, str]] = field(default_factory=list)
    open: list[tuple[int, int]] = field(default_factory=list)
    """(depth, unit index) of units that may have children, outermost first."""
    prefix: str = ""
    whole: str = ""
    """First number of clauses counted whole ("3" of 3.1, 3.2), whatever heading is open."""
    zone: str = "head"
    seen: set[str] = field(default_factory=set)


def outline(blocks: tuple[Block, ...]) -> Outline:
    """The outline of a document's blocks."""
    state = _State(Outline())
    pending: list[Block] = []
    for block in [*with_labels(join_broken(without_layout(blocks))), Block("")]:
        if block.kind == "row":
            pending.append(block)
            continue
        if pending:
            _add_table(state, pending)
            pending = []
        if block.text:
            _add(state, block)
    _mark_headings(state.out)
    return state.out


def _add(state: _State, block: Block) -> None:
    text = block.text
    folded = fold(text)
    annex = (
        _ANNEX.match(folded) if len(text) < 160 and (text.isupper() or text[:1].isupper()) else None
    )
    if (
        annex
        and state.zone != "head"
        and (
            text.isupper()
            or block.kind == "heading"
            or annex.end() >= len(folded) - 1
            or state.zone != "body"
        )
    ):
        _start_annex(state, annex["number"], text)
        return
    if folded.startswith("noi nhan") and state.zone in ("body", "signature", "head"):
        state.zone = "recipients"
        rest = re.sub(r"^[^:]*:?\s*", "", text, count=1)
        _plain(state, text, "recipients")
        if rest:
            state.out.recipients.append(rest)
        return
    if state.zone in ("body", "recipients") and _SIGNATURE.match(text) and len(text) < 120:
        state.zone = "signature"
    if state.zone == "recipients":
        if text.isupper() and len(text) > 5 and not read_marker(text):
            state.zone = "signature"
        else:
            marker = read_marker(text)
            line = marker.text if marker else text
            state.out.recipients.append(line)
            _plain(state, line, "recipients")
            return
    if state.zone == "signature":
        state.out.signature.append(text)
        _plain(state, text, "signature")
        return
    marker = read_marker(text)
    if state.zone == "head":
        if _starts_body(marker, block, state):
            state.zone = "body"
        elif _BASIS.match(fold(marker.text) if marker else folded) and state.out.head:
            _plain(state, marker.text if marker else text, "basis")
            state.out.head.append(block)
            return
        else:
            state.out.head.append(block)
            _plain(
                state,
                text,
                "letterhead" if len(text) < 400 and not folded.endswith("nhu sau:") else "body",
            )
            return
    if marker is None and state.zone in ("body", "annex") and _names_last(state, block):
        return
    if marker is None and block.kind == "heading" and state.zone in ("body", "annex"):
        _add_named_section(state, block)
        return
    if marker is None:
        _add_paragraph(state, text, folded)
    else:
        _add_marked(state, marker)


def _starts_body(marker: Marker | None, block: Block, state: _State) -> bool:
    if marker is not None:
        return marker.style not in BULLETS and not _BASIS.match(fold(marker.text))
    if block.kind == "heading" and state.out.head:
        # an unnumbered heading opens the body once the title has been read
        above = [other for other in state.out.head if other.kind == "heading"]
        title_done = (
            any(fold(other.text).startswith("ke hoach ") for other in above) or len(above) >= 2
        )
        return title_done
    return False


def _plain(state: _State, text: str, kind: str) -> None:
    """A paragraph outside the section tree."""
    state.out.units.append(Unit(text, "", "", "", 0, -1, kind))


def _start_annex(state: _State, number: str | None, text: str) -> None:
    state.prefix = f"Phụ lục {number.upper()}" if number else "Phụ lục"
    state.zone = "annex"
    state.stack, state.open, state.whole = [], [], ""
    title = re.sub(
        r"^phụ lục\s*(?:số\s*)?(?:[IVX]+|\d+)?\s*[.:]?\s*", "", text, flags=re.IGNORECASE
    )
    _section(state, state.prefix, title, 1)
    state.out.units.append(Unit(text, "", "annex", state.prefix, 0, -1, "heading", heading=True))
    state.open = [(0, len(state.out.units) - 1)]


def _section(state: _State, path: str, title: str, level: int) -> None:
    if path and path not in state.seen:
        state.seen.add(path)
        state.out.sections.append(Section(path, title, level))


def _path(state: _State) -> str:
    path = ".".join(value for _, value in state.stack)
    return f"{state.prefix}.{path}".strip(".") if state.prefix and path else state.prefix or path


def _add_named_section(state: _State, block: Block) -> None:
    """A heading without a number: its own words are its path."""
    style = f"heading{block.level}"
    names = [name for name, _ in state.stack]
    keep = len(names)
    for index, name in enumerate(names):
        if name == style or (name.startswith("heading") and int(name[7:]) >= block.level):
            keep = index
            break
    else:
        if not any(name.startswith("heading") for name in names):
            keep = 0
    title = block.text.rstrip(" :.")
    state.stack = [*state.stack[:keep], (style, _short(title))]
    _place(state, Marker(style, (title,), "", block.text), len(state.stack))


def _names_last(state: _State, block: Block) -> bool:
    """A heading line right after a bare "PHẦN II" is that part's title."""
    units = state.out.units
    if not units or units[-1].text or not units[-1].marker:
        return False
    if block.kind != "heading" and not block.text.isupper():
        return False
    units[-1] = replace(units[-1], text=block.text, kind="heading", heading=True)
    path = units[-1].path
    for index, section in enumerate(state.out.sections):
        if section.path == path:
            state.out.sections[index] = replace(section, title=block.text)
    return True


def _short(title: str) -> str:
    """A heading's first words, short enough for a clause path."""
    return title if len(title) <= 80 else title[:80].rsplit(" ", 1)[0]


def _add_marked(state: _State, marker: Marker) -> None:
    if marker.style in BULLETS:
        depth = len(state.stack) + 1 + BULLETS.index(marker.style)
        _append(state, marker.text, marker.written, marker.style, depth)
        return
    names = [name for name, _ in state.stack]
    if len(marker.values) > 1:
        _open_multi(state, marker)
    else:
        value = marker.values[0]
        if marker.style in names:
            state.stack = state.stack[: names.index(marker.style)]
        else:
            # the steps of a procedure stand inside the clause that describes it
            rank = RANK[marker.style] if marker.style != "step" else _INNERMOST
            if marker.style == "capital" and value == "A" and "roman" in names:
                rank = RANK["roman"] + 1  # "A." counted anew inside "III."
            while state.stack and _rank(state.stack[-1][0]) >= rank:
                state.stack.pop()
        state.stack.append((marker.style, value))
        if _path(state) in state.seen and marker.style == "letter" and value == "d":
            state.stack[-1] = (marker.style, "đ")
    _place(state, marker, len(state.stack))


def _rank(style: str) -> int:
    return (
        RANK.get(style, 4 if style.startswith("heading") else 30)
        if not style.startswith("heading")
        else -1
    )


def _open_multi(state: _State, marker: Marker) -> None:
    """``2.5`` goes under the open ``2``; without one it stands whole under what is open."""
    styles = ("arabic", "second", "third", "fourth")
    base = list(state.stack)
    for index, (name, value) in enumerate(base):
        if _rank(name) >= RANK["arabic"]:
            base = base[:index]
            break
        if _ordinal(value) == int(marker.values[0]):
            base, state.whole = [], marker.values[0]  # "3.1" in "Phần III" is whole by itself
            break
    if state.whole == marker.values[0]:
        base = []
    state.stack = base + list(zip(styles, marker.values, strict=False))


_ROMAN_ORDER = (
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV",
)  # fmt: skip


def _ordinal(value: str) -> int:
    """Which part a clause name counts: ``"Phần III"`` → 3; 0 where it counts none."""
    last = value.split()[-1] if value else ""
    if last.isdigit():
        return int(last)
    return _ROMAN_ORDER.index(last) + 1 if last in _ROMAN_ORDER else 0


def _place(state: _State, marker: Marker, level: int) -> None:
    path = _path(state)
    title = marker.text.split("\n")[0].rstrip(" :")
    _section(
        state,
        path,
        title if len(title) <= _TITLE_ONLY else title[:_TITLE_ONLY].rsplit(" ", 1)[0] + " …",
        level,
    )
    _append(state, marker.text, marker.written, marker.style, len(state.stack))


def _append(state: _State, text: str, written: str, style: str, depth: int) -> None:
    while state.open and state.open[-1][0] >= depth:
        state.open.pop()
    parent = state.open[-1][1] if state.open else -1
    state.out.units.append(Unit(text, written, style, _path(state), depth, parent, "body"))
    state.open.append((depth, len(state.out.units) - 1))


def _add_paragraph(state: _State, text: str, folded: str) -> None:
    """A paragraph without a marker hangs under the clause it follows."""
    if state.zone == "body" and _CLOSING.match(folded) and len(state.stack) > 1:
        state.stack = state.stack[:1]
        state.open = state.open[:1]
        state.open = []
    listed = False
    while state.open and state.out.units[state.open[-1][1]].style in BULLETS:
        state.open.pop()
        listed = True
    # what comes after a list, and a second opening line, stand beside the first opening line
    while state.open and (listed or text.endswith(":")) and _opens(state):
        state.open.pop()
    parent = state.open[-1][1] if state.open else -1
    depth = len(state.stack) + 1
    heading = text.isupper() and state.zone == "annex"
    state.out.units.append(
        Unit(
            text,
            "",
            "",
            _path(state),
            depth,
            parent,
            "heading" if heading else "body",
            heading=heading,
        )
    )
    if text.endswith(":"):
        # as deep as the clause it stands in: the items after it hang under it
        state.open.append((depth - 1, len(state.out.units) - 1))


def _opens(state: _State) -> bool:
    """Whether the innermost open unit is a paragraph without a marker."""
    unit = state.out.units[state.open[-1][1]]
    return unit.style == "" and unit.row is None


def _add_table(state: _State, blocks: list[Block]) -> None:
    """Rows under the clause they stand in: ``Phụ lục TT 2``."""
    if state.zone == "head":
        state.zone = "body"
    if state.zone in ("recipients", "signature"):
        _start_annex(state, None, "Phụ lục")
    base = _path(state)
    parent = state.open[-1][1] if state.open else -1
    group = ""
    for position, row in enumerate(read_rows(blocks), 1):
        number = row.number or ("" if has_number(row) else str(position))
        if is_group(row):
            group = number or ""
        label = (
            _label(base, group, number, state, row)
            if number
            else (f"{base} TT {group}" if group else base)
        )
        title = next((cell for cell in task_cells(row) if cell.strip()), "")
        _section(state, label.strip(), title.split("\n")[0][:_TITLE_ONLY], len(state.stack) + 1)
        text = " | ".join(cell.replace("\n", " ") for cell in row.cells if cell.strip())
        state.out.units.append(
            Unit(
                text,
                "",
                "row",
                label.strip(),
                len(state.stack) + 1,
                parent,
                "table",
                heading=is_group(row),
                row=row,
            )
        )


def _label(base: str, group: str, number: str, state: _State, row: Row) -> str:
    word = number_word(row)
    label = f"{base} {word} {number}".strip()
    if label in state.seen and group and group != number:
        label = f"{base} {word} {group}.{number}".strip()
    return label


def _mark_headings(out: Outline) -> None:
    """A numbered paragraph that only names what follows is a heading."""
    parents = {unit.parent for unit in out.units if unit.parent >= 0}
    for index, unit in enumerate(out.units):
        if unit.kind != "body" or unit.style in ("", *BULLETS):
            continue
        short = len(unit.text) <= _TITLE_ONLY and not re.search(r"[.;]$", unit.text)
        named = index in parents and short
        if named or unit.style.startswith("heading") or (unit.text.isupper() and short):
            out.units[index] = replace(unit, kind="heading", heading=True)
