import sys

import pytest

from bench import beside, peer, searches
from bench.beside import Peer
from bench.searches import Corpus, installed, make
from tests.bench.test_peer import TEXTS
from tests.knowledge.fake_encoder import FakeEncoder


@pytest.fixture
def corpus(tmp_path):
    return Corpus(TEXTS, FakeEncoder(), tmp_path)


def test_a_process_is_started_asked_and_ended(corpus, monkeypatch):
    """Without its packages it ends at once, and says so."""
    monkeypatch.setattr(beside, "python", lambda: sys.executable)
    with pytest.raises(RuntimeError, match="ended with status 1"):
        make("Haystack in-memory BM25", corpus)


@pytest.mark.parametrize("name", sorted(peer.PEERS))
def test_the_peers_find_where_they_are_installed(name, tmp_path, corpus, monkeypatch):
    if not installed(name) or peer.PEERS[name][1]:
        pytest.skip("not installed, or asks the encoder")
    search = make(name, corpus)
    assert isinstance(search, Peer)
    assert search("kinh phí kế hoạch")[0] == 1
    search.close()


def test_without_their_environment_they_are_not_installed(tmp_path, monkeypatch):
    monkeypatch.setattr(searches, "python", lambda: tmp_path / "python")
    assert not any(map(installed, peer.PEERS))
