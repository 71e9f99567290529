"""Questions that must not be helped: those that could serve who hurts, and private data."""

from __future__ import annotations

from knowledge.answer.cues import cue, cues
from knowledge.answer.question import Understood

__all__ = ["danger_in"]

_HARM, _PRIVATE, _INJECTION = (cue(cues(name)) for name in ("harm", "private", "injection"))

_OWN = cue(cues("own"))
_HYPOTHETICAL = cue(cues("hypothetical"))


def danger_in(question: Understood) -> str | None:
    """``"harm"``, ``"private"`` or ``"injection"`` when the question must not be helped."""
    if _HARM.search(question.plain) and not (
        _HYPOTHETICAL.search(question.plain) and not _OWN.search(question.plain)
    ):
        return "harm"
    if _INJECTION.search(question.plain):
        return "injection"
    if _PRIVATE.search(question.plain) and not question.about("confidential"):
        return "private"
    return None
