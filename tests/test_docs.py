"""Every command and every setting is documented."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from bot.cli import COMMANDS, tincay
from bot.settings import Settings

DOCS = Path(__file__).parent.parent / "docs"


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_documented(name: str) -> None:
    assert f"`tincay {name}" in (DOCS / "commands.md").read_text(encoding="utf-8")


def test_every_subcommand_is_documented() -> None:
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    for name in COMMANDS:
        command = tincay.get_command(click.Context(tincay), name)
        if isinstance(command, click.Group) and name != "eval":
            for sub in command.commands:
                assert f"{name} {sub}" in text or f"`{sub} " in text or f"`{sub}`" in text, sub


def test_every_command_has_help_that_names_what_it_does() -> None:
    for name in COMMANDS:
        command = tincay.get_command(click.Context(tincay), name)
        assert command is not None
        assert command.help, name


@pytest.mark.parametrize("field", sorted(Settings.__fields__))
def test_every_setting_is_documented(field: str) -> None:
    text = (DOCS / "settings.md").read_text(encoding="utf-8")
    assert f"| `TINCAY_{field.upper()}` |" in text


def test_no_setting_is_documented_that_does_not_exist() -> None:
    text = (DOCS / "settings.md").read_text(encoding="utf-8")
    documented = {
        line.split("`")[1].removeprefix("TINCAY_").lower()
        for line in text.splitlines()
        if line.startswith("| `TINCAY_")
    }
    assert documented == set(Settings.__fields__)
