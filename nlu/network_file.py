"""Small neural networks as ONNX files of 8 bits: written with torch, run without it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

__all__ = ["mark_in", "open_network", "write_network"]


def open_network(path: Path, threads: int = 1) -> Any:
    """An ONNX Runtime session; safe to share between threads.

    Args:
        path: the ONNX file.
        threads: that one call is shared out among.

    Raises:
        FileNotFoundError: there is no such file.
    """
    import onnxruntime

    if not path.is_file():
        raise FileNotFoundError(path)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    # threads that wait for work by spinning would take the other core from whoever needs it
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def mark_in(session: Any) -> str:
    """The ``mark`` a network was written with."""
    return str(session.get_modelmeta().description)


def write_network(model: Any, target: Path, reads: str, each: bool = False, mark: str = "") -> None:
    """Write a torch module with its weights in 8 bits; needs torch and onnx.

    Args:
        model: from int64 numbers of shape (1, n) to float32 ``scores``.
        target: the ONNX file.
        reads: name of the input.
        each: whether there are scores for each of the n numbers: shape (1, n, …), not (1, …).
        mark: kept in the file, for :func:`mark_in`.
    """
    import onnx
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    axes = {reads: {1: "length"}} | ({"scores": {1: "length"}} if each else {})
    with tempfile.TemporaryDirectory() as folder:
        whole, small = Path(folder) / "whole.onnx", Path(folder) / "small.onnx"
        torch.onnx.export(
            model,
            (torch.ones(1, 8, dtype=torch.int64),),
            str(whole),
            input_names=[reads],
            output_names=["scores"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        # 7 of the 8 bits: without VNNI a processor adds two products in 16 bits, which overflow
        how = {"weight_type": QuantType.QInt8, "per_channel": True, "reduce_range": True}
        quantize_dynamic(str(whole), str(small), **how)
        written = onnx.load(str(small))
        # ONNX Runtime tells the graph's, other readers the model's
        written.doc_string = written.graph.doc_string = mark
        target.parent.mkdir(parents=True, exist_ok=True)
        onnx.save(written, str(target))
