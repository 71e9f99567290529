import pytest

from bot import knowledge_base
from bot.settings import Settings
from knowledge.building import build, current_folder, index_version
from nlu.encoder import ENCODER_ID
from tests.knowledge.conftest import PLANS
from tests.knowledge.fake_encoder import FakeEncoder


@pytest.fixture
def settings(tmp_path):
    made = Settings(home=tmp_path)
    (tmp_path / "plans").mkdir()
    for path in PLANS.glob("can-tho*"):
        (tmp_path / "plans" / path.name).write_bytes(path.read_bytes())
    return made


def test_the_index_is_current_until_a_plan_changes(settings, monkeypatch):
    monkeypatch.setattr(knowledge_base, "_encoder_ready", lambda _settings: True)
    assert not knowledge_base.index_is_current(settings)
    corpus = knowledge_base.corpus_of(settings)
    version = index_version(corpus.version, ENCODER_ID)
    build(settings.index_folder, corpus.plans, version, FakeEncoder())
    assert knowledge_base.index_is_current(settings)
    plan = settings.plans_folder / "can-tho-2024.txt"
    plan.write_text(plan.read_text(encoding="utf-8") + "\nThêm một dòng.\n", encoding="utf-8")
    assert not knowledge_base.index_is_current(settings)


def test_an_installation_without_an_encoder_is_not_ready(settings):
    corpus = knowledge_base.corpus_of(settings)
    version = index_version(corpus.version, ENCODER_ID)
    build(settings.index_folder, corpus.plans, version, FakeEncoder())
    assert current_folder(settings.index_folder) is not None
    assert not knowledge_base.index_is_current(settings)


def test_no_index_is_an_error(settings):
    with pytest.raises(FileNotFoundError):
        knowledge_base.load_answerer(settings, FakeEncoder())


def test_the_answerer_is_loaded_once_and_follows_the_index(settings):
    corpus = knowledge_base.corpus_of(settings)
    build(settings.index_folder, corpus.plans, "v1", FakeEncoder())
    first = knowledge_base.load_answerer(settings, FakeEncoder())
    build(settings.index_folder, corpus.plans, "v2", FakeEncoder())
    second = knowledge_base.load_answerer(settings, FakeEncoder())
    assert first is second
    assert second.index.version == "v2"
