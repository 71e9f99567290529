"""The second opinion on accents, as it ships."""

from __future__ import annotations

from unittest.mock import Mock

import pytest

from nlu.text import accents
from nlu.text.accent_network import AccentNetwork
from nlu.text.accents import AccentRestorer, accent_restorer


@pytest.fixture(scope="module")
def restorer() -> AccentRestorer:
    restorer = AccentRestorer()
    restorer.network = AccentNetwork(restorer.words)
    return restorer


@pytest.mark.parametrize(
    "text",
    [
        "chồng em đánh em trước mặt con",
        "chị ơi cho em hỏi nhà tạm lánh ở đâu",
        "mẹ em bảo đừng nói với ai hết",
    ],
)
def test_chat_gets_its_accents(restorer: AccentRestorer, text: str) -> None:
    from nlu.text import strip_accents

    assert restorer.restore(strip_accents(text)) == text


def test_a_score_for_every_word_at_every_place(restorer: AccentRestorer) -> None:
    assert restorer.network is not None
    assert restorer.network.scores([5, 6, 7]).shape == (3, len(restorer.words))


@pytest.mark.parametrize("text", ["", "😭", "123", "...", "xyzzy", "a " * 3_000])
def test_any_text_is_restored_to_its_own_length(restorer: AccentRestorer, text: str) -> None:
    assert len(restorer.restore(text)) == len(text)


def test_a_network_of_another_word_list_is_refused() -> None:
    with pytest.raises(ValueError, match="another word list"):
        AccentNetwork(["<s>", "<unk>", "<num>", "em"])


def test_without_the_network_accents_are_restored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accents, "AccentNetwork", Mock(side_effect=ImportError("onnxruntime")))
    warned = Mock()
    monkeypatch.setattr(accents.logger, "warning", warned)
    accent_restorer.cache_clear()
    try:
        assert accents.restore("chong em danh em") == "chồng em đánh em"
        warned.assert_called_once()
    finally:
        accent_restorer.cache_clear()
