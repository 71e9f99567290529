import pytest

from knowledge.answer import Answerer
from knowledge.building import build
from tests.knowledge.fake_encoder import FakeEncoder


@pytest.fixture(scope="session")
def answerer(plans, tmp_path_factory):
    home = tmp_path_factory.mktemp("index")
    build(home, plans, "v1", FakeEncoder())
    return Answerer(home, FakeEncoder())
