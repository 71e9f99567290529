import io
import json
import sys

import numpy as np
import pytest

from bench import peer, searches
from bench.searches import Corpus, make
from tests.knowledge.fake_encoder import FakeEncoder

TEXTS = ["tổng đài bảo vệ trẻ em", "kinh phí thực hiện kế hoạch", "nơi tạm lánh"]


def first_word(texts, folder, encoder):
    """A search for the first word."""
    assert np.load(folder / "vectors.npy").shape == (3, 64)
    return lambda question: [row for row, text in enumerate(texts) if question in text]


@pytest.fixture
def corpus(tmp_path):
    return Corpus(TEXTS, FakeEncoder(), tmp_path)


def test_it_answers_line_by_line(corpus, monkeypatch, capsys):
    name = "Haystack in-memory BM25"
    monkeypatch.setitem(peer.PEERS, name, (first_word, False))
    monkeypatch.setattr(searches, "Peer", lambda *_: None)
    make(name, corpus)
    monkeypatch.setattr(sys, "argv", ["peer", name, str(corpus.folder), "", "1"])
    monkeypatch.setattr(sys, "stdin", io.StringIO('"k\\u1ebf ho\\u1ea1ch"\n"kh\u00f4ng"\n'))
    peer.main()
    built, one, other = map(json.loads, capsys.readouterr().out.splitlines())
    assert built["built"] >= 0
    assert (one["rows"], other["rows"]) == ([1], [])
