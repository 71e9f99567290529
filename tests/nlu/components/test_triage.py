from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.training_data.message import Message

from nlu.components import triage as module
from nlu.components.triage import TriageClassifier
from nlu.components.triage_data import read_triage, triage_data
from nlu.triage import Level, Speaker, Triage
from tests.nlu.components.conftest import Make, message

RANKING = [("chitchat", 0.5), ("disclosure", 0.3), ("emergency", 0.1), ("thanks", 0.1)]


def read(text: str = "…", ranking: Any = RANKING, **more: Any) -> Message:
    entries = [{"name": name, "confidence": confidence} for name, confidence in ranking]
    return message(text, intent=entries[0], intent_ranking=entries, **more)


def told(level: str, score: float = 0.9) -> dict[str, Any]:
    triage = Triage(Level(level), "partner", "self", score, ("nói bị đánh",), Speaker.CHILD, True)
    return {"triage": triage_data(triage)}


@pytest.mark.parametrize("level", ["emergency", "disclosure"])
def test_an_urgent_level_becomes_the_intent(make: Make, level: str) -> None:
    (one,) = make(TriageClassifier).process([read(metadata=told(level))])
    assert one.get("intent") == {"name": level, "confidence": 0.9}
    assert [entry["name"] for entry in one.get("intent_ranking")] == [level, "chitchat", "thanks"]
    assert one.get("triage")["level"] == level
    assert one.get("triage")["reasons"] == ["nói bị đánh"]


def test_urgent_intents_leave_a_calm_message(make: Make) -> None:
    ranking = [("emergency", 0.6), ("ask_plan", 0.3), ("study", 0.1)]
    (one,) = make(TriageClassifier).process([read(ranking=ranking, metadata=told("none", 0.1))])
    assert one.get("intent")["name"] == "ask_plan"
    assert one.get("intent")["confidence"] == pytest.approx(0.75)


def test_two_doubts_make_a_disclosure(make: Make) -> None:
    ranking = [("emergency", 0.6), ("disclosure", 0.35), ("ask_plan", 0.05)]
    (one,) = make(TriageClassifier).process([read(ranking=ranking, metadata=told("none", 0.4))])
    assert one.get("intent")["name"] == "disclosure"
    assert one.get("triage")["level"] == "disclosure"


def test_the_text_of_a_button_keeps_its_intent(make: Make) -> None:
    button = {"name": "want_human", "confidence": 1.0, "exact": True}
    one = message("Cho tôi gặp người", intent=button, intent_ranking=[button])
    one.set("metadata", told("disclosure"))
    make(TriageClassifier).process([one])
    assert one.get("intent")["name"] == "want_human"
    assert one.get("triage")["level"] == "disclosure"


@pytest.mark.parametrize(
    ("level", "confidence", "intent"),
    [
        ("disclosure", 0.7, "harmful_request"),
        ("disclosure", 0.5, "disclosure"),
        ("emergency", 0.99, "emergency"),
    ],
)
def test_a_disclosure_gives_way_to_a_sure_kept_intent(
    make: Make, level: str, confidence: float, intent: str
) -> None:
    ranking = [("harmful_request", confidence), ("disclosure", 1 - confidence)]
    (one,) = make(TriageClassifier).process([read(ranking=ranking, metadata=told(level))])
    assert one.get("intent")["name"] == intent
    assert one.get("triage")["level"] == level


@pytest.mark.parametrize(
    ("ranking", "intent"),
    [
        ([("thanks", 0.9), ("disclosure", 0.1)], "thanks"),
        ([("emergency", 0.4), ("disclosure", 0.3), ("chitchat", 0.3)], "disclosure"),
    ],
)
def test_what_an_earlier_message_carries_over_does_not_silence_her_yes(
    make: Make, ranking: Any, intent: str
) -> None:
    metadata = told("disclosure", 0.02)
    (one,) = make(TriageClassifier).process([read(ranking=ranking, metadata=metadata)])
    assert one.get("intent")["name"] == intent
    assert one.get("triage")["level"] == "disclosure"


def test_an_urgent_intent_is_never_ambiguous(make: Make) -> None:
    ranking = [("chitchat", 1.0), ("disclosure", 0.0)]
    (one,) = make(TriageClassifier).process(
        [read(ranking=ranking, metadata=told("emergency", 0.5))]
    )
    first, second, *_ = one.get("intent_ranking")
    assert first["name"] == "emergency"
    assert first["confidence"] - second["confidence"] > 0.1


def test_without_metadata_the_message_is_judged_with_her_earlier_ones(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def assess(text: str, previous: list[str]) -> Triage:
        seen.append((text, list(previous)))
        return Triage(Level.DISCLOSURE, "partner", "self", 0.8)

    monkeypatch.setattr(module, "assess", assess)
    events = [UserUttered("chào"), UserUttered("/greet"), UserUttered("anh ấy lại thế")]
    tracker = DialogueStateTracker.from_events("her", events)
    (one,) = make(TriageClassifier).process([read("giờ sao đây")], tracker)
    assert seen == [("giờ sao đây", ["chào", "anh ấy lại thế"])]
    assert one.get("intent")["name"] == "disclosure"


def test_after_a_correction_what_was_said_before_no_longer_counts(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []

    def assess(_text: str, previous: list[str]) -> Triage:
        seen.append(list(previous))
        return Triage(Level.NONE)

    monkeypatch.setattr(module, "assess", assess)
    corrected = UserUttered("không phải vậy", {"name": "correct_alarm"})
    events = [UserUttered("anh ấy lại thế"), corrected, UserUttered("hỏi cho bạn thôi")]
    tracker = DialogueStateTracker.from_events("her", events)
    make(TriageClassifier).process([read("cảm ơn")], tracker)
    assert seen == [["hỏi cho bạn thôi"]]


@pytest.mark.parametrize(("level", "concern"), [("none", False), ("emergency", True)])
def test_what_the_front_knows_of_earlier_messages_becomes_an_entity(
    make: Make, level: str, concern: bool
) -> None:
    metadata = {**told("none", 0.0), "history_level": level}
    (one,) = make(TriageClassifier).process([read(metadata=metadata)])
    (entity,) = one.get("entities")
    assert (entity["entity"], entity["value"]) == ("concern", concern)


def test_triage_survives_json() -> None:
    triage = Triage(Level.EMERGENCY, "child", "third_party", 0.7, ("a", "b"), Speaker.WITNESS, True)
    assert read_triage(triage_data(triage)) == triage


@pytest.mark.parametrize(
    "data", [None, "x", {}, {"level": "high"}, {"level": "none", "score": "?"}]
)
def test_other_metadata_is_no_triage(data: Any) -> None:
    assert read_triage(data) is None


@pytest.mark.parametrize(
    "config",
    [{"grey_from": 2}, {"sure_from": "0.9"}, {"kept": "stop"}, {"kept": ["emergency"]}],
)
def test_wrong_settings_are_refused(make: Make, config: dict[str, Any]) -> None:
    with pytest.raises(InvalidConfigException, match=f"TriageClassifier: {next(iter(config))}"):
        make(TriageClassifier, **config)
