"""The sentence encoder as a network for ONNX Runtime, written straight from its four-bit values.

Nearly all matrices are brought to 8 bits, as are what is multiplied with them, one scale for each
call: that is quickest. Only what leaves the activation of the layers in :data:`WIDE` has values
that one scale cannot hold; their matrices stay in four bits as they are, and what is multiplied
with them gets a scale for every 32 values. The table of pieces stays in four bits too and loses
nothing: a row is brought to float32 when it is looked up.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu.encoder_file import BLOCK, Weights

__all__ = ["write_network"]

WIDE = frozenset({0, 4, 5, 6, 7})
"""Layers whose activation has a few values of thirty to fifty times the usual size."""

_OPSET = 17
_IR = 9  # of the format itself: what onnx 1.17 and every ONNX Runtime since 1.18 read
_OWN = "com.microsoft"
_LARGEST = 63
"""Matrices use 7 of their 8 bits: processors without VNNI add two products in 16 bits, which two
of 8 bits overflow. Vectors were off by cosines of .97 there, with 127."""
_INT8_ACCURACY = 4  # of MatMulNBits: multiply in 8 bits, with a scale for each block


def write_network(weights: Weights, target: Path) -> None:
    """Write the network: int64 ``pieces`` of shape (1, n) in, a unit vector (1, width) out.

    Raises:
        OSError: the disk is full or not writable.
    """
    import onnx

    onnx.save(_Graph(weights).model(), str(target))


class _Graph:
    """Nodes and constants as they are added."""

    def __init__(self, weights: Weights) -> None:
        self._weights, self._shape = weights, weights.shape
        self._nodes: list[Any] = []
        self._constants: list[Any] = []

    def model(self) -> Any:
        """The whole network."""
        from onnx import TensorProto, helper

        self._pool(self._layers(self._embedded()))
        graph = helper.make_graph(
            self._nodes,
            "encoder",
            [helper.make_tensor_value_info("pieces", TensorProto.INT64, [1, "length"])],
            [helper.make_tensor_value_info("vector", TensorProto.FLOAT, [1, self._shape.hidden])],
            self._constants,
        )
        versions = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_OWN, 1)]
        return helper.make_model(graph, opset_imports=versions, ir_version=_IR)

    def _constant(self, name: str, values: npt.NDArray[Any]) -> str:
        from onnx import numpy_helper

        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _node(self, kind: str, inputs: list[str], output: str, own: bool, **how: Any) -> str:
        from onnx import helper

        domain = _OWN if own else ""
        self._nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **how))
        return output

    def _embedded(self) -> str:
        """Vectors of the pieces with those of their places."""
        weights, hidden = self._weights, self._shape.hidden
        values, scales = weights.blocks("emb.word", self._shape.vocabulary, hidden)
        table = [
            self._constant("words", _packed(values).reshape(len(values), -1)),
            "pieces",
            self._constant("words.scales", scales.astype(np.float32)),
        ]
        self._node(
            "GatherBlockQuantized",
            table,
            "looked_up",
            own=True,
            bits=4,
            block_size=BLOCK,
            gather_axis=0,
            quantize_axis=1,
        )
        # every text is of the first type: its vector is added to those of the places at once
        places = weights.tensor("emb.pos", -1, hidden) + weights.tensor("emb.type", -1, hidden)[0]
        self._constant("places", places)
        self._constant("first", np.zeros(1, np.int64))
        self._node("Shape", ["pieces"], "length", own=False, start=1, end=2)
        self._node("Slice", ["places", "first", "length", "first"], "here", own=False)
        self._node("Add", ["looked_up", "here"], "placed", own=False)
        norm = self._norm("emb.ln")
        how = {"axis": -1, "epsilon": self._shape.epsilon}
        return self._node("LayerNormalization", ["placed", *norm], "embedded", own=False, **how)

    def _layers(self, state: str) -> str:
        hidden, inner = self._shape.hidden, self._shape.inner
        for layer in range(self._shape.layers):
            at = f"l{layer}."
            each = [self._times(state, at + part, hidden, hidden) for part in ("q", "k", "v")]
            heads = {"num_heads": self._shape.heads}
            self._node("MultiHeadAttention", each, f"{at}seen", own=True, **heads)
            looked = self._times(f"{at}seen", f"{at}ao", hidden, hidden)
            state = self._added(looked, state, f"{at}aln")
            self._times(state, f"{at}fi", inner, hidden)
            self._node("Gelu", [f"{at}fi"], f"{at}active", own=True)
            active = f"{at}active"
            if layer in WIDE:
                thought = self._times_blocks(active, f"{at}fo", hidden, inner)
            else:
                thought = self._times(active, f"{at}fo", hidden, inner)
            state = self._added(thought, state, f"{at}oln")
        return state

    def _pool(self, state: str) -> None:
        self._node("ReduceMean", [state], "mean", own=False, axes=[1], keepdims=0)
        self._node("LpNormalization", ["mean"], "vector", own=False, axis=-1, p=2)

    def _norm(self, name: str) -> list[str]:
        hidden, weights = self._shape.hidden, self._weights
        parts = (f"{name}.w", f"{name}.b")
        return [self._constant(part, weights.tensor(part, hidden)) for part in parts]

    def _added(self, one: str, other: str, name: str) -> str:
        """The sum of two states, normalised."""
        inputs = [one, other, *self._norm(name)]
        epsilon = self._shape.epsilon
        return self._node("SkipLayerNormalization", inputs, name, own=True, epsilon=epsilon)

    def _times(self, state: str, name: str, rows: int, columns: int) -> str:
        """A state times a matrix in 8 bits with one scale a row, and its bias."""
        matrix = self._weights.tensor(f"{name}.w", rows, columns)
        scales = np.maximum(np.abs(matrix).max(axis=1), 1e-9) / _LARGEST
        values = np.round(matrix / scales[:, None]).astype(np.int8)
        inputs = [
            state,
            self._constant(f"{name}.w", values.T),
            self._constant(f"{name}.scales", scales.astype(np.float32)),
            self._constant(f"{name}.zeros", np.zeros(rows, np.int8)),
            self._constant(f"{name}.b", self._weights.tensor(f"{name}.b", rows)),
        ]
        return self._node("DynamicQuantizeMatMul", inputs, name, own=True)

    def _times_blocks(self, state: str, name: str, rows: int, columns: int) -> str:
        """A state times a matrix of four bits, and its bias."""
        values, scales = self._weights.blocks(f"{name}.w", rows, columns)
        inputs = [
            state,
            self._constant(f"{name}.w", _packed(values)),
            self._constant(f"{name}.scales", scales.astype(np.float32)),
            "",
            "",
            self._constant(f"{name}.b", self._weights.tensor(f"{name}.b", rows)),
        ]
        how = {"K": columns, "N": rows, "bits": 4, "block_size": BLOCK}
        return self._node(
            "MatMulNBits", inputs, name, own=True, accuracy_level=_INT8_ACCURACY, **how
        )


def _packed(values: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Neighbouring four-bit values in one byte, the first one low."""
    return (values[..., 0::2] | values[..., 1::2] << 4).astype(np.uint8)
