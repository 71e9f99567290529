"""YAML files that people edit, read with the line of every field kept for honest errors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

__all__ = ["DataFileError", "Record", "read_records"]


class DataFileError(ValueError):
    """A data file is wrong; the message names the file, the line and the field."""

    def __init__(self, path: Path, line: int | None, field: str | None, problem: str) -> None:
        """``line`` counts from 1; ``problem`` is one Vietnamese sentence for the operator."""
        where = path.name if line is None else f"{path.name}, dòng {line}"
        what = f", mục “{field}”" if field else ""
        super().__init__(f"{where}{what}: {problem}")
        self.path, self.line, self.field = path, line, field


@dataclass(frozen=True, slots=True)
class Record:
    """One mapping of the file, which knows where each of its fields stands."""

    path: Path
    line: int
    values: Mapping[str, Any]
    lines: Mapping[str, int]

    def error(self, field: str | None, problem: str) -> DataFileError:
        """An error at a field of this record."""
        return DataFileError(self.path, self.lines.get(field or "", self.line), field, problem)

    def allow(self, *fields: str) -> None:
        """Refuse fields that are not among these: a misspelt one must not pass in silence."""
        for name in self.values:
            if name not in fields:
                raise self.error(str(name), f"không có mục này; các mục: {', '.join(fields)}")

    def text(self, field: str, default: str | None = None) -> str:
        """A non-empty string, or ``default`` when the field is missing."""
        value = self.values.get(field, default)
        if value is None:
            raise self.error(field, "thiếu mục này")
        if not isinstance(value, str) or (not value.strip() and field in self.values):
            raise self.error(field, "phải là chữ; với số điện thoại hãy đặt trong dấu ngoặc kép")
        return str(value).strip()

    def texts(self, field: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of strings."""
        value = self.values.get(field)
        if value is None:
            return default
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.error(field, "phải là một danh sách chữ")
        return tuple(str(item).strip() for item in value)

    def number(self, field: str, default: int | None = None) -> int:
        """A whole number."""
        value = self.values.get(field, default)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.error(field, "phải là một số nguyên")
        return int(value)


def _record(path: Path, node: Any, line: int) -> Record:
    lines = {str(key): position[0] + 1 for key, position in (node.lc.data or {}).items()}
    return Record(path, line, {str(key): value for key, value in node.items()}, lines)


def read_records(path: Path, section: str) -> Iterator[Record]:
    """The mappings of the list ``section`` of a YAML file, in order.

    Raises:
        DataFileError: the file is missing, is not YAML, or has not that shape.
    """
    try:
        document = YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DataFileError(path, None, None, f"không đọc được tệp ({error.strerror})") from error
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise DataFileError(path, line, None, f"không phải YAML: {error.problem}") from error
    except YAMLError as error:
        raise DataFileError(path, None, None, "không phải YAML") from error
    if not isinstance(document, dict) or not isinstance(document.get(section), list):
        raise DataFileError(path, None, section, "thiếu danh sách này")
    rows = document[section]
    for index, node in enumerate(rows):
        line = rows.lc.item(index)[0] + 1
        if not isinstance(node, dict):
            raise DataFileError(path, line, section, "mỗi dòng phải là một nhóm mục")
        yield _record(path, node, line)
