"""``tincay``: the command line. Commands are imported only when called, so each starts light."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click

__all__ = ["main"]

COMMANDS: dict[str, tuple[str, str]] = {
    "run": ("bot.commands.run:run", "Chạy mọi thứ: mặt trước, bàn trực và trợ lý."),
    "chat": ("bot.commands.chat:chat", "Trò chuyện với trợ lý ngay trong cửa sổ lệnh."),
    "ask": ("bot.commands.ask:ask", "Hỏi và nhận câu trả lời có dẫn điều khoản."),
    "duties": ("bot.commands.duties:duties", "Ai chủ trì, ai phối hợp, báo cáo khi nào."),
    "triage": ("bot.commands.triage:triage", "Mức độ khẩn của một tin nhắn, kèm lý do."),
    "plans": ("bot.commands.plans:plans", "Kho kế hoạch: thêm, xem, gỡ, kiểm tra."),
    "prepare": ("bot.commands.prepare:prepare", "Chuẩn bị mô hình, chỉ mục và trợ lý."),
    "train": ("bot.commands.train:train", "Huấn luyện trợ lý và các mô hình ngôn ngữ."),
    "eval": ("bot.commands.evaluate:evaluate", "Bảng chất lượng của chính mình."),
    "export": ("bot.commands.export:export", "Xuất nhiệm vụ ra xlsx, csv; hạn ra lịch ics."),
    "staff": ("bot.commands.staff:staff", "Tài khoản của bàn trực."),
    "letters": ("bot.commands.letters:letters", "Thư chết: xem và gửi lại."),
    "keys": ("bot.commands.keys:keys", "Đổi khoá mã hoá mà không mất dữ liệu."),
    "doctor": ("bot.commands.doctor:doctor", "Bản cài này đang thiếu hay sai gì."),
}


class _LazyGroup(click.Group):
    """A group that imports ``module:command`` of :data:`COMMANDS` on first use."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name][0].split(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        # from the table, so that help imports nothing
        with formatter.section("Lệnh"):
            formatter.write_dl([(name, help_text) for name, (_, help_text) in COMMANDS.items()])


@click.command(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tin-cay", prog_name="tincay")
def tincay() -> None:
    """Tin Cậy: trợ lý nhắn tin về bạo lực trên cơ sở giới."""


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line; known errors become one sentence and exit status 1."""
    from bot.errors import OperatorError

    try:
        return tincay.main(args=arguments, prog_name="tincay", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except OperatorError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
