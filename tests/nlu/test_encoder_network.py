import numpy as np
import pytest

from nlu import encoder_network as module
from nlu.encoder_network import LONG, MOST_PIECES, TOGETHER, EncoderNetwork
from nlu.encoder_weights import NETWORK
from nlu.network_file import open_network
from tests.nlu import small_encoder
from tests.nlu.test_encoder import TEXTS


@pytest.fixture(scope="module")
def files(small_folder):
    return small_folder / NETWORK, small_folder / "tokenizer.json"


def test_no_text_changes_the_vector_of_another(files):
    network = EncoderNetwork(*files, threads=1)
    alone = np.vstack([network.vectors([text]) for text in TEXTS])
    assert np.array_equal(network.vectors(TEXTS), alone)


def test_threads_change_nothing(files):
    texts = TEXTS * 20
    one, two = (EncoderNetwork(*files, threads=count).vectors(texts) for count in (1, 2))
    assert np.array_equal(one, two)


def test_only_a_long_text_that_comes_alone_is_worked_on_by_two(files, monkeypatch):
    opened = []
    monkeypatch.setattr(
        module,
        "open_network",
        lambda *how, **more: opened.append(more) or open_network(*how, **more),
    )
    network = EncoderNetwork(*files, threads=2)
    long = "em báo cáo " * LONG
    network.vectors(["em báo cáo"])
    network.vectors([long] * TOGETHER)
    assert opened == [{}]
    one = EncoderNetwork(*files, threads=1).vectors([long])
    for _ in range(2):
        assert np.array_equal(network.vectors([long]), one)
    assert opened == [{}, {}, {"threads": 2}]


@pytest.mark.parametrize("text", ["", " ", "😭", "\x00", "em " * 3 * MOST_PIECES])
def test_any_text_can_be_read(files, text):
    vectors = EncoderNetwork(*files).vectors([text])
    assert vectors.shape == (1, small_encoder.HIDDEN)
    assert np.isfinite(vectors).all()


def test_no_texts(files):
    assert EncoderNetwork(*files).vectors([]).shape == (0, small_encoder.HIDDEN)


def test_missing_files_are_an_error(tmp_path, files):
    with pytest.raises(Exception, match=r"none\.onnx"):
        EncoderNetwork(tmp_path / "none.onnx", files[1])
