"""The judgement of a message in the light of the turns before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from nlu.text import is_plain
from nlu.triage.context import TURNS, joined
from nlu.triage.lexicon import Findings, load_lexicon
from nlu.triage.linear import COLUMNS, Floats, sigmoid
from nlu.triage.ngrams import hashed_ngrams
from nlu.triage.opinion import linear_model, network, opinion
from nlu.triage.reasons import carried_reason, reasons_of
from nlu.triage.result import KINDS, Level, Speaker, Triage
from nlu.triage.views import View, look, sentences, windows

__all__ = ["ESCALATE", "assess", "assess_turns"]

ESCALATE = 0.55
"""Calibrated probability of not being ``none`` from which a message is urgent."""
EMERGENCY = 0.5
"""Calibrated probability from which an urgent message is an emergency."""
CRY, HEARD = 3.0, 0.0
"""Log-odds that the n-grams and the transformer must give a single sentence in a calm text."""


def assess(text: str, previous: Sequence[str] = ()) -> Triage:
    """Judge ``text``, said after the turns ``previous`` of the same person (oldest first).

    Works on any string: empty, emoji only, a hundred thousand characters. An urgent turn among the
    last few keeps what follows at least a disclosure, whatever it says.
    """
    readings: list[_Reading] = []
    earlier: Triage | None = None
    result = Triage(Level.NONE)
    for turn in (*previous[-TURNS:], text):
        readings.append(_read(turn))
        result = _judge(readings)
        if earlier is not None:
            result = _carried(result, earlier, readings[-1])
        if result.urgent:
            earlier = result
    return result


def assess_turns(turns: Sequence[str]) -> list[Triage]:
    """Judge each turn of one person in the light of those before it."""
    return [assess(turn, turns[:place]) for place, turn in enumerate(turns)]


@dataclass(frozen=True, slots=True)
class _Reading:
    """One turn, or the most telling piece of a long one, and its scores."""

    view: View
    scores: Floats
    alone: bool = False
    """Whether one sentence of it is so urgent by itself that nothing around it counts."""

    @property
    def urgency(self) -> float:
        """Log-odds of being urgent."""
        return _urgency(self.scores)


def _urgency(scores: Floats) -> float:
    return float(scores[COLUMNS["urgent"]][0])


def _read(text: str) -> _Reading:
    readings = []
    for piece in windows(text):
        view = look(piece)
        readings.append(_Reading(view, opinion(view.restored)))
    best = max(readings, key=attrgetter("urgency"))
    if sigmoid(best.urgency) >= ESCALATE:
        return best
    # calm as a whole: a cry must not be drowned by what stands around it
    cries = [cry for reading in readings for cry in _cries(reading.view)]
    return max([best, *cries], key=attrgetter("urgency"))


def _cries(view: View) -> Iterator[_Reading]:
    """The sentences of a longer text that are urgent by themselves without a doubt."""
    for sentence in sentences(view.restored):
        if is_plain(sentence):  # its accents were not put back, because others bear theirs
            sentence = look(sentence).restored
        scores = linear_model().scores(hashed_ngrams(sentence))
        if _urgency(scores) > CRY and _heard(sentence):
            yield _Reading(view, scores, alone=True)


def _heard(sentence: str) -> bool:
    """Whether the transformer hears the cry too, where there is one."""
    second = network()
    return second is None or _urgency(second.scores(sentence)) > HEARD


def _judge(readings: Sequence[_Reading]) -> Triage:
    """The last of ``readings`` in the light of the others, without what urgent ones carry over."""
    last = readings[-1]
    if not last.view.typed:
        return Triage(Level.NONE)
    scores = last.scores
    urgency = last.urgency
    said = [reading.view.restored for reading in readings if reading.view.typed]
    if len(said) > 1 and not last.alone:
        pair = opinion(joined(said[-2:]))
        whole = opinion(joined(said)) if len(said) > 2 else pair
        shares = linear_model().context
        own_share, pair_share, whole_share, offset = (float(share) for share in shares)
        urgency = (
            own_share * urgency
            + pair_share * _urgency(pair)
            + whole_share * _urgency(whole)
            + offset
        )
        scores = (scores + pair) / 2
    score = sigmoid(urgency)
    if score < ESCALATE:
        return Triage(Level.NONE, score=score)
    findings = load_lexicon().find(last.view.folded)
    level = (
        Level.EMERGENCY
        if sigmoid(float(scores[COLUMNS["emergency"]][0])) >= EMERGENCY
        else Level.DISCLOSURE
    )
    kind = KINDS[int(scores[COLUMNS["kind"]].argmax())]
    third_party = findings.harmer or scores[COLUMNS["third_party"]][0] > 0
    return Triage(
        level=level,
        kind=kind,
        who="third_party" if third_party else "self",
        score=score,
        reasons=reasons_of(findings, level, kind, third_party=third_party),
        speaker=_speaker(findings, kind, third_party=third_party),
        watched=findings.watched,
    )


def _carried(result: Triage, earlier: Triage, reading: _Reading) -> Triage:
    """``result`` after an urgent turn: never below disclosure, a withdrawal is seen by staff."""
    findings = load_lexicon().find(reading.view.folded)
    reason = carried_reason(findings)
    if result.urgent:
        return replace(result, reasons=(*result.reasons, *reason[1:]))
    return Triage(
        level=Level.DISCLOSURE,
        kind=earlier.kind,
        who=earlier.who,
        score=result.score,
        reasons=reason,
        speaker=earlier.speaker,
        watched=findings.watched or earlier.watched,
    )


def _speaker(findings: Findings, kind: str, *, third_party: bool) -> Speaker:
    if findings.harmer:
        return Speaker.HARMER
    if third_party:
        return Speaker.WITNESS
    if findings.child or (kind == "child" and not findings.grown):
        return Speaker.CHILD
    return Speaker.ADULT
