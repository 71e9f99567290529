"""Why a message was judged urgent, in words a staff member reads; never the message's own."""

from __future__ import annotations

from nlu.triage.lexicon import Findings
from nlu.triage.result import Level

__all__ = ["carried_reason", "reasons_of"]

MOST = 4
"""A queue line has room for no more."""

_KIND_REASONS = {
    "partner": "giống lời kể về bạo lực của chồng, vợ hoặc người yêu",
    "child": "giống lời kể về một đứa trẻ bị hại",
    "sexual": "giống lời kể về xâm hại tình dục",
    "self_harm": "giống lời người nghĩ tới cái chết hoặc tự làm đau mình",
    "trafficking": "giống lời kể về bị lừa bán hoặc ép lao động",
    "harassment": "giống lời kể về quấy rối, đeo bám hoặc đe dọa bằng hình ảnh",
    "elder": "giống lời kể về người già bị ngược đãi",
    "other": "giống lời kể về một người bị người thân hoặc người khác làm hại",
}
_CARRIED = "các lượt trước đã nói chuyện nguy hiểm hoặc bị hại"
_WITHDRAWN = "vừa nói là nhắn nhầm hoặc rút lại, sau một lượt đáng lo"


def reasons_of(
    findings: Findings, level: Level, kind: str, *, third_party: bool
) -> tuple[str, ...]:
    """The signs found, those of the judged level and kind first; else what the message resembles.

    A context that speaks against the danger is named last, so that staff can weigh it.
    """
    signs = sorted(
        findings.signs,
        key=lambda sign: (sign.level is not level, sign.kind not in (kind, None)),
    )
    reasons = [sign.reason for sign in signs]
    if not any(sign.level is level for sign in signs):
        reasons.append(_KIND_REASONS[kind])
        if level is Level.EMERGENCY:
            reasons.append("giống tin nhắn của người đang gặp nguy ngay lúc này")
    if third_party and not findings.harmer:
        reasons.append("nói về người khác")
    if findings.watched:
        reasons.append("có thể đang có người đọc hoặc nghe cùng")
    return tuple(dict.fromkeys([*reasons[:MOST], *findings.context_reasons[:1]]))


def carried_reason(findings: Findings) -> tuple[str, ...]:
    """Why a calm turn after an urgent one is still looked after."""
    taken_back = findings.contexts & {"mistaken", "over"}
    return (_CARRIED, _WITHDRAWN) if taken_back else (_CARRIED,)
