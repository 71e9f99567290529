"""``tincay doctor``: what is wrong with this installation, and what to do."""

from __future__ import annotations

import sys

import click

from bot.diagnosis import examine
from bot.settings import Settings

__all__ = ["doctor"]

_SIGNS = {"ok": "✓", "off": "·", "warn": "!", "fail": "✗"}


@click.command()
def doctor() -> None:
    """Kiểm tra cài đặt, thông tin kênh, cơ sở dữ liệu, đồng hồ, đĩa, lịch trực."""
    findings = list(examine(Settings()))
    for finding in findings:
        click.echo(f"{_SIGNS[finding.state]} {finding.subject}: {finding.text}")
    if any(finding.state == "fail" for finding in findings):
        sys.exit(1)
