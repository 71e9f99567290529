import logging

import pytest

from nlu import encoder_graph
from nlu.encoder_weights import NETWORK, add_network


def test_a_folder_has_all_that_is_needed(small_folder):
    names = {path.name for path in small_folder.iterdir()}
    assert {"ready", "modules.json", "tokenizer.json", "model.safetensors", NETWORK} <= names
    assert not [name for name in names if name.endswith(".part")]


@pytest.fixture
def folder(small_folder, tmp_path):
    (tmp_path / "tokenizer.json").symlink_to(small_folder / "tokenizer.json")
    return tmp_path


def test_a_network_is_added(folder, small):
    assert add_network(folder)
    assert (folder / NETWORK).is_file()


def test_a_network_that_does_not_run_is_left_out(folder, small, monkeypatch, caplog):
    monkeypatch.setattr(encoder_graph, "_OWN", "unheard.of")
    with caplog.at_level(logging.WARNING):
        assert not add_network(folder)
    assert "with torch" in caplog.text
    assert [path.name for path in folder.iterdir()] == ["tokenizer.json"]
