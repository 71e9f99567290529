import logging
import shutil
import subprocess
import sys

import numpy as np
import pytest

from nlu import encoder
from nlu.encoder import ENCODER_ID, Encoder, prepare_encoder
from nlu.encoder_weights import ENCODER_FOLDER, NETWORK
from tests.nlu import small_encoder

TEXTS = ["chồng đánh em", "báo cáo kế hoạch", "em: báo em đánh chồng hoạch", "em"]


def by_torch(folder, texts):
    return encoder._Transformer(str(folder), 1).vectors(list(texts))


@pytest.fixture
def slow_folder(small_folder, tmp_path):
    """The same folder without the quick network."""
    folder = tmp_path / ENCODER_FOLDER
    shutil.copytree(small_folder, folder)
    (folder / NETWORK).unlink()
    return folder


def test_questions_and_passages_have_their_words_before_them(small_folder):
    model = Encoder(str(small_folder), threads=1)
    assert model.id == ENCODER_ID
    assert model.dimension == small_encoder.HIDDEN
    for vectors, word in ((model.queries(TEXTS), "query"), (model.passages(TEXTS), "passage")):
        wanted = by_torch(small_folder, [f"{word}: {text}" for text in TEXTS])
        assert (vectors * wanted).sum(axis=1).min() > 0.99


def test_progress_is_told(small_folder):
    told = []
    texts = [f"em {number}" for number in range(300)]
    vectors = Encoder(str(small_folder), threads=1).passages(texts, told.append)
    assert told == [256, 300]
    assert vectors.shape == (300, small_encoder.HIDDEN)


def test_nothing_to_encode(small_folder):
    assert Encoder(str(small_folder)).queries([]).shape == (0, small_encoder.HIDDEN)


def test_torch_encodes_where_there_is_no_network(slow_folder, small_folder, caplog):
    with caplog.at_level(logging.WARNING):
        slow = Encoder(str(slow_folder), threads=1)
    assert "with torch" in caplog.text
    assert slow.id == ENCODER_ID
    quick = Encoder(str(small_folder), threads=1)
    assert (slow.queries(TEXTS) * quick.queries(TEXTS)).sum(axis=1).min() > 0.99


def test_a_network_is_added_to_a_folder_without_one(slow_folder, small, caplog):
    said = []
    assert prepare_encoder(slow_folder.parent, say=said.append) == str(slow_folder)
    assert (slow_folder / NETWORK).is_file()
    assert said == []


def test_the_bundled_model_is_made_once(tmp_path, small):
    said = []
    for _ in range(2):
        model = prepare_encoder(tmp_path, say=said.append)
    assert len(said) == 1
    assert Encoder(model).dimension == small_encoder.HIDDEN


def test_another_model_is_left_to_its_library(small_folder, tmp_path, monkeypatch):
    other = tmp_path / "other-e5"
    shutil.copytree(small_folder, other, ignore=shutil.ignore_patterns("ready", NETWORK))
    assert prepare_encoder(tmp_path, str(other)) == str(other)
    model = Encoder(str(other), threads=1)
    assert model.id not in (ENCODER_ID, Encoder(str(small_folder)).id)
    wanted = by_torch(other, [f"query: {text}" for text in TEXTS])
    assert np.allclose(model.queries(TEXTS), wanted, atol=1e-6)


def test_the_quick_network_needs_no_torch(small_folder):
    code = (
        "import sys\n"
        "from nlu.encoder import Encoder\n"
        f"Encoder({str(small_folder)!r}).queries(['em'])\n"
        "print(sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
