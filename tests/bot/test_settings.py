"""Settings and the key made on first use."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import PROJECT, Settings


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("TINCAY_HOME", str(tmp_path))
    monkeypatch.delenv("TINCAY_SECRET_KEY", raising=False)
    monkeypatch.chdir(tmp_path)
    return Settings()


def test_defaults_work_offline(settings: Settings, tmp_path: Path) -> None:
    assert settings.database == f"sqlite:///{tmp_path / 'tincay.db'}"
    assert settings.telegram_token == settings.zalo_app_id == ""
    assert settings.plans_folder == PROJECT / "knowledge" / "plans"


def test_the_key_is_made_once_and_only_its_owner_reads_it(
    settings: Settings, tmp_path: Path
) -> None:
    key = settings.secret
    assert len(key) >= 40
    assert Settings().secret == key
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600


def test_a_key_that_is_set_wins(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TINCAY_SECRET_KEY", "một khoá đủ dài để dùng")
    assert Settings().secret == "một khoá đủ dài để dùng"


def test_a_dot_env_file_is_read(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("TINCAY_PORT=9191\nTINCAY_PREVIOUS_SECRET_KEYS=a, b\n")
    assert Settings().port == 9191
    assert Settings().old_secrets == ("a", "b")


def test_an_operators_own_corpus_wins(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    assert settings.plans_folder == tmp_path / "plans"
