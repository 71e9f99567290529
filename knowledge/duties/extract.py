"""All duties of a plan, from its prose and its tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.duties.afterwards import label
from knowledge.duties.agency import KNOWN, begins_name, begins_verb, names_at, split_names
from knowledge.duties.attributes import Attributes, read_attributes
from knowledge.duties.flat import flat
from knowledge.duties.mended import mended
from knowledge.duties.prose import Context, duties_of_unit
from knowledge.duties.role import PLAIN
from knowledge.duties.subject import read_subject
from knowledge.duties.table import duties_of_row
from knowledge.plan import Duty
from knowledge.structure.marker import BULLETS
from knowledge.structure.unit import Unit
from nlu.text import fold

__all__ = ["duties_of", "part_of"]

_PARTS = (
    ("report", r"bao cao|che do thong tin"),
    (
        "funding",
        r"^(?:nguon )?kinh phi|nguon luc (?:tai chinh|thuc hien)|^ngan sach|^nguon von|du toan "
        r"kinh phi",
    ),
    (
        "org",
        r"to chuc thuc hien|phan cong|trach nhiem cua|trach nhiem thuc hien|to chuc trien khai",
    ),
    (
        "goal",
        r"^(?:(?:cac|mot so) )?(?:muc tieu|muc dich|chi tieu|quan diem|yeu cau|tinh hinh|thuc "
        r"trang|dac diem|su can thiet|doi tuong|pham vi|ket qua|can cu)",
    ),
    ("task", r"nhiem vu|giai phap|noi dung|hoat dong|trong tam|bien phap|cong viec"),
)
_EMPTY_TASK = re.compile(
    r"(?:nghiem tuc |khan truong |chu dong |to chuc )*trien khai(?:,)? (?:thuc hien|to chuc thuc "
    r"hien)"
    r"(?: nghiem tuc| theo quy dinh| ke hoach(?: nay)?| co hieu qua| dam bao[^.]{0,40})*"
)
_CONTACT = re.compile(
    r"(?:dau moi lien he|moi thong tin|lien he|dien thoai|duong day nong|so "
    r"may).*\d[\d .]{6,}"
)
_CLOSING = re.compile(r"tren day la|can cu noi dung ke hoach|.{0,60}(?:chi tiet )?theo phu luc")


def part_of(title: str) -> str:
    """What a section is about, from its heading."""
    folded = fold(title)
    return next((part for part, pattern in _PARTS if re.search(pattern, folded)), "")


def duties_of(plan: str, units: Sequence[Unit]) -> tuple[Duty, ...]:
    """Every duty of plan ``plan``, in the order of its text.

    What a scan misread is read as it must have been; quotes stay as they are on the paper.
    """
    units = mended(units)
    token = KNOWN.set(_whole_names(units))
    try:
        return _duties_of(plan, units)
    finally:
        KNOWN.reset(token)


def _whole_names(units: Sequence[Unit]) -> tuple[str, ...]:
    """Agency names that stand whole as a heading or a table cell, folded, longest first."""
    names: set[str] = set()
    for unit in units:
        texts = []
        if unit.heading and len(unit.text) <= 90 and unit.row is None:
            texts = [unit.text.rstrip(" :.")]
        if unit.row is not None:
            texts += [
                name
                for column, cell in zip(unit.row.columns, unit.row.cells, strict=False)
                if column in ("lead", "partner")
                for name in split_names(cell)
            ]
        for text in texts:
            text = re.sub(r"^(?:trân trọng )?(?:đề nghị|giao)\s+", "", text, flags=re.IGNORECASE)
            folded = flat(text)
            if not begins_name(text, 0, folded) or _NOT_ONLY_A_NAME.search(folded):
                continue
            found = names_at(text, 0, folded=folded)
            if found and len(folded[found.end :].split()) <= 5 and len(folded.split()) <= 14:
                names.add(folded.strip())
    return tuple(sorted(names, key=len, reverse=True))


_NOT_ONLY_A_NAME = re.compile(
    r"chu tri|co trach nhiem|phoi hop|tham muu|chiu trach|co nhiem vu|[:;]"
)


def _duties_of(plan: str, units: Sequence[Unit]) -> tuple[Duty, ...]:
    found: list[Duty] = []
    contexts: dict[int, Context] = {-1: Context()}
    last: list[int] = []
    source = -1
    has_children = {unit.parent for unit in units}
    offices = _offices_among_bodies(units, has_children)
    opening: dict[tuple[int, str], Context] = {}
    """What the last item ending with a colon hands to the items beside it, by parent and style."""
    for index, unit in enumerate(units):
        context = contexts.get(unit.parent, Context())
        if unit.kind in ("letterhead", "basis", "recipients", "signature") or not unit.path:
            continue
        if unit.kind == "table":
            made = duties_of_row(plan, unit)
            found += made
            last = list(range(len(found) - len(made), len(found))) or last
            contexts[index] = context
            continue
        part = (
            part_of(unit.text if unit.heading else unit.text.split(":")[0][:60])
            if (unit.style and unit.depth <= 3 and len(unit.text) < 160) or unit.heading
            else ""
        )
        if part and (unit.depth <= 1 or part in ("funding", "report", "org", "goal")):
            context = replace(context, part=part)
        attributes = read_attributes(unit.text)
        if attributes.any and not attributes.before:
            contexts[index] = context
            if _heads_list(unit, attributes, index in has_children):
                contexts[index] = replace(context, agencies=attributes.lead, role="", partners=())
                continue
            if last and _belongs(units, source, index):
                _label_last(found, last, attributes, units, index)
                continue
            above = unit.parent
            if above >= 0 and len(units[above].text) > 4 and not units[above].row:
                named = Duty(plan, unit.path, "", PLAIN, units[above].text.strip(" .:;"))
                found.append(replace(named, quote=units[above].written[:1200]))
                last, source = [len(found) - 1], above
                if attributes.lead:  # the lines beside it are parts of the same piece of work
                    contexts[above] = replace(
                        contexts.get(above, Context()),
                        agencies=attributes.lead,
                        role=attributes.lead_role if attributes.lead_role != PLAIN else "",
                        partners=attributes.partners,
                    )
                _label_last(found, last, attributes, units, index)
                continue
        place = (unit.parent, unit.style)
        names = read_subject(unit.text).names
        if place in opening and not names and not unit.heading:
            context = replace(opening[place], part=context.part)
        elif names or unit.heading:
            opening.pop(place, None)
        made, below = duties_of_unit(plan, unit, context)
        if index in offices:
            made, below = [], replace(context, agencies=(offices[index],), role="", partners=())
        contexts[index] = below
        if names and unit.text.rstrip().endswith(":") and index not in has_children:
            opening[place] = below
        made = [duty for duty in made if _kept(duty, context, unit)]
        if not attributes.any and index in has_children and unit.text.rstrip().endswith(":"):
            made = [duty for duty in made if duty.agency]
        if unit.heading and not attributes.any and index in has_children:
            made = [duty for duty in made if duty.agency]
        found += made
        if made:
            last, source = list(range(len(found) - len(made), len(found))), index
        elif not unit.heading:
            last = []
    return tuple(dict.fromkeys(_mend(found)))


_FEWEST_BODIES, _SHARE_OF_BODIES = 3, 0.6
_LONGEST_OFFICE = 90
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_THING = re.compile(
    r"\b(?:viec|hoat dong|cong tac|nhiem vu|noi dung|mo hinh|che do|kinh phi|chi tieu|muc tieu|"
    r"thoi gian|tien do|giai phap|bao cao|dot|san pham|luu y|nguyen tac)\b"
)
"""What an office is not called by."""
_SAYS_OFFICE = re.compile(
    r"\((?:la )?(?:bo phan|don vi|co quan|phong|ban|thuoc|truc thuoc)\b[^()]*\)$"
)


def _offices_among_bodies(units: Sequence[Unit], parents: set[int]) -> dict[int, str]:
    """Headings that no known word begins, in a row of which most are bodies: offices too.

    As "2. Thanh tra, kiểm tra và Pháp chế" between "1. Phòng Lao động" and "3. Văn phòng Sở".
    """
    rows: dict[tuple[int, str], list[int]] = {}
    for index, unit in enumerate(units):
        if index in parents and unit.style and unit.style not in BULLETS and unit.row is None:
            rows.setdefault((unit.parent, unit.style), []).append(index)
    found: dict[int, str] = {}
    for row in rows.values():
        bodies = [bool(read_subject(units[index].text).names) for index in row]
        if sum(bodies) < max(_FEWEST_BODIES, _SHARE_OF_BODIES * len(row)):
            continue
        for index, body in zip(row, bodies, strict=True):
            text = units[index].text.strip(" .:")
            name = _IN_BRACKETS.sub("", text)
            is_office = _SAYS_OFFICE.search(flat(text)) is not None or not (
                begins_verb(flat(name)) or part_of(name) or _THING.search(flat(name))
            )
            short = len(name) <= _LONGEST_OFFICE and re.search(r"[.;:]", name) is None
            if not body and is_office and short and name[:1].isupper():
                found[index] = name
    return found


def _heads_list(unit: Unit, attributes: Attributes, parted: bool) -> bool:
    """As in "2. Trạm A (đơn vị đầu mối)" over a), b): a body with what it is in brackets."""
    lone = bool(attributes.lead) and not attributes.partners and not attributes.deadline
    return parted and lone and unit.style not in ("", *BULLETS) and unit.text.endswith(")")


def _belongs(units: Sequence[Unit], source: int, index: int) -> bool:
    """Whether the labels at ``index`` stand under, or beside, the paragraph ``source``."""
    ancestors = {units[index].parent}
    above = units[index].parent
    while above >= 0:
        ancestors.add(above)
        above = units[above].parent
    return source in ancestors or units[source].parent == units[index].parent


def _label_last(
    found: list[Duty], last: list[int], attributes: Attributes, units: Sequence[Unit], index: int
) -> None:
    """A line of labels belongs to the task in front of it."""
    if not last:
        return
    first, end = last[0], last[-1] + 1
    quote_end = units[index].written
    labelled = [
        replace(
            duty,
            quote=f"{duty.quote}\n{quote_end}"
            if len(duty.quote) + len(quote_end) < 1200
            else duty.quote,
        )
        for duty in label(found[first:end], attributes)
    ]
    found[first:end] = labelled
    last[:] = range(first, first + len(labelled))


def _kept(duty: Duty, context: Context, unit: Unit) -> bool:
    """Whether a clause is a task: an agency's, or one of a part that lists tasks or money."""
    folded = fold(duty.task)
    if _CLOSING.match(folded) or len(duty.task) < 10:
        return False
    if not duty.agency and _CONTACT.match(folded):
        return False
    if duty.agency:
        if context.part == "goal" and duty.role == "thực hiện":
            return False
        return _EMPTY_TASK.fullmatch(folded) is None
    return context.part != "goal" and unit.path != ""


def _mend(found: list[Duty]) -> list[Duty]:
    """Money sections' lines are about money whatever their words."""
    return found
