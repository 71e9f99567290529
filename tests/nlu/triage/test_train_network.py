"""Training of the transformer, on an encoder of a few hundred weights."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nlu.triage import lessons, train_network
from nlu.triage.network import Network

HURT = ("chồng đánh em", "em bị nhốt trong nhà", "nó dọa giết em", "ba đánh con chảy máu")
CALM = ("ai chủ trì kế hoạch", "báo cáo trước ngày nào", "cảm ơn ad nhiều", "số điện thoại sở y tế")


@pytest.fixture
def encoder(tmp_path: Path) -> Path:
    """A BERT of the encoder's form, with a vocabulary of the words above and of one more."""
    from transformers import BertConfig, BertModel

    words = sorted({word for text in (*HURT, *CALM) for word in text.split()})
    letters = sorted({letter for word in words for letter in word})
    vocabulary = [
        ["<s>", 0.0],
        ["<pad>", 0.0],
        ["</s>", 0.0],
        ["<unk>", 0.0],
        *([f"▁{word}", -4.0] for word in words),
        ["▁xylophone", -4.0],
        *([letter, -9.0] for letter in ("▁", *letters)),
    ]
    folder = tmp_path / "encoder"
    config = BertConfig(
        vocab_size=len(vocabulary) + 1,
        hidden_size=16,
        num_hidden_layers=5,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=128,
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    special = [
        {
            "id": number,
            "content": content,
            "single_word": False,
            "lstrip": False,
            "rstrip": False,
            "normalized": False,
            "special": True,
        }
        for number, content in enumerate(("<s>", "<pad>", "</s>", "<unk>"))
    ]
    template = [
        {"SpecialToken": {"id": "<s>", "type_id": 0}},
        {"Sequence": {"id": "A", "type_id": 0}},
        {"SpecialToken": {"id": "</s>", "type_id": 0}},
    ]
    tokenizer = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [*special, {**special[0], "id": len(vocabulary), "content": "<mask>"}],
        "normalizer": None,
        "pre_tokenizer": {
            "type": "Metaspace",
            "replacement": "▁",
            "prepend_scheme": "always",
            "split": False,
        },
        "post_processor": {
            "type": "TemplateProcessing",
            "single": template,
            "pair": template,
            "special_tokens": {
                "<s>": {"id": "<s>", "ids": [0], "tokens": ["<s>"]},
                "</s>": {"id": "</s>", "ids": [2], "tokens": ["</s>"]},
            },
        },
        "decoder": None,
        "model": {"type": "Unigram", "unk_id": 3, "vocab": vocabulary, "byte_fallback": False},
    }
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer), encoding="utf-8")
    return folder


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(lessons, "EVERYDAY", 4)
    monkeypatch.setattr(train_network, "STEP", 1e-2)
    folder = tmp_path / "data"
    folder.mkdir()
    blocks = ['version: "3.1"', "nlu:", "- intent: emergency"]
    blocks += ["  metadata: {level: emergency, kind: partner, who: self}", "  examples: |"]
    blocks += [f"    - {text} {number}" for number in range(40) for text in HURT]
    blocks += ["- intent: ask_plan", "  metadata: {level: none}", "  examples: |"]
    blocks += [f"    - {text} {number}" for number in range(40) for text in CALM]
    (folder / "messages.yml").write_text("\n".join(blocks) + "\n", encoding="utf-8")
    (folder / "dialogues.jsonl").write_text("", encoding="utf-8")
    return folder


def test_it_learns_and_writes_what_the_network_reads(
    encoder: Path, data: Path, tmp_path: Path
) -> None:
    said: list[str] = []
    network, pieces = tmp_path / "n.onnx", tmp_path / "pieces.json"
    train_network.train_network(data, encoder, (), said.append, network, pieces, epochs=8)
    reader = Network(network, pieces)
    assert reader.scores("chồng đánh em")[0] > 0 > reader.scores("báo cáo trước ngày nào")[0]
    kept = [piece for piece, _ in json.loads(pieces.read_text("utf-8"))["model"]["vocab"]]
    assert "▁chồng" in kept
    assert "▁xylophone" not in kept
    assert any(line.startswith("bước 0/") for line in said)


def test_nothing_to_learn_from(encoder: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="không có tin nhắn"):
        train_network.train_network(tmp_path / "nothing", encoder)
