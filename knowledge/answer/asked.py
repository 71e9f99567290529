"""Questions written for learning, and the snippets of plans that answer them: ``asked/``."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np
from ruamel.yaml import YAML

from knowledge.answer.question import understand
from knowledge.bank import Bank
from knowledge.plan import Passage
from knowledge.vectors import VectorFile
from nlu.encoder import Vectors

__all__ = ["ASKED", "Encoder", "Example", "bank_of", "digest", "flat", "read_asked"]

ASKED = Path(__file__).with_name("asked")

NONE = "none"
"""Name of the file of questions without an answer."""


class Encoder(Protocol):
    """What a bank needs of an encoder."""

    def queries(self, texts: list[str]) -> Vectors:
        """Unit vectors of questions."""
        ...

    def passages(self, texts: list[str]) -> Vectors:
        """Unit vectors of clauses."""
        ...


@dataclass(frozen=True, slots=True)
class Example:
    """A question and what answers it.

    Attributes:
        question: as somebody would type it.
        plan: name of the plan that answers it, ``None`` where none does.
        place: place of the person, ``None`` where not known.
        says: snippets of the plan, each of which answers it.
    """

    question: str
    plan: str | None
    place: str | None
    says: tuple[str, ...]


def read_asked(folder: Path = ASKED, places: Mapping[str, str] | None = None) -> list[Example]:
    """The questions of a folder.

    Args:
        folder: holds one YAML file for each plan, and ``none.yml``.
        places: place ids by name of the plan; ``None``: places do not matter.

    Raises:
        ValueError: a file is for a plan that is not there.
    """
    examples = []
    for path in sorted(folder.glob("*.yml")):
        entries = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        if places is not None and path.stem not in (NONE, *places):
            raise ValueError(f"{path.name}: không có kế hoạch {path.stem}")
        for key, questions in entries.items():
            for question in questions:
                if path.stem == NONE:
                    examples.append(Example(question, None, key or None, ()))
                else:
                    says = tuple(str(key).split(" || "))
                    place = places[path.stem] if places is not None else None
                    examples.append(Example(question, path.stem, place, says))
    return examples


def bank_of(
    encoder: Encoder,
    passages: Iterable[Passage],
    vectors: Vectors | VectorFile,
    before: Bank | None = None,
) -> Bank:
    """The bank of the questions of ``asked/``, in the order of :func:`read_asked`.

    Args:
        encoder: encodes them.
        passages: passages of an index.
        vectors: their vectors; a clause among them is known by its own vector.
        before: a bank of the same questions and encoder, whose vectors are taken over.
    """
    examples = _examples()
    clauses = list(dict.fromkeys((one.plan, one.says) for one in examples if one.says))
    row = {clause: place for place, clause in enumerate(clauses)}
    meanings = [understand(one.question).meanings[0] or one.question for one in examples]
    answers = np.array([row[one.plan, one.says] if one.says else -1 for one in examples], np.int64)
    if before is None:
        questions = encoder.queries(meanings)
        snippets = encoder.passages([says[0] for _, says in clauses])
    else:
        questions, snippets = before.questions, before.snippets
    known = snippets.copy()
    named = {plan for plan, _ in clauses}
    texts = [(at, one.plan, flat(one.text)) for at, one in enumerate(passages) if one.plan in named]
    for place, (plan, says) in enumerate(clauses):
        wanted = [flat(one) for one in says]
        inside = [
            at for at, name, text in texts if name == plan and any(one in text for one in wanted)
        ]
        if inside:
            mean = vectors[inside].mean(axis=0)
            known[place] = mean / max(1e-9, float(np.linalg.norm(mean)))
    return Bank(questions, answers, known, snippets)


def flat(text: str) -> str:
    """Words of ``text`` in small letters, for comparing snippets with passages."""
    return re.sub(r"\W+", " ", text.lower())


@cache
def _examples() -> tuple[Example, ...]:
    return tuple(read_asked())


@cache
def digest() -> str:
    """A digest of the questions: a bank of others must be made anew."""
    whole = b"".join(path.read_bytes() for path in sorted(ASKED.glob("*.yml")))
    return hashlib.sha256(whole).hexdigest()[:16]
