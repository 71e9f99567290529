import hashlib
import types

import numpy as np
import pytest

from nlu import encoder_file
from nlu.encoder_file import Weights, WeightsError, read_weights
from tests.nlu import small_encoder


@pytest.fixture(scope="module")
def weights():
    return Weights(small_encoder.file())


def test_sizes_and_pieces(weights):
    assert weights.shape.hidden == small_encoder.HIDDEN
    assert weights.shape.layers == small_encoder.LAYERS
    assert weights.pieces == [piece for piece, _ in small_encoder.pieces()]
    assert weights.normalization == {0xAD: (), 0xA0: (0x20,)}


def test_tensors_are_read_as_they_were_written(weights):
    for name, (values, four) in small_encoder.tensors().items():
        read = weights.tensor(name, *values.shape)
        assert read.dtype == np.float32
        assert np.allclose(read, values, atol=np.abs(values).max() / 12 if four else 0)


def test_blocks_are_worth_the_tensor(weights):
    values, scales = weights.blocks("l0.fo.w", small_encoder.HIDDEN, small_encoder.INNER)
    assert values.shape == (small_encoder.HIDDEN, small_encoder.INNER // 32, 32)
    worth = (values.astype(np.float32) - 8) * scales[..., None].astype(np.float32)
    tensor = weights.tensor("l0.fo.w", small_encoder.HIDDEN, small_encoder.INNER)
    assert np.array_equal(worth.reshape(tensor.shape), tensor)


def test_another_size_is_an_error(weights):
    with pytest.raises(WeightsError):
        weights.blocks("l0.fo.w", 3, 32)


def test_another_format_is_an_error():
    with pytest.raises(WeightsError):
        Weights(b"no such thing")


@pytest.fixture
def package(tmp_path, monkeypatch):
    monkeypatch.setattr(encoder_file, "resources", types.SimpleNamespace(files=lambda _: tmp_path))
    return tmp_path


def test_the_file_of_the_package_is_checked(package, monkeypatch):
    with pytest.raises(WeightsError, match="không có tệp"):
        read_weights()
    (package / encoder_file.WEIGHTS).write_bytes(small_encoder.file())
    with pytest.raises(WeightsError, match="khác bản đã kiểm tra"):
        read_weights()
    digest = hashlib.sha256(small_encoder.file()).hexdigest()
    monkeypatch.setattr(encoder_file, "SHA256", digest)
    assert read_weights().shape.hidden == small_encoder.HIDDEN
