"""The last gate: every number, date and name of a reply must stand in what it cites."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from knowledge import phones
from knowledge.answer.answer import Citation
from knowledge.plan import Plan

__all__ = ["unsupported"]

_YEARS = r"(?:19|20)\d\d[ .\-]+(?:19|20)\d\d(?!\d)"
_PHONE = re.compile(rf"(?<![\d/-])(?!{_YEARS})\d(?:[ .\-]?\d){{6,}}(?![\d/])")
_SEPARATOR = re.compile(r"(?<=\d)[ .\-](?=\d)")
_NUMBER = re.compile(r"\d+(?:[.,/:]\d+)*")
_NAME = re.compile(r"\b(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí) ((?:[^\W\d_]+ ?){2,4})")


def unsupported(
    text: str,
    citations: Iterable[Citation],
    plans: Iterable[Plan],
    allowed: Iterable[str] = (),
) -> tuple[str, ...]:
    """Numbers and names in ``text`` that no cited passage and no cited plan's own data has.

    Args:
        text: the reply.
        citations: what it cites.
        plans: the plans it names, whose title, number, date, period and issuer may be said.
        allowed: texts whose numbers may be said besides: section labels, the contact directory.
    """
    known = [*allowed]
    for citation in citations:
        known += citation.quote, citation.section, citation.validity, citation.title
    for plan in plans:
        known += plan.title, plan.issuer, plan.number or "", plan.date or "", plan.place
        if plan.period is not None:
            known += str(plan.period.start), str(plan.period.end)
        known += plan.signer or "", plan.signer_title or ""
    whole = "\n".join(known)
    numbers = {part for number in _NUMBER.findall(whole) for part in (number, *_parts(number))}
    digits = _SEPARATOR.sub("", whole)
    digits += "".join(f"\n{phones.digits(match[0])}" for match in phones.numbers_in(whole))
    runs = [run.group() for run in _PHONE.finditer(text)]
    wrong = [phone for phone in runs if _SEPARATOR.sub("", phone) not in digits]
    wrong += [
        number
        for number in _NUMBER.findall(_PHONE.sub(" ", text))
        if number not in numbers and any(part not in numbers for part in _parts(number))
    ]
    wrong += [name for name in _names(text) if name not in whole]
    return tuple(dict.fromkeys(wrong))


def _parts(number: str) -> list[str]:
    return [part.lstrip("0") or "0" for part in re.split(r"[.,/:]", number)]


def _names(text: str) -> list[str]:
    """Names of persons: two words or more with capitals after "ông", "bà", "đồng chí"."""
    found = []
    for words in _NAME.findall(text):
        capital = list(itertools.takewhile(str.istitle, words.split()))
        if len(capital) > 1:
            found.append(" ".join(capital))
    return found
