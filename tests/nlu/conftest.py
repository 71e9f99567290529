import pytest

from nlu import encoder_weights
from nlu.encoder_file import Weights
from tests.nlu import small_encoder


@pytest.fixture
def small(monkeypatch):
    """Weights of a small encoder instead of those of the package."""
    made = Weights(small_encoder.file())
    monkeypatch.setattr(encoder_weights, "read_weights", lambda: made)
    return made


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory):
    """The folder that a conversion of the small encoder makes."""
    folder = tmp_path_factory.mktemp("home") / encoder_weights.ENCODER_FOLDER
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encoder_weights, "read_weights", lambda: Weights(small_encoder.file()))
        encoder_weights.convert(folder)
    return folder
