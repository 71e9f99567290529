import numpy as np
import pytest

from nlu import encoder_graph
from nlu.encoder_graph import write_network
from nlu.encoder_network import EncoderNetwork
from tests.nlu.test_encoder import TEXTS, by_torch


@pytest.mark.parametrize("wide", [{0, 1}, {1}, set()])
def test_vectors_are_nearly_those_of_torch(wide, small, small_folder, tmp_path, monkeypatch):
    monkeypatch.setattr(encoder_graph, "WIDE", frozenset(wide))
    write_network(small, tmp_path / "network.onnx")
    network = EncoderNetwork(tmp_path / "network.onnx", small_folder / "tokenizer.json", 1)
    made = network.vectors(TEXTS)
    assert np.allclose(np.linalg.norm(made, axis=1), 1, atol=1e-5)
    assert (made * by_torch(small_folder, TEXTS)).sum(axis=1).min() > 0.995
