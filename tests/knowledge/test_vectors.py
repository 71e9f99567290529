import numpy as np
import pytest

from knowledge import vectors
from knowledge.vectors import DONE, VectorFile, digests_of, write_vectors
from tests.knowledge.fake_encoder import FakeEncoder

TEXTS = [f"điều {number} của kế hoạch" for number in range(20)]


@pytest.fixture(autouse=True)
def small_windows(monkeypatch):
    monkeypatch.setattr(vectors, "TOGETHER", 6)


@pytest.fixture
def encoder():
    return FakeEncoder()


def write(folder, texts, encoder, before=None, **more):
    folder.mkdir(exist_ok=True)
    return write_vectors(
        folder, texts, digests_of(texts), encoder.id, encoder.passages, before, **more
    )


def test_vectors_are_read_like_an_array(tmp_path, encoder):
    kept, whole = write(tmp_path / "a", TEXTS, encoder), encoder.passages(TEXTS)
    assert kept.shape == whole.shape
    assert len(kept) == 20
    assert np.allclose(kept[3:9], whole[3:9], atol=1e-3)
    assert np.allclose(kept[[17, 2]], whole[[17, 2]], atol=1e-3)
    assert np.allclose(np.linalg.norm(kept[:], axis=1), 1, atol=1e-6)


class Broken(FakeEncoder):
    """Gives up after some texts."""

    def __init__(self, after):
        super().__init__()
        self.after = after

    def passages(self, texts, progress=None):
        if self.encoded + len(texts) > self.after:
            raise MemoryError
        return super().passages(texts, progress)


def test_it_goes_on_where_it_was(tmp_path, encoder):
    whole = write(tmp_path / "whole", TEXTS, encoder)[:]
    encoder.encoded = 0
    with pytest.raises(MemoryError):
        write(tmp_path / "a", TEXTS, Broken(13))
    told = []
    kept = write(tmp_path / "a", TEXTS, encoder, progress=lambda *step: told.append(step))
    assert encoder.encoded == 8
    assert told == [(18, 20), (20, 20)]
    assert np.array_equal(kept[:], whole)
    write(tmp_path / "a", TEXTS, encoder)
    assert encoder.encoded == 8


@pytest.mark.parametrize("torn", [b"", b"{", b'{"encoder": "fake"}'])
def test_a_torn_note_counts_as_none(tmp_path, encoder, torn):
    with pytest.raises(MemoryError):
        write(tmp_path / "a", TEXTS, Broken(13))
    (tmp_path / "a" / DONE).write_bytes(torn)
    write(tmp_path / "a", TEXTS, encoder)
    assert encoder.encoded == 20


def test_other_texts_or_another_encoder_begin_anew(tmp_path, encoder):
    with pytest.raises(MemoryError):
        write(tmp_path / "a", TEXTS, Broken(13))
    write(tmp_path / "a", ["khác", *TEXTS[1:]], encoder)
    assert encoder.encoded == 20
    encoder.id = "other"
    write(tmp_path / "a", ["khác", *TEXTS[1:]], encoder)
    assert encoder.encoded == 40


def test_known_vectors_are_taken_over(tmp_path, encoder):
    write(tmp_path / "a", TEXTS, encoder)
    encoder.encoded = 0
    changed = [*TEXTS[10:], "mới", *TEXTS[:9], "mới nữa"]
    told = []
    kept = write(
        tmp_path / "b", changed, encoder, tmp_path / "a", progress=lambda *step: told.append(step)
    )
    assert encoder.encoded == 2
    assert told[-1] == (2, 2)
    assert np.allclose(kept[:], FakeEncoder().passages(changed), atol=1e-3)


def test_no_texts(tmp_path, encoder):
    assert write(tmp_path / "a", [], encoder).shape == (0, 64)
    kept = write(tmp_path / "b", TEXTS, encoder, tmp_path / "a")
    assert write(tmp_path / "c", [], encoder, tmp_path / "b").shape == (0, 64)
    assert len(kept) == 20


def test_a_missing_file_is_an_error(tmp_path):
    with pytest.raises(OSError):
        VectorFile(tmp_path)
